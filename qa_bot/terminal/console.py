"""The console: streams, width, styles and color, in one object that tests can replace."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TextIO

from qa_bot.text import sanitize

Color = Literal["auto", "always", "never"]

_STYLES = {
    "bold": "1", "dim": "2", "underline": "4", "red": "31", "green": "32", "yellow": "33",
    "cyan": "36",
}  # fmt: skip


_COLORS = frozenset(("red", "green", "yellow", "cyan"))
_MAX_ERROR = 3_000  # characters: a library's message may hold a whole article


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a text and its style."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command writes: results to `out`, everything else to `err`.

    Bold, dim and underlined text needs `styles_out`; colors need `color_out`, which implies it.
    """

    out: TextIO
    err: TextIO
    color_out: bool
    width: int
    styles_out: bool = False

    @classmethod
    def of_process(cls, *, color: Color = "auto", forced: bool = False) -> Console:
        """Return the console of this process's standard streams.

        NO_COLOR, FORCE_COLOR and TERM override `color` unless it is forced.
        """
        return cls(
            sys.stdout,
            sys.stderr,
            _has_color(sys.stdout, color, forced=forced),
            _width(sys.stdout),
            _is_capable(sys.stdout),
        )

    @property
    def is_terminal(self) -> bool:
        """Whether results are shown on a terminal with a movable cursor."""
        return _is_capable(self.out)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show on a terminal what is waited for, until the block ends."""
        is_shown = self.is_terminal and self.err.isatty()
        if is_shown:
            self.err.write(what)
            self.err.flush()
        try:
            yield
        finally:
            if is_shown:
                self.erase_line()

    def erase_line(self) -> None:
        """Erase the line that the cursor is in."""
        self.err.write("\r\x1b[K")
        self.err.flush()

    def resize(self) -> Console:
        """Return the console with the terminal's current width."""
        return replace(self, width=_width(self.out)) if self.out.isatty() else self

    def print(self, text: str = "") -> None:
        """Write a line of results; the text is the program's own or sanitized."""
        self.out.write(text + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Write a line that is not a result."""
        self.err.write(sanitize(text) + "\n")
        self.err.flush()

    def error(self, text: str) -> None:
        """Write what failed, as one line."""
        line = sanitize(f"qa-bot: {text}").replace("\n", " ").replace("\t", " ")
        self.note(line if len(line) <= _MAX_ERROR else f"{line[:_MAX_ERROR]}…")

    def style(self, text: str, name: str) -> str:
        """Return the text in a style, if standard output can show it."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self._shows(name) else text

    def paint(self, text: str, spans: Iterable[Span]) -> str:
        """Return the text with its spans in their styles, which add up where spans overlap."""
        spans = [one for one in spans if one.start < one.end and self._shows(one.style)]
        if not spans:
            return text
        ends = sorted({0, len(text), *(at for one in spans for at in (one.start, one.end))})
        painted = []
        for start, end in pairwise(ends):
            own = {_STYLES[one.style] for one in spans if one.start <= start and end <= one.end}
            part = text[start:end]
            painted.append(f"\x1b[{';'.join(sorted(own))}m{part}\x1b[0m" if own else part)
        return "".join(painted)

    def _shows(self, style: str) -> bool:
        return self.color_out or (self.styles_out and style not in _COLORS)

    def wrap(self, text: str, indent: str = "", first: str | None = None) -> str:
        """Return the text broken at the console's width in cells; it may hold styles."""
        from wcwidth import wrap

        lines = wrap(
            text,
            self.width,
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        return "\n".join(lines)

    def rows(self, rows: Sequence[tuple[str, str]]) -> list[str]:
        """Return names and their meanings in two columns, the second wrapped."""
        from wcwidth import ljust, width

        longest = max((width(name) for name, _ in rows), default=0)
        return [
            self.wrap(about, " " * (longest + 4), f"  {ljust(name, longest)}  ")
            for name, about in rows
        ]


def _width(stream: TextIO) -> int:
    """Return the width of prose: the terminal's, and at most 100 columns."""
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
    return _is_capable(stream)


def _is_capable(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"
