"""The recipe's candidates, read and ranked, each with the probability that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.confidence import hybrid_confidence, reader_confidence
from qa_bot.answering.question import Question
from qa_bot.answering.reader import Reader, Reading, window_of
from qa_bot.answering.rule_adjustments import rule_adjustment
from qa_bot.answering.scoring import Scored
from qa_bot.index import Index, Passage

# How many of the recipe's best are read, and how many candidates are kept in all.
READ = 8
KEPT = 12
# Not read: what the recipe puts this far behind its best, and anything where even the best match
# is hopeless. 4.0 windows a question are read instead of 8, and over XQuAD, SQuAD 2.0 and the
# article's gold questions neither hit@1 (.838) nor a share kept or refused gets worse.
_BEHIND = 0.9
_HOPELESS = 0.8

# rd = 0.5·logit + 0.25·clip(margin, ±12), and its weight beside the recipe's score.
_LOGIT = 0.5
_MARGIN = 0.25
_MARGIN_LIMIT = 12.0
_READING = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its final order: its score, its confidence, and the words that answer.

    `rd` is the reader's judgement, None where it was not asked; `short` is then empty.
    """

    scored: Scored
    score: float
    confidence: float
    rd: float | None = None
    short: str = ""
    margin: float = 0.0

    @property
    def passage(self) -> Passage:
        """The sentence's place in the index."""
        return self.scored.passage

    @property
    def text(self) -> str:
        """The sentence as it was embedded."""
        return self.scored.text


def rank_by_hybrid_score(
    question: Question, scored: Sequence[Scored], *, missing: bool
) -> list[Ranked]:
    """Return the best candidates in the recipe's order."""
    return [
        Ranked(one, one.score, hybrid_confidence(one, question, missing=missing)) for one in scored
    ]


def rank_by_reader(
    index: Index, reader: Reader, question: Question, scored: Sequence[Scored], *, missing: bool
) -> list[Ranked]:
    """Return the best candidates, those that were read first, by recipe + 0.5·rd."""
    if not scored or scored[0].match < _HOPELESS:
        return rank_by_hybrid_score(question, scored, missing=missing)
    near = [one for one in scored[:READ] if one.score >= scored[0].score - _BEHIND]
    windows = [window_of(index, one.passage) for one in near]
    readings = reader.read(question.text, windows)
    read = []
    for one, window, reading in zip(near, windows, readings, strict=True):
        rd = reading_score(reading)
        rd += rule_adjustment(question, one.passage, one.text)
        read.append(
            Ranked(
                one,
                one.score + _READING * rd,
                reader_confidence(one, rd, question),
                rd,
                window.text[reading.start : reading.end],
                reading.margin,
            )
        )
    read.sort(key=lambda one: (-one.score, one.passage.id))
    return read + [Ranked(one, one.score, 0.0) for one in scored[len(near) :]]


def reading_score(reading: Reading) -> float:
    """Return rd, the reader's own judgement of a candidate."""
    margin = min(max(reading.margin, -_MARGIN_LIMIT), _MARGIN_LIMIT)
    return _LOGIT * reading.logit + _MARGIN * margin
