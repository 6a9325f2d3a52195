"""A client of the SDK, connected to a server in this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult

from qa_bot import Bot
from qa_bot.mcp_server.library import Library
from qa_bot.mcp_server.server import build_server
from qa_bot.mcp_server.shared_bot import SharedBot

Session = Callable[[Client], Awaitable[Any]]


@pytest.fixture
def connect() -> Callable[..., Any]:
    """Return a function that runs a session with the server of an index, and returns its result."""

    def run(
        session: Session,
        index: Path | None = None,
        library: Library | None = None,
        open_bot: Callable[[], Bot] | None = None,
    ) -> Any:
        async def main() -> Any:
            bot = SharedBot(open_bot or (lambda: Bot.open(index)))
            try:
                async with Client(build_server(bot, library)) as client:
                    return await session(client)
            finally:
                bot.close()

        return anyio.run(main)

    return run


@pytest.fixture
def call(connect: Callable[..., Any]) -> Callable[..., CallToolResult]:
    """Return a function that calls one tool of the server of an index."""

    def run(
        tool: str, index: Path | None = None, library: Library | None = None, **arguments: Any
    ) -> CallToolResult:
        async def session(client: Client) -> CallToolResult:
            return await client.call_tool(tool, arguments)

        result: CallToolResult = connect(session, index, library)
        return result

    return run


def text_of(result: CallToolResult) -> str:
    """Return the text of a result."""
    (content,) = result.content
    return str(getattr(content, "text", ""))
