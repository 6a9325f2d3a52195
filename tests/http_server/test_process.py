"""`qa-bot serve` as a process: it says where, outlives callers that leave, and ends in order."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.conftest import OTTERS, Ran

QUESTION = json.dumps({"question": "who leads the project?"})
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server over a file, and its port."""
    (tmp_path / "otters.txt").write_text(OTTERS, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "serve", "--port", "0", "--in", tmp_path / "otters.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "QA_BOT_TOKEN"},
    )
    assert process.stderr
    line = process.stderr.readline()
    found = re.fullmatch(r"listening at http://127\.0\.0\.1:(\d+) \(Ctrl-C stops it\)\n", line)
    assert found, line
    yield process, int(found[1])
    process.kill()
    process.communicate()


def leave_rudely(port: int) -> None:
    """Ask for a stream, and break the connection off before it is sent."""
    body = json.dumps(
        {"model": "qa-bot", "stream": True, "messages": [{"role": "user", "content": "who leads?"}]}
    )
    connection = socket.create_connection(("127.0.0.1", port))
    # Closed with a reset, so that the server's next write fails.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.sendall(
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_it_outlives_callers_that_leave_and_ends_in_order(
    started: tuple[subprocess.Popen[str], int], ending: signal.Signals
) -> None:
    process, port = started
    for _ in range(5):
        leave_rudely(port)
    kept = HTTPConnection("127.0.0.1", port, timeout=60)
    kept.request("POST", "/ask", QUESTION, JSON)
    assert "Anna Brandt" in json.loads(kept.getresponse().read())["answer"]
    process.send_signal(ending)  # while a connection is idle
    assert process.wait(60) == 0
    assert process.stdout and process.stderr
    assert (process.stdout.read(), process.stderr.read()) == ("", "")


@pytest.mark.slow
def test_a_request_that_never_comes_does_not_hold_up_the_end(
    started: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = started
    waiting = socket.create_connection(("127.0.0.1", port))
    waiting.sendall(b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    waiting.close()


@pytest.mark.parametrize(
    ("options", "token", "status", "says"),
    [
        (["--host", "0.0.0.0"], "", 2, "qa-bot: serving on 0.0.0.0 needs a token; set "),
        ([], "short", 2, "qa-bot: $QA_BOT_TOKEN is too short"),
        (["--index", "none"], "", 1, "qa-bot: there is no index none; create it"),
        (["--port", "70000"], "", 2, "qa-bot: Invalid value for '--port'"),
        (["--host", "192.0.2.1"], "a-secret-of-tests", 1, "qa-bot: cannot listen on 192.0.2.1, "),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(
    run: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    token: str,
    status: int,
    says: str,
) -> None:
    monkeypatch.setenv("QA_BOT_TOKEN", token)
    ran = run("serve", *options)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(says) and ran.err.count("\n") == 1
