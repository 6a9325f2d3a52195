"""Writing answers: a line of JSON, or a section of Markdown that a person can trust."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from qa_bot import Answer, Bot
from qa_bot.batch import OutFormat
from qa_bot.batch.write import as_csv, as_jsonl, as_markdown, writer_of
from tests.conftest import OTTERS
from tests.terminal.hostile import answers, steering


@given(answers)
def test_a_record_is_one_safe_line_that_reads_back_whole(answer: Answer) -> None:
    line = as_jsonl(answer.to_dict())
    assert line.endswith("\n")
    assert line.splitlines() == [line[:-1]]
    assert not steering(line)
    line.encode("utf-8")
    assert json.loads(line) == json.loads(json.dumps(answer.to_dict()))


@given(answers)
def test_markdown_holds_nothing_that_steers_a_terminal(answer: Answer) -> None:
    page = as_markdown(answer.to_dict())
    assert not steering(page)
    page.encode("utf-8")


@given(answers)
def test_markdown_from_outside_stays_text(answer: Answer) -> None:
    tokens = MarkdownIt().parse(as_markdown(answer.to_dict()))
    inline = [child.type for token in tokens for child in token.children or ()]
    assert set(inline) <= {"text", "text_special", "softbreak", "em_open", "em_close"}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
    assert not [token for token in tokens if token.type in ("html_block", "fence", "code_block")]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("When were nine animals counted?", "> Anna Brandt, who leads the project, said that nine"),
        (
            "What is the capital of Japan?",
            "*The article does not say.*\n\nClosest passages (not an",
        ),
    ],
)
def test_a_section_says_what_was_found(
    make_index: Callable[..., Path], question: str, says: str
) -> None:
    with Bot.open(make_index(otters=OTTERS)) as bot:
        answer = bot.ask(question)
    page = as_markdown(answer.to_dict())
    assert page.startswith(f"## {question}\n\n")
    assert says in page
    assert "] Otters return to the river, line 3" in page
    assert f"Confidence {answer.confidence:.2f}" in page


def test_a_failure_is_said(bot: Bot) -> None:
    (answer,) = bot.ask_all([" "])
    assert "*This could not be answered: the question is empty" in as_markdown(answer.to_dict())


@given(answers)
def test_a_row_reads_back_whole(answer: Answer) -> None:
    row = as_csv(answer.to_dict())
    row.encode("utf-8")
    head, _ = writer_of(OutFormat.CSV)
    (cells,) = csv.DictReader(io.StringIO(head + row, newline=""))
    assert cells["status"] == answer.status
    assert cells["question"].splitlines() == (
        answer.question.encode("utf-8", "replace").decode().splitlines()
    )
    citations = json.loads(cells["citations"])
    assert [one["start"] for one in citations] == [one.start for one in answer.citations]
    assert cells["line"] == (str(answer.citations[0].line) if answer.citations else "")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1"])
def test_a_formula_is_guarded_on_request_only(bot: Bot, cell: str) -> None:
    (answer,) = bot.ask_all([" "])
    record = {**answer.to_dict(), "more": cell}
    for guard, shown in ((True, f"'{cell}"), (False, cell)):
        head, text_of = writer_of(OutFormat.CSV, ["more"], guard=guard)
        (cells,) = csv.DictReader(io.StringIO(head + text_of(record), newline=""))
        assert cells["more"] == shown
