"""Lines of columns → paragraphs, joined again where a column or a page broke them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa_bot.documents.document import BlockKind
from qa_bot.documents.pdf.lines import Line
from qa_bot.language import ENGLISH

_PHRASES = ENGLISH.documents

_BULLET = re.compile(r"[•▪◦‣·∙●○■–—*\uf0b7\uf0a7-]\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\)|\[\d{1,3}\])\s+\S")
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_NOTE = re.compile(r"(?:\(?\[?(?P<number>[\d⁰¹²³⁴-⁹]{1,3})[\]).]?|[*†‡§¶]{1,3})\s*\S")
_LINE_NUMBER = re.compile(r"\d{1,5}\s")
# A mark of a note that is not raised: "The dam held. 12"
_LEVEL_MARK = re.compile(r"(?<=[.!?)”’\"'])\s?([\d⁰¹²³⁴-⁹]{1,3})(?=\s+[A-Z]|$)")

# In heights of a line, or shares of one.
_SAME_SIZE = 0.1
_LARGE = 1.12
_SMALL_NOTE = 0.92
_MIN_LISTING = 8  # numbered lines of a program; fewer are footnotes
_NUMBERED_SHARE = 0.8
_INDENT = 0.5
_LEADING = 1.2  # times the usual leading: a paragraph's space
_SLACK = 0.4
_SHORT = 0.25  # of the column's width
_SPREAD = 6.0  # a gap between justified words
_EDGE = 2.0  # points by which the right edges of justified lines differ


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, perhaps of several pages."""

    lines: list[Line]
    kind: BlockKind = "text"

    @property
    def text(self) -> str:
        """The text of its first line, and so on, without hyphens undone."""
        return " ".join(line.text for line in self.lines)

    @property
    def height(self) -> float:
        """The height of its first line."""
        return self.lines[0].height

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of a table of contents."""
        return self.lines[0].is_contents


@dataclass(frozen=True, slots=True)
class Typography:
    """A document's usual line height, and its usual line spacing in line heights."""

    height: float
    leading: float


def measure(columns: Iterable[Sequence[Line]]) -> Typography:
    """Return the document's typography, each line weighted by its characters."""
    heights: Counter[float] = Counter()
    leadings: Counter[float] = Counter()
    for lines in columns:
        for before, line in zip([None, *lines], lines, strict=False):
            heights[round(line.height * 2) / 2] += len(line.text)
            if before is not None and _is_same_size(before, line):
                step = (line.bottom - before.bottom) / line.height
                if 0.5 < step < 3:
                    leadings[round(step, 1)] += len(line.text)
    height = heights.most_common(1)[0][0] if heights else 12.0
    return Typography(height, leadings.most_common(1)[0][0] if leadings else 1.1)


def split_notes(
    lines: list[Line], usual: Typography, page_height: float
) -> tuple[list[Line], list[Line]]:
    """Return a column's lines of text, and the footnotes at its foot: in small print, marked."""
    first = len(lines)
    while first and lines[first - 1].height < _SMALL_NOTE * usual.height:
        first -= 1
    while first < len(lines) and not (
        _NOTE.match(lines[first].text) and lines[first].top > page_height * 0.4
    ):
        first += 1
    if _is_listing(lines[first:]):
        first = len(lines)
    return lines[:first], lines[first:]


def _is_listing(lines: Sequence[Line]) -> bool:
    """Return whether small lines are those of a program, each of which is numbered."""
    numbered = sum(bool(_LINE_NUMBER.match(line.text)) for line in lines)
    return numbered >= _MIN_LISTING and numbered >= _NUMBERED_SHARE * len(lines)


def remove_level_marks(lines: Sequence[Line], notes: Sequence[Line]) -> None:
    """Remove marks that are not raised: behind a sentence, the number of a note of the page."""
    numbers = {
        unicodedata.normalize("NFKC", found["number"])
        for note in notes
        if (found := _NOTE.match(note.text)) and found["number"]
    }

    def without(found: re.Match[str]) -> str:
        return "" if unicodedata.normalize("NFKC", found[1]) in numbers else found[0]

    if numbers:
        for line in lines:
            line.text = _LEVEL_MARK.sub(without, line.text)


def split_paragraphs(lines: Sequence[Line], usual: Typography) -> list[Paragraph]:
    """Return a column's paragraphs, headings, items and rows of tables."""
    found: list[Paragraph] = []
    if not lines:
        return found
    left = min(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.9)]
    before: Line | None = None
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if line.is_contents:
            found.append(Paragraph([line]))
        elif not _is_justified(line, left, right) and _is_row(before, line, following):
            found.append(Paragraph([line], "row"))
        elif (
            before is None
            or found[-1].kind == "row"
            or before.is_contents
            or _begins(found[-1], before, line, left, right, usual)
        ):
            found.append(Paragraph([line], "item" if _BULLET.match(line.text) else "text"))
        else:
            found[-1].lines.append(line)
        before = line
    for paragraph in found:
        if paragraph.kind == "text" and not paragraph.is_contents and _is_heading(paragraph, usual):
            paragraph.kind = "heading"
    return found


def strip_bullet(text: str) -> str:
    """Return an item's text."""
    found = _BULLET.match(text)
    return text[found.end() :] if found else text


