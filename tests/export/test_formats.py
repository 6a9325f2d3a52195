"""JSONL for programs, CSV for tables, Markdown for people: nothing is lost, nothing steers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa_bot import Answer, Bot
from qa_bot.export import Format, Options, Result, render
from qa_bot.export.jsonl import as_line, parse_line
from qa_bot.text import sanitize
from tests.conftest import OTTERS
from tests.terminal.hostile import answers, steering


def text_of(form: Format, *results: Result, options: Options = Options()) -> str:  # noqa: B008
    return "".join(render(form, results, options))


def as_markdown(answer: Answer) -> str:
    return text_of(Format.MD, Result(answer))


def table(*results: Result, columns: tuple[str, ...] = (), guard: bool = False) -> str:
    return text_of(Format.CSV, *results, options=Options(columns, guard))


def cells_of(text: str) -> dict[str, str]:
    (cells,) = csv.DictReader(io.StringIO(text, newline=""))
    return cells


@given(answers)
def test_a_record_is_one_safe_line_that_reads_back_whole(answer: Answer) -> None:
    line = as_line(Result(answer))
    assert line.endswith("\n")
    assert line.splitlines() == [line[:-1]]
    assert not steering(line)
    line.encode("utf-8")
    assert json.loads(line) == json.loads(json.dumps(answer.to_dict()))
    assert parse_line(line) == Result(answer)


@given(st.text() | st.binary())
def test_any_line_is_a_result_or_a_fault(line: str | bytes) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        parse_line(line)


@pytest.mark.parametrize("line", ["[" * 100_000, "{}", "[]", "null", '{"id": "a"}'])
def test_what_is_not_an_answer_is_a_fault(line: str) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        parse_line(line)


@given(answers)
def test_markdown_holds_nothing_that_steers_a_terminal(answer: Answer) -> None:
    page = as_markdown(answer)
    assert not steering(page)
    page.encode("utf-8")


@given(answers)
def test_markdown_from_outside_stays_text(answer: Answer) -> None:
    tokens = MarkdownIt().parse(as_markdown(answer))
    inline = [child.type for token in tokens for child in token.children or ()]
    allowed = {"text", "text_special", "softbreak", "em_open", "em_close"}
    assert set(inline) <= allowed | {"strong_open", "strong_close"}
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
    page = as_markdown(answer)
    assert page.startswith(f"## {question}\n\n")
    assert says in page
    assert "] Otters return to the river, line 3" in page
    assert f"Confidence {answer.confidence:.2f}" in page


def test_a_failure_is_said(bot: Bot) -> None:
    (answer,) = bot.ask_all([" "])
    assert "*Answering failed: the question is empty" in as_markdown(answer)


@given(answers)
def test_a_row_reads_back_whole(answer: Answer) -> None:
    text = table(Result(answer))
    assert not steering(text)
    text.encode("utf-8")
    cells = cells_of(text)
    assert cells["status"] == answer.status
    assert cells["question"] == sanitize(answer.question)
    citations = json.loads(cells["citations"])
    assert [one["quote"] for one in citations] == [one.quote for one in answer.citations]
    assert cells["line"] == (str(answer.citations[0].line) if answer.citations else "")


@pytest.mark.parametrize("form", list(Format))
def test_nothing_from_outside_steers_a_terminal(form: Format, bot: Bot) -> None:
    hostile = "\x1b]0;owned\x07 \x9b31m \u202e\u2066 \x00 \r x"
    answer = bot.ask("when was Crimea annexed?")
    cited = replace(answer.citations[0], quote=hostile, article=hostile, section=hostile)
    answer = replace(answer, question=hostile, short=hostile, citations=(cited,))
    options = Options(("more",), index=bot.index)
    text = text_of(form, Result(answer, {"more": hostile}), options=options)
    assert not steering(text)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "\t=1",
        " =1",
        "\n=1",
        "\u3000=1",
        "\u200b=1",
        "\ufeff-1",
        "＝1",
        "＠a",
        "\ta",
        "\na",
        "\x00=1",
        "\r\n+1",
    ],
)
def test_a_formula_is_guarded_on_request_only(bot: Bot, cell: str) -> None:
    (answer,) = bot.ask_all([" "])
    result = Result(answer, {"more": cell})
    for guard, shown in ((True, f"'{sanitize(cell)}"), (False, sanitize(cell))):
        assert cells_of(table(result, columns=("more",), guard=guard))["more"] == shown


@pytest.mark.parametrize("cell", ["a=b", "1-2", "", " ", "’=1", "a@b"])
def test_what_is_not_a_formula_stays(bot: Bot, cell: str) -> None:
    (answer,) = bot.ask_all([" "])
    cells = cells_of(table(Result(answer, {"more": cell}), columns=("more",), guard=True))
    assert cells["more"] == cell


def test_the_short_answer_comes_before_the_sentence(bot: Bot) -> None:
    answer = bot.ask("when was Crimea annexed?")
    assert "\n\n**2014**\n\n> Russia annexed Crimea" in as_markdown(answer)
    assert cells_of(table(Result(answer)))["short"] == "2014"
