import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.documents.html.blocks import Piece
from qa_bot.documents.html.links import drop_more_links
from qa_bot.documents.html.load import load as load_html
from qa_bot.documents.load import find_loader, load
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.types import ServerHints

pytestmark = pytest.mark.slow

FIRST = (
    "The harbour of Lindholm will close for two years from March, the port authority said on "
    "Monday, because the eastern wall has moved by eleven centimetres since the storm of 2019."
)
SECOND = (
    "Engineers from the university measured the wall every week and warned the council three "
    "times before the first stones fell into the basin on a quiet night in November."
)
THIRD = (
    "The repair costs 41 million crowns, of which the state pays half, and the ferry will leave "
    "from the old fish market until the work is finished in the spring of 2028."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Harbour to close | The Coast</title>
<meta property="og:title" content="Harbour of Lindholm to close for two years">
<meta property="og:site_name" content="The Coast">
<meta name="author" content="Ida Berg">
<meta property="article:published_time" content="2024-11-03T08:15:00Z">
<link rel="canonical" href="https://coast.example/harbour#top">
<style>p {{ color: red }} .Putin {{ }}</style>
<script>var text = "Scripts are full of prose that nobody should ever be shown.";</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article>
<h1>Harbour of Lindholm to close for two years</h1>
<p class="byline">By <a href="/ida">Ida Berg</a></p>
<p>{FIRST}</p>
<p style="display: none">The hidden paragraph claims that the mayor resigned at once.</p>
<h2>What was measured</h2>
<p>{SECOND}</p>
<blockquote><p>“We were told that it would hold for a hundred years,” said the harbour master,
who has worked there since he was a boy of fifteen.</p></blockquote>
<ul><li>The eastern wall is 310 metres long and was built in 1911.</li>
<li>The western wall is sound and will remain open to small boats.</li></ul>
<table><tr><th>Year</th><th>Moved by</th></tr><tr><td>2019</td><td>2 cm</td></tr>
<tr><td>2024</td><td>11 cm</td></tr></table>
<p>{THIRD}</p>
</article></main>
<aside><h3>Most read</h3><a href="/x">Ten beaches for the summer</a></aside>
<footer>© 2024 The Coast. All rights reserved.</footer>
</body></html>"""


def texts(document, kind=None):
    return [
        document.text[block.start : block.end]
        for block in document.blocks
        if kind is None or block.kind == kind
    ]


def test_a_page_becomes_its_main_text_in_blocks():
    document = load(PAGE.encode(), "harbour.html")
    assert document.format == "html"
    assert {FIRST, SECOND, THIRD} <= set(texts(document, "text"))
    assert texts(document, "heading") == ["What was measured"]
    assert texts(document, "item") == [
        "The eastern wall is 310 metres long and was built in 1911.",
        "The western wall is sound and will remain open to small boats.",
    ]
    assert texts(document, "row") == ["Year | Moved by", "2019 | 2 cm", "2024 | 11 cm"]
    assert any(text.startswith("“We were told") for text in texts(document, "text"))
    for unwanted in ("Home", "Most read", "All rights", "Scripts are full", "mayor resigned"):
        assert unwanted not in document.text


def test_text_beside_the_paragraphs_of_an_article_is_read_as_one():
    # trafilatura loses what is not in an element of its own.
    page = (
        f"<html><body><div><h1>Harbour</h1>{FIRST}<p>{SECOND}</p><p>{THIRD}</p>"
        "<div class='related'>Ten beaches for the summer, and what to think of each of them.</div>"
        "</div></body></html>"
    )
    assert texts(load(page.encode(), "page.html")) == [FIRST, SECOND, THIRD]


def test_a_root_closed_at_once_does_not_end_the_page():
    page = PAGE.replace('<html lang="en-GB">', '<html lang="en-GB" />').replace("<body>", "<body/>")
    assert load(page.encode(), "a.html") == load(PAGE.encode(), "a.html")


def test_links_to_other_articles_end_a_page_and_links_of_its_own_stay():
    own = [Piece(FIRST, "text"), Piece("The ferry's timetable", "text"), Piece(SECOND, "text")]
    more = [Piece("Read more:", "text"), Piece("Fish return", "text"), Piece("A loud bell", "item")]
    links = frozenset({"the ferry s timetable", "fish return", "a loud bell"})
    assert drop_more_links([*own, *more], links) == own
    assert drop_more_links([*own, *more[1:]], links) == [*own, *more[1:]]


def test_a_manual_may_say_a_thing_twice():
    note = "<p>This call is optional, but it helps when the channel has no subscribers at all.</p>"
    page = PAGE.replace("<h2>", f"{note}<h2>").replace("<blockquote>", f"{note}<blockquote>")
    article = read_article(page.encode(), "page.html")
    assert article.text.count("This call is optional") == 2
    assert not any(span.kind == "repeated" for span in article.boilerplate)


def test_a_heading_has_no_link_to_itself_and_a_word_no_mark_of_a_note():
    marks = (
        '<a class="headerlink" href="#one" title="Permalink">¶</a>',
        ' <a href="#one"><span>#</span></a>',
        '<span class="mw-editsection">[<a href="/w?action=edit">edit</a>]</span>',
    )
    body = "".join(
        f"<h2>Part {n}{mark}</h2><p>{text}</p>"
        for n, (mark, text) in enumerate(zip(marks, (FIRST, SECOND, THIRD), strict=True))
    )
    note = '<a class="footnote-reference brackets" href="#id2" id="id1">1</a>'
    body = body.replace("2019.", f"2019.{note}") + '<p>See <a href="#one">#1</a> above.</p>'
    page = f"<html><body><main><h1>The wall{marks[0]}</h1>{body}</main></body></html>"
    article = read_article(page.encode(), "page.html")
    assert article.title == "The wall"
    headings = [article.text[one.start : one.end] for one in article.headings]
    assert headings == ["Part 0", "Part 1", "Part 2"]
    assert FIRST in article.text
    assert "2019.1" not in article.text
    assert "See #1 above." in article.text


def test_a_page_says_who_wrote_it_and_when():
    facts = load(PAGE.encode(), "harbour.html").facts
    assert facts.title == "Harbour of Lindholm to close for two years"
    assert (facts.author, facts.date, facts.site) == ("Ida Berg", "2024-11-03", "The Coast")
    assert (facts.language, facts.url) == ("en-GB", "https://coast.example/harbour")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "https://a b/", "https:///x", "data:text/html,x"],
)
def test_an_unsafe_canonical_address_is_none(address):
    page = PAGE.replace("https://coast.example/harbour#top", address)
    assert load(page.encode(), "x.html").facts.url is None


@pytest.mark.parametrize(
    ("origin", "named", "address"),
    [
        ("https://m.coast.co.uk/a?id=1", "https://www.coast.co.uk/a", "https://www.coast.co.uk/a"),
        ("http://coast.example/a", "https://www.coast.example/a", "https://www.coast.example/a"),
        ("https://mallory.example/a", "https://coast.example/a", "https://mallory.example/a"),
        ("https://mallory.github.io/", "https://coast.github.io/", "https://mallory.github.io/"),
        ("http://127.0.0.1:8000/a", "https://coast.example/a", "http://127.0.0.1:8000/a"),
        ("https://coast.example/a", "javascript:alert(1)", "https://coast.example/a"),
    ],
)
@pytest.mark.parametrize("name", ["x.html", "x.md"])
def test_a_served_page_is_believed_to_be_another_only_on_its_own_site(origin, named, address, name):
    page = PAGE.replace("https://coast.example/harbour#top", named)
    if name == "x.md":
        page = f"---\ncanonical: {named}\n---\n\n{FIRST}\n"
    served = ServerHints(suffix=name[1:], address=origin)
    assert load(page.encode(), name, served).facts.url == address


def test_metadata_cannot_steer_a_terminal():
    page = PAGE.replace("Ida Berg", "Ida\u202e &#27;[31mBerg").replace("The Coast", "The\x07 Coast")
    facts = load(page.encode(), "x.html").facts
    for fact in (facts.title, facts.author, facts.site):
        assert fact is None or fact.isprintable()


def test_an_article_is_read_whole_from_a_page():
    article = read_article(PAGE.encode(), "harbour.html")
    assert article.title == "Harbour of Lindholm to close for two years"
    said = {article.text[sentence.start : sentence.end] for sentence in article.sentences}
    assert {FIRST, SECOND, THIRD} <= said


def test_a_first_line_without_a_full_stop_is_not_taken_for_the_title():
    lead = "The harbour wall has moved and the ferry moves too"
    page = PAGE.replace(f"<p>{FIRST}</p>", f"<p>{lead}</p><h2>The wall</h2><p>{FIRST}</p>")
    article = read_article(page.encode(), "harbour.html")
    assert article.title == "Harbour of Lindholm to close for two years"
    section = {article.text[p.start : p.end]: p.section for p in article.paragraphs}
    assert section[FIRST] == "The wall"


def test_spaces_are_those_a_reader_sees():
    body = "<p>The <b>mayor</b>, <i>who</i>&nbsp;won by 2<sup>nd</sup> vote,<br>spoke up.</p>"
    document = load(PAGE.replace(f"<p>{FIRST}</p>", body + f"<p>{FIRST}</p>").encode(), "x.html")
    assert "The mayor, who won by 2nd vote,\nspoke up." in document.text


@pytest.mark.parametrize(
    ("data", "name", "module"),
    [
        (b"\xef\xbb\xbf \n<!DOCTYPE html>\n<p>x", "saved", "html.load"),
        (b"<!-- saved from url=(0014)about:internet -->\n<HTML><p>x", "saved.txt", "html.load"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "x", "html.load"),
        ("<!doctype html><p>x".encode("utf-16"), "x", "html.load"),
        (b"<div><p>One.</p>\n<p>Two.</p>\n<p>Three.</p></div>", "x", "html.load"),
        (b"<p>One.</p>", "x.htm", "html.load"),
        (b"Use <div> and <p> tags, or <!doctype html>, in the page.", "tags.txt", "text.plain"),
        (b"Plain prose.", "x.txt", "text.plain"),
        (
            b'<p align="center"><b>Tool</b></p>\n<p>x</p>\n<p>y</p>\n\n# Tool\n\nText.',
            "R.md",
            "text.markdown",
        ),
    ],
)
def test_a_page_is_told_by_what_it_begins_with(data, name, module):
    assert find_loader(data, name).module == f"qa_bot.documents.{module}"


def test_a_text_that_is_only_called_a_page_is_text():
    assert load(f"{FIRST}\n\n{SECOND}".encode(), "x.html").format == "text"


@pytest.mark.parametrize(
    ("page", "cause"),
    [
        (
            "<title>404 Not Found</title><h1>Not Found</h1><p>The page was not found.</p>",
            "“not found” page",
        ),
        ("<title>Oops</title><h1>Page not found</h1><p>Try the search.</p>", "“not found” page"),
        (
            "<title>App</title><noscript>You need to enable JavaScript to run this app.</noscript>"
            '<div id="root"></div><script src="main.js"></script>',
            "needs a browser",
        ),
        (
            "<title>Consent</title><h1>We value your privacy</h1><p>We and our 842 partners store "
            "and process information on a device, such as cookies.</p><button>Accept all</button>"
            "<p>You can accept all or manage options at any time.</p>",
            "consent",
        ),
        ("<title>Just a moment...</title><p>Checking your browser before you go on.</p>", "robot"),
        (
            '<meta http-equiv="refresh" content="0; url=https://a.example/"><title>x</title>',
            "redirects",
        ),
        ("<title>Nothing</title><p> </p>", "no text"),
    ],
)
def test_a_page_without_an_article_says_why(page, cause):
    with pytest.raises(SourceError, match=cause) as caught:
        load(f"<!doctype html><html><body>{page}</body></html>".encode(), "saved.html")
    assert "saved.html" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_article_about_cookies_is_an_article():
    prose = "".join(
        f"<p>In {year} the court ruled that sites which use cookies must ask before they store "
        "them; to accept all or reject all must be equally easy, and consent is free.</p>"
        for year in range(2015, 2025)
    )
    page = f"<html><title>Cookies and consent: error 404?</title><article>{prose}</article></html>"
    assert "In 2024 the court ruled" in load(page.encode(), "x.html").text


@pytest.mark.slow
def test_reading_pages_imports_nothing_to_answer():
    code = (
        "import sys; from qa_bot.documents.load import find_loader; "
        "import qa_bot.documents.load, qa_bot.documents.html.load; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('lxml', 'trafilatura')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


TAGS = st.sampled_from(
    "p div span b a h1 h2 ul ol li table tr td th blockquote pre code br hr article main section "
    "nav aside footer form dl dt dd q details summary sup svg template noscript script font".split()
)
TEXT = st.text(max_size=80) | st.sampled_from([FIRST, SECOND, "&#1;&#x85;&amp;", "\x00\x0b\x1b[0m"])


@st.composite
def markup(draw):
    parts = ["<html><body>"]
    for _ in range(draw(st.integers(0, 25))):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"<{draw(TAGS)}>")
        elif kind == 1:
            parts.append(f"</{draw(TAGS)}>")
        else:
            parts.append(draw(TEXT))
    return "".join(parts)


@settings(max_examples=150)
@given(markup())
def test_blocks_are_ordered_spans_of_clean_text(page):
    try:
        document = load_html(page.encode("utf-8", "surrogatepass"), "x.html")
    except SourceError as error:
        assert "x.html" in str(error)
        return
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        text = document.text[block.start : block.end]
        assert text == text.strip()
        assert not document.text[end : block.start].strip()
        end = block.end
    assert end == len(document.text)
    if document.format == "html":
        assert not any(
            (char < " " and char != "\n") or "\x7f" <= char <= "\x9f" for char in document.text
        )


def test_no_file_is_opened_for_what_a_page_refers_to(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret is the number seventeen and nothing but that number.")
    page = f"""<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">
    <!ENTITY % y SYSTEM "file://{secret}"> %y;]><html><body><p>{FIRST} &x;</p>
    <iframe src="file://{secret}"></iframe><object data="file://{secret}"></object>
    <xi:include href="file://{secret}" parse="text"/><p>{SECOND}</p></body></html>"""
    text = load(page.encode(), "x.xhtml").text
    assert "seventeen" not in text
    assert FIRST in text


PANELS = {
    "below a heading": "<h3><button aria-expanded='false'>{0}</button></h3>"
    "<div hidden><p>{1}</p></div>",
    "below a button": "<button aria-expanded='false'>{0}</button>"
    "<div style='display:none'>{1}</div>",
    "by its name": "<h3><a role='button' aria-expanded='false' aria-controls='p{2}'>{0}</a></h3>"
    "<hr><div id='p{2}' aria-hidden='true'><p>{1}</p></div>",
    "by a tab": "<h3>{0}</h3><div role='tabpanel' hidden><p>{1}</p></div>",
    "in another": "<button aria-expanded='false'>More</button><div hidden><h3><button "
    "aria-expanded='false'>{0}</button></h3><div hidden><p>{1}</p></div></div>",
}


@pytest.mark.parametrize("form", PANELS)
def test_what_a_page_opens_on_a_click_is_its_text(form):
    asked = "Can I take a bicycle on the ferry?", "What happens in a storm on the river?"
    body = "".join(
        PANELS[form].format(title, text, n)
        for n, (title, text) in enumerate(zip(asked, (FIRST, SECOND), strict=True))
    )
    document = load(f"<html><body><main><h1>Tickets</h1>{body}</main></body></html>".encode(), "a")
    assert [text for text in texts(document) if len(text) > 50] == [FIRST, SECOND]
    if form != "below a button":
        assert texts(document, "heading")[-2:] == list(asked)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div id='p' hidden><ul><li><a href='/a'>Mayors who resigned</a></li></ul></div>",
        "<div id='p' hidden><p>The mayor writes to you every week.</p><input type='email'></div>",
        "<nav><div id='p' hidden><p>The mayor and the town, from the first day.</p></div></nav>",
        "<div class='cookie-layer'><div id='p' hidden><p>The mayor counts visits.</p></div></div>",
        "<div hidden><p>The mayor resigned at once, and left the town for ever.</p></div>",
    ],
)
def test_menus_forms_and_other_hidden_parts_stay_hidden(hidden):
    page = PAGE.replace(
        "<h2>", f"<button aria-expanded='false' aria-controls='p'>More</button><p>!</p>{hidden}<h2>"
    )
    assert not any("ayor" in text for text in texts(load(page.encode(), "harbour.html")))


def test_a_page_whose_text_is_all_for_readers_without_scripts_is_read():
    page = f"<div id='app'></div><noscript><h1>Harbour</h1><p>{FIRST}</p><p>{SECOND} {THIRD}</p>"
    document = load(f"<html><body>{page}</noscript><script>1</script></body></html>".encode(), "a")
    assert FIRST in texts(document)


def test_advertisements_of_amp_pages_are_left_out():
    page = PAGE.replace("<h2>", "<amp-ad><div>The mayor's boats are the best.</div></amp-ad><h2>")
    assert not any("mayor's boats" in text for text in texts(load(page.encode(), "harbour.html")))
