"""`batch`: answer a file of questions."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer

from qa_bot.cli.completion import complete_format, complete_input_format
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.graceful_stop import GracefulStop
from qa_bot.cli.progress import Progress
from qa_bot.cli.prose import (
    SECONDS,
    ModelOption,
    ProseOption,
    TimeoutOption,
    UrlOption,
    writer_of,
)
from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    ReaderOption,
    Target,
    ThresholdOption,
    console_of,
)
from qa_bot.errors import BatchError, UsageError
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import pluralize

if TYPE_CHECKING:
    from qa_bot.answering import Bot
    from qa_bot.batch import Job, Mode, Questions, Summary
    from qa_bot.export import Format
    from qa_bot.prose import ProseWriter

Choice = TypeVar("Choice", bound=StrEnum)


def batch(
    context: typer.Context,
    questions: Annotated[
        str,
        typer.Argument(
            metavar="QUESTIONS", help="A .txt, .jsonl or .csv file; - for standard input."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Output file (default: standard output)."),
    ] = None,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    reader: ReaderOption = "on",
    threshold: ThresholdOption = None,
    prose: ProseOption = False,
    llm_url: UrlOption = None,
    llm_model: ModelOption = None,
    llm_timeout: TimeoutOption = SECONDS,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="jsonl|csv|md|html",
            autocompletion=complete_format,
            help="Output format (default: from OUT's name, else jsonl).",
        ),
    ] = None,
    form_in: Annotated[
        str | None,
        typer.Option(
            "--format-in",
            metavar="txt|jsonl|csv",
            autocompletion=complete_input_format,
            help="Input format (default: from QUESTIONS' name).",
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", metavar="NAME", help="Column or field that holds the question."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted run.")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask the failed questions again.")
    ] = False,
    append: Annotated[
        bool,
        typer.Option("--append", help="Answer what is new in QUESTIONS; keep the other answers."),
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="I/N", help="Answer part I of N, such as 2/4."),
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Merge the finished shards into OUT.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing OUT.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Stop after N records.")
    ] = None,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first failure.")
    ] = False,
    max_failures: Annotated[
        int | None,
        typer.Option("--max-failures", metavar="N", min=1, help="Stop at the Nth failure."),
    ] = None,
    guard: Annotated[
        bool,
        typer.Option(
            "--guard-formulas", help="Escape CSV cells that a spreadsheet would run as formulas."
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 unless all are answered.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Answer a file of questions, one record each, in order.

    \b
    qa-bot batch questions.txt -o answers.jsonl     # interrupted? add --resume
    qa-bot batch questions.txt -o report.html       # a page to read and send
    qa-bot batch questions.csv -o answers.csv --column q
    qa-bot batch questions.jsonl | jq -r 'select(.status == "answered") | .short'
    cat questions.txt | qa-bot batch - --format md > answers.md
    ls parts/*.txt | xargs -P 2 -I{} qa-bot batch {} -o {}.jsonl --resume --quiet

    Records with the same "conversation" are asked as follow-ups of each other; any other field or
    column is copied to the output. OUT.manifest.json records how OUT was made.
    """
    from qa_bot.batch import InputFormat, Job, Shard, check_questions, questions_file
    from qa_bot.export import Format

    console = console_of(context)
    target = Target.from_options(
        context, index, sources, offline=offline, stdin_is_read=questions == "-"
    )
    out = None if out == Path("-") else out
    chosen_in = _parse_choice(InputFormat, form_in, "--format-in")
    chosen = _parse_choice(Format, form, "--format") or _format_of(out)
    part = Shard.parse(shard) if shard else None
    mode = _mode(resume=resume, retry_failed=retry_failed, append=append, force=force)
    is_stream = out is None or _is_stream(out)
    if is_stream and (mode.name != "NEW" or part or merge):
        raise UsageError(
            "--resume, --retry-failed, --append, --force, --shard and --merge need an output file; "
            "add -o FILE"
        )
    if merge and (part or limit or mode.name not in ("NEW", "FORCE")):
        raise UsageError("--merge only merges finished shards; leave the other options out")
    if part and append:
        raise UsageError("--append and --shard cannot be combined; choose one")
    if fail_fast and max_failures:
        raise UsageError("--fail-fast means --max-failures 1; choose one")
    if guard and chosen != Format.CSV:
        raise UsageError(f"--guard-formulas applies only to CSV, not to {chosen}; leave it out")
    if part and out:
        out, chosen = part.path(out), Format.JSONL
    with questions_file(questions, sys.stdin.buffer) as path:
        job = None
        if out is not None and not is_stream:
            job = Job(path, out, chosen, mode, guard_formulas=guard)
            job.check()
        source = "standard input" if questions == "-" else questions
        checked = check_questions(path, source, chosen_in, column)
        if part:
            checked = checked.select_shard(part)
        if merge and job:
            summary = job.merge(checked, lambda: target.open(console, reader="off", threshold=None))
            _print_summary(console, summary, job, quiet=quiet)
            raise typer.Exit(_status(summary, strict=strict))
        writer = writer_of(context, llm_url, llm_model, llm_timeout) if prose else None
        threads = os.cpu_count() or 1
        with target.open(console, reader=reader, threshold=threshold, threads=threads) as bot:
            summary, seconds, is_interrupted = _run(
                console,
                bot,
                checked,
                job,
                out,
                form=chosen,
                limit=limit,
                max_failures=1 if fail_fast else max_failures,
                guard=guard,
                writer=writer,
                quiet=quiet,
            )
    _print_summary(console, summary, job, seconds=seconds, limit=limit, quiet=quiet)
    raise typer.Exit(ExitStatus.INTERRUPTED if is_interrupted else _status(summary, strict=strict))


