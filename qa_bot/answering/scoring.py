"""The hybrid score: how well each candidate sentence fits a question.

    score = S + 0.4·lex + 0.6·context + 1.0·MaxSim + 0.2·type

S: cosine of the question's and the sentence's embeddings.
lex: Σ idf of the stems they share over Σ idf of the question's stems,
    idf = ln(1 + (N − df + ½)/(df + ½)).
context: the same over the sentence, the one before it in its paragraph, which holds the name that
    "it" or "he" means, and the heading above, which holds the topic.
MaxSim: mean over the question's content tokens of the greatest cosine to any content token of the
    sentence (late interaction, as in ColBERT, untrained).
type: 1 if the sentence holds what the answer type asks for, 0 if it does not, ½ if the question
    has no answer type; 2 for the kind of quantity asked for, 3 for the role of a person in "who
    is …?".

The weights were chosen on XQuAD, SQuAD 2.0 and the article's own gold questions. Context lifts
hit@1 on XQuAD from .789 to .808 and on one SQuAD article from .771 to .802; on the
other it falls from .736 to .731, which is one question, and on the gold questions it gains.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa_bot.answering.person_questions import asked_person, describes
from qa_bot.answering.question import Question, holds, holds_measure
from qa_bot.embedding import Encoding, Matrix
from qa_bot.index import Candidates, Index, Passage
from qa_bot.text import stems

Scores = npt.NDArray[np.float64]

LEX_WEIGHT = 0.4
CONTEXT_WEIGHT = 0.6
MAXSIM_WEIGHT = 1.0
TYPE_WEIGHT = 0.2
# A role beside a name ("President Joe Biden") is often far from the sentence's point, and "Weight:
# 9.4 kg" has no word of "how heavy is it?", so that words and meaning do not find them.
_ROLE_SCORE = 3.0
_MEASURE_SCORE = 2.0


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate sentence with the parts of its score."""

    passage: Passage
    text: str
    cosine: float
    lex: float
    context: float
    maxsim: float
    type: float

    @property
    def match(self) -> float:
        """The hybrid score without the answer type: how well words and meaning fit."""
        words = LEX_WEIGHT * self.lex + CONTEXT_WEIGHT * self.context
        return self.cosine + words + MAXSIM_WEIGHT * self.maxsim

    @property
    def score(self) -> float:
        """The hybrid score; it ranks, and is not a probability."""
        return self.match + TYPE_WEIGHT * self.type


def score_candidates(
    index: Index, question: Question, encoding: Encoding, candidates: Candidates, limit: int
) -> list[ScoredCandidate]:
    """Return the best `limit` candidates, best first; ties keep the article's order.

    Scores are rounded, so that equal sentences tie: the last bits of a matrix product depend on the
    row's place in the matrix.
    """
    passages, cosines = candidates.passages, candidates.cosines
    lex, context = _coverage(index, question, candidates)
    maxsim = _late_interaction(index, encoding.tokens, candidates)
    kind = _type(index, question, passages)
    words = LEX_WEIGHT * lex + CONTEXT_WEIGHT * context
    scores = cosines + words + MAXSIM_WEIGHT * maxsim + TYPE_WEIGHT * kind
    parts = np.stack([cosines, lex, context, maxsim, kind], axis=1)
    return [
        ScoredCandidate(passages[n], index.embedding_text(passages[n]), *parts[n].tolist())
        for n in np.argsort(-scores.round(5), kind="stable")[:limit].tolist()
    ]


def _idf(df: int, count: int) -> float:
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def _coverage(index: Index, question: Question, candidates: Candidates) -> tuple[Scores, Scores]:
    """Return lex and context of each candidate, float64 [candidates] each."""
    frequencies = index.document_frequencies(question.stems)
    weights = np.array([_idf(frequencies.get(stem, 0), index.size) for stem in question.stems])
    row = {stem: n for n, stem in enumerate(question.stems)}
    own = {id_: n for n, id_ in enumerate(candidates.ids)}
    previous = {id_: n for n, id_ in enumerate(candidates.before) if id_}
    inside, around = np.zeros((2, len(row), len(own)), bool)
    for stem, ids in index.find_stems(own.keys() | previous.keys(), question.stems):
        inside[row[stem], [own[id_] for id_ in ids if id_ in own]] = True
        around[row[stem], [previous[id_] for id_ in ids if id_ in previous]] = True
    below: dict[str, list[int]] = {}
    for n, section in enumerate(candidates.sections):
        if section:
            below.setdefault(section, []).append(n)
    for section, places in below.items():
        shared = [row[stem] for stem in set(stems(section)) if stem in row]
        around[np.ix_(shared, places)] = True
    shares = weights / (weights.sum() or 1.0)
    shares = shares[:, np.newaxis]
    return (shares * inside).sum(axis=0), (shares * (inside | around)).sum(axis=0)


def _late_interaction(index: Index, question: Matrix, candidates: Candidates) -> Scores:
    """Return MaxSim for each candidate."""
    if not len(question) or not candidates.passages:
        return np.zeros(len(candidates.passages))
    tokens, starts = index.tokens(candidates.ids)
    nearest = np.maximum.reduceat(tokens @ question.T, starts, axis=0)
    return np.asarray(nearest.mean(axis=1), np.float64)


def _type(index: Index, question: Question, passages: Sequence[Passage]) -> Scores:
    """Return the type score of each candidate."""
    if person := asked_person(question.text):
        texts = map(index.embedding_text, passages)
        return np.array([_ROLE_SCORE * describes(text, person) for text in texts])
    if measure := question.measure:
        texts = map(index.embedding_text, passages)
        return np.array([_MEASURE_SCORE * holds_measure(text, measure) for text in texts])
    if question.answer_type is None:
        return np.full(len(passages), 0.5)
    return np.array(
        [float(holds(index.embedding_text(one), question.answer_type)) for one in passages]
    )
