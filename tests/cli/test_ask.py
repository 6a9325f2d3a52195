"""`ask`: one question, for a person or for a script."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from qa_bot import Bot
from tests.conftest import Ran

Run = Callable[..., Ran]
NOT_FOUND = "✗ The article does not say.\nClosest passages (not an answer):\n\n"


def test_what_does_putin_want(run: Run) -> None:
    ran = run("ask", "what does Putin want?")
    assert ran.status == 0
    assert not ran.err
    words = " ".join(ran.out.split())
    assert "Ashe said in a statement, “Putin wants security guarantees" in words
    assert "he wants a deal to prevent Ukraine from joining NATO" in words
    answer, sources = ran.out.split("\n\n  [1] ")
    assert "[1]" in answer
    assert "what does russia want" not in answer.casefold()
    assert sources.startswith("line 57 · paragraph 23")


def test_what_the_article_does_not_say(run: Run) -> None:
    ran = run("ask", "What is the capital of Japan?")
    assert ran.status == 0
    assert ran.out.startswith(NOT_FOUND)
    assert not ran.err
    assert run("ask", "What is the capital of Japan?", "--strict").status == 3
    assert run("ask", "What is the capital of Japan?", "--strict", "--json").status == 3
    assert run("ask", "what does Putin want?", "--strict").status == 0


@pytest.mark.parametrize(
    ("question", "status"),
    [("what does Putin want?", "answered"), ("What is the capital of Japan?", "not_found")],
)
def test_json_is_one_line_of_the_contract(run: Run, bot: Bot, question: str, status: str) -> None:
    ran = run("ask", question, "--json")
    assert ran.status == 0
    assert not ran.err
    assert ran.out.count("\n") == 1
    value = json.loads(ran.out)
    assert value["status"] == status
    assert value | {"seconds": 0} == bot.ask(question).to_dict() | {"seconds": 0}
    text = bot.index.article_text(bot.index.articles[0].id)
    for citation in value["citations"] + value["closest"]:
        assert citation["quote"] == text[citation["start"] : citation["end"]]


@pytest.mark.parametrize(
    "stdin",
    [
        "what does Putin want?",
        "what does\nPutin want?\n",
        "\ufeffwhat does Putin want?\r\n",
        "\n\n  what does Putin want?  \n\n",
    ],
)
def test_a_question_from_standard_input(run: Run, stdin: str) -> None:
    ran = run("ask", "-", stdin=stdin)
    assert ran.status == 0
    assert "Putin wants security guarantees" in ran.out


@pytest.mark.parametrize("question", ["", "  ", "\n"])
def test_an_empty_question_is_a_wrong_call(run: Run, question: str) -> None:
    for ran in (run("ask", question), run("ask", "-", stdin=question)):
        assert ran.status == 2
        assert not ran.out
        assert ran.err.startswith("qa-bot: the question is empty; for example: qa-bot ask ")


@pytest.mark.parametrize(
    "question",
    [
        "?!…",
        "Чего хочет Путин?",
        "プーチンは何を望んでいますか",
        "🙂",
        "\x00\x1b\x07",
        "- [x](y) <b>",
    ],
)
def test_an_odd_question_is_refused_with_grace(run: Run, question: str) -> None:
    ran = run("ask", "-", stdin=question)
    assert ran.status == 0
    assert ran.out.startswith(NOT_FOUND)
    assert not ran.err


def test_a_question_of_a_megabyte(run: Run) -> None:
    ran = run("ask", "-", "--json", stdin="what does Putin want? " + "and so on " * 100_000)
    assert ran.status == 0
    assert len(json.loads(ran.out)["question"]) > 1_000_000
    assert not ran.err


def test_without_the_reader_the_recipe_answers(run: Run) -> None:
    ran = run("ask", "what does Putin want?", "--no-reader")
    assert ran.status == 0
    assert "Putin wants security guarantees" in ran.out
