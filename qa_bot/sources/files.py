"""Files that a user named, or that are in a named folder, and their bytes."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from qa_bot.errors import SourceError
from qa_bot.text import sanitize_line

MAX_SIZE = 500_000_000  # bytes; the Bible is 4 MB of text
_WAIT = 5.0  # seconds for a program to open the other end of a named pipe


def find_files(path: Path, tell: Callable[[str], object]) -> Iterator[Path]:
    """Yield the file, or the files below the folder that can be read as articles.

    At the end, `tell` is called with a line about what was left out of the folder. Raises
    SourceError if a folder holds nothing to read; a single file is not checked.
    """
    if not path.is_dir():
        yield path
        return
    from qa_bot.sources.folders import Scan

    scan = Scan(path, tell)
    yield from scan.files()
    report = scan.report()
    if report:
        tell(report)
    if not scan.found:
        raise SourceError(
            f"{sanitize_line(str(path))} holds no file that can be read as an article; name a file "
            "or another folder"
        )


def read_file(path: Path, name: str | None = None) -> bytes:
    """Return a file's bytes; raises SourceError, with its name, if that fails."""
    shown = sanitize_line(name or str(path))
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            before = os.fstat(file.fileno())
            begin = _wait_for_writer(file, shown) if stat.S_ISFIFO(before.st_mode) else b""
            data = begin + file.read(MAX_SIZE + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise SourceError(f"{shown} does not exist; check the name") from None
    except OSError as error:
        raise SourceError(
            f"{shown} cannot be read ({error.strerror}); check its permissions"
        ) from None
    except ValueError:  # a null byte in the name
        raise SourceError(f"{shown} is not a file's name; check it") from None
    if len(data) > MAX_SIZE:
        raise too_large_error(shown)
    is_changed = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
    if is_changed and stat.S_ISREG(before.st_mode):
        raise SourceError(f"{shown} was changed while it was read; try again")
    return data


def _open_without_waiting(path: str, flags: int) -> int:
    # Opening a pipe that nobody writes to would wait forever; for files the flag has no effect.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _wait_for_writer(pipe: BinaryIO, shown: str) -> bytes:
    """Return a pipe's first byte, or nothing if it has a writer but no byte yet.

    Raises SourceError if nobody writes to it.
    """
    end = time.monotonic() + _WAIT
    begin = b""
    while not begin:
        try:
            begin = os.read(pipe.fileno(), 1)
        except BlockingIOError:  # somebody has opened it for writing
            break
        if not begin:
            if time.monotonic() > end:
                raise SourceError(f"{shown} is a pipe that nothing writes to; name a file")
            time.sleep(0.02)
    os.set_blocking(pipe.fileno(), True)
    return begin


def too_large_error(shown: str) -> SourceError:
    """Return the error for a source that is too large to read."""
    return SourceError(f"{shown} is larger than {MAX_SIZE // 1_000_000} MB; split it")
