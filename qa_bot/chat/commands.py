"""The chat's commands: one registry that dispatches them and makes /help and completion."""

from __future__ import annotations

from difflib import get_close_matches

from qa_bot.chat import inspect, session_commands
from qa_bot.chat.command import Command, ExitChat
from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.text import sanitize_line


def run_command(talk: ChatSession, line: str) -> None:
    """Run the command that a line holds; its name may be cut short where that is plain.

    Raises UsageError where there is no such command, naming the nearest.
    """
    name, _, rest = line[1:].partition(" ")
    name = name.lower()
    begun = [command for full, command in COMMANDS.items() if name and full.startswith(name)]
    command = COMMANDS.get(name) or (begun[0] if len(begun) == 1 else None)
    if command is None:
        near = [one.name for one in begun] or get_close_matches(name, COMMANDS, 1)
        hint = f"did you mean {' or '.join(f'/{one}' for one in near)}? " if near else ""
        raise UsageError(f"there is no command /{sanitize_line(name)}; {hint}/help lists them")
    command.run(talk, rest.strip())


def _help(talk: ChatSession, rest: str) -> None:
    talk.console.print("Type a question, or a command:")
    for row in talk.console.rows([(f"/{one.usage}", one.about) for one in COMMANDS.values()]):
        talk.console.print(row)
    talk.console.print("At the prompt:")
    for row in talk.console.rows(KEYS):
        talk.console.print(row)


def _quit(talk: ChatSession, rest: str) -> None:
    raise ExitChat


KEYS = (
    ("Tab, →", "complete a command; take the grey suggestion"),
    ("↑, Ctrl-R", "earlier questions; search them"),
    ("Alt-Enter", "a new line (so does Ctrl-J)"),
    ("Ctrl-X Ctrl-E", "write the question in $EDITOR"),
    ("Ctrl-C", "clear the line; while answering, stop"),
)

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("help", "this list", _help),
        Command("sources", "where the last answer's sentences stand", inspect.sources, "sources"),
        Command("show N", "source N in its place in the article", inspect.show, "sources"),
        Command("open N", "source N in $EDITOR, at its line", inspect.open_source, "sources"),
        Command("more", "further passages, behind those shown", inspect.more, "answer"),
        Command("why", "how the last answer was found", inspect.why, "answer"),
        Command("articles [N|all]", "list them; choose one to ask, or all", inspect.articles),
        Command("read [N] [noise]", "an article as it was cleaned", inspect.read),
        Command(
            "copy [N]",
            "the answer, or source N, to the clipboard",
            session_commands.copy,
            "sources",
        ),
        Command("save FILE", "the talk as .md, .jsonl or .html", session_commands.save, "answer"),
        Command("history", "what was asked in this talk", session_commands.history, "answer"),
        Command("set [NAME VALUE]", "the settings of this talk", session_commands.set_),
        Command("new", "begin a new conversation", session_commands.new),
        Command("quit", "leave (so do exit, :q and Ctrl-D)", _quit),
    )
}
