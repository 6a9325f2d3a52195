"""What is new in each cue: captions that roll up repeat lines, those that grow repeat words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qa_bot.documents.text.cues import Cue

PAUSE = 4.0  # seconds

_ROLLING = 4  # lines of a cue that the next one may repeat
_GROWING = 100  # words that it may repeat, where captions grow


def without_repeats(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the cues with only what they add to the one before."""
    words = [" ".join(cue.lines).split() for cue in cues]
    if sum(len(said) == 1 for said in words) * 10 > len(cues) * 9 and len(cues) > 1:
        yield from cues  # a word at a time: "very", "very"
        return
    grows = sum(_grown(*pair) > 0 for pair in pairwise(words)) * 2 >= len(cues) > 2
    yield cues[0]
    for (before, cue), pair in zip(pairwise(cues), pairwise(words), strict=True):
        lines = cue.lines
        if cue.start - before.end < PAUSE:
            if grows and (count := _grown(*pair)):
                lines = tuple(_without_words(lines, count))
            else:
                lines = lines[_overlap(before.lines, lines, _ROLLING) :]
        yield replace(cue, lines=lines)


def _overlap(shown: Sequence[str], lines: Sequence[str], most: int) -> int:
    """Return how many of the last lines shown are the first of these."""
    most = min(most, len(shown), len(lines))
    return next((n for n in range(most, 0, -1) if lines[:n] == shown[-n:]), 0)


def _grown(shown: Sequence[str], words: Sequence[str]) -> int:
    """Return how many words a cue repeats: more than one, or all that the cue before showed."""
    count = _overlap(shown, words, _GROWING)
    return count if count > 1 or count == len(shown) else 0


def _without_words(lines: Sequence[str], count: int) -> Iterator[str]:
    for line in lines:
        words = line.split()
        if count < len(words):
            yield " ".join(words[count:])
        count = max(0, count - len(words))
