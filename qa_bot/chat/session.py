"""A chat session: its conversation, what it searches, and where it writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.chat.last_conversation import keep_conversation, load_conversation
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.errors import QaBotError, UsageError
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line
from qa_bot.types import Answer, Citation

if TYPE_CHECKING:
    from qa_bot.answering import Bot, Conversation
    from qa_bot.index import Index
    from qa_bot.prose import ProseWriter


@dataclass(slots=True)
class ChatSession:
    """A chat session. Whatever needs the bot waits until it is open."""

    console: Console
    loader: BotLoader
    vi: bool = False
    further: tuple[Citation, ...] = ()  # citations shown by /more after the last answer
    saved: set[Path] = field(
        default_factory=set
    )  # files written by this chat, which it may overwrite
    article: str | None = None  # the key of the only article searched
    keeps: bool = False  # whether the conversation is kept for /resume
    begun: bool = False  # whether a line has been entered at the prompt
    open_writer: Callable[[], ProseWriter] | None = None  # for `writer`
    writer: ProseWriter | None = None  # if prose is switched on
    names: Sequence[str] = ()  # names of people, places and things in the articles, for completion
    _conversation: Conversation | None = None
    _resumed: list[Answer] = field(default_factory=list)  # before the bot is open
    _last: list[Answer] | None = None  # the conversation before this one; None: not read yet

    @property
    def bot(self) -> Bot:
        """The bot, once it is open; raises whatever opening it raised."""
        if bot := self.loader.ready:
            return bot
        with self.console.waiting("loading the model …"):
            return self.loader.bot()

    @property
    def index(self) -> Index | None:
        """The index, or None while it is being opened."""
        bot = self.loader.ready
        return bot.index if bot else None

    @property
    def searched(self) -> str:
        """A description of what is searched, safe to show: a title, or the number of articles."""
        articles = self.index.articles if self.index else ()
        for one in articles:
            if one.key == self.article or len(articles) == 1:
                return f"Asking “{sanitize_line(one.title)}”"
        name = sanitize_line(self.loader.options.name)
        return f"Asking {len(articles)} articles in {name}" if articles else f"Asking {name}"

    @property
    def conversation(self) -> Conversation:
        """The conversation, once the bot is open."""
        from qa_bot.answering import Conversation

        bot = self.bot
        if self._conversation is None:
            self._conversation = Conversation(bot)
            for answer in self._resumed:
                self._conversation.add_turn(answer)
        if self.article not in (None, *(one.key for one in bot.index.articles)):
            gone, self.article = self.article, None
            raise UsageError(f"{gone!r} is no longer in the index; now searching all articles")
        self._conversation.article = self.article
        return self._conversation

    @property
    def turns(self) -> Sequence[Answer]:
        """The answers of this conversation, oldest first."""
        return self._conversation.turns if self._conversation else self._resumed

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The last answer's citations or closest passages, then those shown by /more."""
        if not self.turns:
            return ()
        return self.turns[-1].sources + self.further

    def forget(self) -> None:
        """Start a new conversation; `resume` can continue the previous one."""
        if self.turns:
            self._last = list(self.turns)
        self._begin([])

    def resume(self) -> None:
        """Continue the last conversation, with this one's answers after it.

        Raises UsageError if there is none, and QaBotError if its file is damaged.
        """
        if not (last := self._earlier_conversation()):
            raise UsageError("there is no earlier conversation to continue; ask a question")
        self._begin([*last, *self.turns])
        self._last = []
        self.keep()

    def keep(self) -> None:
        """Save the conversation for another session, if wanted, or say why that fails."""
        if not self.keeps:
            return
        try:
            self._earlier_conversation()
            keep_conversation(self.loader.options.key, self.turns)
        except (OSError, QaBotError) as error:
            self.keeps = False
            reason = error.strerror if isinstance(error, OSError) else error
            self.console.note(f"(the conversation is not kept: {reason})")

    def _begin(self, answers: list[Answer]) -> None:
        self._conversation, self._resumed, self.further = None, answers, ()

    def _earlier_conversation(self) -> list[Answer]:
        """Return the previous conversation, reading it before it is overwritten."""
        if self._last is None:
            self._last = load_conversation(self.loader.options.key)
        return self._last

    def reopen(self, options: BotOptions) -> None:
        """Open the bot with other options; the conversation stays if the index is the same.

        If opening raises, nothing changes.
        """
        loader = BotLoader(options)
        bot = loader.bot()
        before, self.loader = self.loader, loader
        before.close()
        if before.options.place != options.place:
            self._begin([])
            self._last = self.article = None
        elif self._conversation is not None:
            self._conversation.bot = bot
