"""PDF, by pdfium in a child process: pages in reading order, paragraphs whole across them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.child_process import ChildError, ChildTimeoutError, run_child
from qa_bot.documents.pdf.columns import find_edges, read_columns
from qa_bot.documents.pdf.contents import mark_contents
from qa_bot.documents.pdf.furniture import Page, remove_furniture
from qa_bot.documents.pdf.hyphens import Hyphens
from qa_bot.documents.pdf.lines import Fragment, Line, build_lines
from qa_bot.documents.pdf.paragraphs import (
    Paragraph,
    join_broken,
    measure,
    remove_level_marks,
    split_notes,
    split_paragraphs,
    strip_bullet,
)
from qa_bot.documents.rendering import Rendering, clean_line
from qa_bot.errors import SourceError
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace
from qa_bot.types import BoilerplateKind, Facts

_CHILD = Path(__file__).with_name("child.py")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_MANY_PAGES = 100
_LARGER = 1.1  # times the size of the print of a site's name and menu
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff]")


def load(data: bytes, name: str) -> Document:
    """Return the document of a PDF; raises SourceError if it has no text to read."""
    pages, metadata = _read_pages(data, name)
    text = "".join(one.text for page in pages for one in page.fragments)
    if len(text) < 5 * len(pages) or not text.strip():
        raise SourceError(f"{name} has no text in it: it seems scanned; run OCR first")
    if len(_UNREADABLE.findall(text)) > 0.3 * len(text):
        raise SourceError(f"{name} does not say which letters its fonts show; run OCR first")
    remove_furniture(pages)
    rendering = Rendering()
    printed = _write(rendering, pages)
    facts = _facts(metadata)
    facts = facts if facts.title else replace(facts, title=printed)
    return rendering.finish("pdf", name, facts=facts)


def _read_pages(data: bytes, name: str) -> tuple[list[Page], dict[str, str]]:
    try:
        head, *rest = run_child(_CHILD, data)
    except ChildError as error:
        reason, lines = error.args
        where = f" at page {len(lines)}" if len(lines) > 1 else ""
        # In a damaged file one page takes long; of a long one, many pages have been read.
        read = sum(bool(line.get("fragments")) for line in lines)
        is_long = isinstance(error, ChildTimeoutError) and read > _MANY_PAGES
        advice = _advise_splitting(len(lines) - 1) if is_long else "print it to a new PDF"
        raise SourceError(f"{name} cannot be read as PDF: {reason}{where}; {advice}") from None
    for read, line in enumerate((head, *rest), -1):
        if (problem := line.get("error")) == "encrypted":
            raise SourceError(f"{name} is encrypted; save it without a password")
        if problem == "damaged":
            raise SourceError(f"{name} is damaged or cut short; get the file again")
        if problem:
            advice = _advise_splitting(read)
            raise SourceError(f"{name} holds more than 5,000,000 characters; {advice}")
    pages = [_page(number, page) for number, page in enumerate(rest, 1)]
    return pages, head["metadata"]


def _advise_splitting(pages: int) -> str:
    """Return how to split a PDF of which so many pages were read within the limit."""
    return f"split it into files of at most {pages // 100 * 100 or pages:,} pages"


def _page(number: int, page: dict[str, Any]) -> Page:
    fragments = [
        Fragment(left, top, right, bottom, is_bold, text)
        for left, top, right, bottom, is_bold, raw in page["fragments"]
        if (text := clean_line(raw)) and bottom > top
    ]
    return Page(number, page["height"], fragments)


def _write(rendering: Rendering, pages: Sequence[Page]) -> str | None:
    """Write the pages, and return the title by its print, if the first page has one."""
    edges = [edge for page in pages for edge in set(find_edges(page.fragments))]
    columns = [
        (page, build_lines(column, page.number))
        for page in pages
        for column in read_columns(page.fragments, edges)
    ]
    mark_contents(lines for _, lines in columns)
    usual = measure(lines for _, lines in columns)
    hyphens = Hyphens([line.text for _, lines in columns for line in lines])
    split = [(page, *split_notes(lines, usual, page.height)) for page, lines in columns]
    small: dict[int, list[Line]] = {page.number: [] for page in pages}
    for page, _, lines in split:
        small[page.number] += lines
    for page, lines, _ in split:
        remove_level_marks(lines, small[page.number])
    parted = [split_paragraphs(lines, usual) for _, lines, _ in split]
    notes: dict[int, list[Paragraph]] = {}
    for page, _, lines in split:
        notes.setdefault(page.number, []).extend(split_paragraphs(lines, usual))
    by_page: dict[int, list[Paragraph]] = {}
    for paragraph in join_broken(parted, usual):
        by_page.setdefault(paragraph.lines[0].page, []).append(paragraph)
    seen = 0
    for page in pages:
        for head in page.heads:
            rendering.add(head, boilerplate="running head")
        for paragraph in by_page.get(page.number, []):
            seen = _add(rendering, paragraph, hyphens, seen)
        for note in notes.get(page.number, []):
            text, _ = _text(note, hyphens)
            rendering.add(text, boilerplate="footnote")
        for foot in page.feet:
            rendering.add(foot, boilerplate="running head")
    return _find_title(by_page.get(pages[0].number, []), hyphens)


def _find_title(paragraphs: Sequence[Paragraph], hyphens: Hyphens) -> str | None:
    """Return the first page's heading in the largest print, if something smaller is above it."""
    heads = [one for one in paragraphs if one.kind == "heading"]
    title = max(heads, key=lambda one: one.height, default=None)
    if title is None:
        return None
    above = [one.height for one in paragraphs[: paragraphs.index(title)]]
    if not above or title.height < _LARGER * max(above):
        return None
    return clean_line(_text(title, hyphens)[0])


