"""Commands that export from the session or change it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qa_bot.chat.inspect import find_source
from qa_bot.chat.prose import switch_prose
from qa_bot.chat.session import ChatSession
from qa_bot.errors import QaBotError, UsageError
from qa_bot.files import write_text
from qa_bot.settings import parse_setting
from qa_bot.terminal import clipboard
from qa_bot.terminal.render import pluralize
from qa_bot.text import sanitize_line
from qa_bot.wording import LABELS

_VARIABLES = {
    "models": "QA_BOT_MODEL",
    "history": "QA_BOT_HISTORY",
    "offline": "QA_BOT_OFFLINE",
    "llm-url": "OPENAI_BASE_URL",
    "llm-key": "OPENAI_API_KEY",
    "llm-model": "QA_BOT_LLM_MODEL",
    "llm-timeout": "QA_BOT_LLM_TIMEOUT",
}
_OF_THE_BOT = ("index", "reader", "threshold")


def copy(session: ChatSession, rest: str) -> None:
    """Copy the last answer, or one source, to the clipboard."""
    if rest:
        citation = find_source(session, rest)
        text, what = citation.quote, f"Source {citation.n}"
    else:
        find_source(session, "")  # raises UsageError without a source
        text = session.turns[-1].answer or "\n".join(one.quote for one in session.citations)
        what = "Answer" if session.turns[-1].answer else "Closest passages"
    clipboard.copy(session.console, text)
    session.console.print(f"{what} copied to the clipboard, if the terminal allows it (OSC 52).")


def save(session: ChatSession, rest: str) -> None:
    """Write the conversation to a file, in the format of its suffix."""
    from qa_bot.export import Options, Result, format_of, render

    if not session.turns:
        raise UsageError("nothing has been asked yet; ask a question first")
    path = Path(rest).expanduser()
    form = format_of(path)
    if not rest or form is None:
        raise UsageError("name a .md, .jsonl, .csv or .html file, such as /save chat.html")
    if path.exists() and path.resolve() not in session.saved:
        raise UsageError(f"{sanitize_line(rest)} already exists; name another file")
    options = Options(index=session.bot.index)
    try:
        write_text(path, "".join(render(form, map(Result, session.turns), options)))
    except OSError as error:
        raise QaBotError(f"cannot write {sanitize_line(rest)} ({error.strerror})") from None
    session.saved.add(path.resolve())
    session.console.print(f"{pluralize(len(session.turns), 'question')} → {sanitize_line(rest)}")


def history(session: ChatSession, rest: str) -> None:
    """List the questions and their outcomes."""
    if not session.turns:
        session.console.print("Nothing has been asked yet.")
    for n, answer in enumerate(session.turns, 1):
        said = (
            f"{sanitize_line(answer.question)} ({LABELS[answer.status]}, {answer.confidence:.2f})"
        )
        session.console.print(session.console.wrap(said, "     ", f"{n:>3}  "))


def set_(session: ChatSession, rest: str) -> None:
    """Show the settings of this chat, or change one."""
    name, _, value = rest.partition(" ")
    if rest and not value:
        raise UsageError("give the setting a value, such as /set threshold 0.5")
    if rest:
        _change(session, name, value.strip().removeprefix("=").strip())
    options = session.loader.options
    rows = [
        ("index", sanitize_line(options.place)),
        ("reader", _reader(options.reader)),
        ("threshold", f"{session.bot.threshold:.2f}"),
        ("color", "on" if session.console.color_out else "off"),
        ("vi", "on" if session.vi else "off"),
        ("history", "on" if session.keeps else "off"),
        ("prose", "on" if session.writer else "off"),
    ]
    for row in session.console.rows(rows):
        session.console.print(row)


def new(session: ChatSession, rest: str) -> None:
    """Start a new conversation."""
    session.forget()
    session.console.print("New conversation.")


def resume(session: ChatSession, rest: str) -> None:
    """Continue the last conversation about these articles."""
    session.resume()
    last = sanitize_line(session.turns[-1].question)
    count = pluralize(len(session.turns), "question")
    said = f"Continuing after {count}, the last “{last}”. /history lists them."
    session.console.print(session.console.wrap(said))


def _change(session: ChatSession, name: str, value: str) -> None:
    to = parse_setting(name, value)
    if name in _OF_THE_BOT:
        options = replace(session.loader.options, **{name: to})
        session.reopen(replace(options, sources=()) if name == "index" else options)
    elif name == "prose":
        switch_prose(session, "on" if to else "off")
    elif name == "vi":
        session.vi = to
    elif name == "color":
        colored = session.console.is_terminal if to == "auto" else to == "always"
        session.console = replace(session.console, color_out=colored)
    else:
        variable = _VARIABLES.get(name, name.upper())
        raise UsageError(
            f"{name} cannot be changed in the chat; set ${variable} before starting it"
        )


def _reader(choice: bool | str) -> str:
    return sanitize_line(choice) if isinstance(choice, str) else "on" if choice else "off"
