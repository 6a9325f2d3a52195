"""PDF: sentences whole in reading order, no heads among them, and hostile files refused."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.display import displayed_text
from qa_bot.documents.document import Document
from qa_bot.documents.load import load
from qa_bot.documents.parsing.child_process import ChildTimeoutError, run_child
from qa_bot.documents.pdf.columns import read_columns
from qa_bot.documents.pdf.lines import Fragment
from qa_bot.errors import SourceError
from qa_bot.ingest import build_article
from qa_bot.types import Facts

pytestmark = pytest.mark.slow

WORKS = ["dams", "the weir", "locks", "mills", "the quay", "bridges", "ferries", "piers"]
WIDTH, HEIGHT = 595, 842
MARGIN, GUTTER = 57, 20

# Each of its own length and words, so that no two lines are alike.
SENTENCES = [
    f"Observer number {n} of the {place} station reported that the water had risen by {n * 3 + 1} "
    f"centimetres during the {watch}, which the {office} considered to be an extraordinary amount."
    for n, (place, watch, office) in enumerate(
        (place, watch, office)
        for place in ("northern", "southern", "coastal", "mountain", "lakeside")
        for watch in ("night", "early morning", "afternoon of the second day")
        for office in ("council", "ministry of the interior", "engineers", "local newspaper")
    )
]
PARAGRAPHS = [" ".join(SENTENCES[n : n + 4]) for n in range(0, len(SENTENCES), 4)]


def make_pdf(
    columns: int = 1,
    *,
    justified: bool = True,
    draw: Callable[[Any, int], None] = lambda canvas, page: None,
    paragraphs: Sequence[str] = PARAGRAPHS,
    bottom: int = 80,
    heading: str | None = "The Great Flood",
    **options: Any,
) -> bytes:
    """Return a PDF of the paragraphs in columns; `draw` adds what stands around them."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    style = ParagraphStyle(
        "text", fontName="Times-Roman", fontSize=10, leading=12, alignment=4 if justified else 0
    )
    style.spaceAfter = 6
    title = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=16, leading=20)
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    frames = [
        Frame(
            MARGIN + n * (width + GUTTER),
            bottom,
            width,
            HEIGHT - bottom - 80,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        for n in range(columns)
    ]
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=(WIDTH, HEIGHT), **options)
    document.addPageTemplates(
        [PageTemplate("page", frames, onPage=lambda canvas, made: draw(canvas, made.page))]
    )
    document.build(
        [
            *([Paragraph(heading, title)] if heading else []),
            *(Paragraph(text, style) for text in paragraphs),
        ]
    )
    return buffer.getvalue()