def _add(rendering: Rendering, paragraph: Paragraph, hyphens: Hyphens, seen: int) -> int:
    """Add a paragraph and the pages that begin in it; return the last page begun so far."""
    text, starts = _text(paragraph, hyphens)
    shown = strip_bullet(text) if paragraph.kind == "item" else text
    boilerplate: BoilerplateKind | None = "navigation" if paragraph.is_contents else None
    begins = rendering.add(shown, paragraph.kind, boilerplate=boilerplate)
    if begins is None:
        return seen
    for offset, page in starts:
        if page > seen:
            rendering.begin(page=page, at=begins + max(0, offset - (len(text) - len(shown))))
            seen = page
    return seen


def _text(paragraph: Paragraph, hyphens: Hyphens) -> tuple[str, list[tuple[int, int]]]:
    """Return a paragraph's text, and from which offset on it is on which page."""
    if paragraph.kind == "row":
        (line,) = paragraph.lines
        return " | ".join(_cells(line)), [(0, line.page)]
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    before, length = "", 0
    for line in paragraph.lines:
        between = hyphens.between(before, line.text)
        parts += (between, line.text)
        if not starts or starts[-1][1] != line.page:
            starts.append((length + len(between), line.page))
        before, length = line.text, length + len(between) + len(line.text)
    return "".join(parts), starts


def _cells(line: Line) -> list[str]:
    """Return the texts between a row's wide gaps."""
    cells: list[str] = []
    edges = [right for _, right in line.gaps]
    for fragment in line.fragments:
        if not cells or fragment.left in edges:
            cells.append(fragment.text)
        else:
            cells[-1] += f" {fragment.text}"
    return cells


def _facts(metadata: dict[str, str]) -> Facts:
    title = collapse_whitespace(clean_line(metadata.get("Title", "")))
    author = collapse_whitespace(clean_line(metadata.get("Author", "")))
    is_person = not (
        ENGLISH.documents.NO_TITLE.fullmatch(author)
        or ENGLISH.documents.NO_AUTHOR.fullmatch(author)
    )
    date = _DATE.match(metadata.get("CreationDate", ""))
    return Facts(
        title=None if ENGLISH.documents.NO_TITLE.fullmatch(title) else title or None,
        author=(author or None) if is_person else None,
        date="-".join(part for part in date.groups() if part) if date else None,
    )
