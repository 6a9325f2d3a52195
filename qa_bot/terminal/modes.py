"""Terminal modes: keep what is typed while answering for the next prompt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import termios
except ImportError:  # not a POSIX system
    termios = None  # type: ignore[assignment]

_INPUT, _LOCAL = 0, 3


@contextmanager
def typing_ahead() -> Iterator[None]:
    """Keep what is typed for the next prompt: without echo, and with Enter not read as a line feed.

    At the prompt a line feed is Ctrl-J, which starts a new line instead of asking.
    """
    if termios is None:
        yield
        return
    with _modes(
        on=(0, termios.ISIG), off=(termios.ICRNL, termios.ECHO | termios.ICANON | termios.IEXTEN)
    ):
        yield


@contextmanager
def line_by_line() -> Iterator[None]:
    """Give another program the terminal in its normal modes."""
    if termios is None:
        yield
        return
    shown = termios.ISIG | termios.ECHO | termios.ICANON | termios.IEXTEN
    with _modes(on=(termios.ICRNL, shown), off=(0, 0)):
        yield


@contextmanager
def _modes(on: tuple[int, int], off: tuple[int, int]) -> Iterator[None]:
    """Set and clear flags of standard input's input and local modes, if it is a terminal."""
    try:
        before = termios.tcgetattr(sys.stdin)
    except (termios.error, OSError, ValueError):
        yield
        return
    modes = [*before]
    for place, sets, clears in zip((_INPUT, _LOCAL), on, off, strict=True):
        modes[place] = modes[place] & ~clears | sets
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, modes)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
