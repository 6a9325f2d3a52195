"""`batch`."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

import typer

from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import IndexOption, ReaderOption, ThresholdOption, console_of
from qa_bot.errors import BatchError, UsageError
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import pluralize

if TYPE_CHECKING:
    from qa_bot.answering import Bot
    from qa_bot.batch import Job, Manifest, OutFormat, Questions, Summary

Choice = TypeVar("Choice", bound=StrEnum)


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
        typer.Option(
            "--format", metavar="jsonl|csv|md|html", help="Else by OUT's name, else jsonl."
        ),
    ] = None,
    form_in: Annotated[
        str | None,
        typer.Option("--format-in", metavar="txt|jsonl|csv", help="Else by QUESTIONS' name."),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", metavar="NAME", help="The column or field of the questions."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier run stopped.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask only those again that failed.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing OUT.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Stop behind N records.")
    ] = None,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first failure.")
    ] = False,
    max_failures: Annotated[
        int | None, typer.Option("--max-failures", metavar="N", min=1, help="Stop at the Nth.")
    ] = None,
    guard: Annotated[
        bool, typer.Option("--guard-formulas", help="In CSV, no cell is a spreadsheet's formula.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Answer a file of questions, one record for each, in order.

    \b
    qa-bot batch questions.txt -o answers.jsonl     # killed? the same with --resume
    qa-bot batch questions.csv -o answers.csv --column q
    qa-bot batch questions.jsonl | jq -r 'select(.status == "answered") | .short'
    cat questions.txt | qa-bot batch - --format md > answers.md
    ls parts/*.txt | xargs -P 2 -I{} qa-bot batch {} -o {}.jsonl --resume --quiet

    Records that share a "conversation" are asked as follow-ups of each other; any other field or
    column is carried through. OUT.manifest.json tells what made OUT.
    """
    from qa_bot.batch import Format, Job, OutFormat, Summary, check_questions, run_batch, writer_of

    console = console_of(context)
    out = None if out == Path("-") else out
    chosen_in = _one_of(Format, form_in, "--format-in")
    chosen = _one_of(OutFormat, form, "--format") or _form_of(out)
    _check_options(out, chosen, resume=resume, retry_failed=retry_failed, force=force, guard=guard)
    if fail_fast and max_failures:
        raise UsageError("--fail-fast is --max-failures 1; choose one of them")
    with _input(questions) as path:
        source = "standard input" if questions == "-" else questions
        job = Job(path, out, chosen, guard=guard) if out else None
        if job:
            job.check(resume=resume or retry_failed, force=force)
        checked = check_questions(path, source, chosen_in, column)
        from qa_bot.answering import Bot

        total = min(limit or checked.count, checked.count)
        with (
            Bot.open(index, reader=reader, threshold=threshold, threads=os.cpu_count() or 1) as bot,
            _Progress(console, total, quiet=quiet) as progress,
            _Stopping() as stopping,
        ):
            stop = _stop(stopping, 1 if fail_fast else max_failures)
            if job:
                made_of = _made_of(bot, checked, chosen, guard=guard)
                summary = job.run(
                    bot,
                    checked,
                    made_of,
                    resume=resume or retry_failed,
                    retry_failed=retry_failed,
                    limit=limit,
                    stop=stop,
                    seen=progress.show,
                )
            else:
                summary = Summary()
                head, text_of = writer_of(chosen, checked.columns, guard=guard)
                console.out.write(head)
                for record in run_batch(bot, islice(checked, total)):
                    console.out.write(text_of(record))
                    console.out.flush()
                    summary.count(record["status"])
                    progress.show(summary)
                    if stop(summary):
                        break
    if not quiet:
        _sum_up(console, summary, progress.seconds, job, checked.count, limit)
    if stopping.asked:
        raise typer.Exit(ExitStatus.INTERRUPTED)
    if summary.failed:
        raise typer.Exit(ExitStatus.FAILED)


def _one_of(kind: type[Choice], given: str | None, option: str) -> Choice | None:
    if given is None:
        return None
    if given not in list(kind):
        raise UsageError(f"{option} {given!r} is none of {', '.join(kind)}")
    return kind(given)


def _form_of(out: Path | None) -> OutFormat:
    from qa_bot.batch import OutFormat

    suffixes = {
        ".csv": OutFormat.CSV,
        ".md": OutFormat.MD,
        ".markdown": OutFormat.MD,
        ".html": OutFormat.HTML,
        ".htm": OutFormat.HTML,
    }
    return suffixes.get(out.suffix.lower() if out else "", OutFormat.JSONL)


def _check_options(
    out: Path | None, form: OutFormat, *, resume: bool, retry_failed: bool, force: bool, guard: bool
) -> None:
    """Refuse options that contradict each other, before any work."""
    if force and (resume or retry_failed):
        raise UsageError("--force begins anew and --resume goes on; choose one of them")
    if (resume or retry_failed or force) and out is None:
        raise UsageError("--resume, --retry-failed and --force are of a file; name one with -o")
    if form == "html" and out is None:
        raise UsageError("a page is made of all answers at once; name its file with -o")
    if guard and form != "csv":
        raise UsageError(f"--guard-formulas is of CSV, not of {form}; leave it out")


