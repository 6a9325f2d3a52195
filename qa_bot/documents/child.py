"""Parsers that may crash, hang or swell run in a child process, with limits of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from qa_bot.errors import SourceError

_SECONDS = 60
_EXIT_MEMORY = 77


class ChildError(Exception):
    """The child ended before it was done; the message says how, for a person."""


def run_child(script: str, data: bytes) -> list[Any]:
    """Return what a script of this folder prints, a JSON value a line, for the bytes given to it.

    Raises ChildError, with the lines that were complete as its second argument, where it crashed
    or met a limit.
    """
    # -P: this folder has modules named as the standard library's.
    command = [sys.executable, "-P", str(Path(__file__).with_name(script))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise ChildError(f"it takes more than {_SECONDS} s to read", []) from None
    except OSError as error:
        raise SourceError(f"cannot start {sys.executable} ({error.strerror})") from None
    complete = done.stdout[: done.stdout.rfind(b"\n") + 1].splitlines()
    lines = [json.loads(line) for line in complete]
    if done.returncode == _EXIT_MEMORY or b"MemoryError" in done.stderr[-200:]:
        raise ChildError("it takes more memory to read than a document should", lines)
    if done.returncode:
        raise ChildError("its reader crashed", lines)
    return lines
