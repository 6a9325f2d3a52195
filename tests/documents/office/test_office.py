"""DOCX, ODT and RTF: what a reader of the document sees, and nothing that they do not."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.document import Document
from qa_bot.documents.load import load
from qa_bot.errors import SourceError
from qa_bot.types import Facts
from tests.documents.builders import W, make_docx, make_odt, make_zip, paragraph


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(one.kind, document.text[one.start : one.end]) for one in document.blocks]


def docx(body: str, **parts: str) -> list[tuple[str, str]]:
    return blocks(load(make_docx(body, **parts), "a.docx"))  # type: ignore[arg-type]


def test_a_docx_is_paragraphs_headings_items_and_rows() -> None:
    styles = (
        "<w:style w:styleId='A'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='B'><w:name w:val='Mine'/><w:basedOn w:val='A'/></w:style>"
        "<w:style w:styleId='C'><w:name w:val='List'/><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style>"
    )
    body = (
        paragraph("The flood", "<w:pStyle w:val='B'/>")
        + paragraph("It rained for   nine days.")
        + paragraph("sandbags", "<w:pStyle w:val='C'/>")
        + "<w:tbl>"
        + "".join(
            f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
            for a, b in (("Town", "Level"), ("Passau", "12.9 m"))
        )
        + "</w:tbl>"
    )
    assert docx(body, styles=styles) == [
        ("heading", "The flood"),
        ("text", "It rained for nine days."),
        ("item", "sandbags"),
        ("row", "Town | Level"),
        ("row", "Passau | 12.9 m"),
    ]


def levels(*forms: str) -> str:
    """Return the levels of a list: "decimal 3 %1." is its figures, its start and its text."""
    made = ""
    for n, form in enumerate(forms):
        figures, start, text = form.split(" ", 2)
        made += (
            f"<w:lvl w:ilvl='{n}'><w:start w:val='{start}'/><w:numFmt w:val='{figures}'/>"
            f"<w:lvlText w:val='{text}'/></w:lvl>"
        )
    return made


def test_a_docx_keeps_the_numbers_of_its_lists_and_headings() -> None:
    lists = {
        "1": levels("decimal 3 %1)", "lowerLetter 1 (%2)", "upperRoman 4 %1.%3"),
        "2": levels("bullet 1 \uf0b7"),
        "3": levels("decimal 1 %1.", "decimal 1 %1.%2"),
    }
    numbering = "".join(
        f"<w:abstractNum w:abstractNumId='a{n}'>{one}</w:abstractNum>" for n, one in lists.items()
    )
    numbering += "".join(
        f"<w:num w:numId='{n}'><w:abstractNumId w:val='a{n}'/></w:num>" for n in lists
    )
    numbering += (
        "<w:num w:numId='4'><w:abstractNumId w:val='a1'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
    )
    numbering = numbering.replace(
        "<w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'",
        ("<w:pStyle w:val='H2'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'"),
    )
    styles = "".join(
        f"<w:style w:styleId='H{n}'><w:name w:val='heading {n}'/><w:pPr><w:numPr>{level}"
        "<w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
        for n, level in ((1, "<w:ilvl w:val='0'/>"), (2, ""))
    )

    def item(text: str, number: int, level: int = 0) -> str:
        return paragraph(
            text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
        )

    body = (
        paragraph("Scope", "<w:pStyle w:val='H1'/>")
        + paragraph("Terms", "<w:pStyle w:val='H2'/>")
        + item("Fill the sacks.", 1)
        + item("with sand", 1, 1)
        + item("not with earth", 1, 1)
        + item("Close them.", 1)
        + item("tightly", 1, 1)
        + item("deep", 1, 2)
        + item("Drink water.", 2)
        + item("Carry them.", 4)
        + item("Rest.", 4)
        + item("No such list.", 9)
        + paragraph("Duties", "<w:pStyle w:val='H2'/>")
        + f"<w:tbl><w:tr><w:tc>{item('In a table.', 1)}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"
        "</w:tbl>"
    )
    document = load(make_docx(body, styles=styles, numbering=numbering), "a.docx")
    assert document.text.split("\n\n") == [
        "1. Scope",
        "1.1 Terms",
        "3) Fill the sacks.",
        "(a) with sand",
        "(b) not with earth",
        "4) Close them.",
        "(a) tightly",
        "4.IV deep",
        "• Drink water.",
        "1) Carry them.",
        "2) Rest.",
        "• No such list.",
        "1.2 Duties",
        "3) In a table. | x",
    ]
    assert blocks(document)[2] == ("item", "Fill the sacks.")
    assert document.blocks[2].marker == len("3) ")


def test_a_docx_is_read_as_last_edited() -> None:
    changed = (
        "<w:p><w:r><w:t xml:space='preserve'>It rose by </w:t></w:r>"
        "<w:del><w:r><w:delText>two</w:delText><w:t>two</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>four</w:t></w:r></w:ins><w:r><w:t> metres.</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>"
        + paragraph("sentence.")
    )
    assert docx(changed) == [("text", "It rose by four metres."), ("text", "One sentence.")]


def test_hidden_text_and_placeholders_of_a_docx_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>Seen.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Direct</w:t></w:r>"
        "<w:r><w:rPr><w:rStyle w:val='H'/></w:rPr><w:t>By style</w:t></w:r>"
        "<w:r><w:rPr><w:rStyle w:val='H'/><w:vanish w:val='0'/></w:rPr><w:t> Shown.</w:t></w:r>"
        "</w:p>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + paragraph("Click here to enter text.")
        + "</w:sdtContent></w:sdt><w:sdt><w:sdtContent>"
        + paragraph("In a control.")
        + "</w:sdtContent></w:sdt>"
    )
    styles = "<w:style w:styleId='H'><w:name w:val='Hidden'/><w:rPr><w:vanish/></w:rPr></w:style>"
    assert docx(body, styles=styles) == [("text", "Seen. Shown."), ("text", "In a control.")]


def test_a_drop_cap_of_a_docx_is_the_first_letter_of_its_word() -> None:
    cap = (
        "<w:p><w:pPr><w:framePr w:dropCap='drop' w:lines='3'/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>"
    )
    assert docx(cap + paragraph("he quay closed.")) == [("text", "The quay closed.")]


def test_a_text_box_of_a_docx_is_read_once_and_notes_come_last() -> None:
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Around it.</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + paragraph("The end.")
    )
    notes = (
        f"<w:footnote w:id='0'>{paragraph('separator')}</w:footnote>"
        f"<w:footnote w:id='2'>{paragraph('Measured at the bridge.')}</w:footnote>"
    )
    assert [text for _, text in docx(body, footnotes=notes)] == [
        "Around it.",
        "In the box.",
        "The end.",
        "Measured at the bridge.",
    ]


def test_the_columns_of_a_page_laid_out_by_a_table_are_text() -> None:
    long = "This column tells at some length what happened. " * 4
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph(long)}{paragraph('And then.')}</w:tc>"
        f"<w:tc>{paragraph('Beside it.')}</w:tc></w:tr></w:tbl>"
    )
    assert [kind for kind, _ in docx(body)] == ["text", "text", "text"]


def test_facts_come_from_the_properties() -> None:
    core = (
        "<dc:title>Flood</dc:title><dc:creator>A. Berg</dc:creator><dc:language>en</dc:language>"
        "<dcterms:created>2024-05-17T10:00:00Z</dcterms:created>"
    )
    read = load(make_docx(paragraph("Rain."), core=core), "a")
    assert read.facts == Facts("Flood", "A. Berg", "2024-05-17", language="en")


def test_a_loop_of_styles_ends() -> None:
    styles = "".join(
        f"<w:style w:styleId='{a}'><w:name w:val='{a}'/><w:basedOn w:val='{b}'/></w:style>"
        for a, b in ("AB", "BA")
    )
    assert docx(paragraph("Text.", "<w:pStyle w:val='A'/>"), styles=styles) == [("text", "Text.")]


def test_an_odt_is_read_as_a_reader_sees_it() -> None:
    styles = (
        "<style:style style:name='T1'><style:text-properties text:display='none'/></style:style>"
    )
    text = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:h>The flood</text:h>"
        "<text:p>It<text:s text:c='900000000'/>rose"
        "<text:span text:style-name='T1'>hidden</text:span>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>At the bridge.</text:p></text:note-body></text:note> fast.</text:p>"
        "<text:list><text:list-item><text:p>sandbags</text:p></text:list-item></text:list>"
        "<table:table><table:table-row table:number-rows-repeated='900000000'>"
        "<table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>Boxed.</text:p></draw:text-box></draw:frame></text:p>"
    )
    meta = "<dc:title>Flood</dc:title><meta:creation-date>2021-02-03T01:00:00</meta:creation-date>"
    read = load(make_odt(text, styles=styles, meta=meta), "a.odt")
    assert blocks(read) == [
        ("heading", "The flood"),
        ("text", "It rose fast."),
        ("item", "sandbags"),
        ("row", "a | b"),
        ("text", "Boxed."),
        ("text", "At the bridge."),
    ]
    assert (read.facts.title, read.facts.date) == ("Flood", "2021-02-03")


def test_an_odt_keeps_the_numbers_of_its_lists_and_headings() -> None:
    styles = (
        "<text:list-style style:name='L'>"
        "<text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>"
        "<text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')'"
        " text:display-levels='2' text:start-value='3'/></text:list-style>"
        "<text:list-style style:name='B'><text:list-level-style-bullet text:level='1'/>"
        "</text:list-style><text:outline-style>"
        "<text:outline-level-style text:level='1' style:num-format='I'/></text:outline-style>"
    )

    def items(*texts: str) -> str:
        return "".join(
            f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts
        )

    inner = f"<text:list>{items('Wood', 'Stone')}</text:list>"
    body = (
        "<text:h text:outline-level='1'>Tools</text:h>"
        "<text:list text:style-name='L'><text:list-item><text:p>Quay</text:p>"
        "<text:p>It is old.</text:p>"
        f"{inner}</text:list-item>{items('Pier')}</text:list>"
        f"<text:list text:style-name='B'>{items('Dots')}</text:list>"
        f"<text:list text:style-name='L' text:continue-numbering='true'>{items('Mole')}</text:list>"
        f"<text:list text:style-name='L'>{items('Again')}</text:list>"
    )
    read = load(make_odt(body, styles=styles), "a.odt")
    assert read.text.split("\n\n") == [
        "I Tools",
        "1. Quay",
        "It is old.",
        "1.c) Wood",
        "1.d) Stone",
        "2. Pier",
        "• Dots",
        "3. Mole",
        "1. Again",
    ]


def test_an_odt_in_one_file_is_read_too() -> None:
    spaces = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
        for name in ("office", "text")
    )
    data = (
        f"<?xml version='1.0'?><office:document {spaces} xmlns:dc='d' "
        "office:mimetype='application/vnd.oasis.opendocument.text'>"
        "<office:meta><dc:title>Flood</dc:title></office:meta><office:body><office:text>"
        "<text:p>It rose.<office:binary-data>AAAA</office:binary-data></text:p>"
        "</office:text></office:body></office:document>"
    ).encode()
    for name in ("a.fodt", "a.xml"):
        read = load(data, name)
        assert (read.format, read.text, read.facts.title) == ("odt", "It rose.", "Flood")
    with pytest.raises(SourceError, match=r"a\.fodt is damaged"):
        load(data[:-20], "a.fodt")


RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss\fcharset0 Arial;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\title Caf\'e9 days}{\creatim\yr2024\mo5\dy7}}
\pard\s1\outlinelevel0 Opening\par
\pard\f0 The caf\'e9 opened in {\b May}.{\v hidden} It {\field{\*\fldinst{HYPERLINK "http://x.y"}}
{\fldrslt{\ul sold}}} tea.\par
\trowd\cellx1\cellx2 a\cell b\cell\row
\pard\u8220?Good\u8221?\par}"""


