"""The `qa-bot` command: its subcommands, and the mapping of errors to exit statuses."""

from __future__ import annotations

import os
import sys
import threading
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from qa_bot.cli import articles, ask, batch, cache, doctor, evaluate, index, mcp, serve
from qa_bot.cli.arguments import rewrite_arguments
from qa_bot.cli.completion import CompletionGroup
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import State, defaults
from qa_bot.errors import BatchError, QaBotError, UsageError
from qa_bot.platform import end_quietly_on_closed_pipe, raise_on_interrupt
from qa_bot.settings import read_settings
from qa_bot.terminal.console import Color, Console

_HELP = """Ask an article questions; it answers in its own words, cited to the character.

Examples:

\b
  qa-bot                                    chat about the bundled article
  qa-bot ask "what does Putin want?"        ask one question
  qa-bot ask "who is Ashe?" --json          the same for a script
  qa-bot ask "what happened?" --in page.html    a file, page or PDF at once
  qa-bot batch questions.txt -o answers.jsonl
  qa-bot index my-article.txt --index mine  make an index of your own
  qa-bot --index mine                       chat about it
"""

app = typer.Typer(
    cls=CompletionGroup,
    help=_HELP,
    add_completion=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(is_given: bool) -> None:
    if is_given:
        from qa_bot import __version__

        typer.echo(f"qa-bot {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="No color, only bold and underline.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback on an error.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Read the settings and make the console; without a command, start the chat."""
    group: Any = context.command
    try:
        settings = read_settings()
    except UsageError:
        if context.invoked_subcommand != "doctor":  # it reports what is wrong with them
            raise
        settings = {}
    color: Color = "never" if no_color else settings.get("color", "auto")
    context.obj = State(Console.of_process(color=color, forced=no_color), settings)
    context.default_map = defaults(group, settings)
    if context.invoked_subcommand is None:
        with group.commands["chat"].make_context("chat", [], parent=context) as chat:
            chat.command.invoke(chat)


app.command("ask")(ask.ask)
app.command("batch")(batch.batch)
app.command("chat")(ask.chat)
app.command("index")(index.index)
app.command("list")(articles.list_)
app.command("remove")(articles.remove)
app.command("show")(articles.show)
app.command("verify")(articles.verify)
app.command("eval")(evaluate.evaluate)
app.command("cache")(cache.cache)
app.command("mcp")(mcp.mcp)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with a status of `ExitStatus`."""
    # The matrix products here are small. With two threads, one spins if a core is busy: 13 ms per
    # question instead of 0.2. The variable is read when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    end_quietly_on_closed_pipe()
    _set_up_streams()
    status = run(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except OSError:
        # The failed write was reported; at exit Python would try again and end with 120.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = status or ExitStatus.FAILED
    if any(thread.daemon for thread in threading.enumerate()):
        # The chat may end while its bot is being opened or asked. Python would stop that thread
        # inside native code, which can abort the process.
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit status."""
    console = Console.of_process()
    arguments = rewrite_arguments(arguments)
    with raise_on_interrupt() as interrupts:
        try:
            result = get_command(app).main(
                args=arguments, prog_name="qa-bot", standalone_mode=False
            )
            status = int(result) if isinstance(result, int) else ExitStatus.DONE
        except KeyboardInterrupt:
            return _end_interrupted(console)
        except EOFError:
            return ExitStatus.INTERRUPTED
        except Exception as error:
            if interrupts.pending or _is_click(error, "Abort"):  # some libraries wrap Ctrl-C
                return _end_interrupted(console)
            if "--debug" in arguments and not _is_click(error, "ClickException"):
                raise
            return _report(console, error)
        return ExitStatus.INTERRUPTED if interrupts.pending else status


def _end_interrupted(console: Console) -> int:
    if console.err.isatty():
        console.note("")  # the terminal has printed ^C on the line
    return ExitStatus.INTERRUPTED


def _report(console: Console, error: Exception) -> int:
    """Print what failed, in one line, and return the exit status."""
    if isinstance(error, QaBotError):
        console.error(str(error))
        for detail in error.details if isinstance(error, BatchError) else ():
            console.note(f"  {detail}")
        return ExitStatus.USAGE if isinstance(error, UsageError) else ExitStatus.FAILED
    if _is_click(error, "ClickException"):
        console.error(_usage(error))
        return ExitStatus.USAGE
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        console.error(f"{where}{error.strerror or error}")
    else:
        console.error(f"unexpected {type(error).__name__}: {error}; rerun with --debug for details")
    return ExitStatus.FAILED


def _set_up_streams() -> None:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by the caller with `>&-`
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")


def _is_click(error: Exception, name: str) -> bool:
    # By name: from 0.26 on typer has its own copy of click in a private module.
    return any(kind.__name__ == name for kind in type(error).__mro__)


def _usage(error: Exception) -> str:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "qa-bot"
    if message.startswith("No such command"):
        ending = " " if message.endswith("?") else ". "
        return f"{message.rstrip('.')}{ending}To ask: {command} ask QUESTION; see: {command} --help"
    return f"{message.rstrip('.')}; see: {command} --help"
