"""Remove what surrounds the text on a PDF's pages: running heads, page numbers, print-out lines.

A row in the margins is a running head if other pages have the same at the same height, figures
aside; if it is only a page number; if a browser printed it (date, address, page of pages); or if
most pages have a row there, apart from the text. The numbers of lines in a margin are left out too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from qa_bot.documents.pdf.lines import Fragment, rows
from qa_bot.language import ENGLISH

_MARGIN = 0.13  # of a page's height
_SAME_HEIGHT = 4.0  # points
_APART = 0.75  # heights of a line between a head and the text
_MIN_SHARE = 0.6  # of the pages
_SMALL = 0.92  # of the text's height

_LINE_NUMBER = re.compile(r"\d{1,5}")
_MIN_NUMBERS = 5  # on a page; manuscripts number each line or each fifth
_COUNTED = 0.8  # of the steps from number to number, what is alike
_NUMBERED_WORDS = 4  # of a numbered line, at least half of the time; rows of a table have fewer

_NUMBER_LENGTH = 40
_ADDRESS = re.compile(r"(?:https?://|file://|www\.)\S+")
_PRINTED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}[:.]\d{2}(?: ?[AP]M)?\b")
_ENDED = re.compile(r"[.!?][\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Page:
    """A page: its height in points, and the fragments that are not yet known to be furniture."""

    number: int
    height: float
    fragments: list[Fragment]
    heads: list[str] = field(default_factory=list)
    feet: list[str] = field(default_factory=list)


def remove_furniture(pages: Sequence[Page]) -> None:
    """Move the running heads and feet of all pages, and line numbers, out of their fragments."""
    for page in pages:
        if numbers := _line_numbers(page):
            _move(page, numbers, at_top=False)
    for at_top in (True, False):
        # A head of two or three lines, from the edge inwards.
        for _ in range(3):
            edges = {page.number: _edge_row(page, at_top) for page in pages}
            heads = (
                _find_repeated(pages, edges)
                | _find_printout_lines(pages, edges)
                | _find_apart(pages, edges, at_top)
            )
            if not heads:
                break
            for page in pages:
                if page.number in heads:
                    _move(page, edges[page.number], at_top)


def _line_numbers(page: Page) -> list[Fragment]:
    """Return the numbers that count the lines, left or right of all text; none in a table."""
    digits = sorted(
        (one for one in page.fragments if _LINE_NUMBER.fullmatch(one.text)),
        key=lambda one: one.middle,
    )
    gone = set(map(id, digits))
    others = [one for one in page.fragments if id(one) not in gone]
    if not others:
        return []
    left = min(one.left for one in others)
    right = max(one.right for one in others)
    words = median(sum(len(one.text.split()) for one in row) for row in rows(others))
    for numbers in (
        [one for one in digits if one.right <= left],
        [one for one in digits if one.left >= right],
    ):
        if len(numbers) < _MIN_NUMBERS or words < _NUMBERED_WORDS:
            continue
        steps = Counter(int(after.text) - int(before.text) for before, after in pairwise(numbers))
        step, times = steps.most_common(1)[0]
        if step > 0 and times >= _COUNTED * (len(numbers) - 1):
            return numbers
    return []


def _edge_row(page: Page, at_top: bool) -> list[Fragment]:
    """Return the outermost row of a page if it is in the margin, otherwise nothing."""
    lines = [
        one
        for one in page.fragments
        if (
            one.middle < page.height * _MARGIN
            if at_top
            else one.middle > page.height * (1 - _MARGIN)
        )
    ]
    if not lines:
        return []
    return rows(lines)[0 if at_top else -1]


def _move(page: Page, row: list[Fragment], at_top: bool) -> None:
    text = "  ".join(one.text for one in row)
    if at_top:
        page.heads.append(text)
    else:
        page.feet.insert(0, text)
    gone = set(map(id, row))
    page.fragments = [one for one in page.fragments if id(one) not in gone]


def _find_repeated(pages: Sequence[Page], edges: dict[int, list[Fragment]]) -> set[int]:
    """Return the pages whose edge row is, in part, at the same height on other pages too."""
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, row in edges.items():
        for one in row:
            seen[_key(one.text)].append((number, one.middle))
    needed = 2 if len(pages) < 6 else 3
    found: set[int] = set()
    for places in seen.values():
        by_height: dict[int, set[int]] = defaultdict(set)
        for number, height in places:
            by_height[round(height / _SAME_HEIGHT)].add(number)
        for height, numbers in by_height.items():
            near = numbers.union(*(by_height.get(height + step, ()) for step in (-1, 1)))
            if len(near) >= needed:
                found |= numbers
    return found


def _find_printout_lines(pages: Sequence[Page], edges: dict[int, list[Fragment]]) -> set[int]:
    """Return the pages whose edge row is a page number, or what a browser prints."""
    found: set[int] = set()
    for number, row in edges.items():
        text = " ".join(one.text for one in row)
        counted = ENGLISH.documents.PAGE_OF_PAGES.fullmatch(row[-1].text) if row else None
        if (
            (row and len(text) <= _NUMBER_LENGTH and ENGLISH.documents.PAGE_NUMBER.fullmatch(text))
            or (row and any(_ADDRESS.fullmatch(one.text) for one in row))
            or _PRINTED.search(text)
            or (counted and (int(counted[1]), int(counted[2])) == (number, len(pages)))
        ):
            found.add(number)
    return found


def _find_apart(pages: Sequence[Page], edges: dict[int, list[Fragment]], at_top: bool) -> set[int]:
    """Return the pages whose edge row is apart from the text, where that is so on most pages.

    On a single page, small print counts as well.
    """
    heights: dict[int, float] = {}
    for page in pages:
        row = edges[page.number]
        if not row or _ENDED.search(row[-1].text):
            continue
        gone = set(map(id, row))
        others = [one for one in page.fragments if id(one) not in gone]
        top, bottom = min(one.top for one in row), max(one.bottom for one in row)
        gaps = [one.top - bottom if at_top else top - one.bottom for one in others]
        if not gaps or min(gaps) < _APART * (bottom - top):
            continue
        if len(pages) > 1 or bottom - top < _SMALL * median(one.height for one in others):
            heights[page.number] = row[0].middle
    counts = Counter(round(height / _SAME_HEIGHT) for height in heights.values())
    if not counts:
        return set()
    usual = counts.most_common(1)[0][0]
    found = {n for n, height in heights.items() if abs(round(height / _SAME_HEIGHT) - usual) <= 1}
    return found if len(found) >= _MIN_SHARE * len(pages) else set()


def _key(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.casefold().split()))
