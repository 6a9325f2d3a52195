"""The numbers of lists and headings, which a document's paragraphs only refer to: those of Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_bot.documents.parsing.xml_tree import attribute, child, children

if TYPE_CHECKING:
    from lxml.etree import _Element

NONE = "0"  # the number of no list
_LEVELS = 9
_MAX_TEXT = 40  # characters of a level's text; "Article %1.%2" is usual
_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class _Level:
    """A level's numbering: its first number, its numerals, and the text around them."""

    start: int = 1
    figures: str = "decimal"
    text: str = ""
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list: its levels, and its own first numbers."""

    levels: list[_Level]
    counts: list[int | None]  # shared by the lists of one definition, which count on
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts paragraphs as they come."""

    def __init__(self, root: _Element | None) -> None:
        """Take the numbering part's root, or None if there is no such part."""
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        defined: dict[str | None, _List] = {}
        for one in children(root, "abstractNum"):
            definition = _List([_Level()] * _LEVELS, [None] * _LEVELS)
            _read_levels(one, definition.levels)
            defined[attribute(one, "abstractNumId")] = definition
        for one in children(root, "num"):
            if found := defined.get(value_of(child(one, "abstractNumId"))):
                self._lists[attribute(one, "numId") or NONE] = _read_list(one, found)

    def level_of(self, number: str, style: str | None) -> int:
        """Return the level of a list that a style is bound to, otherwise the first."""
        levels = self._lists[number].levels if number in self._lists else []
        return next((n for n, level in enumerate(levels) if style and level.style == style), 0)

    def count(self, number: str, level: int) -> str:
        """Count a paragraph; return its number as shown ("2.1", "(b)"), empty for a bullet."""
        found = self._lists.get(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        levels, counts = found.levels, found.counts
        before = counts[level]
        own = found.starts.pop(level, None)
        start = levels[level].start if own is None else own
        counts[level] = start if before is None or own is not None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if levels[level].figures in ("bullet", "none"):
            return ""

        def figures(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            value = counts[at]
            return write_number(levels[at].start if value is None else value, levels[at].figures)

        return _PLACE.sub(figures, levels[level].text).strip()


def _read_levels(container: _Element, levels: list[_Level]) -> None:
    for one in children(container, "lvl"):
        at = _integer(attribute(one, "ilvl"), -1)
        if 0 <= at < _LEVELS:
            levels[at] = _Level(
                _integer(value_of(child(one, "start")), 1),
                value_of(child(one, "numFmt")) or "decimal",
                (value_of(child(one, "lvlText")) or "")[:_MAX_TEXT],
                value_of(child(one, "pStyle")),
            )


def _read_list(element: _Element, definition: _List) -> _List:
    found = _List(list(definition.levels), definition.counts)
    for override in children(element, "lvlOverride"):
        _read_levels(override, found.levels)
        start = value_of(child(override, "startOverride"))
        if start is not None:
            found.starts[_integer(attribute(override, "ilvl"), 0)] = _integer(start, 1)
    return found


def write_number(value: int, figures: str) -> str:
    """Return a number in Word's figures: "decimal", "lowerLetter", "upperRoman" and so on."""
    writer = _FIGURES.get(figures.removeprefix("lower").removeprefix("upper"))
    written = writer(value) if writer and 0 < value < 4000 else str(value)
    return written.upper() if figures.startswith("upper") else written


def _letter(value: int) -> str:
    """Return a, b, … z, aa, bb, …"""
    return "abcdefghijklmnopqrstuvwxyz"[(value - 1) % 26] * min((value - 1) // 26 + 1, 5)


def _roman(value: int) -> str:
    written = ""
    for worth, figure in _ROMAN:
        written += figure * (value // worth)
        value %= worth
    return written


_FIGURES: dict[str, Callable[[int], str]] = {
    "Letter": _letter,
    "Roman": _roman,
    "decimalZero": "{:02}".format,
}


def value_of(element: _Element | None) -> str | None:
    """Return the value of one of Word's properties, or None if it is not set."""
    return None if element is None else attribute(element, "val")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default
