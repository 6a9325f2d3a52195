"""Decide, the second step of an answer: the outcome, its confidence and its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.answering.confidence import UNCERTAIN_FROM, overview_confidence
from qa_bot.answering.facts import Fact
from qa_bot.answering.retrieve import Retrieval
from qa_bot.answering.select import Choice, choose_closest, choose_unranked, select
from qa_bot.index import Index
from qa_bot.types import Status


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, its confidence, and the sentences to show for it.

    If the status is "answered", the sentences and the `facts` answer the question; otherwise the
    sentences are the closest ones, best first.
    """

    status: Status
    confidence: float
    choices: tuple[Choice, ...]
    facts: tuple[Fact, ...] = ()


def decide(index: Index, retrieval: Retrieval, threshold: float) -> Decision:
    """Return the outcome for what was retrieved; "answered" from confidence `threshold` up."""
    if retrieval.overview and (retrieval.passages or retrieval.facts):
        confidence = overview_confidence(
            retrieval.overview,
            retrieval.coverage,
            is_metadata=not retrieval.passages and not any(one.span for one in retrieval.facts),
        )
        passages = tuple(choose_unranked(retrieval.passages, confidence))
        status = _status(confidence, threshold)
        if status == "answered":
            return Decision(status, confidence, passages, retrieval.facts)
        return Decision(status if passages else "not_found", confidence, passages)
    ranked = retrieval.ranked
    confidence = ranked[0].confidence if ranked else 0.0
    if retrieval.overview:
        # The article lacks what the question asks for, however good a sentence may look.
        confidence = min(confidence, UNCERTAIN_FROM / 2)
        return Decision("not_found", confidence, tuple(choose_closest(ranked)))
    status = _status(confidence, threshold) if ranked else "not_found"
    if status != "answered":
        return Decision(status, confidence, tuple(choose_closest(ranked)))
    chosen = select(index, retrieval.question, ranked, min_confidence=threshold)
    return Decision(status, confidence, tuple(chosen))


def _status(confidence: float, threshold: float) -> Status:
    if confidence >= threshold:
        return "answered"
    return "uncertain" if confidence >= UNCERTAIN_FROM else "not_found"
