"""The best candidates by hybrid score, read and ranked, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.confidence import hybrid_confidence, reader_confidence
from qa_bot.answering.question import Question
from qa_bot.answering.reader import (
    Reader,
    Reading,
    Span,
    Window,
    place_in_paragraph,
    window_of,
)
from qa_bot.answering.rule_adjustments import rule_adjustment
from qa_bot.answering.scoring import ScoredCandidate
from qa_bot.answering.spelling import lacks_subject
from qa_bot.answering.turns import reply_to
from qa_bot.embedding import Vector
from qa_bot.index import Index, Passage
from qa_bot.language import is_supported

# How many candidates are read at most, and how many are kept in all.
_MAX_READ = 8
CANDIDATES_KEPT = 12
# Not read: candidates whose hybrid score is this far below the best, and all if even the best match
# is hopeless. 4.0 windows a question are read instead of 8, and over XQuAD, SQuAD 2.0 and the
# article's gold questions neither hit@1 (.838) nor a share kept or refused gets worse.
_MAX_GAP = 0.9
_MIN_MATCH = 0.8

# What the reader says about a sentence, over all windows that contain it: the greatest logit, and
# the greatest log odds (±12) of words in it. Their weighted sum is the reader score, from which the
# confidence is computed. Ranking has its own weights: words distinguish the sentences of an
# article, the logit distinguishes articles that answer from those that do not.
_LOGIT_WEIGHT = 0.5
_ODDS_WEIGHT = 0.25
_ODDS_LIMIT = 12.0
_LOGIT_IN_ORDER = 0.5  # of the log odds
_RULES_IN_ORDER = 2.0
# "Is Finland …?", and the index has no such name, unless under an alias.
_UNKNOWN_SUBJECT = -2.0
# A sentence that was read only as a candidate's neighbor ranks below an equally good one.
_NEIGHBOR_PENALTY = 0.28


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A candidate in its final order: its score, its confidence, and the words that answer.

    `reader_score` is None if the candidate was not read; `short` is then empty. `evidence`,
    weighted by the reader's calibration, is what reading added to `unread_score`. `cosine` is that
    of the question and the sentence. `null_score_difference` is the score of the words minus that
    of no answer.
    """

    scored: ScoredCandidate
    score: float
    confidence: float
    reader_score: float | None = None
    unread_score: float = 0.0
    evidence: float = 0.0
    cosine: float = 0.0
    short: str = ""
    null_score_difference: float = 0.0

    @property
    def passage(self) -> Passage:
        """The sentence's place in the index."""
        return self.scored.passage

    @property
    def text(self) -> str:
        """The sentence as it was embedded."""
        return self.scored.text


def rank_by_hybrid_score(
    question: Question, scored: Sequence[ScoredCandidate], *, missing: bool
) -> list[RankedCandidate]:
    """Return the candidates in the order of their hybrid scores."""
    return [
        RankedCandidate(one, one.score, hybrid_confidence(one, question, missing=missing))
        for one in scored
    ]


