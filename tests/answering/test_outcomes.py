"""The outcomes: answered, uncertain with its candidates, not found."""

from __future__ import annotations

import pytest

from qa_bot import Bot
from qa_bot.answering.confidence import UNCERTAIN_FROM

QUESTION = "when was Crimea annexed?"


def test_a_threshold_above_the_confidence_makes_an_answer_uncertain(bot: Bot) -> None:
    sure = bot.ask(QUESTION)
    with Bot.open(threshold=1.0) as strict:
        answer = strict.ask(QUESTION)
    assert sure.status == "answered"
    assert (answer.status, answer.answer, answer.short) == ("uncertain", "", None)
    assert not answer.citations
    assert answer.confidence == sure.confidence
    first = answer.closest[0]
    assert sure.citations[0].start <= first.start < sure.citations[0].end
    scores = [one.score for one in answer.closest]
    assert scores == sorted(scores, reverse=True)
    assert [one.n for one in answer.closest] == [1, 2, 3]


def test_an_overview_below_the_threshold_is_uncertain_too() -> None:
    with Bot.open(threshold=1.0) as strict:
        answer = strict.ask("what is the article about?")
    assert answer.status == "uncertain"
    assert answer.closest


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.5, 0.7, 1.0])
def test_the_status_follows_from_confidence_and_threshold(threshold: float) -> None:
    questions = [QUESTION, "what is the capital of Japan?", "who sells ice cream?", "is it cold?"]
    with Bot.open(threshold=threshold) as bot:
        for question in questions:
            answer = bot.ask(question)
            if answer.confidence >= threshold:
                assert answer.status == "answered"
            elif answer.confidence >= UNCERTAIN_FROM:
                assert answer.status == "uncertain"
            else:
                assert answer.status == "not_found"