def test_an_rtf_is_text_headings_and_rows() -> None:
    read = load(RTF, "a.doc")
    assert blocks(read) == [
        ("heading", "Opening"),
        ("text", "The café opened in May. It sold tea."),
        ("row", "a | b"),
        ("text", "“Good”"),
    ]
    assert (read.facts.title, read.facts.date) == ("Café days", "2024-05-07")


def test_headings_of_an_rtf_are_known_by_their_style_and_cells_hold_paragraphs() -> None:
    data = rb"""{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s2\sbasedon0\fs28 Heading 2;}}
\pard\plain \s2\fs28{Opening}\par\pard\plain \s0 It opened in May.\par
\trowd\cellx1\cellx2\pard\intbl{a\par}\cell\pard\intbl{b\par}\cell\row}"""
    assert blocks(load(data, "a.rtf")) == [
        ("heading", "Opening"),
        ("text", "It opened in May."),
        ("row", "a | b"),
    ]


def test_an_rtf_shows_list_numbers_notes_and_boxes_and_nothing_hidden() -> None:
    data = rb"""{\rtf1\ansi{\stylesheet{\s3 toc 1;}}{\header Page 3 of 9}
\pard\s3 Opening 1\par
\pard The quay{\footnote\pard{\super\chftn} It was built in 1831.} closed.{\*\bkmkstart a}
{\shp{\*\shpinst{\sp{\sn fill}{\sv 9}}{\shptxt Boxed.\par}}
{\shprslt Boxed.\par}}{\deleted gone}\par
\pard{\listtext 2.\tab}{\v hidden {\b too }}Second\par
\pard{\listtext\'b7\tab}Dotted\par {\pict 0a0b0c}{\*\annotation Note to self}}"""
    read = load(data, "a.rtf")
    assert blocks(read) == [
        ("text", "Opening 1"),
        ("text", "The quay closed."),
        ("text", "Boxed."),
        ("item", "Second"),
        ("item", "Dotted"),
        ("text", "It was built in 1831."),
    ]
    assert read.blocks[0].boilerplate == "navigation"
    assert "2. Second\n\n• Dotted" in read.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (rb"\ansicpg1250 \'b3\'f3d\'9f", "łódź"),
        (rb"{\fonttbl{\f1\fcharset204 Arial;}}\f1\'cc\'e8\'f0", "Мир"),
        (rb"{\fonttbl\f1\fcharset128 Gothic;}\f1\'93\'fa\'96\'7b", "日本"),
        (rb"{\fonttbl{\f1\fcharset2 Symbol;}}CaMKII{\f1 d} is {\f1\'a3} 5", "CaMKIIδ is ≤ 5"),
        (rb"\uc2\u228\'c3\'a4{\uc0\u55357\u56834} ok", "ä\N{FACE WITH TEARS OF JOY} ok"),
        (rb"a\\b \{c\} d\~e\emdash f\-g\bin4 }}}}h", "a\\b {c} d e—fgh"),
    ],
)
def test_the_characters_of_an_rtf_are_those_of_its_fonts(written: bytes, shown: str) -> None:
    assert load(rb"{\rtf1\ansi " + written + rb"\par}", "a.rtf").text == shown


