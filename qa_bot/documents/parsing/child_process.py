"""Run parsers that may crash, hang or use much memory in a child process, with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from qa_bot.errors import SourceError

_SECONDS = 60
# A manual of a thousand pages, some 3 MB, takes 40 s where nothing else runs.
_SECONDS_PER_MB = 20
_MOST_SECONDS = 180
_EXIT_MEMORY = 77


class ChildError(Exception):
    """The child failed; the message says how, in words for the user."""


class ChildTimeoutError(ChildError):
    """The child was stopped when its time was over."""


def run_child(script: Path, data: bytes) -> list[Any]:
    """Run a script on the bytes; return the JSON values it prints, one a line.

    Raises ChildError, with the complete lines as its second argument, if it crashes or hits a
    limit.
    """
    # -P: a module beside the script must not be taken for one of the standard library.
    command = [sys.executable, "-P", str(script)]
    seconds = min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_MB * len(data) // 1_000_000)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        lines = _lines(error.stdout or b"")
        raise ChildTimeoutError(f"reading it takes more than {seconds} s", lines) from None
    except OSError as error:
        raise SourceError(f"cannot start {sys.executable} ({error.strerror})") from None
    lines = _lines(done.stdout)
    if done.returncode == _EXIT_MEMORY or b"MemoryError" in done.stderr[-200:]:
        raise ChildError("reading it takes too much memory", lines)
    if done.returncode:
        raise ChildError("its reader crashed", lines)
    return lines


def _lines(output: bytes) -> list[Any]:
    """Return the values of the lines that were printed whole."""
    return [json.loads(line) for line in output[: output.rfind(b"\n") + 1].splitlines()]