def draw_lines(columns: int, order: Callable[[list[Any]], object]) -> bytes:
    """Return a PDF of one page whose lines are drawn one by one in another order."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    lines = simpleSplit(" ".join(SENTENCES[: 6 * columns]), "Times-Roman", 10, width)
    tall = -(-len(lines) // columns)
    placed = [
        (MARGIN + (n // tall) * (width + GUTTER), 700 - (n % tall) * 12, line)
        for n, line in enumerate(lines)
    ]
    order(placed)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Times-Roman", 10)
    for x, y, line in placed:
        canvas.drawString(x, y, line)
    canvas.save()
    return buffer.getvalue()


def draw_furniture(canvas: Any, page: int) -> None:
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(MARGIN, HEIGHT - 40, "Annals of Rivers" if page % 2 else "Volume Twelve")
    canvas.drawCentredString(WIDTH / 2, 30, str(page))
    canvas.setFont("Times-Roman", 7)
    canvas.drawString(MARGIN, 62, f"{page} See the report of the commission on {WORKS[page]}.")
    canvas.drawString(MARGIN, 53, f"It was printed where {WORKS[-page]} was built.")


def kept(document: Document) -> list[str]:
    return [
        displayed_text(document.text[one.start : one.end], "pdf")
        for one in document.blocks
        if not one.boilerplate
    ]


def boilerplate(document: Document) -> list[tuple[str | None, str]]:
    return [
        (b.boilerplate, document.text[b.start : b.end]) for b in document.blocks if b.boilerplate
    ]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("justified", [True, False])
def test_sentences_are_whole_and_in_order(columns: int, justified: bool) -> None:
    document = load(make_pdf(columns, justified=justified, draw=draw_furniture), "a.txt")
    article = build_article(document, "a.pdf")
    found = [displayed_text(document.text[s.start : s.end], "pdf") for s in article.sentences]
    assert found == SENTENCES
    assert article.title == "The Great Flood"
    assert len(document.places) > 1


ORDERS: dict[str, Callable[[list[Any]], object]] = {
    "row by row": lambda lines: lines.sort(key=lambda line: -line[1]),
    "backwards": lambda lines: lines.reverse(),
    "shuffled": lambda lines: random.Random(7).shuffle(lines),
}


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_drawing_does_not_matter(columns: int, order: str) -> None:
    document = load(draw_lines(columns, ORDERS[order]), "a.pdf")
    assert kept(document) == [" ".join(SENTENCES[: 6 * columns])]


@pytest.mark.parametrize("columns", [1, 2])
def test_running_heads_page_numbers_and_footnotes_are_told_apart(columns: int) -> None:
    document = load(make_pdf(columns, draw=draw_furniture), "a.pdf")
    pages = len(document.places)
    text = " ".join(kept(document))
    assert "Annals" not in text
    assert "Volume" not in text
    assert "commission" not in text
    kinds = [kind for kind, _ in boilerplate(document)]
    assert kinds.count("running head") == 2 * pages
    assert "See the report of the commission" in " ".join(
        text for kind, text in boilerplate(document) if kind == "footnote"
    )


def draw_line_numbers(canvas: Any, page: int) -> None:
    canvas.setFont("Helvetica", 7)
    for line in range(50):
        number = str((page - 1) * 50 + line + 1)
        canvas.drawRightString(MARGIN - 10, HEIGHT - 90 - 12 * line, number)


def draw_watermark(canvas: Any, page: int) -> None:
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(45)
    canvas.setFont("Helvetica-Bold", 90)
    canvas.drawCentredString(0, 0, "DRAFT")
    canvas.restoreState()


@pytest.mark.parametrize("draw", [draw_line_numbers, draw_watermark])
def test_numbers_of_lines_and_watermarks_do_not_break_sentences(
    draw: Callable[[Any, int], None],
) -> None:
    document = load(make_pdf(draw=draw), "a.pdf")
    assert kept(document) == ["The Great Flood", *PARAGRAPHS]


def test_a_sidebar_does_not_break_the_sentences_beside_it() -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    small = ParagraphStyle("small", fontName="Times-Roman", fontSize=8, leading=9.6)
    aside = "In the margin stands a note about the mill, which nobody has read for many years."

    def draw(canvas: Any, document: Any) -> None:
        note = Paragraph(f"{aside} It is number {document.page}.", small)
        note.wrap(120, 400)
        note.drawOn(canvas, 420, 500)

    buffer = io.BytesIO()
    made = BaseDocTemplate(buffer, pagesize=(WIDTH, HEIGHT))
    made.addPageTemplates([PageTemplate("page", [Frame(54, 70, 340, 700)], onPage=draw)])
    text = ParagraphStyle("text", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=6)
    made.build([Paragraph(paragraph, text) for paragraph in PARAGRAPHS])
    found = kept(load(buffer.getvalue(), "a.pdf"))
    assert [paragraph for paragraph in found if not paragraph.startswith(aside)] == PARAGRAPHS
    assert f"{aside} It is number 2." in found


@pytest.mark.parametrize(
    ("initial", "rest", "shown"),
    [("A", "flood came.", "A flood came. The flood went."), ("T", "hen it rained.", "Then")],
)
def test_a_large_initial_joins_its_word_or_is_one(initial: str, rest: str, shown: str) -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Times-Roman", 34)
    canvas.drawString(50, 674, initial)
    canvas.setFont("Times-Roman", 11)
    for line, (x, text) in enumerate([(80, rest), (80, "The flood went."), (50, "Then it dried.")]):
        canvas.drawString(x, 688 - 13 * line, text)
    canvas.save()
    assert " ".join(kept(load(buffer.getvalue(), "a.pdf"))).startswith(shown)


def test_a_bracket_that_closes_in_the_next_line_makes_no_item() -> None:
    from reportlab.pdfgen.canvas import Canvas

    lines = [
        "The board of the harbour pays for a number of months that it sets each winter (e.g.",
        "15) after the storm, and the county pays for all of the others as they come to be due.",
        "Nothing else is paid by the state, which owns neither the harbour nor the new wall.",
    ]
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number, line in enumerate(lines):
        canvas.drawString(60, 700 - 14 * number, line)
    canvas.save()
    article = build_article(load(buffer.getvalue(), "a.pdf"), "a.pdf")
    read = [" ".join(article.text[one.start : one.end].split()) for one in article.sentences]
    assert read == [" ".join(lines[:2]), lines[2]]


def test_what_a_browser_prints_around_a_page_is_told_apart() -> None:
    def draw(canvas: Any, page: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20, HEIGHT - 20, "11/24/26, 10:05 PM")
        canvas.drawString(250, HEIGHT - 20, "The Great Flood - The Gazette")
        canvas.drawString(20, 15, "https://gazette.example/2026/the-great-flood")
        canvas.drawString(560, 15, f"{page}/1")

    document = load(make_pdf(paragraphs=PARAGRAPHS[:2], draw=draw), "a.pdf")
    assert kept(document) == ["The Great Flood", *PARAGRAPHS[:2]]
    assert len(boilerplate(document)) == 2


def test_places_are_pages() -> None:
    document = load(make_pdf(paragraphs=PARAGRAPHS * 2), "a.pdf")
    assert [place.page for place in document.places] == list(range(1, len(document.places) + 1))
    assert document.places[0].start == 0
    for place in document.places:
        begins = document.text[place.start - 1 : place.start]
        assert begins in ("", " ", "\n")


def test_facts_come_from_the_metadata_unless_a_program_put_them_in() -> None:
    made = load(make_pdf(title="The Flood", author="A. Berg"), "a.pdf").facts
    assert (made.title, made.author) == ("The Flood", "A. Berg")
    assert made.date
    assert Facts() != made
    assert load(make_pdf(title="Microsoft Word - flood.docx"), "a.pdf").facts.title is None


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("/home/anna/build/tau-sequence.eps", "Registered to: DEV"),
        ("~/reports/the-flood", "Administrator"),
        ("C:\\Documents and Settings\\anna\\flood", "Unknown"),
        ("flood plan.pptx", "root"),
    ],
)
def test_paths_are_no_titles_and_accounts_no_authors(title: str, author: str) -> None:
    facts = load(make_pdf(title=title, author=author, heading=None), "a.pdf").facts
    assert (facts.title, facts.author) == (None, None)


def test_a_title_with_a_slash_is_one() -> None:
    title, author = "Input/output in the 1960s: /dev/null and friends", "Rita Root"
    facts = load(make_pdf(title=title, author=author), "a.pdf").facts
    assert (facts.title, facts.author) == (title, author)


@pytest.mark.parametrize(
    ("known", "title"),
    [
        ("The Great Flood of Lower Saxony - The Gazette", "The Great Flood of Lower Saxony"),
        ("What the river took", "What the river took"),  # is nowhere on the page
        ("print_final_2", "Home Sport"),  # a file's name
    ],
)
def test_a_printed_page_is_named_by_its_title_not_by_its_menu(known: str, title: str) -> None:
    lines = ["Home Sport", "The Great Flood of Lower Saxony", *PARAGRAPHS[:3]]
    data = make_pdf(title=known, heading=None, paragraphs=lines)
    assert build_article(load(data, "a.pdf"), "a.pdf").title == title


def test_without_a_name_a_printed_page_is_named_by_its_largest_print() -> None:
    above = ["The Gazette Sign in", "Home", "Sport", '<font size="16"><b>A flood</b></font>']
    data = make_pdf(heading=None, paragraphs=[*above, *PARAGRAPHS[:3]])
    article = build_article(load(data, "a.pdf"), "a.pdf")
    assert article.title == "A flood"
    left_out = [article.text[one.start : one.end] for one in article.boilerplate]
    assert {"The Gazette Sign in", "Home", "Sport"} <= set(left_out)


def test_a_heading_of_the_text_is_the_title_where_the_metadata_name_another() -> None:
    data = make_pdf(title="Template for long reports")
    assert build_article(load(data, "a.pdf"), "a.pdf").title == "The Great Flood"


def test_a_raised_mark_of_a_note_is_no_part_of_the_sentence() -> None:
    text = (
        "The dam held.<super size=6>12</super> It covered an area of 5 km<super size=6>2</super>."
    )
    document = load(make_pdf(paragraphs=[text, *PARAGRAPHS[:1]]), "a.pdf")
    assert kept(document)[1] == "The dam held. It covered an area of 5 km2."


def test_a_table_of_contents_is_told_apart() -> None:
    entries = [f"{n} The {word} {'. ' * 40}{n * 7}" for n, word in enumerate(WORKS, 1)]
    document = load(make_pdf(paragraphs=[*entries, *PARAGRAPHS[:2]]), "a.pdf")
    assert kept(document)[1:] == PARAGRAPHS[:2]
    assert len(boilerplate(document)) == len(entries)


def draw_page(*draw: Callable[[Any, int], int]) -> bytes:
    """Return a PDF of one page; each of `draw` draws from a height on and returns where it ends."""
    from reportlab.pdfgen import canvas

    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(WIDTH, HEIGHT))
    y = HEIGHT - 120
    for one in draw:
        y = one(page, y)
    page.save()
    return stream.getvalue()


def text_lines(*lines: str, font: str = "Times-Roman", size: int = 10) -> Callable[[Any, int], int]:
    def draw(page: Any, y: int) -> int:
        page.setFont(font, size)
        for line in lines:
            page.drawString(MARGIN, y, line)
            y -= round(size * 1.2)
        return y - 10

    return draw


def entry_lines(
    entries: Sequence[tuple[str, str]], font: str = "Times-Bold"
) -> Callable[[Any, int], int]:
    """Return a function that draws titles, each with its page at the right edge."""

    def draw(page: Any, y: int) -> int:
        page.setFont(font, 10)
        for title, number in entries:
            page.drawString(MARGIN, y, title)
            page.drawRightString(WIDTH - MARGIN, y, number)
            y -= 18
        return y - 10

    return draw


BODY = text_lines(
    "The harbour will close for two years from March, the port authority said on Monday, and",
    "the eastern wall, which has moved by eleven centimetres since the storm, will be rebuilt.",
)
ENTRIES = [("1 First steps", "1"), ("2 Modifying the source", "4"), ("3 Building", "9")]


@pytest.mark.parametrize("heading", ["Contents", "TABLE OF CONTENTS", "List of Figures"])
@pytest.mark.parametrize("font", ["Times-Bold", "Times-Roman"])
def test_a_table_of_contents_without_leaders_is_told_apart(heading: str, font: str) -> None:
    data = draw_page(
        text_lines("The harbour of Lindholm", font="Times-Bold", size=20),
        text_lines(heading, font="Times-Bold", size=14),
        entry_lines([("Preface", "iii"), ("Thanks", "v"), *ENTRIES], font),
        text_lines("1 First steps", font="Times-Bold", size=14),
        *[BODY] * 4,
    )
    document = load(data, "a.pdf")
    assert [text for kind, text in boilerplate(document) if kind == "navigation"] == [
        f"{title} {page}" for title, page in [("Preface", "iii"), ("Thanks", "v"), *ENTRIES]
    ]
    assert kept(document)[:3] == ["The harbour of Lindholm", heading, "1 First steps"]
    assert len(kept(document)) == 7


def test_chapters_between_lines_with_leaders_belong_to_the_contents() -> None:
    leaders = [(f"{n}.1 The {word} {'. ' * 40}{n * 7}", n) for n, word in enumerate(WORKS, 1)]
    parts = [
        part
        for line, n in leaders
        for part in (text_lines(line), entry_lines([(f"{n + 1} Of {WORKS[-n]}", str(n * 7 + 1))]))
    ]
    document = load(draw_page(*parts[:12], BODY, BODY), "a.pdf")
    assert len(boilerplate(document)) == 12
    assert len(kept(document)) == 2


@pytest.mark.parametrize(
    "entries",
    [
        [("Lamps", "30"), ("Chairs", "4"), ("Tables", "12")],  # do not rise
        [("Lamps", "30"), ("Chairs", "34")],
    ],
)
def test_a_list_of_numbers_is_no_table_of_contents(entries: list[tuple[str, str]]) -> None:
    data = draw_page(text_lines("Contents"), entry_lines(entries, "Times-Roman"), *[BODY] * 3)
    assert boilerplate(load(data, "a.pdf")) == []


def test_what_follows_a_table_of_contents_is_kept() -> None:
    heading = text_lines("1 First steps", font="Times-Bold", size=14)
    year = text_lines(
        "The harbour of Lindholm, which lies north of the old town, was closed for good in 1990",
        "and has been a museum since.",
    )
    contents = text_lines("Contents", font="Times-Bold", size=14)
    document = load(draw_page(contents, entry_lines(ENTRIES), heading, year, *[BODY] * 3), "a.pdf")
    assert kept(document)[2].endswith("closed for good in 1990 and has been a museum since.")


def test_a_mark_of_a_note_that_is_not_raised_is_no_sentence() -> None:
    body = text_lines(
        "The dam held. 1 The water rose by 4 metres. 7 Mills were lost. ²",
        "The town has 3 ferries.",
    )
    notes = text_lines("1See the report of the commission.", "²See its second part.", size=7)

    def at_foot(page: Any, y: int) -> int:
        return notes(page, 140)

    document = load(draw_page(BODY, BODY, BODY, body, at_foot), "a.pdf")
    assert " ".join(kept(document)[3:]) == (
        "The dam held. The water rose by 4 metres. 7 Mills were lost. The town has 3 ferries."
    )
    assert {kind for kind, _ in boilerplate(document)} == {"footnote"}


def test_numbered_lines_of_a_program_at_the_foot_are_no_notes() -> None:
    code = text_lines(*(f"{n} set the flag of gate {n % 7}" for n in range(28, 40)), size=7)
    body = [BODY] * 8
    document = load(draw_page(*body, lambda page, y: code(page, 300)), "a.pdf")
    assert boilerplate(document) == []
    notes = text_lines(*(f"{n} See the report of gate {n % 7}." for n in range(28, 33)), size=7)
    document = load(draw_page(*body, lambda page, y: notes(page, 200)), "a.pdf")
    assert {kind for kind, _ in boilerplate(document)} == {"footnote"}


def test_lowered_letters_neither_break_a_paragraph_nor_make_a_heading() -> None:
    def draw(page: Any, y: int) -> int:
        for before, after in [
            ("Most importantly, there is now a new version of the ", " Public Licence, which"),
            ("the ", " Project has written with the help of many of you, who will"),
            ("be thrilled to know that, following an exchange of letters, ", " is free, as"),
            ("the authors of ", " said."),
        ]:
            text = page.beginText(MARGIN, y)
            text.setFont("Times-Roman", 10)
            text.textOut(before + "T")
            text.setRise(-2.5)
            text.textOut("E")
            text.setRise(0)
            text.textOut("X" + after)
            page.drawText(text)
            y -= 12
        return y - 10

    document = load(draw_page(BODY, draw, BODY), "a.pdf")
    assert [block.kind for block in document.blocks] == ["text"] * 3
    assert kept(document)[1].startswith("Most importantly, there is now a new version of the TEX")


def test_a_bold_word_makes_no_heading_of_a_line() -> None:
    text = "<b>Otter</b> holts are found along the river, under roots and between the large stones"
    document = load(make_pdf(paragraphs=[f"{text} there.", "<b>Where they live</b>", text]), "a")
    assert [block.kind for block in document.blocks] == ["heading", "text", "heading", "text"]


def test_ligatures_are_letters() -> None:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    folder = f"{reportlab.__path__[0]}/fonts/Vera.ttf"
    pdfmetrics.registerFont(TTFont("Vera", folder))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("Vera", 10)
    canvas.drawString(50, 700, "The o\ufb01ce was \ufb02ooded on the \ufb01rst day of May.")
    canvas.save()
    assert "The ofice was flooded on the first day of May." in load(buffer.getvalue(), "a").text


def test_a_table_is_read_by_rows() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    rows = [("Town", "Level", "Day"), ("Passau", "12.9 m", "Monday"), ("Linz", "9.3 m", "Tuesday")]
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            canvas.drawString(60 + 160 * x, 700 - 15 * y, cell)
    canvas.save()
    document = load(buffer.getvalue(), "a.pdf")
    assert [(one.kind, document.text[one.start : one.end]) for one in document.blocks] == [
        ("row", " | ".join(row)) for row in rows
    ]


def _pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects; pdfium finds them without a table."""
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def _encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return make_pdf(paragraphs=PARAGRAPHS[:1], encrypt=StandardEncryption("secret", strength=128))


