"""Run calls with the shared bot, and turn failures into one-line errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import ValidationError

from qa_bot.answering import Bot
from qa_bot.errors import QaBotError, UsageError
from qa_bot.index import Index
from qa_bot.mcp_server.shared_bot import SharedBot
from qa_bot.service.bounds import shorten
from qa_bot.text import sanitize_line

T = TypeVar("T")

_MAX_MESSAGE = 500  # characters of a message


async def call(bot: SharedBot, run: Callable[[Bot], T]) -> T:
    """Run a tool's call; raises ToolError for failures that the caller can act on."""
    try:
        return await bot.run(run)
    except QaBotError as error:
        raise ToolError(one_line(error)) from None


async def read_index(bot: SharedBot, run: Callable[[Index], T]) -> T:
    """Run a call of a tool that reads the index; raises ToolError."""
    return await call(bot, lambda opened: opened.read_index(run))


async def read_resource(bot: SharedBot, run: Callable[[Index], T]) -> T:
    """Run a resource call that reads the index; raises ResourceError."""
    try:
        return await bot.run(lambda opened: opened.read_index(run))
    except UsageError as error:
        raise ResourceNotFoundError(one_line(error)) from None
    except QaBotError as error:
        raise ResourceError(one_line(error)) from None


def result(text: str, content: dict[str, Any]) -> CallToolResult:
    """Return a tool's result: its text, and the same content structured."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=content)


def one_line(error: Exception) -> str:
    """Return an error's message as one line; for invalid arguments, which ones and why."""
    if isinstance(error.__cause__, ValidationError):
        faults = [
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.__cause__.errors(include_url=False)
        ]
        return shorten(sanitize_line("; ".join(faults)), _MAX_MESSAGE)
    return shorten(sanitize_line(str(error)), _MAX_MESSAGE)
