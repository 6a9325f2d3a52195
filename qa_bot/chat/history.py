"""What was typed before, kept across sessions: the user's alone, without repeats, and optional."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from qa_bot.terminal.console import Console
from qa_bot.text import sanitize


def open_history(console: Console, path: Path) -> History:
    """Return the history of a file of mode 600; where that cannot be had, of this session alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600))
        path.chmod(0o600)
    except OSError as error:
        console.note(f"the history {path} cannot be kept ({error.strerror})")
        return InMemoryHistory()
    return _WithoutRepeats(str(path))


class _WithoutRepeats(FileHistory):
    """A line that was typed again stands where it was typed last."""

    def load_history_strings(self) -> Iterable[str]:
        return dict.fromkeys(super().load_history_strings())  # the newest come first

    def append_string(self, string: str) -> None:
        string = sanitize(string)
        if string in self._loaded_strings:
            self._loaded_strings.remove(string)
        super().append_string(string)

    def store_string(self, string: str) -> None:
        with suppress(OSError):  # the disk is full: the line is of this session alone
            super().store_string(string)
