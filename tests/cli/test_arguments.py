"""What people type is the command that they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.cli.arguments import is_chat, rewrite_arguments
from tests.conftest import OTTERS, Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ([], []),
        (["chat", "--no-color"], ["--no-color", "chat"]),
        (["--index", "mine"], ["chat", "--index", "mine"]),
        (["--index=mine", "--debug"], ["--debug", "chat", "--index=mine"]),
        (["--vi"], ["chat", "--vi"]),
        (["-h"], ["-h"]),
        (["--version"], ["--version"]),
        (["--no-color", "--help"], ["--no-color", "--help"]),
        (["what does Putin want?"], ["ask", "what does Putin want?"]),
        (["who is Ashe?", "--json"], ["ask", "who is Ashe?", "--json"]),
        (["ask", "--", "--debug"], ["ask", "--", "--debug"]),
        (["aks", "who?"], ["aks", "who?"]),
        (["list"], ["list"]),
    ],
)
def test_arguments_are_rewritten(typed: list[str], meant: list[str]) -> None:
    assert rewrite_arguments(typed) == meant


@given(st.lists(st.sampled_from(["ask", "chat", "--", "-h", "--debug", "--index", "a b", "-", ""])))
def test_rewriting_twice_changes_nothing(typed: list[str]) -> None:
    once = rewrite_arguments(typed)
    assert rewrite_arguments(once) == once
    assert Counter(typed) <= Counter(once)


def test_a_chat_is_known_before_anything_is_parsed() -> None:
    for typed in ([], ["--index", "mine"], ["chat"], ["--no-color"], ["chat", "--vi"]):
        assert is_chat(rewrite_arguments(typed)), typed
    for typed in (["-h"], ["chat", "-h"], ["--version"], ["list"], ["who is he?"]):
        assert not is_chat(rewrite_arguments(typed)), typed


def test_a_question_needs_no_quotes_and_no_command(run: Run) -> None:
    quoted = run("ask", "what does Putin want")
    assert "security guarantees" in quoted.out
    for typed in (["ask", "what", "does", "Putin", "want"], ["what does Putin want"]):
        assert run(*typed).out.split("confidence")[0] == quoted.out.split("confidence")[0]
    assert "Ask by: qa-bot ask QUESTION" in run("what", "does", "Putin", "want").err


def test_the_options_of_the_chat_start_it(run: Run, make_index: Callable[..., Path]) -> None:
    made = make_index(otters=OTTERS)
    ran = run("--index", made, stdin="When were nine animals counted?")
    assert (ran.status, ran.err) == (0, "")
    assert "May 2021" in ran.out
