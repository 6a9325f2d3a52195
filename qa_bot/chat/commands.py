"""The chat's commands: one registry for dispatch, /help and completion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from qa_bot.chat import inspect, prose, session_commands
from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.text import sanitize_line


class ExitChat(Exception):  # noqa: N818 - it is not an error
    """Raised by the command that ends the chat."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its usage, a short help text, its function, and what it needs."""

    usage: str
    about: str
    run: Callable[[ChatSession, str], None]
    needs: Literal["answer", "sources"] | None = None

    @property
    def name(self) -> str:
        """The word after the slash."""
        return self.usage.split()[0]

    def is_valid(self, session: ChatSession) -> bool:
        """Return whether the command has something to work on yet."""
        return bool({None: True, "answer": session.turns, "sources": session.citations}[self.needs])


def run_command(session: ChatSession, line: str) -> None:
    """Run the command on a line; its name may be shortened if that is unambiguous.

    Raises UsageError, which names similar commands, if there is no such command.
    """
    name, _, rest = line[1:].partition(" ")
    name = name.lower()
    begun = [command for full, command in COMMANDS.items() if name and full.startswith(name)]
    command = COMMANDS.get(name) or (begun[0] if len(begun) == 1 else None)
    if command is None:
        near = [one.name for one in begun] or get_close_matches(name, COMMANDS, 1)
        hint = f"did you mean {' or '.join(f'/{one}' for one in near)}? " if near else ""
        raise UsageError(f"there is no command /{sanitize_line(name)}; {hint}/help lists them")
    if rest.strip() and command.usage == command.name:
        raise UsageError(f"/{command.name} takes nothing after it; type it alone")
    command.run(session, rest.strip())


def _help(session: ChatSession, rest: str) -> None:
    session.console.print("Type a question, or a command:")
    for row in session.console.rows([(f"/{one.usage}", one.about) for one in COMMANDS.values()]):
        session.console.print(row)
    session.console.print("At the prompt:")
    for row in session.console.rows(KEYS):
        session.console.print(row)


def _quit(session: ChatSession, rest: str) -> None:
    raise ExitChat


KEYS = (
    ("Tab", "complete a command or a name; questions, if nothing is typed"),
    ("→", "accept the gray suggestion"),
    ("↑, Ctrl-R", "earlier questions; search them"),
    ("Alt-Enter", "new line (also: Ctrl-J)"),
    ("Ctrl-X Ctrl-E", "edit the question in $EDITOR"),
    ("Ctrl-C", "clear the line; while answering, stop"),
)

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("help", "this list", _help),
        Command("sources", "sources of the last answer", inspect.sources, "sources"),
        Command("show N", "source N in the article, marked", inspect.show, "sources"),
        Command("open N", "open source N itself", inspect.open_source, "sources"),
        Command("more", "more passages", inspect.more, "answer"),
        Command("why [full]", "how the last answer was found", inspect.why, "answer"),
        Command("articles [N|all]", "list the articles; search one, or all", inspect.articles),
        Command("read [N] [noise]", "read an article, with what was left out", inspect.read),
        Command(
            "copy [N]",
            "copy the answer, or source N",
            session_commands.copy,
            "sources",
        ),
        Command(
            "save FILE",
            "save the conversation as .md, .jsonl, .csv, .html",
            session_commands.save,
            "answer",
        ),
        Command(
            "history", "the questions of this conversation", session_commands.history, "answer"
        ),
        Command("set [NAME VALUE]", "show or change this chat's settings", session_commands.set_),
        Command("prose [on|off]", "prose above the quotes, by a language model", prose.prose),
        Command("new", "start a new conversation", session_commands.new),
        Command("resume", "continue the last conversation", session_commands.resume),
        Command("quit", "leave (also: exit, :q, Ctrl-D)", _quit),
    )
}
