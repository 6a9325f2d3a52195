"""Retrieve, the first step of an answer: the sentences that may answer, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.facts import Fact, find_facts
from qa_bot.answering.overview import find_overview
from qa_bot.answering.overview_intent import Overview, overview_intent
from qa_bot.answering.question import Question
from qa_bot.answering.ranking import (
    CANDIDATES_KEPT,
    RankedCandidate,
    rank_by_hybrid_score,
    rank_by_reader,
)
from qa_bot.answering.reader import Reader
from qa_bot.answering.scoring import score_candidates
from qa_bot.answering.spelling import lacks_name
from qa_bot.embedding import Encoder, Encoding, Vector
from qa_bot.errors import UsageError
from qa_bot.index import Index, IndexedArticle, Passage


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found for a question.

    `overview` is what the question asks about the article as a whole, if it does. `passages` answer
    it, or `facts` for articles without such passages; sentences are ranked only if there are
    neither. `coverage` is the share of what was asked for that the passages hold.
    """

    question: Question
    overview: Overview | None
    passages: tuple[Passage, ...]
    ranked: tuple[RankedCandidate, ...]
    facts: tuple[Fact, ...] = ()
    coverage: float = 1.0


@dataclass(frozen=True, slots=True)
class Scope:
    """A snapshot of the index, and its articles to ask: all, or only one."""

    index: Index
    only: IndexedArticle | None = None

    @property
    def articles(self) -> Sequence[IndexedArticle]:
        """The articles that are asked."""
        return self.index.articles if self.only is None else (self.only,)


def scope_of(index: Index, source: str | None) -> Scope:
    """Return the scope of the article with this source or key, or of all; raises UsageError."""
    if source is None:
        return Scope(index)
    by_key = {one.key: one for one in index.articles}
    found = by_key.get(source) or next(
        (one for one in index.articles if one.source == source), None
    )
    if found is None:
        raise UsageError(f"the index holds no article {source!r}; see: qa-bot list")
    return Scope(index, found)


def retrieve(
    scope: Scope,
    question: Question,
    encoder: Encoder,
    reader: Reader | None,
    encoding: Encoding | None = None,
) -> Retrieval:
    """Return what is found for a question; `encoding` is its encoding, if already known."""
    overview = overview_intent(question.typed)
    if overview:

        def encode(text: str) -> Vector:
            return encoder.encode([text])[0].sentence

        found = find_overview(scope.index, scope.articles, overview, encode)
        passages = tuple(found.passages)
        told = {passage.article for passage in passages}
        others = [one for one in scope.articles if one.id not in told]
        facts = find_facts(scope.index, others, overview)
        if passages or facts:
            return Retrieval(question, overview, passages, (), tuple(facts), found.coverage)
    return Retrieval(question, overview, (), rank(scope, question, encoder, reader, encoding))


def rank(
    scope: Scope,
    question: Question,
    encoder: Encoder,
    reader: Reader | None,
    encoding: Encoding | None = None,
) -> tuple[RankedCandidate, ...]:
    """Return the best candidates, best first, whether or not they answer."""
    index = scope.index
    if encoding is None:
        encoding = encoder.encode([question.text])[0]
    only = None if scope.only is None else scope.only.id
    candidates = index.candidates(encoding.sentence, question.stems, only)
    scored = score_candidates(index, question, encoding, candidates, CANDIDATES_KEPT)
    missing = lacks_name(index, question)
    if reader is None:
        return tuple(rank_by_hybrid_score(question, scored, missing=missing))
    return tuple(
        rank_by_reader(index, reader, question, encoding.sentence, scored, missing=missing)
    )
