"""`batch`."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Self, TextIO

import typer

from qa_bot.cli.state import IndexOption, ReaderOption, ThresholdOption, console_of
from qa_bot.cli.status import Status
from qa_bot.errors import BatchError, UsageError
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import counted


def batch(
    context: typer.Context,
    questions: Annotated[
        str, typer.Argument(help='A .txt, .jsonl or .csv file; "-" is standard input.')
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="OUT", help="Else standard output.")
    ] = None,
    index: IndexOption = None,
    reader: ReaderOption = True,
    threshold: ThresholdOption = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="jsonl|md", help="Else by OUT's name, else jsonl."),
    ] = None,
    form_in: Annotated[
        str | None,
        typer.Option("--format-in", metavar="txt|jsonl|csv", help="Else by QUESTIONS' name."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing OUT.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Answer a file of questions, one record for each, in order.

    \b
    qa-bot batch questions.txt -o answers.jsonl
    qa-bot batch questions.csv -o answers.md
    cat questions.txt | qa-bot batch - | jq -r .answer
    """
    from qa_bot.batch import Format, read_questions, run_batch
    from qa_bot.batch.write import OutFormat, as_jsonl, as_markdown

    console = console_of(context)
    chosen_in = Format(form_in) if form_in in list(Format) else None
    if form_in and not chosen_in:
        raise UsageError(f"--format-in {form_in!r} is none of {', '.join(Format)}")
    if out and not form and out.suffix.lower() in (".csv", ".html", ".htm"):
        raise UsageError(f"{out.suffix} is not written yet; choose --format jsonl or --format md")
    form = form or ("md" if out and out.suffix.lower() in (".md", ".markdown") else "jsonl")
    if form not in list(OutFormat):
        raise UsageError(f"--format {form!r} is none of {', '.join(OutFormat)}")
    out = None if out == Path("-") else out
    if out:
        _check_output(out, questions, force=force)
    source = "standard input" if questions == "-" else questions
    records = read_questions(_input(questions), source, chosen_in)

    from qa_bot.answering import Bot

    progress = _Progress(console, len(records), quiet=quiet)
    with (
        Bot.open(index, reader=reader, threshold=threshold) as bot,
        _output(console, out) as stream,
        progress,
    ):
        summary = run_batch(
            bot, records, stream, as_markdown if form == "md" else as_jsonl, progress.show
        )
    if not quiet:
        seconds = time.monotonic() - progress.started
        where = f" → {out}" if out else ""
        console.note(
            f"{counted(summary.done, 'question')}: {summary.answered} answered, "
            f"{summary.not_found} not found, {summary.errors} failed, {seconds:.1f} s{where}"
        )
    if summary.errors:
        raise typer.Exit(Status.FAILED)


class _Progress:
    """A line that is written over on a terminal; elsewhere one every ten seconds."""

    def __init__(self, console: Console, total: int, *, quiet: bool) -> None:
        self.started = time.monotonic()
        self._console, self._total, self._quiet = console, total, quiet
        self._is_terminal = console.err.isatty() and os.environ.get("TERM") != "dumb"
        self._last = self.started

    def __enter__(self) -> Self:
        return self

    def show(self, summary: object) -> None:
        done = getattr(summary, "done", 0)
        now = time.monotonic()
        if self._quiet or now - self._last < (0.2 if self._is_terminal else 10):
            return
        self._last = now
        left = (now - self.started) / done * (self._total - done)
        line = f"{done} of {self._total} questions, {left:.0f} s left"
        self._console.err.write(f"\r\x1b[K{line}" if self._is_terminal else line + "\n")
        self._console.err.flush()

    def __exit__(self, *_: object) -> None:
        if self._is_terminal and not self._quiet:
            self._console.err.write("\r\x1b[K")
            self._console.err.flush()


def _input(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BatchError(f"{name} cannot be read ({error.strerror}); check the name") from None


def _check_output(out: Path, questions: str, *, force: bool) -> None:
    """Refuse an OUT that would be lost or cannot be replaced, before any work."""
    if not out.exists():
        return
    if not out.is_file():
        raise UsageError(f"{out} is no file that can be replaced; leave -o out for standard output")
    if Path(questions).exists() and out.samefile(questions):
        raise UsageError(f"{out} holds the questions; name another file for the answers")
    if not force:
        raise UsageError(f"{out} exists; name another file, or replace it with --force")


@contextmanager
def _output(console: Console, out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield console.out
        return
    target = out.resolve()  # a link stays a link
    aside = target.with_name(f".{target.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        aside.replace(target)
    except OSError as error:
        raise BatchError(
            f"{shlex.quote(str(out))} cannot be written ({error.strerror}); name another file"
        ) from None
    finally:
        aside.unlink(missing_ok=True)
