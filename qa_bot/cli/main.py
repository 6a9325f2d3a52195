"""The `qa-bot` command: its entry point, and where errors become exit statuses."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from qa_bot.cli import articles, ask, batch, doctor, evaluate
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import State, defaults
from qa_bot.errors import QaBotError, UsageError
from qa_bot.platform import end_quietly_on_closed_pipe
from qa_bot.settings import Settings, read_settings
from qa_bot.terminal.console import Color, Console

_HELP = """Ask an article questions; it answers in its own words, cited to the character.

Examples:

\b
  qa-bot                                    chat over the ready-made article
  qa-bot ask "what does Putin want?"        one question
  qa-bot ask "who is Ashe?" --json          the same for a script
  qa-bot batch questions.txt -o answers.jsonl
  qa-bot index my-article.txt --index mine  make an index of your own
  qa-bot chat --index mine                  and ask it
"""

_ROOT_FLAGS = ("--no-color", "--debug")

app = typer.Typer(
    help=_HELP,
    add_completion=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from qa_bot import __version__

        typer.echo(f"qa-bot {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Set up the settings and the console; without a command, chat."""
    group: Any = context.command
    try:
        settings = read_settings()
    except UsageError:
        if context.invoked_subcommand != "doctor":  # which says what is wrong with them
            raise
        settings = Settings()
    color: Color = "never" if no_color else settings.values.get("color", "auto")
    context.obj = State(Console.of_process(color=color, forced=no_color), settings)
    context.default_map = defaults(group, settings)
    if context.invoked_subcommand is None:
        with group.commands["chat"].make_context("chat", [], parent=context) as chat:
            chat.command.invoke(chat)


app.command("ask")(ask.ask)
app.command("batch")(batch.batch)
app.command("chat")(ask.chat)
app.command("index")(articles.index)
app.command("list")(articles.list_)
app.command("remove")(articles.remove)
app.command("show")(articles.show)
app.command("verify")(articles.verify)
app.command("eval")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line and exit with a status of `ExitStatus`."""
    # NumPy's products here are small. Two threads spin for each other where a core is taken: 13 ms
    # a question instead of 0.2. It is read when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    end_quietly_on_closed_pipe()
    _set_up_streams()
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written was reported; Python would try again at exit, and end with 120.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = status or ExitStatus.FAILED
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status."""
    console = Console.of_process()
    command = get_command(app)
    arguments = _flags_first(arguments)
    try:
        result = command.main(args=arguments, prog_name="qa-bot", standalone_mode=False)
    except QaBotError as error:
        if "--debug" in arguments:
            raise
        console.error(str(error))
        return ExitStatus.USAGE if isinstance(error, UsageError) else ExitStatus.FAILED
    except (KeyboardInterrupt, EOFError):
        console.note("")
        return ExitStatus.INTERRUPTED
    except OSError as error:
        if "--debug" in arguments:
            raise
        where = f"{error.filename}: " if error.filename else ""
        console.error(f"{where}{error.strerror or error}")
        return ExitStatus.FAILED
    except Exception as error:
        if _is_click(error, "Abort"):
            return ExitStatus.INTERRUPTED
        if _is_click(error, "ClickException"):
            return _usage(console, error)
        if "--debug" in arguments:
            raise
        console.error(f"unexpected {type(error).__name__}: {error}; see it whole with --debug")
        return ExitStatus.FAILED
    return int(result) if isinstance(result, int) else ExitStatus.DONE


def _set_up_streams() -> None:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who started us, `>&-`
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")


def _flags_first(arguments: list[str]) -> list[str]:
    """Let the flags of the root stand behind a command too, where people append them."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    flags = [one for one in arguments[:end] if one in _ROOT_FLAGS]
    return [*flags, *(one for one in arguments[:end] if one not in flags), *arguments[end:]]


def _is_click(error: Exception, name: str) -> bool:
    # By name: typer carries a click of its own from 0.26 on, whose place is its own affair.
    return any(kind.__name__ == name for kind in type(error).__mro__)


def _usage(console: Console, error: Exception) -> int:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "qa-bot"
    console.error(f"{message.rstrip('.')}; see: {command} --help")
    return ExitStatus.USAGE
