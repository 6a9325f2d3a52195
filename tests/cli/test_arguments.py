"""What people type is the command that they mean."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.cli.arguments import is_chat, only_file, rewrite_arguments
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
        (["who", "is", "Ashe"], ["ask", "who", "is", "Ashe"]),
        (["Does", "Putin", "agree?", "--json"], ["ask", "Does", "Putin", "agree?", "--json"]),
        (["what"], ["what"]),
        (["help"], ["--help"]),
        (["help", "ask"], ["ask", "--help"]),
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
    words = ["what", "does", "Putin", "want"]
    for typed in (["ask", *words], words, ["what does Putin want"]):
        assert run(*typed).out.split("confidence")[0] == quoted.out.split("confidence")[0]
    assert "To ask: qa-bot ask QUESTION" in run("Putin", "wants").err


def test_the_options_of_the_chat_start_it(run: Run, make_index: Callable[..., Path]) -> None:
    made = make_index(otters=OTTERS)
    ran = run("--index", made, stdin="When were nine animals counted?")
    assert (ran.status, ran.err) == (0, "")
    assert "May 2021" in ran.out


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ([], None),
        (["--"], None),
        (["ask", "who?", "--in", "a.txt"], "a.txt"),
        (["ask", "--in=a.txt", "who?"], "a.txt"),
        (["chat", "--in", "a.txt", "--vi"], "a.txt"),
        (["ask", "who?"], None),
        (["ask", "who?", "--in"], None),
        (["ask", "who?", "--in="], None),
        (["ask", "who?", "--in", "-"], None),
        (["ask", "who?", "--in", "https://a.example/"], None),
        (["ask", "who?", "--in", "a.txt", "--in", "b.txt"], None),
        (["ask", "--in", "a.txt", "--help"], None),
        (["ask", "--", "--in", "a.txt"], None),
    ],
)
def test_the_only_file_that_is_asked(arguments: list[str], file: str | None) -> None:
    assert only_file(arguments) == file


def test_a_file_is_asked_from_the_command_line_up(tmp_path: Path) -> None:
    """What is begun before the command line is parsed is what is asked, and once."""
    file = tmp_path / "otters.txt"
    file.write_text(OTTERS, "utf-8")
    command = [sys.executable, "-m", "qa_bot", "ask", "how many animals?", "--in", str(file)]
    for wanted in ("nine animals", "nine animals", "twelve animals"):
        if wanted == "twelve animals":
            file.write_text(OTTERS.replace("nine", "twelve"), "utf-8")
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert wanted in ran.stdout, ran.stderr
    file.unlink()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == f"qa-bot: {file} does not exist; check the name\n"
