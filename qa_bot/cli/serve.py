"""`serve`: an index for programs and chat front ends, over HTTP."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from qa_bot.cli.graceful_stop import GracefulStop
from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    ReaderOption,
    Target,
    ThresholdOption,
    console_of,
)
from qa_bot.platform import raise_on_closed_pipe

PORT = 8377


def serve(
    context: typer.Context,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="HOST", help="Address to listen on; any but loopback needs a token."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", metavar="PORT", min=0, max=65_535, help="Port; 0 picks a free one."),
    ] = PORT,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="Another host name to answer to; repeatable."
        ),
    ] = None,
) -> None:
    """Answer over HTTP: JSON, and OpenAI-style chat completions.

    By default only this machine can connect. If $QA_BOT_TOKEN is set, callers must send it.

    \b
    qa-bot serve --index mine
    qa-bot serve --in report.pdf --port 9000
    QA_BOT_TOKEN=… qa-bot serve --host 0.0.0.0 --allow-host answers.example.org
    """
    from qa_bot.http_server.access import Access
    from qa_bot.http_server.server import AnswerServer

    console = console_of(context)
    target = Target.from_options(context, index, sources, offline=offline)
    token = os.environ.get("QA_BOT_TOKEN") or None
    access = Access.for_host(host, tuple(allow_host or ()), token)
    with (
        raise_on_closed_pipe(),
        GracefulStop() as stop,
        target.open(console, reader=reader, threshold=threshold) as bot,
    ):
        server = AnswerServer(bot, access, host, port, tell=console.error)
        server.start()
        console.note(f"listening at {server.url} (Ctrl-C stops it)")
        while not stop.is_requested:
            time.sleep(0.1)
        server.finish()
