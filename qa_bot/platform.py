"""Differences between operating systems: file locks, signals, syncing a directory.

Everything POSIX-only is used through this module. On Windows each function does the closest thing,
or nothing; the tests run on Linux.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# Signals that ask a process to end: Ctrl-C, and a service manager or `kill`.
TERMINATION_SIGNALS: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM)


def lock_file(file: IO[Any], *, shared: bool = False) -> None:
    """Lock an open file exclusively, until it is closed or the process ends.

    A `shared` lock excludes only the others; Windows has none, and deletes no file in use. Raises
    BlockingIOError if another process holds the lock; never waits.
    """
    if fcntl is not None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        return
    if shared:
        return
    import msvcrt

    windows: Any = msvcrt
    at = file.tell()
    file.seek(1 << 62)  # a byte beyond any content, since Windows locks also block reading
    try:
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)
    except OSError as error:
        raise BlockingIOError(error.errno, error.strerror) from None
    finally:
        file.seek(at)


def sync_directory(directory: Path) -> None:
    """Write a directory's entries to disk, so that a rename or unlink in it survives a power cut.

    Does nothing on Windows, which has no such call. Raises OSError.
    """
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Interrupts:
    """The state of Ctrl-C in this process."""

    pending = False  # pressed, but not handled yet


_active: list[Interrupts] = []


@contextmanager
def raise_on_interrupt() -> Iterator[Interrupts]:
    """Raise KeyboardInterrupt at Ctrl-C within the block, as Python does by itself.

    Afterwards the old handler is restored. An interrupt lost in a destructor or a C callback is not
    printed, and is still pending at the end. If Ctrl-C is ignored, as in a background job, it
    remains so.
    """
    seen = Interrupts()
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN or threading.current_thread() is not threading.main_thread():
        yield seen
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        seen.pending = True
        raise KeyboardInterrupt

    def unraisable(lost: Any) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            hook(lost)

    hook, sys.unraisablehook = sys.unraisablehook, unraisable
    _active.append(seen)
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, before)
        _active.remove(seen)
        sys.unraisablehook = hook


def forget_interrupt() -> None:
    """Mark the last Ctrl-C as handled."""
    for one in _active:
        one.pending = False


@contextmanager
def leave_interrupts_to_child() -> Iterator[None]:
    """Let a child process handle Ctrl-C and closed pipes during the block."""
    names = [name for name in ("SIGINT", "SIGPIPE") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    for name in names:
        # Not SIG_IGN, which the child would inherit.
        signal.signal(getattr(signal, name), lambda *_: None)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def raise_on_closed_pipe() -> Iterator[None]:
    """Raise BrokenPipeError if a pipe or connection is closed, even after the next function."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)


def end_quietly_on_closed_pipe() -> None:
    """Let `| head` end the process silently, as it does other programs."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
