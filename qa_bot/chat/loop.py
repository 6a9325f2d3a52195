"""The conversation: read a line, answer it, until the user leaves."""

from __future__ import annotations

import sys

from qa_bot.answering import Bot, Conversation
from qa_bot.chat.commands import Leave, Talk, run_command
from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import counted, render_answer

_LEAVING = frozenset(("exit", "quit", ":q"))


def talk(bot: Bot, console: Console) -> None:
    """Converse at a prompt on a terminal; elsewhere answer standard input line by line."""
    running = Talk(Conversation(bot), console)
    try:
        if sys.stdin.isatty() and console.out.isatty():
            _at_prompt(running)
        else:
            for line in sys.stdin:
                respond(running, line)
    except Leave:
        pass


def respond(running: Talk, line: str) -> None:
    """Answer a line, or run it as a command; raises Leave where it asks to."""
    line = line.strip()
    if not line:
        return
    if line.lower() in _LEAVING:
        raise Leave
    if line.startswith("/"):
        run_command(running, line)
        return
    conversation = running.conversation
    try:
        if asked := conversation.asks_back(line):
            running.console.print(asked)
            return
        render_answer(running.console, conversation.ask(line))
    except QaBotError as error:
        running.console.error(str(error))


def _at_prompt(running: Talk) -> None:
    from qa_bot.chat.prompt import open_prompt

    console = running.console
    articles = counted(len(running.conversation.bot.index.articles), "article")
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
            respond(running, line)
        except KeyboardInterrupt:
            console.note("(interrupted)")  # the answer ends, the chat does not
