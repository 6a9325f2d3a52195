"""Prose in the chat: switched on and off, and shown sentence by sentence as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.terminal.render import prose_paragraph
from qa_bot.types import Answer

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter, Verdict


def prose(session: ChatSession, rest: str) -> None:
    """Switch prose on or off, and say so."""
    switch_prose(session, rest)
    session.console.print(
        "A language model writes above the quotes, each sentence held to them. Ctrl-C stops it."
        if session.writer
        else "Answers are in quotes alone."
    )


def switch_prose(session: ChatSession, rest: str) -> None:
    """Switch prose on or off, or toggle it; raises UsageError without a language model."""
    if rest not in ("", "on", "off"):
        raise UsageError("type /prose, /prose on or /prose off")
    is_wanted = rest == "on" or (not rest and session.writer is None)
    if not is_wanted:
        session.writer = None
    elif session.writer is None and session.open_writer:
        session.writer = session.open_writer()


def add_prose(session: ChatSession, writer: ProseWriter, answer: Answer) -> tuple[Answer, bool]:
    """Return an answer with its prose, and whether that has been shown.

    On a terminal, each sentence is shown as soon as it is judged; Ctrl-C leaves the quotes.
    """
    console = session.console
    if not (console.is_terminal and console.err.isatty()):
        return writer.add_to(session.bot, answer), False
    is_shown = False

    def show(verdict: Verdict) -> None:
        nonlocal is_shown
        if verdict.fault is None:
            console.erase_line()
            console.print(prose_paragraph(console, verdict.text))
            is_shown = True

    with console.waiting("asking the language model …"):
        answer = writer.add_to(session.bot, answer, show, stoppable=True)
    if is_shown:
        console.print()
    return answer, is_shown
