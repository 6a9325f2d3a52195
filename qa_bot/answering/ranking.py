"""The recipe's candidates, read and ranked, each with the probability that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.persons import (
    asked_office,
    asked_person,
    asked_role,
    asked_speaker,
    asks_who_said,
    describes,
    holds_quotation,
    is_another_office,
    is_said_by,
    names_holder,
    says,
)
from qa_bot.answering.question import Question
from qa_bot.answering.reader import Reader, Reading, window_of
from qa_bot.answering.refusal import read_confidence, recipe_confidence
from qa_bot.answering.relation import asked_relation, is_of_another, is_of_another_year
from qa_bot.answering.scoring import Scored
from qa_bot.indexing import Index, Passage

# How many of the recipe's best are read, and how many candidates are kept in all.
READ = 8
KEPT = 12
# Not read: what the recipe puts this far behind its best, and anything where even the best match
# is hopeless. 4.0 windows a question are read instead of 8, and over XQuAD, SQuAD 2.0 and the
# article's gold questions neither hit@1 (.838) nor a share kept or refused gets worse.
_BEHIND = 0.9
_HOPELESS = 0.8

# What the reader does not see: "who is X?" is answered by X's role, "what did X say?" by X's words
# and by nobody else's, "who said so?" by words whose speaker is known; "who is the president of
# Ukraine?" not by another country's president, "who did Edgar marry?" not by whom another married,
# and what was in 1935 not by what was in 1936.
# Where a matter is named ("about Ukraine") X's words count for less, for the reader sees that.
_DESCRIBED = 1.5
_ANOTHERS = -3.0
_SAID = 1.5
_NOBODYS = -1.0
_SAID_ABOUT = 0.5

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


def rank_by_recipe(question: Question, scored: Sequence[Scored], *, missing: bool) -> list[Ranked]:
    """Return the best candidates in the recipe's order."""
    return [
        Ranked(one, one.score, recipe_confidence(one, question, missing=missing))
        for one in scored[:KEPT]
    ]


def rank_by_reader(
    index: Index, reader: Reader, question: Question, scored: Sequence[Scored], *, missing: bool
) -> list[Ranked]:
    """Return the best candidates, those that were read first, by recipe + 0.5·rd."""
    if not scored or scored[0].match < _HOPELESS:
        return rank_by_recipe(question, scored, missing=missing)
    near = [one for one in scored[:READ] if one.score >= scored[0].score - _BEHIND]
    windows = [window_of(index, one.passage) for one in near]
    readings = reader.read(question.text, windows)
    read = []
    for one, window, reading in zip(near, windows, readings, strict=True):
        rd = reading_score(reading)
        rd += _told_of_persons(question, one.passage, one.text)
        read.append(
            Ranked(
                one,
                one.score + _READING * rd,
                read_confidence(one, rd, question),
                rd,
                window.text[reading.start : reading.end],
                reading.margin,
            )
        )
    read.sort(key=lambda one: (-one.score, one.passage.id))
    return read + [Ranked(one, one.score, 0.0) for one in scored[len(near) : KEPT]]


def _told_of_persons(question: Question, passage: Passage, text: str) -> float:
    """Return what is added to rd for a sentence that does, or only seems to, tell of a person."""
    if is_of_another_year(question.text, text):
        return _ANOTHERS
    if (person := asked_person(question.text)) and describes(text, person):
        return _DESCRIBED
    if passage.speaker and asks_who_said(question.text):
        return _SAID
    if speaker := asked_speaker(question.text):
        if is_said_by(passage, speaker) or says(text, speaker):
            return _SAID if len(question.stems) <= 2 else _SAID_ABOUT
        if speaker[0].isupper() and passage.speaker:
            return _ANOTHERS
        if speaker[0].isupper() and not holds_quotation(text):
            return _NOBODYS
    if (office := asked_office(question.text)) and is_another_office(text, *office):
        return _ANOTHERS
    if (role := asked_role(question.text)) and names_holder(text, role):
        return _DESCRIBED
    if (relation := asked_relation(question.text)) and is_of_another(text, *relation):
        return _ANOTHERS
    return 0.0


def reading_score(reading: Reading) -> float:
    """Return rd, the reader's own judgement of a candidate."""
    margin = min(max(reading.margin, -_MARGIN_LIMIT), _MARGIN_LIMIT)
    return _LOGIT * reading.logit + _MARGIN * margin
