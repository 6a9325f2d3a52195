"""`cache`: show or delete the indexes kept for `--in`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.state import console_of
from qa_bot.errors import QaBotError
from qa_bot.terminal.render import table
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.cache import Entry


def cache(
    context: typer.Context,
    clear_all: Annotated[bool, typer.Option("--clear", help="Delete all of them.")] = False,
) -> None:
    """Show or delete the indexes that `--in` keeps for faster answers.

    \b
    qa-bot cache
    qa-bot cache --clear
    """
    from qa_bot.cache import clear, entries_directory, list_entries

    console = console_of(context)
    if clear_all:
        try:
            removed = clear()
        except OSError as error:
            raise QaBotError(
                f"cannot delete {entries_directory()} ({error.strerror}); check its permissions"
            ) from None
        console.print(f"deleted {_total(removed)}")
        for entry in list_entries():
            names = sanitize_line(" ".join(entry.names))
            console.note(f"kept {names}: it is in use; close the chat that uses it first")
        return
    entries = list_entries()
    rows = [
        [
            datetime.fromtimestamp(entry.used).strftime("%Y-%m-%d %H:%M"),
            f"{entry.size / 1_000_000:.1f} MB",
            sanitize_line(" ".join(entry.names)) or "?",
        ]
        for entry in entries
    ]
    for line in table(rows):
        console.print(line)
    console.note(f"{_total(entries)} in {entries_directory()}")


def _total(entries: Sequence[Entry]) -> str:
    size = sum(entry.size for entry in entries) / 1_000_000
    return f"{len(entries)} {'index' if len(entries) == 1 else 'indexes'}, {size:.1f} MB"
