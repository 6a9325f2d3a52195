"""A batch that is written to a file: killed, interrupted, out of room, and resumed."""

from __future__ import annotations

import csv
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Answer, Bot
from qa_bot.batch import Job, Mode
from qa_bot.export import Format
from tests.batch.conftest import PROGRAM, batch, copy_run, kill_midway, values
from tests.conftest import Ran

pytestmark = pytest.mark.slow

NAMES = ["a.jsonl", "a.jsonl.manifest.json", "q.jsonl"]


def make_index(work: Path) -> Path:
    (work / "otters.txt").write_text(
        "Otters\n\nOtters have come back to the river Lune after forty years."
    )
    command = [*PROGRAM, "index", "otters.txt", "--index", "mine"]
    subprocess.run(command, cwd=work, check=True, capture_output=True)
    return work / "mine"


def test_what_is_done_of_a_table_is_named_as_the_table_was() -> None:
    job = Job(Path("q.txt"), Path("a.csv"), Format.CSV, Mode.NEW)
    assert job.written == Path("a.csv.part.jsonl")


def test_killed_at_any_moment_it_gives_the_same_file_in_the_end(whole: Path, work: Path) -> None:
    draw = random.Random(7)
    arguments = ["q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume", "-q"]

    def start_over() -> None:
        (work / "a.jsonl").unlink()
        (work / "a.jsonl.manifest.json").unlink()

    for _ in range(5):
        kill_midway(work, work / "a.jsonl", arguments, draw, start_over)
    batch(work, *arguments)
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")
    manifest = json.loads((work / "a.jsonl.manifest.json").read_text())
    assert (manifest["done"], manifest["questions"]) == (193, 193)


def test_killed_before_the_first_answer_it_starts_over(work: Path) -> None:
    (work / "two.txt").write_text("what does Putin want?\nwho is Samorukov?\n")
    (work / "a.csv.part.jsonl").touch()
    batch(work, "two.txt", "-o", "a.csv", "--no-reader")
    assert "who is Samorukov?" in (work / "a.csv").read_text("utf-8")
    assert not (work / "a.csv.part.jsonl").exists()


@pytest.mark.parametrize("cut", [0, 1, 500, 4000, 20_000])
def test_a_torn_last_line_is_dropped(whole: Path, work: Path, cut: int) -> None:
    copy_run(whole, work)
    with (work / "a.jsonl").open("r+b") as file:
        file.truncate(file.seek(0, os.SEEK_END) - cut)
    batch(work, "q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume")
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")


@pytest.mark.parametrize(
    ("change", "arguments", "says"),
    [
        ("question", ["--no-reader"], "the input has changed since"),
        ("", ["--reader", "on"], "reader was None, is reader-v2"),
        ("", ["--no-reader", "--threshold", "0.7"], "threshold was 0.34, is 0.7"),
        ("manifest", ["--no-reader"], "start over with --force"),
        ("records", ["--no-reader"], "line 1 is not the answer to question 1"),
    ],
)
def test_another_run_s_work_is_not_gone_on_with(
    whole: Path, work: Path, change: str, arguments: list[str], says: str
) -> None:
    copy_run(whole, work)
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
        time.sleep(0.001)
    first.send_signal(signal.SIGSTOP)  # else it may be done too soon
    for flag in ("--resume", "--force"):
        second = batch(work, "q.jsonl", "-o", "a.jsonl", flag, check=False)
        assert second.returncode == 1
        assert "another run is writing" in second.stderr
    first.send_signal(signal.SIGCONT)
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


