"""The file of a batch's questions, or a copy of standard input or a pipe."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qa_bot.errors import BatchError


@contextmanager
def questions_file(name: str, stdin: BinaryIO) -> Iterator[Path]:
    """Give the path of a file of questions; standard input (`-`) or a pipe is copied first.

    Raises BatchError if there is nothing to read.
    """
    path = Path(name)
    if name != "-" and path.is_file():
        yield path
        return
    if name != "-" and not path.is_fifo():
        reason = "not a file" if path.exists() else "no such file"
        raise BatchError(f"cannot read {name} ({reason}); check the name")
    with tempfile.NamedTemporaryFile(prefix="qa-bot-questions-") as copy:
        if name == "-":
            shutil.copyfileobj(stdin, copy)
        else:  # such as <(grep … questions.txt)
            with path.open("rb") as pipe:
                shutil.copyfileobj(pipe, copy)
        copy.flush()
        yield Path(copy.name)
