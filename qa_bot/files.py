"""Atomic writes: to a temporary file, synced to disk, then renamed into place."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from qa_bot.platform import sync_directory

_EXCLUSIVE = (
    os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
)


@contextmanager
def write_atomically(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Give a file to write; it replaces `path` when the block ends without an exception.

    A crash or power cut never leaves a part of the new content, nor brings the old content back
    afterwards. The file is written in the same folder under an unpredictable name, so that nobody
    can plant a link there. A link at `path` is replaced: resolve it first to keep it. A new file
    gets the permissions `mode`, as far as the umask allows. Raises OSError.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(aside, _EXCLUSIVE, mode), "w+b") as file:
            with suppress(OSError):
                os.chmod(aside, path.stat().st_mode & 0o777)  # noqa: PTH101
            yield file
            sync(file)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def write_text(path: Path, text: str) -> None:
    """Replace a file atomically by text in UTF-8; raises OSError."""
    with write_atomically(path) as file:
        file.write(text.encode("utf-8", "replace"))


def remove_leftovers(path: Path) -> None:
    """Delete what a killed `write_atomically(path)` left; only while nobody is writing it."""
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{16}}\.part")
    for file in path.parent.iterdir():
        if name.fullmatch(file.name):
            file.unlink(missing_ok=True)


def sync(file: BinaryIO) -> None:
    """Sync a file to disk; raises OSError."""
    file.flush()
    os.fsync(file.fileno())
