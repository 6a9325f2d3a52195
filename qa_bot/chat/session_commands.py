"""Commands that take something along, and those that change how the talk goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qa_bot.chat.inspect import chosen
from qa_bot.chat.session import ChatSession
from qa_bot.errors import QaBotError, UsageError
from qa_bot.files import write_text
from qa_bot.settings import parse_setting
from qa_bot.terminal import clipboard
from qa_bot.terminal.render import pluralize
from qa_bot.text import sanitize_line
from qa_bot.wording import label

_OF_THE_BOT = ("index", "reader", "threshold")


def copy(talk: ChatSession, rest: str) -> None:
    """Copy the last answer, or one source, to the clipboard."""
    if rest:
        citation = chosen(talk, rest)
        text, what = citation.quote, f"Source {citation.n}"
    else:
        chosen(talk, "")  # there is one
        text = talk.turns[-1].answer or "\n".join(one.quote for one in talk.citations)
        what = "The answer" if talk.turns[-1].answer else "What comes closest"
    clipboard.copy(talk.console, text)
    talk.console.print(f"{what} is on the clipboard, if the terminal allows it (OSC 52).")


def save(talk: ChatSession, rest: str) -> None:
    """Write the talk to a file, in the format that its name asks for."""
    from qa_bot.export import Options, Result, format_of, render

    if not talk.turns:
        raise UsageError("nothing was asked yet; ask a question first")
    path = Path(rest).expanduser()
    form = format_of(path)
    if not rest or form is None:
        raise UsageError(
            "a file's name ends in .md, .jsonl, .csv or .html; for example: /save talk.html"
        )
    if path.exists() and path.resolve() not in talk.saved:
        raise UsageError(f"{sanitize_line(rest)} exists; name another file")
    options = Options(index=talk.bot.index)
    try:
        write_text(path, "".join(render(form, map(Result, talk.turns), options)))
    except OSError as error:
        raise QaBotError(f"{sanitize_line(rest)} cannot be written ({error.strerror})") from None
    talk.saved.add(path.resolve())
    talk.console.print(f"{pluralize(len(talk.turns), 'question')} → {sanitize_line(rest)}")


def history(talk: ChatSession, rest: str) -> None:
    """List what was asked, with what came of it."""
    if not talk.turns:
        talk.console.print("Nothing was asked yet.")
    for n, answer in enumerate(talk.turns, 1):
        said = f"{sanitize_line(answer.question)} ({label(answer.status)}, {answer.confidence:.2f})"
        talk.console.print(talk.console.wrap(said, "     ", f"{n:>3}  "))


def set_(talk: ChatSession, rest: str) -> None:
    """Show the settings of this talk, or change one of them for it."""
    name, _, value = rest.partition(" ")
    if rest and not value:
        raise UsageError("a setting needs a value; for example: /set threshold 0.5")
    if rest:
        _change(talk, name, value.strip().removeprefix("=").strip())
    choices = talk.opening.choices
    rows = [
        ("index", sanitize_line(str(choices.directory))),
        ("reader", "on" if choices.reader else "off"),
        ("threshold", f"{talk.bot.threshold:.2f}"),
        ("color", "on" if talk.console.color_out else "off"),
        ("vi", "on" if talk.vi else "off"),
    ]
    for row in talk.console.rows(rows):
        talk.console.print(row)


def new(talk: ChatSession, rest: str) -> None:
    """Begin a new conversation."""
    talk.forget()
    talk.console.print("What was said before is forgotten.")


def _change(talk: ChatSession, name: str, value: str) -> None:
    to = parse_setting(name, value)
    if name in _OF_THE_BOT:
        talk.reopen(replace(talk.opening.choices, **{name: to}))
    elif name == "vi":
        talk.vi = to
    elif name == "color":
        colored = talk.console.is_terminal if to == "auto" else to == "always"
        talk.console = replace(talk.console, color_out=colored)
    else:
        raise UsageError(f"{name} is set before the chat starts, by ${name.upper()}")
