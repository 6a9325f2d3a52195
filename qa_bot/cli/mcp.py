"""`mcp`: an index for AI assistants."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    ReaderOption,
    Target,
    ThresholdOption,
    console_of,
)
from qa_bot.errors import UsageError
from qa_bot.paths import DATABASE, bundled_index, index_directory

if TYPE_CHECKING:
    from qa_bot.answering import Bot


def mcp(
    context: typer.Context,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    allow_add: Annotated[
        bool,
        typer.Option("--allow-add", help="Let the assistant add files and pages to the index."),
    ] = False,
) -> None:
    """Serve an index to AI assistants over the Model Context Protocol.

    An assistant starts this itself: add it to the assistant's configuration.

    \b
    qa-bot mcp --index mine
    qa-bot mcp --index mine --allow-add
    """
    from qa_bot.answering.bot import check_threshold

    console = console_of(context)
    target = Target.from_options(context, index, sources, offline=offline, stdin_is_read=True)
    directory = index_directory(index)
    if threshold is not None:
        check_threshold(threshold)
    if allow_add and (sources or directory == bundled_index()):
        raise UsageError("--allow-add needs an index of your own; name it with --index DIR")
    try:
        from qa_bot.mcp_server.library import Library
        from qa_bot.mcp_server.server import run
    except ImportError as error:
        missing = (error.name or "mcp").partition(".")[0]
        raise UsageError(
            f"qa-bot mcp needs the package {missing}; install it: pip install 'qa-bot[mcp]'"
        ) from None
    if not (sources or allow_add or (directory / DATABASE).is_file()):
        from qa_bot.index import Index

        Index(directory)  # says what is missing, and how to make it
    if sys.stdin.isatty():
        console.note("qa-bot mcp is for an assistant to start; Ctrl-D ends it")

    def open_bot() -> Bot:
        return target.open(console, reader=reader, threshold=threshold)

    run(open_bot, Library(directory, offline) if allow_add else None)
