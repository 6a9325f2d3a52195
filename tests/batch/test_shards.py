"""Several machines answer one batch: merged, their answers are the file of one."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from qa_bot.batch import Record, Shard
from qa_bot.errors import UsageError
from tests.batch.conftest import batch, copy_run, kill_midway

pytestmark = pytest.mark.slow

SECONDS = re.compile(rb'"seconds": [0-9.]+')


def text(path: Path) -> bytes:
    """Return a file but for how long its answers took."""
    return SECONDS.sub(b"", path.read_bytes())


def test_killed_shards_merge_to_the_file_of_one_machine(whole: Path, work: Path) -> None:
    arguments = ["q.jsonl", "-o", "a.jsonl", "--no-reader"]
    draw = random.Random(3)
    for number in range(1, 4):
        shard = [*arguments, "--shard", f"{number}/3", "--resume", "-q"]
        out = work / f"a.jsonl.shard-{number}-of-3.jsonl"

        def start_over(out: Path = out) -> None:
            for path in work.glob(f"{out.name}*"):
                path.unlink()

        kill_midway(work, out, shard, draw, start_over)
        if number == 3:
            refused = batch(work, *arguments, "--merge", check=False)
            assert refused.returncode == 1
            assert "is not finished; run it with --resume" in refused.stderr
        batch(work, *shard)
    ran = batch(work, *arguments, "--merge")
    assert ran.stderr.startswith("193 questions: ")
    assert text(work / "a.jsonl") == text(whole / "a.jsonl")
    merged, alone = (
        json.loads((folder / "a.jsonl.manifest.json").read_text()) for folder in (work, whole)
    )
    times = dict.fromkeys(("started", "ended", "seconds"))
    assert merged | times == alone | times


@pytest.mark.parametrize("name", ["a.csv", "a.html"])
def test_a_table_and_a_page_are_merged_too(work: Path, name: str) -> None:
    arguments = ["q.jsonl", "-o", name, "--no-reader", "-q"]
    for number in (1, 2):
        batch(work, *arguments, "--shard", f"{number}/2")
    batch(work, *arguments, "--merge")
    batch(work, "q.jsonl", "-o", f"one-{name}", "--no-reader", "-q")
    assert text(work / name) == text(work / f"one-{name}")
    assert not (work / f"{name}.part.jsonl").exists()


def test_more_shards_than_questions(work: Path) -> None:
    (work / "q.txt").write_text("Is Ukraine in NATO?\nwhat does Putin want?\n")
    for number in (1, 2, 3):
        batch(work, "q.txt", "-o", "b.jsonl", "--no-reader", "--shard", f"{number}/3")
    assert batch(work, "q.txt", "-o", "b.jsonl", "--merge").stderr.startswith("2 questions: ")


def test_what_cannot_be_merged_is_said(whole: Path, work: Path) -> None:
    def refused(*arguments: str) -> str:
        ran = batch(work, "q.txt", "-o", "a.jsonl", *arguments, check=False)
        assert ran.stderr.count("\n") == 1
        return ran.stderr

    (work / "q.txt").write_text("Is Ukraine in NATO?\nwhat does Putin want?\n")
    assert "has no shards" in refused("--merge")
    batch(work, "q.txt", "-o", "a.jsonl", "--no-reader", "--shard", "1/2")
    assert "of its 2 shards, still missing: 2; run them with --shard I/2" in refused("--merge")
    batch(work, "q.txt", "-o", "a.jsonl", "--shard", "2/2")
    assert "reader was reader-" in refused("--merge")
    batch(work, "q.txt", "-o", "a.jsonl", "--no-reader", "--shard", "2/2", "--force")
    (work / "q.txt").write_text("Is Ukraine in NATO?\nwho is Timothy Ashe?\n")
    assert "the input has changed since" in refused("--merge")
    (work / "a.jsonl.shard-1-of-4.jsonl").touch()
    assert "mixes shards of different runs (of 2 and of 4)" in refused("--merge")
    copy_run(whole, work)
    assert "already exists" in refused("--merge")


WRONG = {
    "status": 5,
    "confidence": "high",
    "short": 5,
    "answer": ["a"],
    "error": {"type": "a", "message": [1]},
    "citations": [{"n": 1}],
    "closest": [5],
    "seconds": float("nan"),
    "question": {},
}


@pytest.mark.parametrize("name", [*WRONG, "quote", "start"])
def test_a_shard_that_somebody_else_wrote_is_refused_in_one_line(work: Path, name: str) -> None:
    (work / "q.txt").write_text("Is Ukraine in NATO?\n")
    batch(work, "q.txt", "-o", "a.html", "--no-reader", "--shard", "1/1")
    shard = work / "a.html.shard-1-of-1.jsonl"
    values = json.loads(shard.read_text())
    if name in WRONG:
        values[name] = WRONG[name]
    else:
        (values["citations"] or values["closest"])[0][name] = [5]
    shard.write_text(json.dumps(values) + "\n")
    ran = batch(work, "q.txt", "-o", "a.html", "--merge", check=False)
    assert ran.returncode == 1
    assert "line 1 is not an answer from qa-bot" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["started", "seconds", "done", "shard", "threshold"])
def test_a_manifest_that_somebody_else_wrote_is_refused_in_one_line(work: Path, name: str) -> None:
    (work / "q.txt").write_text("Is Ukraine in NATO?\nwhat does Putin want?\n")
    for number in (1, 2):
        batch(work, "q.txt", "-o", "a.jsonl", "--no-reader", "--shard", f"{number}/2")
    path = work / "a.jsonl.shard-2-of-2.jsonl.manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: [5]}))
    ran = batch(work, "q.txt", "-o", "a.jsonl", "--merge", check=False)
    assert ran.returncode == 1
    assert "not a qa-bot manifest" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_conversation_stays_together() -> None:
    shards = [Shard(number, 7) for number in range(1, 8)]
    alone = [[one.holds(n, Record(1, "a", "")) for one in shards] for n in range(14)]
    assert [held.index(True) for held in alone] == [*range(7), *range(7)]
    talk = {tuple(one.holds(n, Record(1, "a", "", "c")) for one in shards) for n in range(14)}
    assert len(talk) == 1
    assert sum(talk.pop()) == 1


@pytest.mark.parametrize("given", ["0/2", "3/2", "2", "a/b", "1/0", "-1/2", "", "1/2/3"])
def test_what_is_no_shard_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="I/N"):
        Shard.parse(given)