def fail(path: Path, *numbers: int) -> None:
    """Make some records of a file those of questions that failed."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    error = {"type": "UnusableIndexError", "message": "it is gone"}
    empty = {"answer": "", "short": None, "citations": [], "closest": [], "resolved_question": None}
    for n in numbers:
        lines[n] |= {"status": "error", "confidence": 0.0, **empty, "error": error}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def test_the_failed_ones_are_asked_again_and_the_follow_ups_that_mean_them(
    whole: Path, work: Path
) -> None:
    copy_run(whole, work)
    fail(work / "a.jsonl", 5, 10, 100)  # record 10 begins a conversation
    lines = (work / "a.jsonl").read_text("utf-8").splitlines()
    stale = json.loads(lines[90]) | {"resolved_question": None, "answer": "of something else"}
    lines[90] = json.dumps(stale)
    (work / "a.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    arguments = ("q.jsonl", "-o", "a.jsonl", "--no-reader")
    ran = batch(work, *arguments, "--resume", check=False)
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == (
        "to ask the failed questions again: "
        "qa-bot batch q.jsonl -o a.jsonl --no-reader --retry-failed"
    )
    batch(work, *arguments, "--retry-failed")
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")
    assert sorted(file.name for file in work.iterdir()) == NAMES


def test_failures_stop_a_run_by_its_own_count(work: Path) -> None:
    index = make_index(work)
    (work / "q.txt").write_text("Where are the otters?\n" * 9)
    arguments = ("q.txt", "-o", "a.jsonl", "--index", "mine")
    batch(work, *arguments)
    fail(work / "a.jsonl", *range(9))
    with (work / "a.jsonl").open("r+b") as file:
        file.truncate(len(b"".join(file.readlines()[:4])))
    ran = batch(work, *arguments, "--resume", "--max-failures", "2", check=False)
    assert ran.returncode == 1
    assert [one["status"] for one in values(work / "a.jsonl")] == ["error"] * 4 + ["answered"] * 5
    assert index.is_dir()


@pytest.mark.parametrize(("flag", "done"), [(["--fail-fast"], 1), (["--max-failures", "2"], 2)])
def test_a_run_stops_at_its_failures(
    work: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran], flag: list[str], done: int
) -> None:
    def full(self: Bot, question: str, *, id: str | None = None) -> Answer:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(work)
    monkeypatch.setattr(Bot, "ask", full)
    ran = run("batch", "q.jsonl", "-o", "a.jsonl", *flag)
    assert ran.status == 1
    assert [one["status"] for one in values(work / "a.jsonl")] == ["error"] * done
    assert f"{193 - done} questions left; to continue: " in ran.err
    assert run("batch", "q.jsonl", "--quiet", *flag).out.count("\n") == done


def test_an_index_that_changes_ends_the_run(
    work: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    make_index(work)
    (work / "q.txt").write_text("Where are the otters?\n" * 9)
    ask = Bot.ask

    def meanwhile(self: Bot, question: str, *, id: str | None = None) -> Answer:
        if (work / "a.jsonl").read_text().count("\n") == 3:
            (work / "mill.txt").write_text("Mill\n\nThe mill was built of stone in 1702.")
            assert run("index", work / "mill.txt", "--index", work / "mine").status == 0
        return ask(self, question, id=id)

    monkeypatch.chdir(work)
    monkeypatch.setattr(Bot, "ask", meanwhile)
    ran = run("batch", "q.txt", "-o", "a.jsonl", "--index", "mine")
    assert ran.status == 1
    assert "was changed during the run" in ran.err
    assert len(values(work / "a.jsonl")) == 3
    assert json.loads((work / "a.jsonl.manifest.json").read_text())["done"] == 3
    assert (
        "index fingerprint was"
        in run("batch", "q.txt", "-o", "a.jsonl", "--index", "mine", "--resume").err
    )


def test_what_is_left_is_told_beyond_a_limit(work: Path) -> None:
    command = ["q.jsonl", "-o", "a.jsonl", "--no-reader"]
    ran = batch(work, *command, "--limit", "5")
    assert ran.stderr.splitlines()[-1] == (
        "188 questions left; to continue: qa-bot batch q.jsonl -o a.jsonl --no-reader --resume"
    )
    assert len(values(work / "a.jsonl")) == 5
    ran = batch(work, *command, "--resume", "--limit=7", "-q")
    assert not ran.stderr
    assert len(values(work / "a.jsonl")) == 7


def test_several_processes_give_the_same_answers(whole: Path, work: Path) -> None:
    command = [*PROGRAM, "batch", "q.jsonl", "--no-reader", "-q", "-o"]
    running = [subprocess.Popen([*command, f"{n}.jsonl"], cwd=work) for n in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    for n in range(3):
        assert values(work / f"{n}.jsonl") == values(whole / "a.jsonl")


def test_a_line_of_10_mb_and_other_scripts(work: Path) -> None:
    questions = ["what does Putin want? " + "x" * 10_000_000, "чего хочет Путин?", "普京想要什么？"]
    (work / "q.txt").write_text("\n".join([*questions, "\u202eمن هو بوتين؟", "🦦?"]), "utf-8")
    batch(work, "q.txt", "-o", "a.csv")
    csv.field_size_limit(sys.maxsize)
    with (work / "a.csv").open(newline="", encoding="utf-8") as file:
        assert [row["question"] for row in csv.DictReader(file)][:3] == questions
    batch(work, "q.txt", "-o", "b.jsonl")
    assert [one["question"] for one in values(work / "b.jsonl")][:3] == questions
    assert "error" not in {one["status"] for one in values(work / "b.jsonl")}


def test_a_pipe_that_is_closed_leaves_a_run_to_go_on_with(whole: Path, work: Path) -> None:
    script = f"{shlex.join(PROGRAM)} batch q.jsonl --no-reader | head -n 2"
    ran = subprocess.run(
        ["bash", "-c", script], cwd=work, check=False, capture_output=True, text=True
    )
    assert (ran.stdout.count("\n"), ran.stderr) == (2, "")
    script = f"cat q.jsonl | {shlex.join(PROGRAM)} batch <(cat) --format-in jsonl -o a.jsonl"
    subprocess.run(["bash", "-c", f"{script} --no-reader -q"], cwd=work, check=True)
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")


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
        assert "cannot write disk/a.jsonl (No space left on device)" in ran.stderr
        assert "rerun with --resume" in ran.stderr
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
        time.sleep(0.001)
    process.send_signal(signal.SIGSTOP)  # else it may write while the folder is emptied
    shutil.rmtree(work / "out")
    process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "was removed during the run" in err
    assert "Traceback" not in err


def test_an_output_that_may_not_be_written(work: Path) -> None:
    ran = batch(work, "q.jsonl", "-o", "/dev/full", check=False)
    assert ran.returncode == 1
    assert ran.stderr == "qa-bot: cannot write /dev/full (No space left on device)\n"
    ran = batch(work, "q.jsonl", "-o", "/proc/a.jsonl", check=False)
    assert ran.returncode == 1
    assert "cannot write /proc/a.jsonl" in ran.stderr
