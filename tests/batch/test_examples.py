"""The examples of batches do what they say, in the bare environment of cron too."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa_bot import Bot
from tests.batch.conftest import batch, values

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with qa-bot in a virtual environment, and a folder of questions."""
    program = tmp_path / ".venv" / "bin" / "qa-bot"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m qa_bot "$@"\n')
    program.chmod(0o755)
    (tmp_path / "questions").mkdir()
    return tmp_path


def test_the_nightly_line_answers_an_input_that_grows(home: Path) -> None:
    lines = (EXAMPLES / "nightly.crontab").read_text().splitlines()
    (line,) = [line for line in lines if line and not line.startswith("#")]
    command = line.split(maxsplit=5)[5]
    assert "%" not in command  # cron would take it for the end of the line
    folder = home / "questions"
    text = "Is Ukraine in NATO?\n"
    for night in (1, 2):
        (folder / "questions.txt").write_text(text)
        subprocess.run(
            ["/bin/sh", "-c", command],
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            check=True,
            cwd="/",
        )
        assert len(values(folder / "answers.jsonl")) == night
        text += "when was Crimea annexed?\n"


def test_shards_give_the_file_of_one_process(home: Path) -> None:
    folder = home / "questions"
    (folder / "q.txt").write_text("Is Ukraine in NATO?\nwhen was Crimea annexed?\nwho is Ashe?\n")
    environment = os.environ | {"PATH": f"{home / '.venv' / 'bin'}:{os.environ['PATH']}"}
    command = [EXAMPLES / "shards.sh", "2", "q.txt", "a.jsonl"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    batch(folder, "q.txt", "-o", "b.jsonl")
    assert values(folder / "a.jsonl") == values(folder / "b.jsonl")


def test_the_actor_for_ray_answers_as_a_batch_does(bot: Bot) -> None:
    spec = importlib.util.spec_from_file_location("ray_data", EXAMPLES / "ray_data.py")
    assert spec and spec.loader
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)  # Ray itself is imported to run it, not to define the class
    questions = ["when was Crimea annexed?", " ", "what is the capital of Japan?"]
    rows = example.Answerer()({"question": questions, "line": [1, 2, 3]})
    assert (rows["question"], rows["line"]) == (questions, [1, 2, 3])
    records = [json.loads(record) for record in rows["record"]]
    assert [record["status"] for record in records] == ["answered", "error", "not_found"]
    expected = [answer.to_dict() for answer in bot.ask_all(questions)]
    for record, answer in zip(records, expected, strict=True):
        assert {**record, "seconds": 0} == {**answer, "seconds": 0}
