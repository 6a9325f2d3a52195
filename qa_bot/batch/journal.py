"""The journal of a batch: results appended to a file, one line of JSON each.

Complete lines survive however a run ends. A killed process leaves at most a torn last line; a power
cut may leave zeros instead of the last lines. The next run drops both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from qa_bot.errors import BatchError
from qa_bot.export import Result
from qa_bot.export.jsonl import as_line, parse_line
from qa_bot.files import sync
from qa_bot.platform import lock_file


@dataclass(frozen=True, slots=True)
class Entry:
    """A result in the journal, its line, and the byte where the line begins."""

    result: Result
    line: bytes
    start: int

    @property
    def end(self) -> int:
        """The byte where the next entry begins."""
        return self.start + len(self.line)


class Journal:
    """A journal, locked for this run."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        """Take the open file and its path."""
        self.path, self._file = path, file

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        """Open or make a journal.

        Raises BlockingIOError if another run has it open, OSError if it cannot be written or is a
        link, which anyone could have planted.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, 0o666), "a+b") as file:
            lock_file(file)
            yield cls(path, file)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return self._file.seek(0, os.SEEK_END) == 0

    @property
    def is_in_place(self) -> bool:
        """Whether the open file is still the one at its path."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except OSError:
            return False

    def append(self, result: Result) -> None:
        """Write a result and flush it to the operating system; raises OSError."""
        self._file.write(as_line(result).encode())
        self._file.flush()

    def read(self) -> Iterator[Entry]:
        """Yield the complete entries from the start; raises BatchError on any other line."""
        start = 0
        self._file.seek(0)
        for number, line in enumerate(self._file, 1):
            if not line.endswith(b"\n") or b"\0" in line:
                return
            try:
                entry = Entry(parse_line(line), line, start)
            except ValueError:
                raise BatchError(
                    f"{self.path}: line {number} is not an answer from qa-bot; start over with "
                    "--force"
                ) from None
            start = entry.end
            yield entry

    def read_entry(self, start: int) -> Entry:
        """Return the entry that begins at a byte."""
        self._file.seek(start)
        line = self._file.readline()
        return Entry(parse_line(line), line, start)

    def sync(self) -> None:
        """Sync the file to disk; raises OSError."""
        sync(self._file)

    def truncate(self, end: int = 0) -> None:
        """Drop everything from a byte on."""
        self._file.truncate(end)
        self._file.seek(end)