def _run(
    console: Console,
    bot: Bot,
    questions: Questions,
    job: Job | None,
    out: Path | None,
    *,
    form: Format,
    limit: int | None,
    max_failures: int | None,
    guard: bool,
    writer: ProseWriter | None,
    quiet: bool,
) -> tuple[Summary, float, bool]:
    """Ask, write to a file or a stream, and return counts, seconds and whether interrupted."""
    from qa_bot.batch import Callbacks, Summary, manifest_of, stream

    with Progress(console, limit=limit, quiet=quiet) as progress, GracefulStop() as stop:

        def is_over(asked: Summary) -> bool:
            has_failed = max_failures is not None and asked.failed >= max_failures
            return stop.is_requested or has_failed

        callbacks = Callbacks(progress.show, is_over)
        if job:
            model = writer.model.name if writer else None
            made_of = manifest_of(bot, questions, form, guard_formulas=guard, prose=model)
            summary = job.run(
                bot, questions, made_of, writer=writer, limit=limit, callbacks=callbacks
            )
        else:
            summary = Summary()
            pieces = stream(
                bot,
                questions,
                form,
                summary,
                writer=writer,
                limit=limit,
                guard_formulas=guard,
                callbacks=callbacks,
            )
            with _stream_of(console, out) as file:
                for piece in pieces:
                    file.write(piece)
                    file.flush()
        return summary, progress.seconds, stop.is_requested


def _status(summary: Summary, *, strict: bool) -> ExitStatus:
    if summary.failed:
        return ExitStatus.FAILED
    is_missing = strict and summary.answered < summary.done
    return ExitStatus.NOT_FOUND if is_missing else ExitStatus.DONE


def _parse_choice(kind: type[Choice], given: str | None, option: str) -> Choice | None:
    if given is None:
        return None
    if given not in list(kind):
        raise UsageError(f"{option} {given!r} is not one of {', '.join(kind)}")
    return kind(given)


def _format_of(out: Path | None) -> Format:
    from qa_bot.export import Format, format_of

    if out is None or not out.suffix:
        return Format.JSONL
    if form := format_of(out):
        return form
    raise UsageError(
        f"unknown output format {out.suffix!r} of {out}; add --format {', '.join(Format)}"
    )


def _mode(*, resume: bool, retry_failed: bool, append: bool, force: bool) -> Mode:
    """Return what to do with an existing output; refuse contradictory options."""
    from qa_bot.batch import Mode

    if force and (resume or retry_failed or append):
        raise UsageError("--force starts over, the others continue; choose one")
    if append and retry_failed:
        raise UsageError("--append and --retry-failed cannot be combined; choose one")
    if retry_failed:
        return Mode.RETRY
    if append:
        return Mode.APPEND
    if resume:
        return Mode.RESUME
    return Mode.FORCE if force else Mode.NEW


def _is_stream(out: Path) -> bool:
    """Return whether an output is a pipe or a device, such as /dev/null."""
    return out.is_fifo() or out.is_char_device()


@contextmanager
def _stream_of(console: Console, out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield console.out
        return
    try:
        with out.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            yield file
    except OSError as error:
        raise BatchError(f"cannot write {shlex.quote(str(out))} ({error.strerror})") from None


def _print_summary(
    console: Console,
    summary: Summary,
    job: Job | None,
    *,
    quiet: bool,
    seconds: float | None = None,
    limit: int | None = None,
) -> None:
    if quiet:
        return
    where = f" → {job.written}" if job else ""
    took = "" if seconds is None else f", {seconds:.1f} s"
    console.note(
        f"{pluralize(summary.done, 'question')}: {summary.answered} answered, "
        f"{summary.uncertain} uncertain, {summary.not_found} not found, "
        f"{summary.failed} failed{took}{where}"
    )
    if summary.prose_failed:
        console.note(f"{summary.prose_failed} without all of their prose: {summary.prose_error}")
    left = summary.total - summary.done
    is_limited = limit is not None and summary.done >= limit
    if job is None:
        if left and not is_limited:
            console.note(f"{pluralize(left, 'question')} left; to be able to resume, add -o OUT")
        return
    if left:
        flag = "--append" if job.mode.name == "APPEND" else "--resume"
        again = _rerun_command(flag, limited=not is_limited)
        console.note(f"{pluralize(left, 'question')} left; to continue: {again}")
    if summary.failed or summary.prose_failed:
        console.note(f"to ask the failed questions again: {_rerun_command('--retry-failed')}")


def _rerun_command(flag: str, *, limited: bool = True) -> str:
    """Return this command with a flag that continues it instead of starting over."""
    modes = ("--force", "--resume", "--retry-failed", "--append")
    given = [one for one in sys.argv[1:] if one not in modes]
    if not limited:
        place = next((n for n, one in enumerate(given) if one.startswith("--limit")), len(given))
        del given[place : place + (1 if "=" in "".join(given[place : place + 1]) else 2)]
    note = " (with the same standard input)" if "-" in given[1:2] else ""
    return shlex.join(["qa-bot", *given, flag]) + note
