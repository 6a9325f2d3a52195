"""Select which sentences to show, and how far each quote extends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from qa_bot.answering.extend import extend
from qa_bot.answering.question import Question, is_question
from qa_bot.answering.ranking import RankedCandidate
from qa_bot.index import Index, Passage
from qa_bot.language import ENGLISH
from qa_bot.text import stems

_MAX_SHOWN = 5
_CLOSEST = 3

# A further sentence must be nearly as certain as the best one, and say something else. It is shown
# only if the question is broad: for other questions, only 2 in 38 further sentences answered as
# well (on the gold questions).
_MAX_CONFIDENCE_DROP = 0.1
_SAME_MEANING = 0.8
_SAME_WORDS = 0.6


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence to show, extended to the end of its quotation, and its confidence.

    `short` are the words that answer according to the reader, and `null_score_difference` is their
    score minus that of no answer.
    """

    passage: Passage
    start: int
    end: int
    confidence: float
    short: str = ""
    null_score_difference: float = 0.0


def select(
    index: Index, question: Question, ranked: Sequence[RankedCandidate], *, min_confidence: float
) -> list[Choice]:
    """Return the sentences to show: the best, and those after it that add something.

    `ranked` are candidates, best first; none below `min_confidence` is shown. Only a broad question
    gets more than one. A sentence that only announces the answer ("Putin is very clear about what
    he wants") comes after those that give it. Sentences of one speaker are shown together.
    """
    telling = (one for one in ranked if not _announces(one.text, question))
    first = next(telling, None)
    chosen: list[tuple[RankedCandidate, Choice]] = []
    for one in chain([first], telling) if first and first.confidence >= min_confidence else ranked:
        if chosen:
            best = chosen[0][0]
            if (
                not question.is_broad
                or len(chosen) == _MAX_SHOWN
                or one.confidence < best.confidence - _MAX_CONFIDENCE_DROP
            ):
                break
            if one.confidence < min_confidence:
                continue
        choice = _choice(one, *extend(index, one.passage, question))
        if any(_repeats(index, one, choice, *before) for before in chosen):
            continue
        chosen.append((one, choice))
    return _group_by_speaker([choice for _, choice in chosen])


def _group_by_speaker(choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices, with those of one speaker grouped at the first of them."""
    first: dict[str | int, int] = {}
    for n, choice in enumerate(choices):
        first.setdefault(choice.passage.speaker or n, n)
    return [
        choices[n]
        for n in sorted(
            range(len(choices)), key=lambda n: (first[choices[n].passage.speaker or n], n)
        )
    ]


def choose_closest(ranked: Sequence[RankedCandidate], count: int = _CLOSEST) -> list[Choice]:
    """Return the best candidates as they are, for a question that is not answered."""
    return [_choice(one, one.passage.start, one.passage.end) for one in ranked[:count]]


def choose_unranked(passages: Sequence[Passage], confidence: float) -> list[Choice]:
    """Return choices of unranked sentences, all with the same confidence."""
    return [Choice(one, one.start, one.end, confidence) for one in passages]


def _choice(one: RankedCandidate, start: int, end: int) -> Choice:
    return Choice(one.passage, start, end, one.confidence, one.short, one.null_score_difference)


def _announces(text: str, question: Question) -> bool:
    """Return whether a sentence repeats the question as a clause, or is itself a question."""
    if is_question(text):
        return True
    return any(
        set(stems(clause[1])) & set(question.stems) - set(question.names)
        for clause in ENGLISH.discourse.QUESTION_CLAUSE.finditer(text)
    )


def _repeats(
    index: Index, one: RankedCandidate, new: Choice, before: RankedCandidate, chosen: Choice
) -> bool:
    """Return whether a sentence repeats a chosen one, or shares text with its quote."""
    same = new.passage.article == chosen.passage.article
    if same and new.start < chosen.end and chosen.start < new.end:
        return True
    own, other = set(stems(one.text)), set(stems(before.text))
    if len(own & other) >= _SAME_WORDS * max(1, min(len(own), len(other))):
        return True
    cosine = float(index.vector(one.passage.id) @ index.vector(before.passage.id))
    return cosine >= _SAME_MEANING
