"""The input history, kept across sessions: private, without repeats, and optional."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from qa_bot.terminal.console import Console
from qa_bot.text import sanitize


def open_history(console: Console, path: Path | None) -> History:
    """Return a history in a file of mode 600, or in memory if no file is given or usable."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600))
        path.chmod(0o600)
    except OSError as error:
        console.note(f"cannot keep the history in {path} ({error.strerror})")
        return InMemoryHistory()
    return _DistinctHistory(str(path))


class _DistinctHistory(FileHistory):
    """Keeps only the last occurrence of a repeated line."""

    def load_history_strings(self) -> Iterable[str]:
        return dict.fromkeys(super().load_history_strings())  # newest first

    def append_string(self, string: str) -> None:
        string = sanitize(string)
        if string in self._loaded_strings:
            self._loaded_strings.remove(string)
        super().append_string(string)

    def store_string(self, string: str) -> None:
        with suppress(OSError):  # a full disk: the line is lost when the session ends
            super().store_string(string)
