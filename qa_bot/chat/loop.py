"""The conversation: read a line, answer it, until the user leaves."""

from __future__ import annotations

import sys

from qa_bot.answering import Bot
from qa_bot.chat.commands import Leave, Talk, run_command
from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import render_answer

_LEAVING = frozenset(("exit", "quit", ":q"))


def talk(bot: Bot, console: Console) -> None:
    """Converse at a prompt on a terminal; elsewhere answer standard input line by line."""
    conversation = Talk(bot, console)
    try:
        if sys.stdin.isatty() and console.out.isatty():
            _at_prompt(conversation)
        else:
            for line in sys.stdin:
                respond(conversation, line)
    except Leave:
        pass


def respond(conversation: Talk, line: str) -> None:
    """Answer a line, or run it as a command; raises Leave where it asks to."""
    line = line.strip()
    if not line:
        return
    if line.lower() in _LEAVING:
        raise Leave
    if line.startswith("/"):
        run_command(conversation, line)
        return
    try:
        answer = conversation.bot.ask(line)
    except QaBotError as error:
        conversation.console.error(str(error))
        return
    conversation.answers.append(answer)
    render_answer(conversation.console, answer)


def _at_prompt(conversation: Talk) -> None:
    from qa_bot.chat.prompt import open_prompt

    console = conversation.console
    count = len(conversation.bot.index.articles)
    articles = "1 article" if count == 1 else f"{count} articles"
    console.print(f"Ask about {articles}. /help lists the commands, /quit leaves.")
    prompt = open_prompt(console)
    while True:
        try:
            line = prompt.prompt()
        except KeyboardInterrupt:
            console.note("(to leave: /quit or Ctrl-D)")
            continue
        except EOFError:
            return
        try:
            respond(conversation, line)
        except KeyboardInterrupt:
            console.note("(interrupted)")  # the answer ends, the chat does not
