"""A batch of 200 questions, and the real command to run it with."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QUESTIONS = [
    "what does Putin want?",
    "What is the capital of Japan?",
    "when was Crimea annexed?",
    "Is Ukraine in NATO?",
    "who is Timothy Ashe?",
]
PROGRAM = [sys.executable, "-m", "qa_bot"]


def batch(
    folder: Path, *arguments: str, check: bool = True, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [*PROGRAM, "batch", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **kwargs,
    )
    assert "Traceback" not in ran.stderr
    if check:
        assert ran.returncode == 0, ran.stderr
    return ran


def kill_midway(
    folder: Path,
    out: Path,
    arguments: list[str],
    draw: random.Random,
    start_over: Callable[[], None],
) -> None:
    """Kill a batch at a random moment after it has begun to write `out`.

    A run that ends before it can be killed, as on a busy machine, is undone by `start_over`.
    """
    for _ in range(50):
        begun = out.stat().st_size if out.exists() else 0
        process = subprocess.Popen([*PROGRAM, "batch", *arguments], cwd=folder)
        while process.poll() is None and not (out.exists() and out.stat().st_size > begun):
            time.sleep(0.002)
        time.sleep(draw.random() * 0.02)
        process.kill()
        if process.wait() == -signal.SIGKILL:
            return
        start_over()
    pytest.fail("the batch always ended before it was killed")


def values(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file but for how long they took."""
    return [{**json.loads(line), "seconds": 0} for line in path.read_text("utf-8").splitlines()]


def copy_run(whole: Path, work: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.manifest.json"):
        (work / name).write_bytes((whole / name).read_bytes())


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 193 questions, conversations among them, and a run to the end; read only."""
    folder = tmp_path_factory.mktemp("whole")
    lines: list[dict[str, Any]] = [{"question": QUESTIONS[n % 5], "number": n} for n in range(190)]
    for n, question in ((10, "what does Putin want?"), (90, "and Biden?"), (180, "why?")):
        lines.insert(n, {"question": question, "conversation": "c"})
    (folder / "q.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    batch(folder, "q.jsonl", "-o", "a.jsonl", "--no-reader")
    return folder


@pytest.fixture
def work(whole: Path, tmp_path: Path) -> Path:
    """A folder with those questions."""
    (tmp_path / "q.jsonl").write_bytes((whole / "q.jsonl").read_bytes())
    return tmp_path
