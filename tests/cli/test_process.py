"""Real processes: pipes, closed streams, signals, and the streams' division of labor."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-m", "qa_bot"]


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which $Q is the program."""
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        env={**os.environ, "Q": f"{sys.executable} -m qa_bot", **environment},
        capture_output=True,
        check=False,
    )


def test_head_is_quiet() -> None:
    ran = shell("for n in {1..300}; do echo 'what does Putin want?'; done | $Q batch - | head -1")
    assert ran.stdout.count(b"\n") == 1
    assert not ran.stderr


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        ("$Q ask - <&-", 2, b"the question is empty"),
        ("$Q batch - <&-", 1, b"standard input contains no questions"),
        ("$Q chat <&-", 0, b""),
        ("$Q list >&-", 0, b""),
        ("$Q list 2>&-", 0, b""),
        ("$Q ask '' <&- >&- 2>&-", 2, b""),
        ("$Q list >/dev/full", 1, b"No space left on device"),
        (r"printf 'who \xff\xfe?' | $Q ask - >/dev/null", 0, b""),
        (r"$Q ask $'who \xff\xfe?' >/dev/null", 0, b""),
    ],
)
def test_streams_that_are_closed_full_or_not_utf_8(command: str, status: int, says: bytes) -> None:
    ran = shell(command, PYTHONIOENCODING="utf-8:strict")
    assert ran.returncode == status
    assert says in ran.stderr
    assert ran.stderr.count(b"\n") == (1 if says else 0)


def test_a_terminal_without_unicode_gets_escapes() -> None:
    ran = shell("$Q ask 'what does Putin want?'", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.returncode == 0
    assert rb"\u201cPutin wants security guarantees" in ran.stdout
    assert not ran.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_says_how_to_go_on_and_does(
    tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "q.txt").write_text("what does Putin want?\n" * 5000)
    process = subprocess.Popen(
        [*PROGRAM, "batch", str(tmp_path / "q.txt"), "-o", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not (out.exists() and out.stat().st_size):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    done = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert 0 < len(done) < 5000
    assert json.loads((tmp_path / "out.jsonl.manifest.json").read_text())["done"] == len(done)
    last = err.decode().splitlines()[-1]
    again = f"to continue: qa-bot batch {tmp_path / 'q.txt'} -o {out} --resume"
    assert last == f"{5000 - len(done)} questions left; {again}"
    more = str(len(done) + 2)
    command = [*PROGRAM, "batch", str(tmp_path / "q.txt"), "-o", str(out), "--resume"]
    assert subprocess.run([*command, "--limit", more], check=False).returncode == 0
    lines = out.read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines[: len(done)]] == done
    assert len(lines) == len(done) + 2
