"""Fragments of a page → lines, and the gaps within them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from qa_bot.language import ENGLISH

# A mark of a footnote, raised in the text: "1", "12,13", "*".
_NOTE_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§¶]{1,3}")
# What a mark follows; in "m2" and "106" the raised figure is an exponent.
_MARKED = re.compile(r"(?:[^\W\d_]{4}|[.,;:!?’”\"'»)\]])$")

# In heights of a line.
_CLOSE = 0.1  # parts of one word
_RAISED = 0.15
_SMALL = 0.85
_COLUMN_GAP = 1.5
_SPREAD = 4.0
_INITIALS = 8  # large initials of a column, at most

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of characters on one line; points from the page's upper left corner, downwards."""

    left: float
    top: float
    right: float
    bottom: float
    is_bold: bool
    text: str

    @property
    def height(self) -> float:
        """The height of the line, 1.15 times the font's size."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The y coordinate of the line's middle."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """A line of one column of a page; `gaps` are the spans between its distant fragments."""

    page: int
    fragments: list[Fragment] = field(default_factory=list)
    text: str = ""
    gaps: list[tuple[float, float]] = field(default_factory=list)
    is_contents: bool = False  # of a table of contents

    @property
    def left(self) -> float:
        """Its left end."""
        return min(fragment.left for fragment in self.fragments)

    @property
    def right(self) -> float:
        """Its right end."""
        return max(fragment.right for fragment in self.fragments)

    @property
    def top(self) -> float:
        """The upper edge of its tallest fragment."""
        return min(fragment.top for fragment in self.fragments)

    @property
    def bottom(self) -> float:
        """The lower edge of its main fragments; the base line is near it."""
        height = self.height
        return max(one.bottom for one in self.fragments if one.height >= height * _SMALL)

    @property
    def height(self) -> float:
        """The height of most of its characters."""
        return max(self.fragments, key=lambda one: len(one.text)).height

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(fragment.is_bold for fragment in self.fragments)


def rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return the fragments by the line they are on, from top to bottom, each from left to right."""
    found: list[list[Fragment]] = []
    top = bottom = 0.0
    for fragment in sorted(fragments, key=lambda one: (one.middle, one.left)):
        overlap = min(bottom, fragment.bottom) - max(top, fragment.top)
        if found and overlap > 0.5 * min(fragment.height, bottom - top):
            found[-1].append(fragment)
            if fragment.height > bottom - top:
                top, bottom = fragment.top, fragment.bottom
        else:
            found.append([fragment])
            top, bottom = fragment.top, fragment.bottom
    for row in found:
        row.sort(key=lambda one: one.left)
    return found


def build_lines(fragments: Sequence[Fragment], page: int) -> list[Line]:
    """Return a column's lines; marks of footnotes, raised in the text, are left out."""
    heights = [one.height for one in fragments for _ in range(min(len(one.text), 100))]
    usual = median(heights) if heights else 0
    capitals = [one for one in fragments if len(one.text) <= 2 and one.height > 1.8 * usual]
    if len(capitals) > _INITIALS:
        capitals = []
    apart = set(map(id, capitals))
    lines = [_line(row, page) for row in rows(one for one in fragments if id(one) not in apart)]
    for capital in capitals:
        _put_capital(capital, lines, page)
    return [line for line in lines if line.text]


def _line(row: list[Fragment], page: int) -> Line:
    line = Line(page)
    main = max(row, key=lambda one: len(one.text))
    before: Fragment | None = None
    for fragment in row:
        is_raised = (
            fragment.height < _SMALL * main.height
            and main.bottom - fragment.bottom > _RAISED * main.height
        )
        if is_raised and _NOTE_MARK.fullmatch(fragment.text) and _MARKED.search(line.text):
            continue
        if before is not None:
            gap = fragment.left - before.right
            height = max(fragment.height, before.height)
            if gap > _COLUMN_GAP * height:
                line.gaps.append((before.right, fragment.left))
            if gap > _CLOSE * height:
                line.text += " "
        line.text += fragment.text
        line.fragments.append(fragment)
        before = fragment
    if _is_spread(line):
        line.gaps.clear()
    return line


def _is_spread(line: Line) -> bool:
    """Return whether a line's gaps are those of justified words, which are all alike."""
    gaps = [after.left - before.right for before, after in pairwise(line.fragments)]
    words = sum(len(one.text.split()) for one in line.fragments)
    return (
        len(gaps) > 1
        and words <= len(gaps) + 2
        and max(gaps) < min(1.5 * min(gaps), _SPREAD * line.height)
    )


def _put_capital(capital: Fragment, lines: list[Line], page: int) -> None:
    """Put a large initial before the first of the lines beside it."""
    beside = [
        line
        for line in lines
        if line.left > capital.left and capital.top - line.height < line.top < capital.bottom
    ]
    if beside:
        beside[0].text = _join_capital(capital.text, beside[0], lines)
    else:
        lines.append(Line(page, [capital], capital.text))
        lines.sort(key=lambda one: one.top)


def _join_capital(capital: str, first: Line, lines: Sequence[Line]) -> str:
    """Return a line with its large initial, which is a word of its own in "A flood" if the column
    has "flood" elsewhere.
    """
    rest = _WORD.match(first.text)
    if rest and capital in ENGLISH.documents.LETTER_WORDS:
        others = " ".join(line.text for line in lines if line is not first)
        words = set(_WORD.findall(others.casefold()))
        if rest[0].casefold() in words and (capital + rest[0]).casefold() not in words:
            return f"{capital} {first.text}"
    return capital + first.text
