"""The numbers of an OpenDocument text's lists and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_bot.documents.office.numbering import write_number
from qa_bot.documents.parsing.xml_tree import attribute, local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_FIGURES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_LEVELS = 10
_MAX_TEXT = 40  # characters around a number


@dataclass(frozen=True, slots=True)
class _Level:
    """A level's numbering: its first number, its numerals ("" for a bullet), and what is around."""

    start: int = 1
    figures: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1  # how many levels, "2.1"


@dataclass(slots=True)
class Count:
    """Where a list, or the headings of a document, has come to; `numbers` are by level."""

    style: str = ""
    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Counts items and headings as they come."""

    def __init__(self, roots: list[_Element]) -> None:
        """Take the roots of the parts that define styles."""
        self._styles: dict[str, list[_Level]] = {}
        self._last: dict[str, Count] = {}
        self._headings = Count("\0headings")
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style"):
                is_list = local_name(style) == "list-style"
                name = (attribute(style, "name") or "") if is_list else self._headings.style
                self._styles[name] = _read_levels(style)

    def begin(self, element: _Element, outer: Count | None) -> Count:
        """Return the count of a list that begins, within another or not."""
        style = attribute(element, "style-name") or (outer.style if outer else "")
        if outer is not None:
            return Count(style, outer.numbers)
        goes_on = attribute(element, "continue-numbering") == "true" and style in self._last
        self._last[style] = count = self._last[style] if goes_on else Count(style)
        return count

    def item(self, element: _Element, count: Count, level: int) -> str:
        """Count an item, at a level from 0; return its number as shown, empty for a bullet."""
        return self._count(count, level, attribute(element, "start-value"))

    def heading(self, element: _Element) -> str:
        """Count a heading; return its number as shown, empty where headings have none."""
        level = _integer(attribute(element, "outline-level"), 1) - 1
        if attribute(element, "is-list-header") == "true":
            return ""
        return self._count(self._headings, level, attribute(element, "start-value"))

    def _count(self, count: Count, level: int, start: str | None) -> str:
        levels = self._styles.get(count.style)
        if levels is None or not 0 <= level < _LEVELS:
            return ""
        this, before = levels[level], count.numbers[level]
        first = this.start if before is None else before + 1
        count.numbers[level] = _integer(start, first)
        count.numbers[level + 1 :] = [None] * (_LEVELS - level - 1)
        if not this.figures:
            return ""
        parts = []
        for at in range(max(level + 1 - this.shown, 0), level + 1):
            number = count.numbers[at]
            if levels[at].figures:
                value = levels[at].start if number is None else number
                parts.append(write_number(value, levels[at].figures))
        return f"{this.before}{'.'.join(parts)}{this.after}".strip()


def _read_levels(style: _Element) -> list[_Level]:
    levels = [_Level()] * _LEVELS
    for one in style:
        at = _integer(attribute(one, "level"), 0) - 1
        if 0 <= at < _LEVELS and local_name(one) in (
            "list-level-style-number",
            "outline-level-style",
        ):
            levels[at] = _Level(
                _integer(attribute(one, "start-value"), 1),
                _FIGURES.get(attribute(one, "num-format") or "", ""),
                (attribute(one, "num-prefix") or "")[:_MAX_TEXT],
                (attribute(one, "num-suffix") or "")[:_MAX_TEXT],
                _integer(attribute(one, "display-levels"), 1),
            )
    return levels


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default
