"""The type of a chat command, and the exception that ends the chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from qa_bot.chat.session import ChatSession


class ExitChat(Exception):  # noqa: N818 - it is not an error
    """Raised by the command that ends the chat."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its usage, a short help text, its function, and what it needs."""

    usage: str
    about: str
    run: Callable[[ChatSession, str], None]
    needs: Literal["answer", "sources"] | None = None

    @property
    def name(self) -> str:
        """The word after the slash."""
        return self.usage.split()[0]

    def is_valid(self, session: ChatSession) -> bool:
        """Return whether the command has something to work on yet."""
        return bool({None: True, "answer": session.turns, "sources": session.citations}[self.needs])
