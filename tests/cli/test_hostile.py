"""Text from outside never steers the terminal: articles, titles, file names, questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.terminal.hostile import steering

Run = Callable[..., Ran]
QUESTION = "\x1b]0;x\x07When was \u202e\x9b31m the mill \x1b[2J built?\u2066\x85\u2028"


@pytest.mark.parametrize(
    ("arguments", "shows"),
    [
        (["ask", "When was the mill built?"], "1702"),
        (["ask", QUESTION], "1702"),
        (["ask", QUESTION, "--json"], "1702"),
        (["ask", "-"], "1702"),
        (["ask", "What is the capital of Japan?"], "does not say"),
        (["batch", "-"], "1702"),
        (["batch", "-", "--format", "md"], "1702"),
        (["chat"], "1702"),
        (["list"], "mill"),
        (["show"], "1702"),
        (["show", "1", "--paragraph", "1"], "1702"),
        (["show", "1", "--at", "0:200"], "1702"),
        (["show", "1", "--noise"], "repeated"),
        (["verify"], "sound"),
        (["doctor"], "all is well"),
        (["remove", "1"], "removed"),
    ],
    ids=lambda value: " ".join(value).encode("ascii", "replace") if isinstance(value, list) else "",
)
def test_an_index_of_hostile_text(
    run: Run, hostile: Path, arguments: list[str], shows: str
) -> None:
    stdin = f"{QUESTION.splitlines()[0]} the mill built?\n/sources\n/show 1\n"
    ran = run(*arguments, "--index", hostile, stdin=stdin)
    assert ran.status == 0
    assert shows in ran.out
    assert not steering(ran.out + ran.err)


def test_json_keeps_what_it_escapes(run: Run, hostile: Path) -> None:
    value = json.loads(run("ask", QUESTION, "--json", "--index", hostile).out)
    assert value["question"] == QUESTION
    passage = (value["citations"] or value["closest"])[0]
    assert "\x1b" in passage["source"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--index", "\x1b[31mx\x9b"],
        ["doctor", "--index", "\x1b[31mx\x9b"],
        ["index", "\x1b[31mx\x9b\u202e"],
        ["batch", "\x1b[31mx\x9b\u202e"],
        ["batch", "q.txt", "--format", "\x1b[31m"],
        ["show", "\x1b[31m\u202e"],
        ["show", "--at", "\x1b[31m\u202e"],
        ["remove", "\x1b[31m\u202e"],
        ["\x1b[31m\u202e"],
        ["ask", "x", "--\x1b[31m"],
        ["eval", "\x1b[31m\u202e"],
    ],
    ids=lambda value: value[0].encode("ascii", "replace").hex(),
)
def test_arguments_in_messages(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.status in (1, 2)
    assert not steering(ran.out + ran.err)
    assert "unexpected" not in ran.err
