"""Hostile and broken pages, made here: each is read right or refused in one line, in bounds."""

import subprocess
import sys

import pytest

from qa_bot.documents.html.load import load
from qa_bot.documents.html.tree import flatten, outside_code
from qa_bot.errors import SourceError

pytestmark = pytest.mark.slow

PROSE = (
    "The harbour of Lindholm will close for two years from March, the port authority said on "
    "Monday, because the eastern wall has moved by eleven centimetres since the storm of 2019. "
)
LAST = (
    "The ferry will leave from the old fish market until the work is finished in 2028, they said."
)
DEPTH = 100_000


def read(body: str, head: str = "") -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return load(page.encode("utf-8", "surrogatepass"), "page.html").text


@pytest.mark.parametrize("tag", ["div", "b", "font", "blockquote", "section", "table><tr><td"])
def test_a_hundred_thousand_levels_lose_nothing(tag):
    end = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    text = read(
        f"<p>{PROSE}</p>"
        + f"<{tag}>" * DEPTH
        + f"<p>{PROSE * 2}</p>"
        + end * DEPTH
        + f"<p>{LAST}</p>"
    )
    assert PROSE.strip() in text
    assert (PROSE * 2).strip() in text
    assert LAST in text


def test_elements_that_are_never_closed_lose_nothing():
    text = read("".join(f"<font><p><span>Item {n}: {LAST}" for n in range(3_000)))
    assert all(f"Item {n}: {LAST}" in text for n in (0, 149, 150, 1_500, 2_999))


def test_a_tag_of_countless_attributes_is_read_without_them():
    crowd = " ".join(f"a{n}='>'" for n in range(200_000))
    assert read(f"<p {crowd}>{PROSE}</p><p>{LAST}</p>") == f"{PROSE.strip()}\n\n{LAST}"


def test_shallow_markup_is_left_as_it_is():
    page = "<div><p>One<p>Two<ul><li>Three<li>Four</ul></div>" * 50
    assert flatten(page) == page


def test_code_is_left_out_of_long_markup_and_what_describes_the_page_is_not():
    described = '<script type="application/ld+json">{"headline": "One"}</script>'
    markup = f"<p>One<script>a <b></script>{described}<STYLE x>p</style >two<!-- <p> --><p>Three"
    assert " ".join(outside_code(markup)) == f"<p>One {described} two <p>Three"


@pytest.mark.parametrize("part", ["<script>", "<svg>a", "<!-- ", "<style><!--<svg>", "<script "])
def test_code_that_never_ends_is_looked_for_once(part):
    markup = part * 300_000
    assert " ".join(outside_code(markup)) == markup


def test_marked_text_of_strict_pages_is_read_and_its_marks_are_not():
    page = '<?xml version="1.0"?><html><body><p>A <![CDATA[%s]]></p>%s</body></html>'
    text = load((page % (PROSE, "<![CDATA[" * 100_000)).encode(), "page.xhtml").text
    assert PROSE.strip() in text
    assert "CDATA" not in text


def test_an_attribute_of_many_megabytes():
    assert PROSE.strip() in read(f"<p>{PROSE}</p><img alt='{'x' * 12_000_000}'><p>{LAST}</p>")


def test_embedded_files_are_dropped_first():
    picture = f"<img src='data:image/png;base64,{'iVBORw0K' * 3_000_000}'>"
    assert LAST in read(f"<p>{PROSE}</p>{picture}<p>{LAST}</p>")


def test_a_page_of_one_endless_line_is_refused_in_one_line():
    with pytest.raises(SourceError, match=r"page\.html holds 30 million characters .* split it"):
        read("<p>" + "word " * 6_000_000)


def test_a_page_of_a_million_tags_is_refused_in_one_line():
    with pytest.raises(SourceError, match=r"page\.html holds [\d,]+ tags"):
        read("<p>x" * 1_600_000)


def test_a_long_line_that_is_a_book_is_read():
    text = read("<p>" + PROSE * 20_000)
    assert text.count("Lindholm") == 20_000


def test_entity_bombs_do_not_explode():
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(20))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "boom">{bomb}]>'
        f"<html><body><p>{PROSE}</p><p>&a20;</p><p>{LAST}</p></body></html>"
    )
    text = load(page.encode(), "page.xhtml").text
    assert len(text) < 2 * len(page)
    assert PROSE.strip() in text
    assert "boom" not in text


def test_scripts_and_styles_full_of_prose_are_not_read():
    false = "It was said that the mayor resigned at once and left the town for ever. " * 20
    text = read(
        f"<script>{false}</script><p>{PROSE}</p><style>{false}</style><p>{LAST}</p>"
        f"<script type='text/template'><p>{false}</p></script><!-- {false} -->"
        f"<template><p>{false}</p></template><noscript><p>{false}</p></noscript>",
        head=f"<script>{false}</script><style>{false}</style>",
    )
    assert "mayor" not in text
    assert text == f"{PROSE.strip()}\n\n{LAST}"


@pytest.mark.parametrize(
    "attribute",
    [
        "hidden",
        'hidden=""',
        'aria-hidden="true"',
        'style="display:none"',
        'style="color: red; DISPLAY : NONE !important"',
        'style="visibility:hidden"',
    ],
)
def test_hidden_prose_is_not_read_however_long(attribute):
    false = "It was said that the mayor resigned at once and left the town for ever. "
    body = f"<p>{PROSE}</p><div {attribute}><p>{false * 30}</p></div><p>{LAST}</p>"
    assert "mayor" not in read(body)


def test_a_page_saved_under_its_consent_layer_is_read():
    article = (
        f"<main aria-hidden='true'><h1>Harbour to close</h1><p>{PROSE * 8}</p><p>{LAST}</p></main>"
    )
    layer = "<div role='dialog'><p>We value your privacy.</p><button>Accept all</button></div>"
    text = read(article + layer)
    assert PROSE.strip() in text
    assert LAST in text


def test_nulls_and_controls_do_not_cut_the_page():
    text = read(f"<p>{PROSE[:40]}\0\x01\x1b[31m{PROSE[40:]}</p><p>Bell&#7; and&#x0; {LAST}</p>")
    assert "\0" not in text
    assert "\x1b" not in text
    assert LAST in text
    assert "since the storm of 2019." in text


def test_a_truncated_page_is_read_as_far_as_it_goes():
    page = f"<html><body><article><p>{PROSE}</p><p>{LAST}</p><p>And th"
    text = load(page.encode() + b"\xe2\x80", "page.html").text
    assert text.startswith(PROSE.strip())
    assert LAST in text


@pytest.mark.parametrize(
    "junk",
    ["<", "<!--", "<!DOCTYPE", "<![CDATA[", "<a href='", "&", "<p ", "]]>", "<script>", "</"],
)
def test_unfinished_markup_at_great_length(junk):
    try:
        text = read(f"<p>{PROSE}</p><p>{LAST}</p>" + junk * 200_000)
    except SourceError as error:
        assert "page.html" in str(error)
    else:
        assert PROSE.strip() in text


@pytest.mark.slow
def test_memory_is_bounded():
    code = (
        "import resource, sys\n"
        "from qa_bot.documents.html.load import load\n"
        "from qa_bot.errors import SourceError\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "page = b'<html><body>' + b'<div>' * 100_000 + b'<p>x' * 200_000\n"
        "try: load(page, 'x.html')\n"
        "except SourceError as error: print(error, file=sys.stderr)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 600  # MB
