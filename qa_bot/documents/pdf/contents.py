"""Find the lines of tables of contents, with and without leaders.

With leaders, a line is told by itself. Without, it is one below a contents heading, or below a line
with leaders, that ends in a page number; the numbers rise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa_bot.documents.pdf.lines import Line
from qa_bot.language import ENGLISH

# "2.1 Otters . . . . . . . 14"
_LEADERS = re.compile(r"(?:\.[ \u2009]?){5}\s?(?:\d{1,4}|[ivxlc]{1,6})$")
_PAGE = re.compile(r"(?:\d{1,4}|[ivxlc]{1,6})$")
_ENDED = re.compile(r"[.!?;,]$")

_TAIL = 60  # characters at a line's end that `_LEADERS` searches
_LENGTH = 100  # of a line without leaders, at most
_MIN_ENTRIES = 3
_BETWEEN = 2  # lines of a long title before the one with its page, at most
_SMALL = 0.92  # of the height of an entry
_GAP = 1.0  # heights of a line before a page number that is set apart
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def mark_contents(columns: Iterable[Sequence[Line]]) -> None:
    """Mark the lines of tables of contents, in all columns in reading order."""
    lines = [line for column in columns for line in column]
    for line in lines:
        line.is_contents = bool(_LEADERS.search(line.text, max(0, len(line.text) - _TAIL)))
    number = 0
    while number < len(lines):
        is_heading = bool(ENGLISH.documents.CONTENTS.fullmatch(lines[number].text))
        if is_heading or lines[number].is_contents:
            entries, others = _list(lines, number + is_heading)
            if len(entries) >= _MIN_ENTRIES:
                for one in entries + others:
                    lines[one].is_contents = True
            number = max([number, *entries])
        number += 1


def _list(lines: Sequence[Line], first: int) -> tuple[list[int], list[int]]:
    """Return the numbers of a list's entries from a line on, and of the lines between them."""
    entries: list[int] = []
    others: list[int] = []
    skipped: list[int] = []
    last: tuple[bool, int] = (False, 0)
    for number in range(first, len(lines)):
        line = lines[number]
        page = _page(line)
        is_next = (
            page is not None
            and page >= last
            and (not skipped or line.is_contents or _is_apart(line))
        )
        if is_next and page is not None:
            entries.append(number)
            # A note in small print stays what it is.
            others += [one for one in skipped if lines[one].height > _SMALL * line.height]
            skipped, last = [], page
            continue
        skipped.append(number)
        if len(skipped) > _BETWEEN or len(line.text) > _LENGTH or _ENDED.search(line.text[-1:]):
            break
    return entries, others


def _page(line: Line) -> tuple[bool, int] | None:
    """Return the page that a line ends in, as a key by which small Roman numbers come first."""
    if len(line.text) > _LENGTH and not line.is_contents:
        return None
    before, _, last = line.text.rpartition(" ")
    if not before or not _PAGE.fullmatch(last) or not any(map(str.isalpha, before)):
        return None
    if last.isdigit():
        return True, int(last)
    values = [_DIGITS[letter] for letter in last]
    return False, sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _is_apart(line: Line) -> bool:
    """Return whether the number at a line's end is set apart from its title."""
    if len(line.fragments) < 2 or not _PAGE.fullmatch(line.fragments[-1].text):
        return False
    return line.fragments[-1].left - line.fragments[-2].right > _GAP * line.height