def join_broken(columns: Iterable[list[Paragraph]], usual: Typography) -> list[Paragraph]:
    """Return all paragraphs, joined if they continue in the next column or page.

    What comes between, such as a figure's caption, follows.
    """
    found: list[Paragraph] = []
    open_paragraph: Paragraph | None = None
    for paragraphs in columns:
        rest = list(paragraphs)
        if open_paragraph is not None and rest:
            at = _continuation(open_paragraph, rest, usual)
            if at is not None:
                open_paragraph.lines += rest.pop(at).lines
        found += rest
        body = [one for one in rest if _is_body(one, usual)]
        if body:
            open_paragraph = body[-1]
        elif rest and not all(_is_aside(one) or _is_small(one, usual) for one in rest):
            open_paragraph = None
        if open_paragraph is not None and _ENDED.search(open_paragraph.lines[-1].text):
            open_paragraph = None
    return found


def _continuation(broken: Paragraph, candidates: list[Paragraph], usual: Typography) -> int | None:
    """Return which of a column's first paragraphs continues a broken one, or None."""
    last = broken.lines[-1].text
    for number, one in enumerate(candidates[:5]):
        if not _is_body(one, usual) or not _is_same_size(broken.lines[-1], one.lines[0]):
            continue
        text = one.lines[0].text
        if one.kind == "text" and not _is_numbered(one.lines[0], broken.lines[-1]):
            if text[:1].islower() or last.endswith(("-", "\u2010")):
                return number
            if number == 0 or all(map(_is_aside, candidates[:number])):
                return number
        return None
    return None


def _is_body(paragraph: Paragraph, usual: Typography) -> bool:
    return (
        paragraph.kind in ("text", "item")
        and not paragraph.is_contents
        and abs(paragraph.height - usual.height) <= _SAME_SIZE * usual.height
        and not _PHRASES.CAPTION.match(paragraph.lines[0].text)
    )


def _is_aside(paragraph: Paragraph) -> bool:
    return paragraph.kind == "row" or bool(_PHRASES.CAPTION.match(paragraph.lines[0].text))


def _is_small(paragraph: Paragraph, usual: Typography) -> bool:
    """Return whether a paragraph is in small print, as in a sidebar."""
    return paragraph.kind != "heading" and paragraph.height < _SMALL_NOTE * usual.height


def _begins(
    paragraph: Paragraph, before: Line, line: Line, left: float, right: float, usual: Typography
) -> bool:
    """Return whether a line begins a paragraph."""
    height = line.height
    if not _is_same_size(before, line) or before.is_bold != line.is_bold:
        return True
    step = line.bottom - before.bottom
    if step > _LEADING * usual.leading * height or step < 0:
        return True
    has_ended = bool(_ENDED.search(before.text))
    word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(word) + 1) / max(len(line.text), 1)
    slack = right - before.right - width
    is_short = slack > _SLACK * height
    if _BULLET.match(line.text) and not (line.text[0] in "–—-*" and not (has_ended or is_short)):
        return True
    if _is_numbered(line, before) and (has_ended or is_short):
        return True
    if paragraph.kind == "item" and len(paragraph.lines) == 1:
        return line.left < before.left - _INDENT * height or (is_short and has_ended)
    indent = line.left - before.left
    if indent > _INDENT * height and (has_ended or is_short):
        return True
    if indent < -_INDENT * height and len(paragraph.lines) > 1 and (has_ended or is_short):
        return True
    if not is_short:
        return False
    begins_small = line.text[:1].islower()
    return (has_ended and not begins_small) or (
        not begins_small and slack > _SHORT * (right - left)
    )


def _is_numbered(line: Line, before: Line) -> bool:
    """Return whether a line begins with an item's number, not with the end of "(e.g. 15)"."""
    if line.text[:1] != "(" and before.text.count("(") > before.text.count(")"):
        return False
    return bool(_NUMBERED.match(line.text))


def _is_same_size(one: Line, other: Line) -> bool:
    return abs(one.height - other.height) <= _SAME_SIZE * max(one.height, other.height)


def _is_row(before: Line | None, line: Line, following: Line | None) -> bool:
    """Return whether a line is a row of a table: wide gaps where a neighbor has them too."""
    for other in (before, following):
        if other is None:
            continue
        for left, right in line.gaps:
            if any(min(right, end) > max(left, start) for start, end in other.gaps):
                return True
    return False


def _is_justified(line: Line, left: float, right: float) -> bool:
    """Return whether a line's gaps are those of a few words stretched to the column's width."""
    is_full = line.left - left < line.height and abs(right - line.right) < _EDGE
    words = sum(len(one.text.split()) for one in line.fragments)
    widest = max((end - start for start, end in line.gaps), default=0)
    return is_full and words == len(line.fragments) and widest < _SPREAD * line.height


def _is_heading(paragraph: Paragraph, usual: Typography) -> bool:
    """Return whether a paragraph is set as a heading: larger or bold, short, not a sentence."""
    text = paragraph.text
    if len(paragraph.lines) > 3 or len(text) > 200 or not any(map(str.isalpha, text)):
        return False
    is_large = paragraph.height >= _LARGE * usual.height
    is_bold = all(line.is_bold for line in paragraph.lines)
    return (is_large or is_bold) and not re.search(r"[.;,]$", text)
