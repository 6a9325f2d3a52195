"""Streams, width and colour, in one object that tests can replace."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import TextIO

from qa_bot.text import printable

_STYLES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes: results on `out`, everything else on `err`."""

    out: TextIO
    err: TextIO
    color_out: bool
    color_err: bool
    width: int

    @classmethod
    def of_process(cls, *, color: bool = True) -> Console:
        """Return the console of this process's standard streams."""
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
        return cls(
            sys.stdout,
            sys.stderr,
            color and _has_color(sys.stdout),
            color and _has_color(sys.stderr),
            max(20, min(columns, 100)),
        )

    def print(self, text: str = "") -> None:
        """Write a line of results; the text is the program's own or has been made printable."""
        self.out.write(text + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Write a line that is no result."""
        self.err.write(printable(text) + "\n")
        self.err.flush()

    def error(self, text: str) -> None:
        """Write what failed."""
        self.note(f"qa-bot: {text}")

    def style(self, text: str, name: str) -> str:
        """Return the text in a style, where standard output shows colour."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color_out else text

    def wrap(self, text: str, indent: str = "", first: str | None = None) -> str:
        """Return the text broken at the console's width."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )


def _has_color(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