def test_tables_of_an_rtf_within_tables_are_read_row_by_row() -> None:
    data = rb"""{\rtf1 {\trowd\pard\intbl\itap2 RCA\nestcell{\nonesttables\par}0\nestcell
{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl\cell Score\cell\row}
\pard After.\par}"""
    assert blocks(load(data, "a.rtf")) == [("row", "RCA | 0 | Score"), ("text", "After.")]


@pytest.mark.parametrize(
    "data", [RTF[:40], b"{\\rtf1", b"{\\rtf1 " + b"{" * 5000, b"{\\rtf1\\u99999999999?}"]
)
def test_a_broken_rtf_is_one_line(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        load(data, "a.rtf")
    assert "\n" not in str(caught.value)


_TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)


@given(st.lists(st.tuples(st.sampled_from(["p", "h", "item"]), _TEXT), min_size=1, max_size=8))
def test_every_block_is_its_span_of_the_text(parts: list[tuple[str, str]]) -> None:
    properties = {
        "p": "",
        "h": "<w:outlineLvl w:val='0'/>",
        "item": "<w:numPr><w:numId w:val='1'/></w:numPr>",
    }
    visible = [
        " ".join(text.replace("\xad", "").replace("\ufeff", "").split()) for _, text in parts
    ]
    data = make_docx("".join(paragraph(escape(text), properties[kind]) for kind, text in parts))
    try:
        read = load(data, "a.docx")
    except SourceError:
        assert not any(visible)
        return
    found = [read.text[block.start : block.end].replace("\n", " ") for block in read.blocks]
    assert [" ".join(text.split()) for text in found] == [text for text in visible if text]
    ends = [0, *(block.end for block in read.blocks)]
    for end, block in zip(ends, read.blocks, strict=False):
        assert read.text[end : block.start].strip() in ("", "•")


