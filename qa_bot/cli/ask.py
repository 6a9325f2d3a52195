"""`ask` and `chat`: one question, or a conversation."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.prose import (
    SECONDS,
    ModelOption,
    ProseOption,
    TimeoutOption,
    UrlOption,
    writer_of,
)
from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    ReaderOption,
    Target,
    ThresholdOption,
    console_of,
    settings_of,
)
from qa_bot.errors import UsageError
from qa_bot.settings import parse_setting
from qa_bot.terminal.render import render_answer
from qa_bot.text import to_json
from qa_bot.wording import prose_note

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter


def ask(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION...", help='The question, quoted or not; "-" reads standard input.'
        ),
    ],
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    prose: ProseOption = False,
    llm_url: UrlOption = None,
    llm_model: ModelOption = None,
    llm_timeout: TimeoutOption = SECONDS,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as one line of JSON.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 unless answered.")] = False,
) -> None:
    """Answer one question.

    \b
    qa-bot ask what does Putin want
    qa-bot ask "who wrote this?" --in https://example.org/article
    cat page.html | qa-bot ask "what happened?" --in -
    echo "who is Ashe?" | qa-bot ask - --json
    qa-bot ask "who is Ashe?" --prose --llm-url http://localhost:11434/v1
    """
    console = console_of(context)
    target = Target.from_options(
        context, index, sources, offline=offline, stdin_is_read=words == ["-"]
    )
    question = sys.stdin.read() if words == ["-"] else " ".join(words)
    if not question.strip():
        raise UsageError('the question is empty; for example: qa-bot ask "what does Putin want?"')
    writer = writer_of(context, llm_url, llm_model, llm_timeout) if prose else None
    with target.open(console, reader=reader, threshold=threshold) as bot:
        answer = bot.ask(question)
        if writer:
            answer = writer.add_to(bot, answer)
    if note := prose_note(answer):
        console.note(note)
    if as_json:
        console.print(to_json(answer.to_dict()))
    else:
        render_answer(console, answer)
    if strict and answer.status in ("uncertain", "not_found"):
        raise typer.Exit(ExitStatus.NOT_FOUND)


def chat(
    context: typer.Context,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    prose: ProseOption = False,
    llm_url: UrlOption = None,
    llm_model: ModelOption = None,
    llm_timeout: TimeoutOption = SECONDS,
    vi: Annotated[
        bool, typer.Option("--vi/--no-vi", envvar="QA_BOT_VI", help="Use vi keys at the prompt.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--continue", help="Continue the last conversation about the same articles."),
    ] = False,
    history: Annotated[
        bool,
        typer.Option(
            "--history/--no-history",
            envvar="QA_BOT_HISTORY",
            help="Keep questions and the conversation for the next time.",
        ),
    ] = True,
) -> None:
    """Chat about the articles of an index.

    Without a terminal, each line of standard input is a question.

    \b
    qa-bot chat --index mine
    qa-bot chat --in report.pdf
    qa-bot chat --continue
    qa-bot chat < questions.txt
    """
    from qa_bot.chat import BotOptions, run_chat

    target = Target.from_options(context, index, sources, offline=offline, stdin_is_read=True)
    for name in ("pager", "editor"):
        if name in (values := settings_of(context)):
            os.environ.setdefault(name.upper(), values[name])

    def open_writer() -> ProseWriter:
        return writer_of(context, llm_url, llm_model, llm_timeout)

    options = BotOptions(index, parse_setting("reader", reader), threshold, target.sources, offline)
    run_chat(
        options,
        console_of(context),
        vi=vi,
        resume=resume,
        history=history,
        open_writer=open_writer,
        prose=prose,
    )
