"""Running a batch: one record for each question, in order, failures included."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

from qa_bot import Bot
from qa_bot.batch import Record, Summary, run_batch
from qa_bot.batch.write import as_jsonl
from tests.conftest import OTTERS

RECORDS = [
    Record(1, "When were nine animals counted?", "first"),
    Record(2, "What is the capital of Japan?"),
    Record(3, "When were nine animals counted?"),
]


def run(bot: Bot, out: io.StringIO, done: Callable[[], None] = lambda: None) -> Summary:
    return run_batch(bot, RECORDS, out, as_jsonl, lambda summary: done())


def test_each_question_gets_its_record_in_order(make_index: Callable[..., Path]) -> None:
    out = io.StringIO()
    with Bot.open(make_index(otters=OTTERS)) as bot:
        summary = run(bot, out)
        alone = bot.ask(RECORDS[0].question)
    values = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [value["question"] for value in values] == [one.question for one in RECORDS]
    assert [value["status"] for value in values] == ["answered", "not_found", "answered"]
    assert summary == Summary(answered=2, not_found=1)
    assert values[0]["id"] == "first"
    assert values[2]["id"] == alone.id != values[1]["id"]
    assert values[2] | {"seconds": 0} == alone.to_dict() | {"seconds": 0}


def test_a_question_that_fails_is_a_record_and_the_batch_goes_on(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    out = io.StringIO()

    def break_the_index() -> None:
        # Another process brings the index up to date, and its vectors are lost.
        if out.getvalue().count("\n") == 1:
            make_index(mill="The mill was built of stone in 1702 by Peter Holm, a farmer.")
            for vectors in directory.glob("*.faiss"):
                vectors.unlink()

    with Bot.open(directory) as bot:
        summary = run(bot, out, break_the_index)
    values = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [value["status"] for value in values] == ["answered", "error", "error"]
    assert [value["question"] for value in values] == [one.question for one in RECORDS]
    assert summary == Summary(answered=1, errors=2)
    assert values[1]["error"]["type"] == "UnusableIndexError"
    assert str(directory) in values[1]["error"]["message"]


def test_each_record_is_written_before_the_next_question(bot: Bot) -> None:
    seen: list[int] = []

    class Out(io.StringIO):
        def flush(self) -> None:
            seen.append(self.getvalue().count("\n"))

    run(bot, Out())
    assert seen == [1, 2, 3]


def test_the_counts_are_told_behind_each_record(bot: Bot) -> None:
    counts: list[int] = []
    run_batch(
        bot, RECORDS, io.StringIO(), lambda answer: "", lambda summary: counts.append(summary.done)
    )
    assert counts == [1, 2, 3]
