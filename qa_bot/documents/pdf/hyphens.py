"""Words broken at line ends: which hyphens belong to the word, by the rest of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa_bot.language import ENGLISH

_PHRASES = ENGLISH.documents

_WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_BROKEN = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*[-\u2010]$")
_FIRST = re.compile(r"[^\W_]+")
_HYPHENS = ("-", "\u2010")
# "1914–" and "18", "and/" and "or", "so—" and "they say"; "self" and "-made".
_TIGHT_END = re.compile(r"(?<=\w)[–—/]$")
_TIGHT_START = re.compile(r"—|[-–]\w")
# In a hyphenated text 10 to 30 of 100 lines end so; in others only words with hyphens do.
_HYPHENATED = 0.04


class Hyphens:
    """A document's words and line ends, by which broken words are judged."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: set[str] = set()
        for before, line in pairwise(["", *lines]):
            # Neither part of a broken word is counted as a word.
            inner = line[: len(line) - len(_broken_word(line))]
            if before.endswith(_HYPHENS):
                inner = inner.partition(" ")[2]
            for word in _WORD.findall(inner.casefold()):
                self._words.add(word.replace("\u2010", "-"))
                self._words.update(_WORD.findall(word.replace("\u2010", "-").replace("-", " ")))
        ends = [line[-1] for line in lines if line.endswith(_HYPHENS)]
        # Some programs set a hyphen of their own (U+2010) at line ends.
        self._has_both = len(set(ends)) == len(_HYPHENS)
        self._breaks_words = len(ends) > _HYPHENATED * len(lines) or any(
            self._join(before, line) in self._words
            for before, line in pairwise(lines)
            if before.endswith(_HYPHENS)
        )

    def between(self, before: str, line: str) -> str:
        """Return what joins two lines of a paragraph.

        A hyphen added at the line end stays, with a new line after it; a hyphen of the word itself
        is followed by the rest of the word.
        """
        if not before or _TIGHT_END.search(before, len(before) - 2) or _TIGHT_START.match(line):
            return ""
        left, right = _broken_word(before), _FIRST.match(line)
        if not left or not right:
            return " "
        is_suspended = right[0] in _PHRASES.AFTER_SUSPENDED_HYPHEN  # "two- or three-year"
        if is_suspended and self._join(before, line) not in self._words:
            return " "
        return "" if self._keeps_hyphen(left, right[0]) else "\n"

    def _join(self, before: str, line: str) -> str:
        right = _FIRST.match(line)
        return _broken_word(before)[:-1].casefold() + (right[0].casefold() if right else "")

    def _keeps_hyphen(self, left: str, right: str) -> bool:
        if not right[0].islower() or not left[-2:-1].isalpha():
            return True
        if self._has_both:
            return left.endswith("-")
        left, right = left[:-1].casefold().replace("\u2010", "-"), right.casefold()
        if left + right in self._words:
            return False
        if f"{left}-{right}" in self._words or not self._breaks_words:
            return True
        part = left.rpartition("-")[2]
        if part in _PHRASES.HYPHENATED:
            return len(right) > 3
        if part in _PHRASES.NOT_HYPHENATED or right not in self._words:
            return False
        # Both parts are words by themselves; the second part of a broken word is not.
        return part in _PHRASES.HYPHENATED_BEFORE_WORD or (
            part in self._words and min(len(part), len(right)) > 3
        )


def _broken_word(line: str) -> str:
    """Return the broken word at a line's end, with its hyphen."""
    # No word is longer than this, but a line of a hostile file may be.
    found = _BROKEN.search(line, max(0, len(line) - 60))
    return found[0] if found else ""