def _stop(stopping: _Stopping, most: int | None) -> Callable[[Summary], bool]:
    return lambda summary: stopping.asked or (most is not None and summary.failed >= most)


def _made_of(bot: Bot, questions: Questions, form: OutFormat, *, guard: bool) -> Manifest:
    """Return what the records of this run are made of."""
    from qa_bot import __version__
    from qa_bot.batch import Manifest

    index = bot.index
    return Manifest(
        version=__version__,
        model=index.model,
        model_sha256=index.model_sha256,
        reader=bot.reader_version,
        index=str(index.directory),
        index_fingerprint=index.fingerprint,
        threshold=bot.threshold,
        format=form,
        guard_formulas=guard,
        input_format=questions.form,
        column=questions.column,
        input=questions.source,
        input_sha256=questions.sha256,
        questions=questions.count,
    )


def _sum_up(
    console: Console,
    summary: Summary,
    seconds: float,
    job: Job | None,
    count: int,
    limit: int | None,
) -> None:
    where = f" → {job.written}" if job else ""
    console.note(
        f"{pluralize(summary.done, 'question')}: {summary.answered} answered, "
        f"{summary.uncertain} uncertain, {summary.not_found} not found, {summary.failed} failed, "
        f"{seconds:.1f} s{where}"
    )
    left = count - summary.done
    if job is None:
        if left and summary.done != limit:
            console.note(f"{left} are left; with -o OUT a run can be gone on with")
        return
    if left:
        is_limited = limit is not None and summary.done >= limit
        console.note(f"{left} are left; go on: {_again('--resume', limited=not is_limited)}")
    if summary.failed:
        console.note(f"ask the failed ones again: {_again('--retry-failed')}")


def _again(flag: str, *, limited: bool = True) -> str:
    """Return this command once more, with a flag that goes on instead of beginning anew."""
    given = [one for one in sys.argv[1:] if one not in ("--force", "--resume", "--retry-failed")]
    if not limited:
        place = next((n for n, one in enumerate(given) if one.startswith("--limit")), len(given))
        del given[place : place + (1 if "=" in "".join(given[place : place + 1]) else 2)]
    behind = " (with the same standard input)" if "-" in given[1:2] else ""
    return shlex.join(["qa-bot", *given, flag]) + behind


class _Stopping:
    """Lets a run finish the record in hand at SIGINT or SIGTERM; at the second it ends at once."""

    asked = False

    def __enter__(self) -> Self:
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }
        return self

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True
        for one in self._before:
            signal.signal(one, signal.default_int_handler)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


class _Progress:
    """A line that is written over on a terminal; elsewhere one every ten seconds."""

    def __init__(self, console: Console, total: int, *, quiet: bool) -> None:
        self._console, self._total, self._quiet = console, total, quiet
        self._is_terminal = console.err.isatty() and os.environ.get("TERM") != "dumb"
        self._started = self._last = time.monotonic()
        self._first: int | None = None

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return time.monotonic() - self._started

    def __enter__(self) -> Self:
        return self

    def show(self, summary: Summary) -> None:
        now = time.monotonic()
        if self._first is None:  # those before were done by an earlier run
            self._first = summary.done - 1
        if self._quiet or now - self._last < (0.2 if self._is_terminal else 10):
            return
        self._last = now
        rate = (summary.done - self._first) / max(self.seconds, 1e-9)
        left = (self._total - summary.done) / rate
        line = (
            f"{summary.done} of {self._total}, {summary.not_found} not found, {summary.failed} "
            f"failed, {rate:.1f} a second, {_duration(left)} left"
        )
        self._console.err.write(f"\r\x1b[K{line}" if self._is_terminal else line + "\n")
        self._console.err.flush()

    def __exit__(self, *_: object) -> None:
        if self._is_terminal and not self._quiet:
            self._console.err.write("\r\x1b[K")
            self._console.err.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours} h {minutes} min"
        if hours
        else f"{minutes} min {rest} s"
        if minutes
        else f"{rest} s"
    )


@contextmanager
def _input(name: str) -> Iterator[Path]:
    """Give the path of the questions; standard input or a pipe is first copied to a file."""
    path = Path(name)
    if path.is_file() and name != "-":
        yield path
        return
    if not path.is_fifo() and name != "-":
        reason = "Is no file" if path.exists() else "No such file"
        raise BatchError(f"{name} cannot be read ({reason}); check the name")
    with tempfile.NamedTemporaryFile(prefix="qa-bot-questions-") as copy:
        if name == "-":
            shutil.copyfileobj(sys.stdin.buffer, copy)
        else:  # such as <(grep … questions.txt)
            with path.open("rb") as pipe:
                shutil.copyfileobj(pipe, copy)
        copy.flush()
        yield Path(copy.name)
