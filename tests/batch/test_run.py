"""Running a batch: one record for each question, in order, failures included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.answering.bot import failed_answer
from qa_bot.batch import Asker, Record, Summary, Task, run_tasks
from qa_bot.batch.run import prepare_tasks
from qa_bot.export import Result
from qa_bot.types import Status
from tests.conftest import OTTERS

RECORDS = [
    Record(1, "When were nine animals counted?", "first", extra={"topic": "otters"}),
    Record(2, "What is the capital of Japan?", "second"),
    Record(3, "When were nine animals counted?", "third"),
]


def run_batch(bot: Bot, records: Iterable[Record]) -> Iterator[Result]:
    return run_tasks(Asker(bot), prepare_tasks(bot, map(Task, records)), Summary())


def test_each_question_gets_its_record_in_order(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(otters=OTTERS)) as bot:
        results = list(run_batch(bot, RECORDS))
        alone = bot.ask(RECORDS[0].question, id="third")
    answers = [result.answer for result in results]
    assert [answer.question for answer in answers] == [one.question for one in RECORDS]
    assert [answer.status for answer in answers] == ["answered", "not_found", "answered"]
    assert [answer.id for answer in answers] == ["first", "second", "third"]
    assert results[0].extra == {"topic": "otters"}
    assert replace(answers[2], seconds=0) == replace(alone, seconds=0)


def test_a_question_that_fails_is_a_record_and_the_batch_goes_on(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    answers = []
    with Bot.open(directory) as bot:
        for result in run_batch(bot, RECORDS):
            answers.append(result.answer)
            if len(answers) == 1:
                (directory / "index.sqlite").unlink()
    assert [answer.status for answer in answers] == ["answered", "error", "error"]
    assert [answer.question for answer in answers] == [one.question for one in RECORDS]
    fault = answers[1].error
    assert fault is not None
    assert fault.type == "UnusableIndexError"
    assert str(directory) in fault.message


@pytest.mark.slow
def test_nothing_is_held(bot: Bot) -> None:
    asked: list[int] = []

    def records() -> Iterator[Record]:
        for number, record in enumerate(cycle(RECORDS)):
            asked.append(number)
            yield record

    for done, _ in enumerate(islice(run_batch(bot, records()), 300), 1):
        assert len(asked) < done + 512


def test_a_conversation_is_asked_in_its_order(bot: Bot) -> None:
    lines = ["what does Putin want?", "when was Crimea annexed?", "and Biden?", "by whom?"]
    names = ["one", "two", "one", "two"]
    records = [
        Record(n, question, str(n), name, ends=n > 2)
        for n, (question, name) in enumerate(zip(lines, names, strict=True), 1)
    ]
    resolved = [result.answer.resolved_question for result in run_batch(bot, records)]
    assert resolved == [None, None, "what does Biden want?", "by whom was Crimea annexed?"]


def test_the_counts() -> None:
    summary = Summary()
    statuses: list[Status] = ["answered", "answered", "uncertain", "not_found", "error"]
    for status in statuses:
        summary.count(replace(failed_answer("why?", ValueError()), status=status))
    summary.count(replace(failed_answer("why?", ValueError()), status="answered", prose_error="?"))
    assert summary == Summary(3, 1, 1, 1, prose_failed=1, prose_error="?")
    assert summary.done == 6
