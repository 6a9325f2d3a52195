"""The reader's protocol: whether each window answers a question, and with which words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from qa_bot.index import Index, Passage

# The reader was trained on windows of at most 160 word pieces; longer ones lose their end.
_WINDOW = 430
_REMEMBERED = 64  # questions


@dataclass(frozen=True, slots=True)
class Window:
    """A candidate sentence in its context: `text[start:end]` is the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's output for a window.

    `logit` says whether the window answers the question: it does above 0. `start` and `end` are the
    characters of the window that answer best, inside the candidate sentence;
    `null_score_difference` is their score less that of no answer. If the model's 160 tokens end
    before the sentence, start and end are both its start, and the difference is minus infinity.
    """

    logit: float
    start: int
    end: int
    null_score_difference: float


class Reader(Protocol):
    """Reads windows for a question; a window's reading does not depend on its batch (to 1e-4)."""

    @property
    def version(self) -> str:
        """The name of the weights."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""


class RememberingReader:
    """A reader that does not read again what it read for one of the last 64 questions.

    What it remembers is a whole call's, for a window's logits depend in the last bits on its batch.
    Threads may share it.
    """

    def __init__(self, reader: Reader) -> None:
        """Take the reader to ask."""
        self._reader = reader
        self._lock = Lock()
        self._readings: OrderedDict[tuple[str, tuple[Window, ...]], list[Reading]] = OrderedDict()

    @property
    def version(self) -> str:
        """The name of the weights."""
        return self._reader.version

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""
        key = question, tuple(windows)
        with self._lock:
            known = self._readings.get(key)
        if known is None:
            known = self._reader.read(question, windows)
        with self._lock:
            self._readings[key] = known
            self._readings.move_to_end(key)
            if len(self._readings) > _REMEMBERED:
                self._readings.popitem(last=False)
        return known


def window_of(index: Index, passage: Passage) -> Window:
    """Return the sentence with its neighbours in the paragraph, joined by one space.

    The one before is left out where the window would be longer than 430 characters.
    """
    sentences = index.sentences(passage.article, passage.paragraph)
    place = next(n for n, other in enumerate(sentences) if other.start == passage.start)
    own, *following = [index.embedding_text(other) for other in sentences[place : place + 2]]
    before = index.embedding_text(sentences[place - 1]) + " " if place else ""
    tail = "".join(f" {text}" for text in following)
    if len(before) + len(own) + len(tail) > _WINDOW:
        before = ""
    return Window(before + own + tail, len(before), len(before) + len(own))
