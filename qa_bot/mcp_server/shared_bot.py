"""The bot of a server: opened in the background, again after a failure, and shared by all calls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

from qa_bot.answering import Bot
from qa_bot.errors import QaBotError

T = TypeVar("T")

# Calls answered at a time; more would only compete for the same processors.
_AT_ONCE = 4


class SharedBot:
    """Opens a bot once, after the handshake, and runs calls with it in threads."""

    def __init__(self, open_bot: Callable[[], Bot]) -> None:
        """Take the function that opens the bot; it is called again if it failed."""
        self._open = open_bot
        self._bot: Bot | None = None
        self._opening = anyio.Lock()
        self._threads = CapacityLimiter(_AT_ONCE)

    async def run(self, call: Callable[[Bot], T]) -> T:
        """Run a call with the bot, once it is open; raises what opening or the call raises.

        If this is canceled while the call waits, the call is not run; if it is running, its result
        is discarded, since a question takes only some milliseconds.
        """
        bot = await self._opened()
        return await to_thread.run_sync(
            partial(call, bot), abandon_on_cancel=True, limiter=self._threads
        )

    async def prepare(self) -> None:
        """Open the bot, so that the first call need not wait; that call reports a failure."""
        with suppress(QaBotError):
            await self._opened()

    def close(self) -> None:
        """Close the bot if it is open."""
        if self._bot:
            self._bot.close()

    async def _opened(self) -> Bot:
        async with self._opening:
            if self._bot is None:
                self._bot = await to_thread.run_sync(self._open)
            return self._bot