def _scanned() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(100, 100, 300, 400, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "scanned": (_scanned, "no text in it: it seems scanned; run OCR first"),
    "encrypted": (_encrypted, "is encrypted"),
    "cut short": (lambda: make_pdf()[:900], "is damaged or cut short"),
    "nothing but its head": (lambda: b"%PDF-1.7\n", "is damaged or cut short"),
    "pages in a loop": (
        lambda: _pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"]),
        "",
    ),
    "content in a loop": (
        lambda: _pdf(
            [
                CATALOG,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
                b"/Resources << /XObject << /X 4 0 R >> >> >>",
                b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 "
                b"/Resources << /XObject << /X 4 0 R >> >> >> stream\n/X Do\nendstream",
            ]
        ),
        "",
    ),
    "a million pages": (
        lambda: _pdf([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>"]),
        "",
    ),
    "null bytes": (lambda: b"%PDF-1.4\n" + b"\0" * 100_000, ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(case: str) -> None:
    make, says = REFUSED[case]
    with pytest.raises(SourceError) as caught:
        load(make(), "report.pdf")
    message = str(caught.value)
    assert message.startswith("report.pdf ")
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("pages", "advice"),
    [(150, "split it into files of at most 100 pages"), (3, "print it to a new PDF")],
)
def test_advice_for_a_pdf_that_takes_too_long(
    pages: int, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    fragment = [50, 50, 90, 60, False, "The dam held."]
    child.write_text(
        "import json, time\n"
        f"print(json.dumps({{'pages': {pages}, 'metadata': {{}}}}))\n"
        f"for n in range({pages}):\n"
        f"    print(json.dumps({{'height': 842, 'fragments': [{fragment}]}}), flush=True)\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setattr("qa_bot.documents.pdf.load._CHILD", child)
    monkeypatch.setattr("qa_bot.documents.parsing.child_process._SECONDS", 3)
    with pytest.raises(SourceError, match=f"more than 3 s at page .*; {advice}$"):
        load(make_pdf(), "report.pdf")


def test_a_long_file_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    def run(command: object, *, timeout: float, **_: object) -> None:
        limits.append(timeout)
        raise subprocess.TimeoutExpired("", timeout)

    monkeypatch.setattr(subprocess, "run", run)
    for size in (1_000, 3_000_000, 90_000_000):
        with pytest.raises(ChildTimeoutError, match="more than "):
            run_child(Path("child.py"), b"x" * size)
    assert limits == [60, 120, 180]


def test_a_text_that_is_too_long_is_refused_with_the_pages_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["{'pages': 900}", *["{'height': 842, 'fragments': []}"] * 480, "{'error': 'too long'}"]
    child = tmp_path / "child.py"
    child.write_text(
        f"import json\nfor line in [{', '.join(lines)}]:\n    print(json.dumps(line))\n"
    )
    monkeypatch.setattr("qa_bot.documents.pdf.load._CHILD", child)
    with pytest.raises(SourceError, match=r"split it into files of at most 400 pages$"):
        load(make_pdf(), "report.pdf")


_FRAGMENTS = st.lists(
    st.builds(
        lambda left, top, width, height, text: Fragment(
            left, top, left + width, top + height, False, text
        ),
        st.floats(0, 600),
        st.floats(0, 800),
        st.floats(0.1, 600),
        st.floats(0.1, 100),
        st.text("abc ", min_size=1, max_size=30),
    ),
    max_size=40,
)


@settings(max_examples=60)
@given(_FRAGMENTS, st.lists(st.floats(0, 600), max_size=3))
def test_no_fragment_is_lost_or_read_twice(fragments: list[Fragment], known: list[float]) -> None:
    read = [one for column in read_columns(fragments, known) for one in column]
    assert sorted(map(id, read)) == sorted(map(id, fragments))
