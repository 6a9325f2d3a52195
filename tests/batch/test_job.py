"""A batch that is written to a file: killed, interrupted, out of room, and gone on with."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
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


def values(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file but for how long they took."""
    return [{**json.loads(line), "seconds": 0} for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 200 questions, conversations among them, and a run to the end; read only."""
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


def test_killed_at_any_moment_it_gives_the_same_file_in_the_end(whole: Path, work: Path) -> None:
    draw = random.Random(7)
    command = [*PROGRAM, "batch", "q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume", "-q"]
    kills = 0
    for _ in range(6):
        process = subprocess.Popen(command, cwd=work, stderr=subprocess.PIPE)
        begun = (work / "a.jsonl").stat().st_size if (work / "a.jsonl").exists() else 0
        while process.poll() is None and (
            not (work / "a.jsonl").exists() or (work / "a.jsonl").stat().st_size <= begun
        ):
            time.sleep(0.005)
        time.sleep(draw.random() * 0.15)
        process.kill()
        kills += process.wait() == -signal.SIGKILL
        process.communicate()
    assert kills >= 3
    batch(work, *command[4:])
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")
    manifest = json.loads((work / "a.jsonl.manifest.json").read_text())
    assert (manifest["done"], manifest["questions"]) == (193, 193)


@pytest.mark.parametrize("cut", [0, 1, 500, 4000, 20_000])
def test_a_torn_last_line_is_dropped(whole: Path, work: Path, cut: int) -> None:
    for name in ("a.jsonl", "a.jsonl.manifest.json"):
        (work / name).write_bytes((whole / name).read_bytes())
    with (work / "a.jsonl").open("r+b") as file:
        file.truncate(file.seek(0, os.SEEK_END) - cut)
    batch(work, "q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume")
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")


@pytest.mark.parametrize(
    ("change", "arguments", "says"),
    [
        ("question", ["--no-reader"], "input sha256 was"),
        ("", ["--reader"], "reader was None, is reader-v1"),
        ("", ["--no-reader", "--threshold", "0.7"], "threshold was 0.34, is 0.7"),
        ("manifest", ["--no-reader"], "begin anew with --force"),
        ("records", ["--no-reader"], "is not the answer to that question"),
    ],
)
def test_another_run_s_work_is_not_gone_on_with(
    whole: Path, work: Path, change: str, arguments: list[str], says: str
) -> None:
    for name in ("a.jsonl", "a.jsonl.manifest.json"):
        (work / name).write_bytes((whole / name).read_bytes())
    if change == "question":
        with (work / "q.jsonl").open("a") as file:
            file.write('\n{"question": "who?"}')
    elif change == "manifest":
        (work / "a.jsonl.manifest.json").unlink()
    elif change == "records":
        lines = (work / "a.jsonl").read_bytes().splitlines(keepends=True)
        (work / "a.jsonl").write_bytes(b"".join(lines[1:]))
    before = (work / "a.jsonl").read_bytes()
    ran = batch(work, "q.jsonl", "-o", "a.jsonl", "--resume", *arguments, check=False)
    assert ran.returncode == 1
    assert says in ran.stderr
    assert (work / "a.jsonl").read_bytes() == before


def test_two_runs_do_not_write_one_output(work: Path) -> None:
    first = subprocess.Popen([*PROGRAM, "batch", "q.jsonl", "-o", "a.jsonl", "-q"], cwd=work)
    while not (work / "a.jsonl").exists() or not (work / "a.jsonl").stat().st_size:
        assert first.poll() is None
        time.sleep(0.01)
    for flag in ("--resume", "--force"):
        second = batch(work, "q.jsonl", "-o", "a.jsonl", flag, check=False)
        assert second.returncode == 1
        assert "is being written by another run" in second.stderr
    assert first.wait() == 0
    assert len(values(work / "a.jsonl")) == 193


@pytest.mark.parametrize("name", ["a.csv", "a.md"])
def test_a_table_or_a_page_is_made_once_all_is_asked(work: Path, name: str) -> None:
    ran = batch(work, "q.jsonl", "-o", name, "--no-reader", "--limit", "20")
    assert not ran.stdout
    journal = work / f"{name}.part.jsonl"
    assert len(values(journal)) == 20
    refused = batch(work, "q.jsonl", "-o", name, "--no-reader", check=False)
    assert (refused.returncode, "--resume" in refused.stderr) == (2, True)
    batch(work, "q.jsonl", "-o", name, "--no-reader", "--resume")
    assert not journal.exists()
    text = (work / name).read_text("utf-8")
    if name == "a.csv":
        with (work / name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 193
        assert rows[90]["resolved_question"] == "what does Biden want?"
        assert [row["number"] for row in rows[:3]] == ["0", "1", "2"]
    else:
        assert text.count("\n## ") == 192
    again = batch(work, "q.jsonl", "-o", name, "--no-reader", "--resume")
    assert again.stderr.startswith("193 questions: ")
    assert (work / name).read_text("utf-8") == text


def test_failures_stop_it_and_are_asked_again(work: Path) -> None:
    index = work / "mine"
    text = "Otters\n\nOtters have come back to the river Lune after forty years."
    (work / "otters.txt").write_text(text)
    command = [*PROGRAM, "index", "otters.txt", "--index", "mine"]
    subprocess.run(command, cwd=work, check=True, capture_output=True)
    (work / "q.txt").write_text("Where are the otters?\n" * 3)
    batch(work, "q.txt", "-o", "a.jsonl", "--index", "mine")
    lines = [json.loads(line) for line in (work / "a.jsonl").read_text().splitlines()]
    failed = {
        "status": "error",
        "answer": "",
        "citations": [],
        "error": {"type": "A", "message": "b"},
    }
    broken = [lines[0], lines[1] | failed, lines[2]]
    (work / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in broken))
    assert index.is_dir()
    ran = batch(work, "q.txt", "-o", "a.jsonl", "--index", "mine", "--resume", check=False)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "ask the failed ones again: qa-bot batch q.txt -o a.jsonl --index mine --retry-failed"
    )
    batch(work, "q.txt", "-o", "a.jsonl", "--index", "mine", "--retry-failed")
    assert values(work / "a.jsonl") == [{**line, "seconds": 0} for line in lines]


@pytest.mark.skipif(os.geteuid() != 0, reason="a file system of 1 MB needs root")
def test_a_full_disk_keeps_what_is_done(whole: Path, work: Path) -> None:
    disk = work / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        ran = batch(work, "q.jsonl", "-o", "disk/a.jsonl", "--no-reader", check=False)
        assert ran.returncode == 1
        assert "cannot be written (No space left on device)" in ran.stderr
        assert "go on with --resume" in ran.stderr
        kept = (disk / "a.jsonl").read_bytes()
        assert 0 < len(kept.splitlines()) < 193
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        batch(work, "q.jsonl", "-o", "disk/a.jsonl", "--no-reader", "--resume")
        assert values(disk / "a.jsonl") == values(whole / "a.jsonl")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_folder_that_vanishes_is_said(work: Path) -> None:
    (work / "out").mkdir()
    process = subprocess.Popen(
        [*PROGRAM, "batch", "q.jsonl", "-o", "out/a.jsonl", "-q"],
        cwd=work,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (work / "out" / "a.jsonl").exists() or not (work / "out" / "a.jsonl").stat().st_size:
        assert process.poll() is None
        time.sleep(0.01)
    for file in (work / "out").iterdir():
        file.unlink()
    (work / "out").rmdir()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "was removed while it was written" in err
    assert "Traceback" not in err


def test_an_output_that_may_not_be_written(work: Path) -> None:
    ran = batch(work, "q.jsonl", "-o", "/dev/full", check=False)
    assert ran.returncode == 2
    assert "is no file" in ran.stderr
    ran = batch(work, "q.jsonl", "-o", "/proc/a.jsonl", check=False)
    assert ran.returncode == 1
    assert "cannot be written" in ran.stderr