def rank_by_reader(
    index: Index,
    reader: Reader,
    question: Question,
    vector: Vector,
    scored: Sequence[ScoredCandidate],
    *,
    missing: bool,
) -> list[RankedCandidate]:
    """Return the candidates ranked by the reader, with those that were read first.

    `vector` is the question's sentence embedding. Reader and rules are for supported languages: if
    the best candidate is in another, the hybrid score decides.
    """
    near = [
        one
        for one in scored[:_MAX_READ]
        if one.score >= scored[0].score - _MAX_GAP
        and is_supported(index.article(one.passage.article).facts.language)
    ]
    if not near or near[0] is not scored[0] or scored[0].match < _MIN_MATCH:
        return rank_by_hybrid_score(question, scored, missing=missing)
    near = _replace_questions(index, near)
    windows = [window_of(index, one.passage) for one in near]
    calibration = reader.calibration
    unknown = _UNKNOWN_SUBJECT * lacks_subject(index, question)
    read = []
    for one in _collect(index, vector, near, windows, reader.read(question.text, windows)):
        passage = one.scored.passage
        rules = rule_adjustment(index, question, passage, one.scored.text)
        order = one.scored.score - _NEIGHBOR_PENALTY * one.is_neighbor
        evidence = one.log_odds + _LOGIT_IN_ORDER * one.logit + _RULES_IN_ORDER * rules
        judged = one.score + rules + unknown
        read.append(
            RankedCandidate(
                one.scored,
                order + calibration.weight * evidence,
                reader_confidence(one.cosine, judged, calibration, missing=missing),
                judged,
                order,
                evidence,
                one.cosine,
                one.short,
                one.null_score_difference,
            )
        )
    read.sort(key=lambda one: (-one.score, one.passage.id))
    shown = {one.passage.id for one in read}
    return read + [
        RankedCandidate(one, one.score, 0.0) for one in scored if one.passage.id not in shown
    ]


@dataclass(slots=True)
class _Evidence:
    """What all windows that contain a sentence say about it; the words come from the first."""

    scored: ScoredCandidate
    is_neighbor: bool
    cosine: float
    short: str
    null_score_difference: float
    logit: float = -_ODDS_LIMIT
    log_odds: float = -_ODDS_LIMIT

    @property
    def score(self) -> float:
        return _LOGIT_WEIGHT * self.logit + _ODDS_WEIGHT * self.log_odds

    def add(self, logit: float, span: Span) -> None:
        self.logit = max(self.logit, logit)
        self.log_odds = max(self.log_odds, min(span.log_odds, _ODDS_LIMIT))


def _collect(
    index: Index,
    vector: Vector,
    near: Sequence[ScoredCandidate],
    windows: Sequence[Window],
    readings: Sequence[Reading],
) -> Iterable[_Evidence]:
    """Return the evidence for each candidate, and for each neighbor in a candidate's window.

    `vector` is the question's. A neighbor has the hybrid score of the best candidate beside it,
    but its own cosine.
    """
    found: dict[int, _Evidence] = {}
    for one, window, reading in zip(near, windows, readings, strict=True):
        words = window.text[reading.own.start : reading.own.end]
        found[one.passage.id] = _Evidence(
            one, False, one.cosine, words, reading.own.null_score_difference
        )
    for one, window, reading in zip(near, windows, readings, strict=True):
        found[one.passage.id].add(reading.logit, reading.own)
        for other, span in _neighbors(index, one.passage, reading):
            if other.id not in found:
                beside = replace(one, passage=other, text=index.embedding_text(other))
                cosine = float(index.vector(other.id) @ vector)
                words = window.text[span.start : span.end]
                found[other.id] = _Evidence(beside, True, cosine, words, span.null_score_difference)
            found[other.id].add(reading.logit, span)
    return found.values()


def _replace_questions(index: Index, near: Sequence[ScoredCandidate]) -> list[ScoredCandidate]:
    """Return the candidates, each question of the article replaced with the reply to it.

    What an interviewer or a heading asks is not an answer; the reply is, though it seldom has the
    words of the question.
    """
    found: dict[int, ScoredCandidate] = {}
    for one in near:
        reply = reply_to(index, one.passage)
        text = index.embedding_text(reply) if reply else ""
        chosen = replace(one, passage=reply, text=text) if reply else one
        found.setdefault(chosen.passage.id, chosen)
    return list(found.values())


def _neighbors(index: Index, passage: Passage, reading: Reading) -> Iterator[tuple[Passage, Span]]:
    """Yield the neighbors in a candidate's paragraph that its window holds, with their words."""
    sentences, place = place_in_paragraph(index, passage)
    for other, span in ((place - 1, reading.before), (place + 1, reading.after)):
        if 0 <= other < len(sentences) and span.start < span.end:
            yield sentences[other], span
