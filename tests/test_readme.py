"""What the README shows is what happens: its pipelines and the help's examples are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the pipelines name, and the program on the path."""
    lines = ["what does Putin want?", "What is the capital of Japan?", "when was Crimea annexed?"]
    text = "\n".join(lines)
    (tmp_path / "parts").mkdir()
    for name in ("questions.txt", "mine.questions.txt", "parts/1.txt", "parts/2.txt"):
        (tmp_path / name).write_text(text)
    (tmp_path / "questions.csv").write_text(f"q\n{text}\n")
    (tmp_path / "questions.jsonl").write_text('{"question": "who is Timothy Ashe?"}')
    (tmp_path / "nightly.jsonl").write_text('{"question": "Is Ukraine in NATO?"}')
    for name in ("old.jsonl", "new.jsonl"):
        (tmp_path / name).write_text(f'{{"id": "1", "seconds": {len(name)}{name.count("w")}}}\n')
    program = tmp_path / "bin" / "qa-bot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qa_bot "$@"\n')
    program.chmod(0o755)
    return tmp_path


def shell(folder: Path, command: str) -> str:
    environment = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, (command, ran.stderr)
    return ran.stdout


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_the_pipelines_run(folder: Path) -> None:
    (block,) = blocks("sh")
    short, parallel, compared = block.strip().split("\n\n")
    assert "when was Crimea annexed?\t2014" in shell(folder, short)
    shell(folder, parallel)
    assert len((folder / "parts" / "2.txt.jsonl").read_text().splitlines()) == 3
    assert not shell(folder, compared)


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_the_make_rule_makes_a_table(folder: Path) -> None:
    (rule,) = blocks("make")
    (folder / "Makefile").write_text(rule)
    shell(folder, "make -s mine.answers.csv")
    assert len((folder / "mine.answers.csv").read_text("utf-8").splitlines()) >= 4
    assert not shell(folder, "make -q mine.answers.csv")


def test_the_crontab_line_s_command_runs(folder: Path) -> None:
    (line,) = blocks("crontab")
    command = line.split("  ", 1)[1].replace("~/questions", str(folder))
    shell(folder, command)
    shell(folder, command)  # the next night there is nothing left to do
    assert len((folder / "nightly.answers.jsonl").read_text().splitlines()) == 1


def test_the_examples_of_batch_help_run(folder: Path) -> None:
    shown = shell(folder, "qa-bot batch --help")
    examples = [line.strip() for line in shown.splitlines() if "qa-bot batch " in line]
    examples = [line for line in examples if not line.startswith("Usage")]
    assert len(examples) >= 3
    for example in examples:
        if "jq" not in example or shutil.which("jq"):
            shell(folder, re.split(r" {3,}", example)[0])