def _word(document: str | bytes) -> bytes:
    return make_docx("", extra={"word/document.xml": document})


_GROWING = "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": lambda: _word(b"<w>" + b" " * 60_000_000),
    "entities": lambda: _word(
        f"<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'>{_GROWING}]>"
        f"<w:document {W}><w:body w:x='&i;'/></w:document>"
    ),
    "an external entity": lambda: _word(
        "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        f"<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    ),
    "a million paragraphs": lambda: make_docx("<w:p><w:r/></w:p>" * 1_000_000),
    "depth": lambda: make_docx("<w:p>" * 100_000),
    "no parts": lambda: make_zip({"word/other.xml": "<a/>"}),
    "a path outside": lambda: make_docx(
        "",
        extra={
            "_rels/.rels": '<R><Relationship Type="x/officeDocument" Target="../../a"/></R>',
            "word/document.xml": "<a/>",
        },
    ),
    "cut short": lambda: make_docx(paragraph("text " * 1000))[:700],
    "null bytes": lambda: _word(b"\0" * 1000),
    "many parts": lambda: make_zip({f"word/{n}": "" for n in range(10_001)}),
    "an odt bomb": lambda: make_odt("", extra={"content.xml": b"<a>" + b"<b/>" * 9_000_000}),
    "an encrypted odt": lambda: make_odt(
        "", extra={"META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>"}
    ),
    "a zip": lambda: make_zip({"a.txt": "text"}),
    "a zip in a zip": lambda: make_zip({"word/document.xml": make_docx(paragraph("a"))}),
    "a spreadsheet": lambda: make_zip({"xl/workbook.xml": "<a/>"}),
    "an old Word file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("WordDocument", "Word 97"),
        ("Workbook", "Excel 97"),
        ("PowerPoint Document", "PowerPoint 97"),
        ("__substg1.0_0037001F", "Outlook"),
        ("EncryptedPackage", "encrypted"),
    ],
)
def test_an_old_office_file_is_refused_as_what_it_is(part: str, kind: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + part.encode("utf-16-le")
    with pytest.raises(SourceError, match=kind):
        load(data, "old.bin")


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_in_one_line(case: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(HOSTILE[case](), "report.docx")
    message = str(caught.value)
    assert message.startswith("report.docx ")
    assert "\n" not in message
    assert len(message) < 200
