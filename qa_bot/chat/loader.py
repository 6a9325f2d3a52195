"""Open the bot in the background: only asking waits for it, typing does not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from qa_bot.errors import QaBotError
from qa_bot.paths import DATABASE, index_directory

if TYPE_CHECKING:
    from qa_bot.answering import Bot


@dataclass(frozen=True, slots=True)
class BotOptions:
    """How to open a bot: an index or sources, whether to use the reader, minimum confidence."""

    index: Path | None = None
    reader: bool | str = True
    threshold: float | None = None
    sources: tuple[str, ...] = ()
    offline: bool = False

    @property
    def directory(self) -> Path:
        """The index's directory."""
        return index_directory(self.index)

    @property
    def place(self) -> str:
        """What is searched: the sources' names, or the index's directory."""
        return ", ".join(self.sources) or str(self.directory)

    @property
    def key(self) -> str:
        """What is searched, identified independently of the working directory."""
        if not self.sources:
            return str(self.directory.resolve())
        whole = (one if "://" in one else str(Path(one).resolve()) for one in self.sources)
        return "\n".join(whole)

    @property
    def name(self) -> str:
        """A short name for what is searched."""
        names = [name.rstrip("/").rpartition("/")[2] for name in self.sources]
        return ", ".join(names) or self.directory.name

    def open(self) -> Bot:
        """Open the bot; raises QaBotError."""
        from qa_bot.answering import Bot

        if self.sources:
            return Bot.over(
                *self.sources, reader=self.reader, threshold=self.threshold, offline=self.offline
            )
        return Bot.open(self.index, reader=self.reader, threshold=self.threshold)


class BotLoader:
    """A bot, open or being opened."""

    def __init__(self, options: BotOptions, bot: Bot | None = None) -> None:
        """Take an open bot, or the options to open one when needed."""
        self.options = options
        self._future: Future[Bot] = Future()
        self._started = False
        if bot is not None:
            self._started = True
            self._future.set_result(bot)

    def start(self, learn: Callable[[Bot], None], then: Callable[[], None]) -> None:
        """Start opening the bot in a thread, once.

        In that thread `learn` is called with the bot before anything else can use it, because no
        thread may read an index that another one closes. `then` is called once the bot is open or
        opening it has failed.
        """
        if self._started:
            return
        self._started = True
        logging.getLogger("qa_bot").addHandler(logging.NullHandler())  # no logging over the prompt
        Thread(target=self._open, args=(learn, then), daemon=True).start()

    def check(self) -> None:
        """Raise UnusableIndexError right away if there is no index, which is quick to check."""
        if not self.options.sources and not (self.options.directory / DATABASE).is_file():
            from qa_bot.index import Index

            Index(self.options.directory)

    @property
    def ready(self) -> Bot | None:
        """The bot, or None while it is being opened or if that failed."""
        return None if self.fault or not self._future.done() else self._future.result()

    @property
    def fault(self) -> QaBotError | None:
        """Why the bot cannot be opened, or None."""
        error = self._future.exception() if self._future.done() else None
        return error if isinstance(error, QaBotError) else None

    def bot(self) -> Bot:
        """Return the bot once it is open; raises whatever opening it raised."""
        if not self._started:
            self._started = True
            self._open(lambda bot: None, lambda: None)
        return self._future.result()

    def close(self) -> None:
        """Close the bot if it is open, without waiting; otherwise its thread closes it."""
        if not self._future.cancel() and self._future.exception() is None:
            self._future.result().close()

    def _open(self, learn: Callable[[Bot], None], then: Callable[[], None]) -> None:
        try:
            bot = self.options.open()
            learn(bot)
        except BaseException as error:  # raised again by `bot`
            if self._future.set_running_or_notify_cancel():
                self._future.set_exception(error)
                then()
            return
        if not self._future.set_running_or_notify_cancel():
            bot.close()
            return
        self._future.set_result(bot)
        then()
