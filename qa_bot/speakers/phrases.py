"""An index of an article's words, to find phrases without searching the whole text.

Searching the text once per sentence would take quadratic time on a novel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

# Positions kept per word; a name is introduced early.
_PLACES = 200
_EDGES = "\"'“”‘’„«»()[]*_.,:;!?…—–"


class Phrases:
    """The words of a text, each with its first positions."""

    def __init__(self, text: str) -> None:
        self._raw = text.split()
        self._words = [_strip_word(word) for word in self._raw]
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            if len(places := self._places[word.lower()]) < _PLACES:
                places.append(at)

    def __contains__(self, phrase: str) -> bool:
        """Return whether a phrase is in the text verbatim, ignoring white space."""
        length = len(phrase.split())
        return any(phrase in " ".join(self._raw[at : at + length]) for at in self._find(phrase))

    def follows(self, phrase: str, word: str, *, between: range, any_case: bool = False) -> bool:
        """Return whether a phrase follows a word, with at most `between` words between them."""
        words = [_strip_word(one) for one in phrase.split()]
        for at in self._find(phrase):
            if not any_case and self._words[at : at + len(words)] != words:
                continue
            before = self._words[max(0, at - between.stop) : max(0, at - between.start)]
            if word in before or (any_case and word.lower() in map(str.lower, before)):
                return True
        return False

    def _find(self, phrase: str) -> Iterator[int]:
        """Yield where a phrase begins, ignoring case, by its rarest word."""
        words = [_strip_word(word).lower() for word in phrase.split()]
        if not words:
            return
        rarest = min(range(len(words)), key=lambda n: len(self._places.get(words[n], ())))
        for place in self._places.get(words[rarest], ()):
            at = place - rarest
            if at >= 0 and [one.lower() for one in self._words[at : at + len(words)]] == words:
                yield at


def _strip_word(word: str) -> str:
    """Return a word without punctuation around it and without a possessive ending."""
    word = word.strip(_EDGES)
    return word.removesuffix("’s").removesuffix("'s")
