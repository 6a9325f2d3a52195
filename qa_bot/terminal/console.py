"""Streams, width and colour, in one object that tests can replace."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TextIO

from qa_bot.text import printable

Color = Literal["auto", "always", "never"]

_STYLES = {
    "bold": "1", "dim": "2", "underline": "4", "red": "31", "green": "32", "yellow": "33",
    "cyan": "36",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes: results on `out`, everything else on `err`."""

    out: TextIO
    err: TextIO
    color_out: bool
    color_err: bool
    width: int

    @classmethod
    def of_process(cls, *, color: Color = "auto", forced: bool = False) -> Console:
        """Return the console of this process's standard streams.

        NO_COLOR, FORCE_COLOR and TERM go over `color` unless it is forced.
        """
        return cls(
            sys.stdout,
            sys.stderr,
            _has_color(sys.stdout, color, forced=forced),
            _has_color(sys.stderr, color, forced=forced),
            _width(sys.stdout),
        )

    def resized(self) -> Console:
        """Return the console as wide as its terminal is by now."""
        return replace(self, width=_width(self.out)) if self.out.isatty() else self

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
        """Return the text broken at the console's width in cells; it may hold styles."""
        from wcwidth import wrap

        return "\n".join(
            wrap(
                text,
                self.width,
                initial_indent=indent if first is None else first,
                subsequent_indent=indent,
                break_on_hyphens=False,
            )
        )

    def rows(self, rows: Iterable[tuple[str, str]]) -> Sequence[str]:
        """Return names and what they mean as two columns, the second broken at the width."""
        from wcwidth import ljust, width

        rows = list(rows)
        most = min(max((width(name) for name, _ in rows), default=0), self.width // 2)
        return [
            self.wrap(about, " " * (most + 4), f"  {ljust(name, most)}  ") for name, about in rows
        ]


def _width(stream: TextIO) -> int:
    """Return how wide prose is set: the terminal, and no line longer than one likes to read."""
    columns = shutil.get_terminal_size().columns if stream.isatty() else 100
    return max(20, min(columns, 100))


def _has_color(stream: TextIO, color: Color, *, forced: bool) -> bool:
    if forced:
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if color != "auto":
        return color == "always"
    return stream.isatty() and os.environ.get("TERM") != "dumb"
