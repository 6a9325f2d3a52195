"""What comes from outside does no more than one clear line: names, settings, environments."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import OTTERS, Ran

pytestmark = pytest.mark.slow

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    "arguments",
    [
        ["index", "a\nb.txt"],
        ["index", "empty\nfile.txt"],
        ["ask", "who?", "--index", "a\nb"],
        ["list", "--index", "a\nb\r\n\x1b[2J"],
        ["batch", "a\nb.txt"],
        ["batch", "empty\nfile.txt"],
        ["eval", "a\nb"],
        ["remove", "a\nb"],
        ["show", "a\nb"],
        ["list\n"],
        ["ask", "x", "--a\nb"],
    ],
    ids=repr,
)
def test_an_error_is_one_line_whatever_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty\nfile.txt").write_bytes(b"")
    ran = run(*arguments)
    assert ran.status in (1, 2)
    assert ran.err.startswith("qa-bot: ")
    assert ran.err.count("\n") == 1
    assert ran.err[:-1].isprintable()
    assert "unexpected" not in ran.err


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 90_000,
        "a" + ".a" * 4_000 + " = 1",
        "#" * 200_000,
        "threshold = " + "1" * 5_000,
        'index = "~nobody-of-this-name/index"',
        'index = "a\\u0000b"',
    ],
    ids=lambda text: text[:30],
)
def test_settings_that_are_none_are_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "qa-bot.toml").write_text(text)
    ran = run("list")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"qa-bot: {tmp_path}/qa-bot.toml")
    assert ran.err.count("\n") == 1


@pytest.mark.slow
def test_opening_a_source_runs_nothing_that_its_name_says(tmp_path: Path) -> None:
    """A chat in a real process, where the file's name would be a command of vim."""
    name = "+!touch PWNED;echo .txt"
    (tmp_path / name).write_text(OTTERS)
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\nfor one in "$@"; do case $one in +!*) touch PWNED;; esac; done\n')
    editor.chmod(0o700)
    qa_bot = [sys.executable, "-m", "qa_bot"]
    made = subprocess.run([*qa_bot, "index", ".", "--index", "i"], cwd=tmp_path, check=False)
    assert made.returncode == 0
    ran = subprocess.run(
        [*qa_bot, "chat", "--index", "i"],
        input="When were nine animals counted?\n/open 1\n",
        cwd=tmp_path,
        env={**os.environ, "EDITOR": str(editor)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "May 2021" in ran.stdout
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"question": "who?", "answers": ["' + "(" * 5_000 + ")" * 5_000 + '"]}',
        '{"question": "who?", "answers": [5]}',
        '{"question": "who?", "answers": ["x"], "conversation": {"a": 1}}',
        '{"data": [{"paragraphs": [{"context": "A b.", "qas": [{"question": "who?", "answers":'
        ' [{"answer_start": "x", "text": "A"}]}]}]}]}',
        "9" * 5_000,
    ],
    ids=lambda line: line[:30],
)
def test_gold_that_is_none_is_one_line(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "gold.jsonl").write_text(line)
    ran = run("eval", tmp_path / "gold.jsonl")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"qa-bot: {tmp_path}/gold.jsonl")
    assert ran.err.count("\n") == 1


def test_an_expression_that_cannot_be_compiled_is_taken_as_text(run: Run, tmp_path: Path) -> None:
    gold = '{"question": "what does Putin want?", "answers": ["a{9999999999}"]}'
    (tmp_path / "gold.jsonl").write_text(gold)
    ran = run("eval", tmp_path / "gold.jsonl")
    assert (ran.status, ran.err) == (0, "")
