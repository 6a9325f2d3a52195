"""What differs between operating systems: file locks, signals, syncing a directory.

Everything that only POSIX has is used through this module. On Windows each function does what comes
closest, or nothing; the tests run on Linux.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# What asks a process to end: Ctrl-C, and a service manager or `kill`.
TERMINATION_SIGNALS: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM)


def lock_file(file: IO[Any]) -> None:
    """Lock an open file for this process alone, until it is closed or the process ends.

    Raises BlockingIOError where another process holds the lock; never waits.
    """
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    import msvcrt

    windows: Any = msvcrt
    at = file.tell()
    file.seek(1 << 62)  # a byte beyond any content, since Windows locks bytes against reading too
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


def end_quietly_on_closed_pipe() -> None:
    """Let `| head` end the process without a message, as other programs end."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
