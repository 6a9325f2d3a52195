"""The chat loop: read a line and answer it, until the user leaves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from qa_bot.chat.commands import ExitChat, run_command
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.prose import add_prose, switch_prose
from qa_bot.chat.session import ChatSession
from qa_bot.chat.small_talk import LEAVING, reply_to_small_talk
from qa_bot.errors import QaBotError
from qa_bot.platform import forget_interrupt
from qa_bot.terminal.console import Console
from qa_bot.terminal.modes import typing_ahead
from qa_bot.terminal.render import render_answer
from qa_bot.text import sanitize_line
from qa_bot.wording import prose_note

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter


def run_chat(
    options: BotOptions,
    console: Console,
    *,
    vi: bool = False,
    resume: bool = False,
    history: bool = True,
    open_writer: Callable[[], ProseWriter] | None = None,
    prose: bool = False,
) -> None:
    """Chat at a prompt on a terminal; otherwise answer standard input line by line.

    On a terminal the greeting has been shown already. `resume` continues the last conversation;
    with `history`, a chat at a prompt keeps its own, and the lines typed. `open_writer` opens the
    prose writer when /prose asks for it, or at once with `prose`.

    Raises UnusableIndexError, ModelError, and UsageError if prose cannot be written; without a
    terminal also UsageError if there is no conversation to continue, and QaBotError if it is
    damaged.
    """
    session = ChatSession(console, BotLoader(options), vi, open_writer=open_writer)
    if prose:
        switch_prose(session, "on")
    try:
        if sys.stdin.isatty() and console.out.isatty():
            session.loader.check()
            session.keeps = history
            if resume:
                respond(session, "/resume")  # without one to continue, a new one begins
            with typing_ahead():
                _at_prompt(session)
        else:
            if resume:
                session.resume()
            _ = session.bot  # an error ends the chat before a line is read
            for line in sys.stdin:
                _echo(session, line)
                respond(session, line)
    except ExitChat:
        pass
    finally:
        session.loader.close()


def respond(session: ChatSession, line: str) -> None:
    """Answer a line, or run it as a command.

    Raises ExitChat on a command to leave, and whatever opening the bot raised.
    """
    line = line.strip()
    if not line:
        return
    if line.lower() in LEAVING:
        raise ExitChat
    try:
        if line.startswith("/"):
            run_command(session, line)
            return
        if reply_to_small_talk(session, line):
            return
        conversation = session.conversation
        if asked := conversation.clarifying_question(line):
            session.console.print(asked)
            return
        answer = conversation.ask(line)
        session.further = ()
        is_shown = False
        if session.writer:
            answer, is_shown = add_prose(session, session.writer, answer)
            conversation.turns[-1] = answer
        render_answer(session.console, answer, prose=not is_shown)
        if note := prose_note(answer):
            session.console.note(note)
        session.console.print()
        session.keep()
    except QaBotError as error:
        if error is session.loader.fault:
            raise
        session.console.error(str(error))


def _echo(session: ChatSession, line: str) -> None:
    """Show a question above its answer, like a prompt."""
    line = sanitize_line(line)
    if line and not line.startswith("/") and line.lower() not in LEAVING:
        console = session.console
        console.print(console.wrap(console.style(line, "bold"), "  ", "? "))


def _at_prompt(session: ChatSession) -> None:
    from qa_bot.chat.prompt import open_prompt, read_line

    prompt = open_prompt(session)
    while True:
        try:
            line = read_line(prompt, session)
        except KeyboardInterrupt:
            forget_interrupt()
            session.console.note("(to leave: /quit or Ctrl-D)")
            continue
        except EOFError:
            return
        finally:
            session.begun = True
        session.console = session.console.resize()
        try:
            respond(session, line)
        except KeyboardInterrupt:
            forget_interrupt()
            session.console.note("(interrupted)")  # ends the answer, not the chat
