"""Measure a reader: its readings of held-out examples, and their figures.

F1 and EM are those of SQuAD, over the answerable examples with marked words, taking the best span
of at most 16 tokens in the whole window whatever the null score: they measure the choice of words.
AUROC measures whether answerable windows are separated from the others.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from qa_bot.answering.reader import MAX_SPAN
from qa_bot.development.training.batches import Batch, PairEncoder, pack, to_batch
from qa_bot.development.training.data import Example
from qa_bot.development.training.model import Logits, ReaderNetwork

EVALUATION_CHUNK = 4096
_ROUNDS = 500  # of the bootstrap


@dataclass(frozen=True, slots=True)
class WindowReading:
    """The reader's output for one example."""

    example: Example
    logit: float  # of cls
    null_score_difference: float  # best span in the window minus position 0
    words: str

    @property
    def score(self) -> float:
        """0.5·c + 0.25·clip(d, −12, 12): nearly the reader score, which has log odds for d."""
        return 0.5 * self.logit + 0.25 * min(12.0, max(-12.0, self.null_score_difference))


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of some readings; None if no example is of the kind needed."""

    examples: int
    answerable: int
    auroc: float | None  # of cls
    auroc_score: float | None  # of WindowReading.score
    exact: float | None
    f1: float | None


def read_all(
    reader: ReaderNetwork, encoder: PairEncoder, examples: Sequence[Example]
) -> list[WindowReading]:
    """Return a reading of every example, in order; the reader's mode stays as it was."""
    was_training = reader.training
    reader.eval()
    readings: dict[int, WindowReading] = {}
    with torch.inference_mode():
        for begin in range(0, len(examples), EVALUATION_CHUNK):
            for items in pack(
                [[one] for one in encoder.encode(examples[begin : begin + EVALUATION_CHUNK])]
            ):
                batch = to_batch(items)
                logits = reader(batch.ids, batch.types, batch.mask)
                for reading in _readings(batch, logits):
                    readings[id(reading.example)] = reading
    reader.train(was_training)
    return [readings[id(example)] for example in examples]


def _readings(batch: Batch, logits: Logits) -> list[WindowReading]:
    """Return the best span of each row, too long and outside ones masked."""
    outside = ~batch.in_window
    starts = logits.starts.masked_fill(outside, -torch.inf)
    ends = logits.ends.masked_fill(outside, -torch.inf)
    width = starts.shape[1]
    allowed = torch.ones(width, width, dtype=torch.bool).triu().tril(MAX_SPAN - 1)
    sums = (starts[:, :, None] + ends[:, None, :]).masked_fill(~allowed, -torch.inf)
    best, place = sums.flatten(1).max(1)
    differences = best - logits.starts[:, 0] - logits.ends[:, 0]
    return [
        WindowReading(
            item.example, logit, difference, _words(item.example, item.offsets, where, width)
        )
        for item, logit, difference, where in zip(
            batch.items, logits.answers.tolist(), differences.tolist(), place.tolist(), strict=True
        )
    ]


def _words(example: Example, offsets: list[tuple[int, int]], place: int, width: int) -> str:
    start, end = divmod(place, width)
    return example.window[offsets[start][0] : offsets[end][1]]


def figures(readings: Sequence[WindowReading]) -> Figures:
    """Return the figures of these readings."""
    overlaps = [_overlap(r) for r in readings if r.example.answer is not None]
    return Figures(
        examples=len(readings),
        answerable=sum(r.example.answered for r in readings),
        auroc=_auroc(readings, lambda r: r.logit),
        auroc_score=_auroc(readings, lambda r: r.score),
        exact=sum(exact for exact, _ in overlaps) / len(overlaps) if overlaps else None,
        f1=sum(f1 for _, f1 in overlaps) / len(overlaps) if overlaps else None,
    )


def interval(
    readings: Sequence[WindowReading], figure: Callable[[Figures], float | None]
) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of one figure, by examples; None if the figure is."""
    if figure(figures(readings)) is None:
        return None
    draw = np.random.default_rng(0)
    values = []
    for _ in range(_ROUNDS):
        chosen = draw.integers(0, len(readings), len(readings))
        value = figure(figures([readings[number] for number in chosen]))
        if value is not None:
            values.append(value)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _auroc(
    readings: Sequence[WindowReading], score: Callable[[WindowReading], float]
) -> float | None:
    truth = [r.example.answered for r in readings]
    if len(set(truth)) < 2:
        return None
    return float(roc_auc_score(truth, [score(r) for r in readings]))


def _overlap(reading: WindowReading) -> tuple[float, float]:
    """Return exact match and F1 of the words against the marked ones."""
    start, end = reading.example.answer or (0, 0)
    given, gold = _normalize(reading.words), _normalize(reading.example.window[start:end])
    shared = sum((Counter(given) & Counter(gold)).values())
    if not given or not gold:
        return float(given == gold), float(given == gold)
    return float(given == gold), 2 * shared / (len(given) + len(gold))


def _normalize(text: str) -> list[str]:
    """Return SQuAD's normal form: lower case, no punctuation, no articles."""
    bare = "".join(char for char in text.lower() if char not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()
