"""Prose in the chat: switched on and off, and shown sentence by sentence as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.terminal.render import prose_paragraph

if TYPE_CHECKING:
    from qa_bot.prose import Verdict

_WAITING = "asking the language model …"


def prose(session: ChatSession, rest: str) -> None:
    """Switch prose on or off; without a word, to what it is not."""
    if rest not in ("", "on", "off"):
        raise UsageError("type /prose, /prose on or /prose off")
    options = session.loader.options
    is_wanted = rest == "on" or (not rest and options.composer is None)
    if is_wanted != (options.composer is not None):
        composer = session.open_composer() if is_wanted else None
        if composer:
            composer.stoppable = True
        session.reopen(replace(options, composer=composer))
    session.console.print(
        "A language model writes above the quotes, each sentence held to them. Ctrl-C stops it."
        if is_wanted
        else "Answers are in quotes alone."
    )


@contextmanager
def shown_while_written(session: ChatSession) -> Iterator[Written]:
    """Show the sentences of a language model on the terminal as they are judged."""
    composer = session.loader.options.composer
    written = Written(session)
    if composer is None or not session.console.is_terminal:
        yield written
        return
    written.wait()
    composer.listen = written.show
    try:
        yield written
    finally:
        written.clear()
        composer.listen = lambda verdict: None
        if written.sentences:
            session.console.print()


@dataclass(slots=True)
class Written:
    """What has been shown of an answer's prose."""

    session: ChatSession
    sentences: int = 0

    def wait(self) -> None:
        """Say that the model is being asked, until `clear`."""
        err = self.session.console.err
        if err.isatty():
            err.write(_WAITING)
            err.flush()

    def clear(self) -> None:
        """Remove what `wait` wrote."""
        err = self.session.console.err
        if err.isatty():
            err.write("\r\x1b[K")
            err.flush()

    def show(self, verdict: Verdict) -> None:
        """Show a sentence that is kept."""
        if verdict.fault is None:
            self.clear()
            console = self.session.console
            console.print(prose_paragraph(console, verdict.text))
            self.sentences += 1
