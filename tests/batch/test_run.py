"""Running a batch: one record for each question, in order, failures included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from qa_bot import Bot
from qa_bot.batch import Record, Summary, run_batch
from tests.conftest import OTTERS

RECORDS = [
    Record(1, "When were nine animals counted?", "first", extra={"topic": "otters"}),
    Record(2, "What is the capital of Japan?", "second"),
    Record(3, "When were nine animals counted?", "third"),
]


def test_each_question_gets_its_record_in_order(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(otters=OTTERS)) as bot:
        values = list(run_batch(bot, RECORDS))
        alone = bot.ask(RECORDS[0].question, id="third")
    assert [value["question"] for value in values] == [one.question for one in RECORDS]
    assert [value["status"] for value in values] == ["answered", "not_found", "answered"]
    assert [value["id"] for value in values] == ["first", "second", "third"]
    assert values[0]["topic"] == "otters"
    assert values[2] | {"seconds": 0} == alone.to_dict() | {"seconds": 0}


def test_a_question_that_fails_is_a_record_and_the_batch_goes_on(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    values = []
    with Bot.open(directory) as bot:
        for value in run_batch(bot, RECORDS):
            values.append(value)
            if len(values) == 1:
                # Another process brings the index up to date, and its vectors are lost.
                make_index(mill="The mill was built of stone in 1702 by Peter Holm, a farmer.")
                for vectors in directory.glob("*.faiss"):
                    vectors.unlink()
    assert [value["status"] for value in values] == ["answered", "error", "error"]
    assert [value["question"] for value in values] == [one.question for one in RECORDS]
    assert values[1]["error"]["type"] == "UnusableIndexError"
    assert str(directory) in values[1]["error"]["message"]


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
    resolved = [value["resolved_question"] for value in run_batch(bot, records)]
    assert resolved == [None, None, "what does Biden want?", "by whom was Crimea annexed?"]


def test_the_counts() -> None:
    summary = Summary()
    for status in ("answered", "answered", "not_found", "error"):
        summary.count(status)
    assert summary == Summary(answered=2, not_found=1, failed=1)
    assert summary.done == 4
