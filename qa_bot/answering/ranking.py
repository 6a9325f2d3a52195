"""The best candidates by hybrid score, read and ranked, each with its confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.confidence import hybrid_confidence, reader_confidence
from qa_bot.answering.question import Question, is_question
from qa_bot.answering.reader import Reader, Reading, window_of
from qa_bot.answering.rule_adjustments import rule_adjustment
from qa_bot.answering.scoring import Scored
from qa_bot.index import Index, Passage
from qa_bot.language import find_language

# How many candidates are read at most, and how many are kept in all.
_MAX_READ = 8
CANDIDATES_KEPT = 12
# Not read: candidates whose hybrid score is this far below the best, and all if even the best match
# is hopeless. 4.0 windows a question are read instead of 8, and over XQuAD, SQuAD 2.0 and the
# article's gold questions neither hit@1 (.838) nor a share kept or refused gets worse.
_TOO_FAR = 0.9
_HOPELESS = 0.8

# reader score = 0.5·logit + 0.25·clip(null-score difference, ±12); a candidate's score is
# its hybrid score + the calibration's weight · reader score.
_LOGIT_WEIGHT = 0.5
_NULL_WEIGHT = 0.25
_NULL_LIMIT = 12.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its final order: its score, its confidence, and the words that answer.

    `reader_score` is None if the candidate was not read; `short` is then empty.
    `null_score_difference` is the score of those words less that of no answer.
    """

    scored: Scored
    score: float
    confidence: float
    reader_score: float | None = None
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
    question: Question, scored: Sequence[Scored], *, missing: bool
) -> list[Ranked]:
    """Return the candidates in the order of their hybrid scores."""
    return [
        Ranked(one, one.score, hybrid_confidence(one, question, missing=missing)) for one in scored
    ]


def rank_by_reader(
    index: Index, reader: Reader, question: Question, scored: Sequence[Scored], *, missing: bool
) -> list[Ranked]:
    """Return the candidates, those that were read first, by the reader's calibration.

    Reader and rules are for languages that have pieces: if the best candidate is in another, the
    hybrid score decides.
    """
    near = [
        one
        for one in scored[:_MAX_READ]
        if one.score >= scored[0].score - _TOO_FAR
        and find_language(index.article(one.passage.article).facts.language)
    ]
    if not near or near[0] is not scored[0] or scored[0].match < _HOPELESS:
        return rank_by_hybrid_score(question, scored, missing=missing)
    near = _replace_questions(index, near)
    windows = [window_of(index, one.passage) for one in near]
    calibration = reader.calibration
    readings = reader.read(question.text, windows)
    read = []
    known = {one.passage.id for one in near}
    for one, window, reading in zip(near, windows, readings, strict=True):
        found = [(one, reading, window.text[reading.start : reading.end])]
        for other, difference in _better_neighbors(index, one, reading):
            if other.passage.id not in known:
                found.append((other, replace(reading, null_score_difference=difference), ""))
        for scored_one, read_so, short in found:
            around = _around(index, scored_one.passage) if question.names else ""
            judged = score_reading(read_so)
            judged += rule_adjustment(question, scored_one.passage, scored_one.text, around)
            read.append(
                Ranked(
                    scored_one,
                    scored_one.score + calibration.weight * judged,
                    reader_confidence(scored_one, judged, question, calibration, missing=missing),
                    judged,
                    short,
                    read_so.null_score_difference,
                )
            )
    read.sort(key=lambda one: (-one.score, one.passage.id))
    shown = {one.passage.id for one in read}
    return read + [Ranked(one, one.score, 0.0) for one in scored if one.passage.id not in shown]


def _replace_questions(index: Index, near: Sequence[Scored]) -> list[Scored]:
    """Return the candidates, each question of the article replaced with the sentence after it.

    What an interviewer or a heading asks is not an answer; the reply is, though it seldom has the
    words of the question.
    """
    found: dict[int, Scored] = {}
    for one in near:
        reply = index.next(one.passage) if is_question(one.text) else None
        text = index.embedding_text(reply) if reply else ""
        chosen = replace(one, passage=reply, text=text) if reply else one
        found.setdefault(chosen.passage.id, chosen)
    return list(found.values())


def _better_neighbors(
    index: Index, one: Scored, reading: Reading
) -> Iterator[tuple[Scored, float]]:
    """Yield the neighbours in a candidate's window whose words answer better than its own.

    Each comes with its null-score difference, and with the candidate's match.
    """
    sentences = index.sentences(one.passage.article, one.passage.paragraph)
    place = next(n for n, other in enumerate(sentences) if other.id == one.passage.id)
    for step, difference in ((-1, reading.before), (1, reading.after)):
        if difference > reading.null_score_difference and 0 <= place + step < len(sentences):
            other = sentences[place + step]
            yield replace(one, passage=other, text=index.embedding_text(other)), difference


def _around(index: Index, passage: Passage) -> str:
    """Return what a sentence is read under: the title, its section and its paragraph."""
    paragraph = index.paragraph(passage.article, passage.paragraph)
    title = index.article(passage.article).title
    if paragraph is None:
        return title
    text = index.article_text(passage.article)[paragraph.start : paragraph.end]
    return f"{title} {paragraph.section or ''} {text}"


def score_reading(reading: Reading) -> float:
    """Return the reader score of a candidate: the reader's own judgement, in one number."""
    difference = min(max(reading.null_score_difference, -_NULL_LIMIT), _NULL_LIMIT)
    return _LOGIT_WEIGHT * reading.logit + _NULL_WEIGHT * difference
