"""The prompt: line editing, history and completion, by prompt_toolkit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.output import ColorDepth

from qa_bot.chat.commands import COMMANDS
from qa_bot.places import state_directory
from qa_bot.terminal.console import Console


def open_prompt(console: Console) -> PromptSession[str]:
    """Return the prompt; its history is the user's alone, and optional."""
    return PromptSession(
        "? ",
        history=_history(console, state_directory() / "history"),
        auto_suggest=AutoSuggestFromHistory(),
        completer=_Commands(),
        complete_while_typing=True,
        enable_history_search=False,
        color_depth=None if console.color_out else ColorDepth.MONOCHROME,
    )


class _Commands(Completer):
    """Completes a line that begins with a slash."""

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        typed = document.text_before_cursor
        if not typed.startswith("/") or " " in typed:
            return
        for name, command in COMMANDS.items():
            if name.startswith(typed[1:].lower()):
                yield Completion(f"/{name}", -len(typed), display_meta=command.about)


def _history(console: Console, path: Path) -> History:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
        path.chmod(0o600)
    except OSError as error:
        console.note(f"the history {path} cannot be kept ({error.strerror})")
        return InMemoryHistory()
    return FileHistory(str(path))
