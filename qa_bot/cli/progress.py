"""The progress of a batch, on standard error."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Self

from qa_bot.terminal.console import Console

if TYPE_CHECKING:
    from qa_bot.batch import Summary


class Progress:
    """A line that is overwritten on a terminal; otherwise one every ten seconds."""

    def __init__(self, console: Console, *, limit: int | None, quiet: bool) -> None:
        """Take the console; `limit` is the most records to come, and `quiet` shows nothing."""
        self._console, self._limit, self._quiet = console, limit, quiet
        self._is_terminal = console.err.isatty() and os.environ.get("TERM") != "dumb"
        self._started = self._last = time.monotonic()
        self._first: int | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the run started."""
        return time.monotonic() - self._started

    def __enter__(self) -> Self:
        return self

    def show(self, summary: Summary) -> None:
        """Write the counts and the time left, if an update is due."""
        now = time.monotonic()
        if self._first is None:  # earlier records were answered by an earlier run
            self._first = summary.done - 1
        if self._quiet or now - self._last < (0.2 if self._is_terminal else 10):
            return
        self._last = now
        total = min(self._limit or summary.total, summary.total)
        rate = (summary.done - self._first) / max(self.seconds, 1e-9)
        line = (
            f"{summary.done} of {total}, {summary.not_found} not found, {summary.failed} failed, "
            f"{rate:.1f} per second, {_duration((total - summary.done) / rate)} left"
        )
        self._console.err.write(f"\r\x1b[K{line}" if self._is_terminal else line + "\n")
        self._console.err.flush()

    def __exit__(self, *_: object) -> None:
        if self._is_terminal and not self._quiet:
            self._console.erase_line()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
