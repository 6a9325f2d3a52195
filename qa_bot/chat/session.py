"""A chat session: its conversation, what it searches, and where it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.errors import UsageError
from qa_bot.terminal.console import Console
from qa_bot.types import Answer, Citation

if TYPE_CHECKING:
    from qa_bot.answering import Bot, Conversation
    from qa_bot.index import Index


@dataclass(slots=True)
class ChatSession:
    """A chat session. What needs the bot waits until it is open."""

    console: Console
    loader: BotLoader
    vi: bool = False
    further: tuple[Citation, ...] = ()  # citations shown by /more after the last answer
    saved: set[Path] = field(
        default_factory=set
    )  # files written by this chat, which it may overwrite
    article: str | None = None  # the source of the only article searched
    _conversation: Conversation | None = None

    @property
    def bot(self) -> Bot:
        """The bot, once it is open; raises what opening it raised."""
        return self.loader.bot()

    @property
    def index(self) -> Index | None:
        """The index, or None while it is being opened."""
        bot = self.loader.ready
        return bot.index if bot else None

    @property
    def conversation(self) -> Conversation:
        """The conversation, once the bot is open."""
        from qa_bot.answering import Conversation

        bot = self.bot
        if self._conversation is None:
            self._conversation = Conversation(bot)
        if self.article not in (None, *(one.source for one in bot.index.articles)):
            gone, self.article = self.article, None
            raise UsageError(f"{gone!r} is no longer in the index; now searching all articles")
        self._conversation.article = self.article
        return self._conversation

    @property
    def turns(self) -> Sequence[Answer]:
        """The answers of this conversation, oldest first."""
        return self._conversation.turns if self._conversation else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The last answer's citations or closest passages, then those shown by /more."""
        if not self.turns:
            return ()
        return (self.turns[-1].citations or self.turns[-1].closest) + self.further

    def forget(self) -> None:
        """Start a new conversation."""
        self._conversation = None
        self.further = ()

    def reopen(self, options: BotOptions) -> None:
        """Open the bot with other options; the conversation stays if the index is the same.

        Raises what opening raises; then nothing changes.
        """
        loader = BotLoader(options)
        bot = loader.bot()
        before, self.loader = self.loader, loader
        before.close()
        if before.options.place != options.place:
            self.forget()
            self.article = None
        elif self._conversation is not None:
            self._conversation.bot = bot
