"""Find a folder's files that can be read as articles, and report what is left out and why."""

from __future__ import annotations

import os
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qa_bot.documents.load import LOADERS
from qa_bot.errors import SourceError
from qa_bot.paths import DATABASE
from qa_bot.text import sanitize_line

_HEAD = 65_536  # bytes read from a file whose name says nothing, to recognize its content
_MAX_SIZE = 100_000_000  # the size up to which such a file is then read whole
_OTHER = "of other kinds"
_INDEX = "index of qa-bot"
_PLURAL = {
    "broken link": "broken links",
    "link to a folder": "links to folders",
    _INDEX: "indexes of qa-bot",
}
_PATIENCE = 10.0  # seconds after which a folder is told to be still being read
_KINDS = 5  # suffixes named in the report


@dataclass(slots=True)
class Scan:
    """What a scan has found so far: the files yielded, and how many others, by reason.

    `tell` is called once with a line if it takes long, since a folder may be a whole disk.
    """

    folder: Path
    tell: Callable[[str], object] = lambda line: None
    found: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    suffixes: Counter[str] = field(default_factory=Counter)

    def files(self) -> Iterator[Path]:
        """Yield the files of the folder and those below that a loader reads, in a fixed order.

        Files are recognized by suffix, or by content if the suffix says nothing. Hidden files and
        folders are left out, and so are links to folders, which could lead anywhere or in a circle.
        Only one folder's names are in memory at a time. Raises SourceError if the folder itself
        cannot be read.
        """
        suffixes = frozenset(suffix for loader in LOADERS for suffix in loader.suffixes)
        try:
            waiting = [_entries(self.folder)]
        except OSError as error:
            raise SourceError(
                f"{sanitize_line(str(self.folder))} cannot be read ({error.strerror}); check its "
                "permissions"
            ) from None
        late: float | None = time.monotonic() + _PATIENCE
        while waiting:
            if late is not None and time.monotonic() >= late:
                late = None
                self._tell_size()
            path = next(waiting[-1], None)
            if path is None:
                waiting.pop()
                continue
            try:
                is_folder, reason = self._judge(path, suffixes)
                if is_folder:
                    waiting.append(_entries(path))
            except OSError:
                is_folder, reason = False, "unreadable"
            if reason:
                self.left_out[reason] += 1
            elif not is_folder:
                self.found += 1
                yield path

    def _tell_size(self) -> None:
        self.tell(
            f"still reading {sanitize_line(str(self.folder))}: {self.found:,} read so far, "
            f"{self.left_out.total():,} left out; if that is too much, stop with Ctrl-C and name a "
            "smaller folder"
        )

    def report(self) -> str | None:
        """Return what was left out, by reason, as one line; None if nothing was."""
        if not self.left_out:
            return None
        kinds = ", ".join(f"{kind} {n:,}" for kind, n in self.suffixes.most_common(_KINDS))
        more = ", …" if len(self.suffixes) > _KINDS else ""
        counts = [
            f"{count:,} {_PLURAL.get(reason, reason) if count > 1 else reason}"
            + (f" ({kinds}{more})" if reason == _OTHER else "")
            for reason, count in self.left_out.most_common()
        ]
        return f"left out of {sanitize_line(str(self.folder))}: {'; '.join(counts)}"

    def _judge(self, path: Path, suffixes: frozenset[str]) -> tuple[bool, str | None]:
        """Return whether a path is a folder to scan, and the reason if it is left out."""
        if path.name.startswith("."):
            return False, "hidden"
        if any("\ud800" <= char <= "\udfff" for char in path.name):
            return False, "with a name that is not UTF-8"
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            try:
                status = path.stat()
            except OSError:
                return False, "broken link"
            if stat.S_ISDIR(status.st_mode):
                return False, "link to a folder"
        if stat.S_ISDIR(status.st_mode):
            is_index = (path / DATABASE).is_file()
            return not is_index, _INDEX if is_index else None
        if not stat.S_ISREG(status.st_mode):
            return False, "neither a file nor a folder"
        if not status.st_size:
            return False, "empty"
        if not os.access(path, os.R_OK):
            return False, "unreadable"
        suffix = path.suffix.lower()
        if suffix in suffixes or _holds_article(path, status.st_size, suffix):
            return False, None
        self.suffixes[sanitize_line(suffix)[:20] or "no suffix"] += 1
        return False, _OTHER


def _entries(folder: Path) -> Iterator[Path]:
    # Only names are held: a million take 100 MB, and a fixed order needs all of them.
    return (folder / name for name in sorted(os.listdir(folder)))  # noqa: PTH208


def _holds_article(path: Path, size: int, suffix: str) -> bool:
    """Return whether a loader knows a file by its content, or it has no suffix and is text."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if b"\0" not in head and not suffix:
            return True
        # An archive's list of parts is at its end, and JSON is known only as a whole.
        is_whole = head.startswith((b"PK\3\4", b"{")) and size <= _MAX_SIZE
        data = head + file.read() if is_whole else head
    # The first loader that recognizes it counts; one without suffixes only explains a refusal.
    known = next((loader for loader in LOADERS if loader.recognizes(data)), None)
    return known is not None and bool(known.suffixes)
