"""The conversation: read a line, answer it, until the user leaves."""

from __future__ import annotations

import sys

from qa_bot.chat.command import ExitChat
from qa_bot.chat.commands import run_command
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.session import ChatSession
from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.terminal.modes import typing_ahead
from qa_bot.terminal.render import render_answer

_LEAVING = frozenset(("exit", "quit", ":q"))


def run_chat(choices: BotOptions, console: Console, *, vi: bool = False) -> None:
    """Converse at a prompt on a terminal; elsewhere answer standard input line by line.

    Raises UnusableIndexError or ModelError where what is chosen cannot be opened.
    """
    running = ChatSession(console, BotLoader(choices), vi)
    try:
        if sys.stdin.isatty() and console.out.isatty():
            running.opening.check()
            with typing_ahead():
                _at_prompt(running)
        else:
            _ = running.bot  # a fault ends it before a line is read
            for line in sys.stdin:
                respond(running, line)
    except ExitChat:
        pass
    finally:
        running.opening.close()


def respond(running: ChatSession, line: str) -> None:
    """Answer a line, or run it as a command; raises Leave where it asks to."""
    line = line.strip()
    if not line:
        return
    if line.lower() in _LEAVING:
        raise ExitChat
    try:
        if line.startswith("/"):
            run_command(running, line)
            return
        conversation = running.conversation
        if asked := conversation.clarifying_question(line):
            running.console.print(asked)
            return
        answer = conversation.ask(line)
        running.further = ()
        render_answer(running.console, answer)
    except QaBotError as error:
        running.console.error(str(error))


def _at_prompt(running: ChatSession) -> None:
    from qa_bot.chat.prompt import open_prompt, read_line

    greeting = "Ask the article. /help lists the commands, /quit leaves."
    running.console.print(running.console.wrap(greeting))
    prompt = open_prompt(running)
    while True:
        try:
            line = read_line(prompt, running)
        except KeyboardInterrupt:
            running.console.note("(to leave: /quit or Ctrl-D)")
            continue
        except EOFError:
            return
        running.console = running.console.resized()
        try:
            _wait(running, line)
            respond(running, line)
        except KeyboardInterrupt:
            running.console.note("(interrupted)")  # the answer ends, the chat does not


def _wait(running: ChatSession, line: str) -> None:
    """Wait for the bot where a line needs it, and say so; raises why it cannot be opened."""
    if running.opening.ready or not line.strip() or line.strip().lower() in _LEAVING:
        return
    err = running.console.err
    if running.console.is_terminal and err.isatty():
        err.write("loading the model …")
        err.flush()
    try:
        _ = running.bot
    finally:
        if running.console.is_terminal and err.isatty():
            err.write("\r\x1b[K")
            err.flush()
