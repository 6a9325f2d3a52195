"""A batch and the disk: power cuts, planted links, devices, and what is synced before success."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.batch.conftest import PROGRAM, batch, copy_run, values

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_all_is_on_the_disk_before_success_is_reported(tmp_path: Path, name: str) -> None:
    (tmp_path / "q.txt").write_text("when was Crimea annexed?\n")
    calls = "write,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
    log = tmp_path / "log"
    tracer = ["strace", "-f", "-y", "-s", "40", "-o", str(log), "-e", f"trace={calls}"]
    command = [*tracer, *PROGRAM, "batch", "q.txt", "-o", name, "--no-reader"]
    ran = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    if ran.returncode and "ptrace" in ran.stderr:
        pytest.skip("strace may not trace here")
    assert ran.returncode == 0, ran.stderr
    trace = log.read_text(errors="replace").splitlines()

    def last(pattern: str) -> int:
        return max(n for n, line in enumerate(trace) if re.search(pattern, line))

    def steps(target: str, aside: str) -> list[int]:
        """Return when a file was written for the last time, synced, renamed, and its folder."""
        renamed = last(rf'rename\w*\(.*{aside}.*{re.escape(target)}"')
        return [
            last(rf"write\(\d+<[^>]*{aside}[^>]*>"),
            last(rf"fsync\(\d+<[^>]*{aside}[^>]*>"),
            renamed,
            next(
                n
                for n, line in enumerate(trace)
                if n > renamed and re.search(rf"fsync\(\d+<{re.escape(str(tmp_path))}>", line)
            ),
        ]

    reported = last(r'write\(2<[^>]*>, "1 question: ')
    manifest = steps(f"{name}.manifest.json", rf"\.{re.escape(name)}\.manifest\.json\.\w+\.part")
    journal = name if name == "a.jsonl" else f"{name}.part.jsonl"
    answers = [
        last(rf"write\(\d+<[^>]*/{re.escape(journal)}>"),
        last(rf"fsync\(\d+<[^>]*/{re.escape(journal)}>"),
    ]
    assert answers == sorted(answers)
    assert manifest == sorted(manifest)
    assert answers[-1] < manifest[0]
    assert manifest[-1] < reported
    if name == "a.csv":
        table = steps(name, rf"/\.{re.escape(name)}\.[0-9a-f]+\.part")
        assert table == sorted(table)
        assert table[-1] < last(rf"unlink\w*\(.*{re.escape(journal)}") < reported


@pytest.mark.parametrize(
    "tail", [b"\0" * 500, b"\0" * 500 + b"\n", b'{"id": "\0\0\0\n\0\0\n', b'{"i']
)
def test_zeros_and_a_torn_line_at_the_end_are_dropped(whole: Path, work: Path, tail: bytes) -> None:
    copy_run(whole, work)
    lines = (work / "a.jsonl").read_bytes().splitlines(keepends=True)
    (work / "a.jsonl").write_bytes(b"".join(lines[:150]) + tail)
    batch(work, "q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume")
    assert values(work / "a.jsonl") == values(whole / "a.jsonl")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.manifest.json"])
def test_json_that_nests_too_deep_is_one_line(whole: Path, work: Path, name: str) -> None:
    copy_run(whole, work)
    (work / name).write_text("[" * 200_000 + "\n")
    ran = batch(work, "q.jsonl", "-o", "a.jsonl", "--no-reader", "--resume", check=False)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith(f"qa-bot: {work / name}")
    assert "start over with --force" in ran.stderr


def test_planted_links_are_not_followed(work: Path) -> None:
    precious = work / "precious"
    precious.write_text("precious")
    for name in (".a.csv.part", ".a.csv.manifest.json.part", "a.csv.manifest.json"):
        (work / name).symlink_to(precious)
    arguments = ("q.jsonl", "-o", "a.csv", "--no-reader", "--limit", "2")
    batch(work, *arguments)
    (work / "a.csv.part.jsonl").unlink()
    (work / "a.csv.part.jsonl").symlink_to(precious)
    ran = batch(work, *arguments, "--force", check=False)
    assert ran.returncode == 1
    assert "cannot write a.csv (Too many levels of symbolic links)" in ran.stderr
    assert precious.read_text() == "precious"


def test_a_device_and_a_pipe_are_written_as_they_are(work: Path) -> None:
    ran = batch(work, "q.jsonl", "-o", "/dev/null", "--no-reader", "--limit", "3")
    assert ran.stderr.startswith("3 questions: ")
    os.mkfifo(work / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((work / "pipe").read_bytes()))
    reader.start()
    batch(work, "q.jsonl", "-o", "pipe", "--no-reader", "--limit", "3", "--format", "csv", "-q")
    reader.join()
    assert got[0].startswith(b"id,question,status,")
    assert (work / "pipe").is_fifo()
    assert sorted(file.name for file in work.iterdir()) == ["pipe", "q.jsonl"]
    ran = batch(work, "q.jsonl", "-o", "pipe", "--resume", check=False)
    assert ran.returncode == 2
    assert "need an output file" in ran.stderr


def test_what_a_killed_run_left_aside_is_removed(work: Path) -> None:
    (work / ".a.csv.0123456789abcdef.part").write_text("half")
    batch(work, "q.jsonl", "-o", "a.csv", "--no-reader", "--limit", "3", "--force")
    assert not list(work.glob(".a.csv*"))


def test_a_page_goes_to_standard_output_too(work: Path) -> None:
    ran = batch(work, "q.jsonl", "--format", "html", "--no-reader", "--limit", "3", "-q")
    assert ran.stdout.startswith("<!doctype html>")


def test_the_manifest_tells_how_far_it_came(work: Path) -> None:
    batch(work, "q.jsonl", "-o", "a.jsonl", "--no-reader", "--limit", "3")
    manifest = json.loads((work / "a.jsonl.manifest.json").read_text())
    assert (manifest["questions"], manifest["done"], manifest["input"]) == (193, 3, "q.jsonl")
