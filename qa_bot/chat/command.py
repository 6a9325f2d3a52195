"""What a command of the chat is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from qa_bot.chat.session import ChatSession


class ExitChat(Exception):  # noqa: N818 - it is no error
    """Raised by the command that ends the chat."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: how it is typed, what it does in a few words, what runs, and what it needs."""

    usage: str
    about: str
    run: Callable[[ChatSession, str], None]
    needs: Literal["answer", "sources"] | None = None

    @property
    def name(self) -> str:
        """The word behind the slash."""
        return self.usage.split()[0]

    def is_valid(self, talk: ChatSession) -> bool:
        """Tell whether there is yet what the command works on."""
        return bool({None: True, "answer": talk.turns, "sources": talk.citations}[self.needs])
