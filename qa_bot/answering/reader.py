"""The reader's protocol: whether each window answers a question, and with which words."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

from qa_bot.answering.calibration import Calibration
from qa_bot.answering.question import is_question
from qa_bot.answering.turns import prompt_before
from qa_bot.index import Index, Passage
from qa_bot.index.database import damaged_error

# The reader was trained on windows of at most 160 word pieces; longer ones are truncated.
MAX_WINDOW = 430  # characters
_REMEMBERED = 64  # questions
MAX_SPAN = 16  # tokens of the longest answer

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A candidate sentence in its context: `text[start:end]` is the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """The words of one sentence in a window that answer best: `text[start:end]` of the window.

    `null_score_difference` is their score minus that of no answer. `log_odds` are the log odds that
    some words of the sentence answer, against no answer in the window. If the sentence is beyond
    the model's 160 tokens, start and end are both its start, and the numbers are minus infinity.
    """

    start: int
    end: int
    null_score_difference: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's output for a window.

    `logit` says whether the window answers the question: it does above 0. `own` are the best words
    in the candidate sentence, `before` and `after` those in its neighbors in the window.
    """

    logit: float
    own: Span
    before: Span
    after: Span


class Reader(Protocol):
    """Reads windows for a question; a window's reading does not depend on its batch (to 1e-4)."""

    @property
    def version(self) -> str:
        """The name of the weights."""

    @property
    def calibration(self) -> Calibration:
        """How its scores become an order and a confidence."""

    @property
    def is_calibrated(self) -> bool:
        """Whether the calibration was fitted to this reader."""

    def load(self) -> None:
        """Load the weights now rather than at the first question; raises ModelError."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""


class RememberingReader:
    """A reader that remembers its readings for the last 64 questions.

    It remembers whole calls, because the last bits of a window's logits depend on its batch.
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

    @property
    def calibration(self) -> Calibration:
        """The calibration of the reader."""
        return self._reader.calibration

    @property
    def is_calibrated(self) -> bool:
        """Whether the calibration was fitted to this reader."""
        return self._reader.is_calibrated

    def load(self) -> None:
        """Load the weights; raises ModelError."""
        self._reader.load()

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
    """Return the sentence with its neighbors in the paragraph, joined by one space.

    If the first sentence of a paragraph replies to a question or to an interviewer, that comes
    before it. Of what comes before, only as much is taken as makes 430 characters.
    """
    sentences, place = place_in_paragraph(index, passage)
    own, *following = [index.embedding_text(other) for other in sentences[place : place + 2]]
    tail = "".join(f" {text}" for text in following)
    before = ""
    for text in reversed(_sentences_before(index, passage, is_first=place == 0)):
        if len(text) + 1 + len(before) + len(own) + len(tail) > MAX_WINDOW:
            break
        before = f"{text} {before}"
    return Window(before + own + tail, len(before), len(before) + len(own))


def place_in_paragraph(index: Index, passage: Passage) -> tuple[Sequence[Passage], int]:
    """Return the sentences of a passage's paragraph, and its place among them.

    Raises UnusableIndexError if it is not there, because its article was replaced meanwhile.
    """
    sentences = index.sentences(passage.article, passage.paragraph)
    for place, other in enumerate(sentences):
        if other.start == passage.start:
            return sentences, place
    raise damaged_error(index.directory, "a sentence is missing")


def _sentences_before(index: Index, passage: Passage, *, is_first: bool) -> list[str]:
    """Return the sentence before in its paragraph, or the question that a paragraph replies to."""
    previous = index.previous(passage)
    text = index.embedding_text(previous) if previous else ""
    if not is_first:
        return [text]
    if prompt := prompt_before(index, passage):
        return prompt
    if is_question(text):
        return [text]
    paragraph = index.paragraph(passage.article, passage.paragraph)
    section = (paragraph.section if paragraph else None) or ""
    return [section] if is_question(section) else []


def read_logits(
    logit: float,
    parts: Sequence[int | None],
    offsets: Sequence[tuple[int, int]],
    window: Window,
    starts: Logits,
    ends: Logits,
) -> Reading:
    """Return the reading that a model's logits for a window amount to; see `best_span`."""
    ranges = (window.start, window.end), (0, window.start), (window.end, len(window.text))
    spans = [best_span(parts, offsets, one, starts, ends) for one in ranges]
    return Reading(logit, *spans)


def best_span(
    parts: Sequence[int | None],
    offsets: Sequence[tuple[int, int]],
    characters: tuple[int, int],
    starts: Logits,
    ends: Logits,
) -> Span:
    """Return the best span in these characters of the window.

    `parts` is 0 for the question's tokens and 1 for the window's, `offsets` are their characters;
    the first token's logits are those of no answer.
    """
    first_character, end_character = characters
    inside = [
        n
        for n, (part, (start, end)) in enumerate(zip(parts, offsets, strict=True))
        if part == 1 and first_character <= start < end <= end_character
    ]
    if not inside:
        return Span(first_character, first_character, float("-inf"), float("-inf"))
    scores = starts[inside][:, None] + ends[inside][None, :]
    allowed = np.triu(np.tril(np.ones(scores.shape, bool), MAX_SPAN - 1))
    scores = np.where(allowed, scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(inside))
    best = float(scores[first, last])
    null = float(starts[0]) + float(ends[0])
    start, end = offsets[inside[first]][0], offsets[inside[last]][1]
    log_odds = best + float(np.log(np.exp(scores - best).sum())) - null
    return Span(start, end, best - null, log_odds)
