"""The reader's seam: given a question and windows, whether each answers, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.index import Index, Passage

# The reader was trained on windows of at most 160 word pieces; longer ones lose their end.
_WINDOW = 430


@dataclass(frozen=True, slots=True)
class Window:
    """A candidate sentence in its surroundings: `text[start:end]` is the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a window.

    `logit` says whether the window answers the question. `start` and `end` are the characters of
    the window that answer best, inside the candidate sentence; `margin` is by how much their
    logits exceed those of no answer. Where no token of the sentence is within the reader's reach,
    start and end are both the sentence's start, and the margin is minus infinity.
    """

    logit: float
    start: int
    end: int
    margin: float


class Reader(Protocol):
    """Reads windows for a question; a window's reading does not depend on its batch (to 1e-4)."""

    @property
    def version(self) -> str:
        """The name of the weights."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""


def window_of(index: Index, passage: Passage) -> Window:
    """Return the sentence with its neighbours in the paragraph, joined by one space.

    The one before is left out where the window would be longer than 430 characters.
    """
    sentences = index.sentences(passage.article, passage.paragraph)
    place = next(n for n, other in enumerate(sentences) if other.start == passage.start)
    own, *behind = [index.plain(other) for other in sentences[place : place + 2]]
    before = index.plain(sentences[place - 1]) + " " if place else ""
    tail = "".join(f" {text}" for text in behind)
    if len(before) + len(own) + len(tail) > _WINDOW:
        before = ""
    return Window(before + own + tail, len(before), len(before) + len(own))
