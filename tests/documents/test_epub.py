"""E-books: chapters in reading order, none of the book's apparatus, and hostile books refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa_bot.documents.document import Document
from qa_bot.documents.load import load
from qa_bot.errors import SourceError
from qa_bot.types import Facts
from tests.documents.builders import make_epub, make_zip


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(one.kind, document.text[one.start : one.end]) for one in document.blocks]


BOOK = make_epub(
    {
        "one.xhtml": "<h1>Rain</h1>"
        "<p>It rained&nbsp;<b>all</b>\n day<a epub:type='noteref'>1</a>.</p>"
        "<ul><li>one</li><li><p>two</p></li></ul>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>",
        "two.xhtml": "<h1>Sun</h1><p>It shone.</p><p hidden=''>x</p><script>y</script>"
        "<h2 id='late'>Evening</h2><p>It set.<br/>Slowly.</p>",
    },
    metadata="<dc:title>Weather</dc:title><dc:creator>A. Berg</dc:creator>"
    "<dc:creator>B. Ash</dc:creator><dc:language>en</dc:language><dc:date>2020</dc:date>",
    nav="<li><a href='one.xhtml'>Of rain</a></li><li><a href='two.xhtml'>Of sun</a></li>"
    "<li><a href='two.xhtml#late'>Late</a></li>",
)


def test_chapters_come_in_reading_order_without_contents() -> None:
    book = load(BOOK, "weather.zip")
    assert book.format == "epub"
    assert blocks(book) == [
        ("heading", "Weather"),
        ("heading", "Rain"),
        ("text", "It rained all day."),
        ("item", "one"),
        ("item", "two"),
        ("row", "a | b"),
        ("row", "1 | 2"),
        ("heading", "Sun"),
        ("text", "It shone."),
        ("heading", "Evening"),
        ("text", "It set.\nSlowly."),
    ]
    assert book.facts == Facts("Weather", "A. Berg, B. Ash", "2020", language="en")


@pytest.mark.parametrize(
    "mark",
    [
        "<a href='#n1'><sup>1</sup></a>",
        "<sup>[<a href='notes.xhtml#n1'>*</a>]</sup>",
        "<a class='footnote-reference brackets' href='#n1'>1</a>",
        "<a role='doc-noteref' href='#n1'>1</a>",
    ],
)
def test_the_mark_of_a_note_is_left_out_and_the_note_is_read(mark: str) -> None:
    body = f"<p>It rained{mark} all day on 10<sup>2</sup> roofs.</p><p id='n1'>By the gauge.</p>"
    read = load(make_epub({"one.xhtml": body}), "a.epub")
    assert blocks(read) == [
        ("text", "It rained all day on 102 roofs."),
        ("text", "By the gauge."),
    ]


def test_places_are_chapters_by_the_table_of_contents() -> None:
    book = load(BOOK, "weather.epub")
    found = [(place.chapter, book.text[place.start :].split("\n")[0]) for place in book.places]
    assert found == [("Of rain", "Rain"), ("Of sun", "Sun"), ("Late", "Evening")]


def test_a_chapter_that_is_no_xml_is_read_as_html() -> None:
    book = load(make_epub({"a.xhtml": "<p>Salt & pepper<p>and <b>more"}), "a.epub")
    assert [text for _, text in blocks(book)] == ["Salt & pepper", "and more"]


def test_a_chapter_that_is_missing_or_named_twice_is_passed_over() -> None:
    opf = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    book = load(make_epub({"a.xhtml": "<p>Once.</p>"}, extra={"OEBPS/book.opf": opf}), "a.epub")
    assert book.text == "Once."


def _book(part: str, content: str | bytes) -> Callable[[], bytes]:
    return lambda: make_epub({"a.xhtml": "<p>Text.</p>"}, extra={part: content})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": _book("OEBPS/a.xhtml", b"<p>" + b" " * 60_000_000),
    "protected": _book(
        "META-INF/encryption.xml", '<e><EncryptionMethod Algorithm="http://x/aes128"/></e>'
    ),
    "no package": _book("META-INF/container.xml", "<container/>"),
    "a package outside": _book(
        "META-INF/container.xml", '<c><rootfile full-path="../../../etc/passwd"/></c>'
    ),
    "no chapters": _book("OEBPS/book.opf", "<package/>"),
    "not xml": _book("OEBPS/book.opf", b"\0\0\0"),
    "no text": _book("OEBPS/a.xhtml", "<html><body/></html>"),
    "no container": lambda: make_zip({"mimetype": "application/epub+zip"}, stored="mimetype"),
    "cut short": lambda: BOOK[:1500],
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_in_one_line(case: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(HOSTILE[case](), "book.epub")
    message = str(caught.value)
    assert message.startswith("book.epub ")
    assert "\n" not in message
    assert "passwd" not in message


def test_a_chapter_nested_deep_is_read() -> None:
    deep = "<div>" * 1_500 + "<p>Deep down.</p>" + "</div>" * 1_500
    book = load(make_epub({"a.xhtml": f"{deep}<p>On top.</p>"}), "a.epub")
    assert "On top." in book.text


def test_entities_in_a_chapter_are_not_expanded() -> None:
    page = "<!DOCTYPE html [<!ENTITY a 'bomb'>]><html><body><p>Text &a;here.</p></body></html>"
    book = load(_book("OEBPS/a.xhtml", page)(), "a.epub")
    assert book.text == "Text here."
