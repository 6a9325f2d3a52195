"""Completion in a real bash, with the script that the program installs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import OTTERS, Ran

BASH = shutil.which("bash")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BASH is None, reason="no bash is installed")]

# The function completes the last of its words, as bash calls it on Tab.
SCRIPT = """
eval "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_qa_bot_completion "$0"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def complete(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that completes the last of the words after `qa-bot`."""
    program = tmp_path / "qa-bot"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qa_bot "$@"\n')
    program.chmod(0o700)
    monkeypatch.chdir(tmp_path)

    def call(*words: str, **environment: str) -> list[str]:
        ran = subprocess.run(
            [str(BASH), "-c", SCRIPT, str(program), _script(program), "qa-bot", *words],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **environment},
        )
        assert not ran.stderr
        return ran.stdout.split()

    return call


def _script(program: Path) -> str:
    environment: Mapping[str, str] = {**os.environ, "_QA_BOT_COMPLETE": "source_bash"}
    return subprocess.run(
        [program], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_options_and_their_values(complete: Callable[..., list[str]]) -> None:
    assert {"ask", "chat", "batch"} <= set(complete(""))
    assert complete("batch", "q.txt", "--format", "") == ["jsonl", "csv", "md", "html"]
    assert complete("batch", "q.txt", "--format", "c") == ["csv"]
    assert complete("batch", "--format-in", "") == ["txt", "jsonl", "csv"]
    assert complete("chat", "--reader", "") == ["on", "off"]
    assert complete("doctor", "--pa") == ["--paths"]
    assert complete("ask", "--in", "") == []  # which leaves the files to bash


def test_the_chat_options_need_no_command(complete: Callable[..., list[str]]) -> None:
    assert complete("--ind") == ["--index"]
    assert complete("--reader", "o") == ["on", "off"]
    assert complete("--reader", "on", "--contin") == ["--continue"]
    assert set(complete("--v")) == {"--version", "--vi"}


def test_indexes_and_their_articles(
    complete: Callable[..., list[str]], make_index: Callable[..., Path], tmp_path: Path
) -> None:
    mill = "The mill was built of stone in 1702 by Peter Holm, a farmer."
    made = make_index(**{"otters": OTTERS, "a mill; no": mill})
    assert complete("list", "--index", "") == [made.name]
    assert complete("list", "--index", f"{tmp_path}/") == [str(made)]
    assert complete("--index", "in") == [made.name]
    assert complete("list", "--index", "none/") == []
    # The other article's source would need quotes, so that its number stands for it.
    assert set(complete("show", "--index", made.name, "")) == {"otters.txt", "2"}
    assert complete("remove", "--index", made.name, "ott") == ["otters.txt"]
    assert complete("show", "", QA_BOT_INDEX=str(made)) == ["otters.txt", "2"]
    (tmp_path / "qa-bot.toml").write_text(f'index = "{made.name}"')
    assert complete("show", "ott") == ["otters.txt"]
    assert complete("show", "--index", "none", "") == []
