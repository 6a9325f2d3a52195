"""The chat's commands: one registry that dispatches them and makes /help and completion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from qa_bot.answering import Conversation
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import render_passage, table
from qa_bot.text import shown
from qa_bot.types import Citation


class Leave(Exception):  # noqa: N818 - it is no error
    """Raised by the command that ends the chat."""


@dataclass(slots=True)
class Talk:
    """A running chat: its conversation, and where it writes."""

    conversation: Conversation
    console: Console

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the last answer, or the passages that came closest."""
        turns = self.conversation.turns
        return (turns[-1].citations or turns[-1].closest) if turns else ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: how it is typed, what it does in a few words, and what runs."""

    usage: str
    about: str
    run: Callable[[Talk, str], None]


def run_command(talk: Talk, line: str) -> None:
    """Run the command that a line holds; an unknown one is said to be, with the nearest."""
    name, _, rest = line[1:].partition(" ")
    command = COMMANDS.get(name.lower())
    if command is None:
        near = get_close_matches(name.lower(), COMMANDS, 1)
        hint = f"did you mean /{near[0]}? " if near else ""
        talk.console.error(f"there is no command /{shown(name)}; {hint}/help lists them")
        return
    command.run(talk, rest.strip())


def _help(talk: Talk, rest: str) -> None:
    talk.console.print("Type a question, or a command:")
    for row in table([[f"  /{command.usage}", command.about] for command in COMMANDS.values()]):
        talk.console.print(row)


def _sources(talk: Talk, rest: str) -> None:
    if not talk.citations:
        talk.console.error("there are no sources yet; ask a question first")
        return
    for citation in talk.citations:
        talk.console.print(
            f"[{citation.n}] {shown(citation.article)} ({shown(citation.source)}), "
            f"line {citation.line}, characters {citation.start}:{citation.end}"
        )


def _show(talk: Talk, rest: str) -> None:
    number = rest.strip("[] ") or "1"
    chosen = [citation for citation in talk.citations if str(citation.n) == number]
    if not chosen:
        count = len(talk.citations)
        known = f"1 to {count}" if count else "none yet; ask a question first"
        talk.console.error(f"there is no source {shown(number)!r}; there are {known}")
        return
    start, end = chosen[0].start, chosen[0].end
    index = talk.conversation.bot.index
    for article in index.articles:
        text = index.article_text(article.id)
        if article.source == chosen[0].source and text[start:end] == chosen[0].quote:
            render_passage(talk.console, text, start, end)
            return
    talk.console.error("the article is no longer in the index, or has changed; ask again")


def _new(talk: Talk, rest: str) -> None:
    talk.conversation.turns.clear()
    talk.console.print("What was said before is forgotten.")


def _quit(talk: Talk, rest: str) -> None:
    raise Leave


COMMANDS: dict[str, Command] = {
    "help": Command("help", "this list", _help),
    "sources": Command("sources", "where the last answer's sentences stand", _sources),
    "show": Command("show N", "source N in its place in the article", _show),
    "new": Command("new", "begin a new conversation", _new),
    "quit": Command("quit", "leave (so do exit, :q and Ctrl-D)", _quit),
}
