"""The figures on the article's gold questions are no less than what was reached."""

from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.evaluation import evaluate, measure, read_gold

GOLD = Path(__file__).parent.parent / "gold" / "article.jsonl"


@pytest.mark.parametrize(
    ("reader", "least"),
    [
        (
            True,
            {
                "hit@1": 0.96,
                "hit@3": 0.98,
                "answered of the answerable": 0.89,
                "refused of the unanswerable": 0.91,
                "precision of shown answers": 0.90,
                "AUROC": 0.95,
            },
        ),
        (
            False,
            {
                "hit@1": 0.85,
                "hit@3": 0.95,
                "answered of the answerable": 0.87,
                "refused of the unanswerable": 0.69,
                "AUROC": 0.86,
            },
        ),
    ],
)
def test_questions_that_stand_alone(reader: bool, least: dict[str, float]) -> None:
    questions = [q for q in read_gold(GOLD)[0] if q.conversation is None]
    assert len(questions) >= 80
    assert sum(not q.answerable for q in questions) >= 35
    with Bot.open(reader=reader) as bot:
        figures = measure(evaluate(bot, questions)).figures
    assert figures["quotes not verbatim"].value == 0
    for name, value in least.items():
        assert figures[name].value >= value, name


def test_follow_ups(bot: Bot) -> None:
    questions = [q for q in read_gold(GOLD)[0] if q.conversation]
    outcomes = evaluate(bot, questions)
    wrong = {
        outcome.gold.conversation
        for outcome in outcomes
        if outcome.gold.answerable != (outcome.answer.status == "answered")
        or (outcome.gold.answerable and not outcome.is_right)
    }
    assert len({q.conversation for q in questions}) == 15
    assert len(wrong) <= 2, wrong
