"""Serve an index to a client over standard input and output."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from qa_bot.answering import Bot
from qa_bot.mcp_server.library import Library
from qa_bot.mcp_server.server import build_server
from qa_bot.mcp_server.shared_bot import SharedBot


def run(open_bot: Callable[[], Bot], library: Library | None = None) -> None:
    """Serve until the client closes standard input; only the protocol is on standard output."""
    bot = SharedBot(open_bot)
    try:
        anyio.run(build_server(bot, library).run_stdio_async)
    finally:
        bot.close()
