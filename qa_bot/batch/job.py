"""A batch that is written to a file, and can be killed at any moment and resumed.

Results are appended to a journal. A JSONL output is its own journal; any other format is written
from the journal `OUT.part.jsonl` after the last question. All of it is synced to disk before a run
reports success.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.answering import Bot
from qa_bot.batch.journal import Journal
from qa_bot.batch.manifest import Manifest, read_manifest
from qa_bot.batch.plan import tasks_to_append, tasks_to_resume, tasks_to_retry
from qa_bot.batch.questions import Questions
from qa_bot.batch.run import NO_CALLBACKS, Asker, Callbacks, PreparedTasks, Summary, run_tasks
from qa_bot.batch.shards import find_shards, merge
from qa_bot.errors import BatchError, UsageError
from qa_bot.export import Format, Options, Result, render
from qa_bot.export.jsonl import as_line, parse_line
from qa_bot.files import remove_leftovers, write_atomically
from qa_bot.index import Index
from qa_bot.platform import sync_directory

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter


class Mode(Enum):
    """What a run does with an earlier run's output.

    RESUME asks the questions not asked yet, RETRY also the failed ones, APPEND those that are new
    in the input.
    """

    NEW = "write"
    FORCE = "overwrite"
    RESUME = "resume"
    RETRY = "retry"
    APPEND = "append to"


_CONTINUES = (Mode.RESUME, Mode.RETRY, Mode.APPEND)


class Job:
    """A batch, its output file, and the manifest beside it."""

    def __init__(
        self,
        source: Path,
        out: Path,
        form: Format,
        mode: Mode = Mode.NEW,
        *,
        guard_formulas: bool = False,
    ) -> None:
        """Take the file of questions and the output; nothing is written yet."""
        self._source, self.out, self.form, self.mode = source, out, form, mode
        self._target = out.resolve()  # a link stays a link
        name = self._target.name
        self._journal = (
            self._target if form is Format.JSONL else self._target.with_name(f"{name}.part.jsonl")
        )
        self._manifest = self._target.with_name(f"{name}.manifest.json")
        self._guard_formulas = guard_formulas
        self.summary = Summary()
        # The results are in the journal beside OUT until OUT can be made from it.
        # As the user named it, unless that is a link: the journal is beside what it leads to.
        beside = self._journal if out.is_symlink() else out.with_name(self._journal.name)
        self.written = out if form is Format.JSONL else beside

    def check(self) -> None:
        """Refuse an output that would be lost or cannot be written, before any work."""
        for path in (self._target, self._journal):
            if path.exists() and not path.is_file():
                raise UsageError(f"{self.out} is not a file; name another with -o")
            if path.exists() and path.samefile(self._source):
                raise UsageError(f"{self.out} holds the questions; name another file with -o")
        if not self._target.parent.is_dir():
            raise BatchError(f"cannot write {_quote(self.out)}: no such folder; create it first")
        if self.mode is not Mode.NEW:
            return
        if self._target.exists():
            raise self._output_exists()
        # A run that was killed before its first answer leaves an empty journal: nothing is lost.
        if self._journal.exists() and self._journal.stat().st_size:
            raise UsageError(
                f"{self._journal} holds the answers of an earlier run; continue it with --resume "
                "or start over with --force"
            )

    def run(
        self,
        bot: Bot,
        questions: Questions,
        made_of: Manifest,
        *,
        writer: ProseWriter | None = None,
        limit: int | None = None,
        callbacks: Callbacks = NO_CALLBACKS,
    ) -> Summary:
        """Ask the questions, and return the counts of all records.

        `made_of` describes how this run makes its answers, `writer` adds prose to them, and `limit`
        is the maximum number of records in the output. The output is on disk when this returns.
        Raises BatchError if the output cannot be written, another run is writing it, an earlier run
        had other settings, or the index changes during the run; what has been written stays.
        """
        started = time.monotonic()
        with self._explain_write_errors(questions.count):
            if self.mode in _CONTINUES and self._target.exists() and not self._journal.exists():
                return self._count_finished(made_of)
            with Journal.open(self._journal) as journal:
                for path in (self._manifest, self._target, self._journal):
                    remove_leftovers(path)
                manifest = self._begin(journal, made_of)
                self.summary = Summary(total=questions.count)
                asker = Asker(bot, writer)
                tasks = self._tasks(journal, questions, asker, limit)
                with self._keep_manifest(journal, manifest, started):
                    results = run_tasks(asker, tasks, self.summary, callbacks)
                    self._write(journal, self._require_one_index(results, bot, made_of))
                    total = self.summary.total
                    if self.summary.done >= (total if limit is None else min(limit, total)):
                        self._make_output(bot.index, questions.columns, manifest)
            if self._is_complete and not manifest.grows:
                self._journal.unlink()
                sync_directory(self._journal.parent)
        return self.summary

    def merge(self, questions: Questions, open_bot: Callable[[], Bot]) -> Summary:
        """Merge the answers of the shards, and return the counts of all records.

        `open_bot` is called only for an HTML page, which shows the articles. Raises BatchError if a
        shard is missing, unfinished or still being written, or was made from other questions or
        settings.
        """
        with self._explain_write_errors(questions.count), ExitStack() as stack:
            paths = find_shards(self._target)
            journals = [stack.enter_context(Journal.open(path)) for path in paths]
            manifest = self._merged_manifest(questions, paths)
            self.summary = Summary(total=questions.count)
            with write_atomically(self._journal) as file:
                for entry in merge(questions, journals):
                    file.write(entry.line)
                    self.summary.count(entry.result.answer)
            if self.form is Format.HTML:
                with open_bot() as bot:
                    if bot.index.fingerprint != manifest.index_fingerprint:
                        raise BatchError(
                            f"cannot merge {_quote(self.out)}: the shards were answered "
                            "from another index; give that one with --index"
                        )
                    self._make_output(bot.index, questions.columns, manifest)
            else:
                self._make_output(None, questions.columns, manifest)
            self._write_manifest(manifest)
            if self.form is not Format.JSONL:
                self._journal.unlink()
                sync_directory(self._journal.parent)
        return self.summary

    def _merged_manifest(self, questions: Questions, paths: Sequence[Path]) -> Manifest:
        """Return the manifest of the merged output; raises BatchError if the shards differ."""
        manifests = [read_manifest(path.with_name(f"{path.name}.manifest.json")) for path in paths]
        first = replace(
            manifests[0],
            format=self.form,
            guard_formulas=self._guard_formulas,
            input=questions.source,
            input_sha256=questions.sha256,
            shard=None,
            started=min(one.started for one in manifests),
            seconds=sum(one.seconds for one in manifests),
        )
        own = frozenset(("format", "guard_formulas", "shard"))
        for path, manifest in zip(paths, manifests, strict=True):
            if differences := first.differences(manifest, but=own):
                raise BatchError(
                    f"cannot merge {path}: {'; '.join(differences)}; run that shard again with "
                    "--force"
                )
        return first

    def _begin(self, journal: Journal, made_of: Manifest) -> Manifest:
        """Return the manifest to keep, after checking that the journal can be continued."""
        manifest = replace(made_of, started=_now(), grows=self.mode is Mode.APPEND)
        if journal.is_empty or self.mode is Mode.FORCE:
            journal.truncate()
            return manifest
        if self.mode is Mode.NEW:
            raise self._output_exists()  # another run has created it since `check`
        earlier = self._read_manifest(made_of)
        grows = manifest.grows or earlier.grows
        return replace(manifest, started=earlier.started, seconds=earlier.seconds, grows=grows)

    def _tasks(
        self, journal: Journal, questions: Questions, asker: Asker, limit: int | None
    ) -> PreparedTasks:
        if self.mode is Mode.RETRY:
            return tasks_to_retry(journal, questions)
        find = tasks_to_append if self.mode is Mode.APPEND else tasks_to_resume
        return find(journal, questions, asker, self.summary, limit)

    def _write(self, journal: Journal, results: Iterator[Result]) -> None:
        """Append the results, or rewrite all of them if failed ones are asked again."""
        if self.mode is Mode.RETRY:
            with write_atomically(self._journal) as aside:
                aside.writelines(as_line(result).encode() for result in results)
            return
        for result in results:
            journal.append(result)
            if not journal.is_in_place:
                raise BatchError(
                    f"{_quote(self.out)} was removed during the run, and its answers are lost; "
                    "start over"
                )

    def _require_one_index(
        self, results: Iterator[Result], bot: Bot, made_of: Manifest
    ) -> Iterator[Result]:
        for result in results:
            if bot.index.fingerprint != made_of.index_fingerprint:
                raise BatchError(
                    f"the index {made_of.index} was changed during the run; {_quote(self.out)} "
                    "holds the answers from before; start over with --force"
                )
            yield result

    def _make_output(self, index: Index | None, columns: Sequence[str], manifest: Manifest) -> None:
        """Write the output from the journal, unless the journal is the output."""
        if self.form is Format.JSONL:
            return
        with self._journal.open("rb") as journal, write_atomically(self._target) as aside:
            if manifest.grows:  # kept answers may carry fields that the input no longer has
                carried = (name for line in journal for name in parse_line(line).extra)
                columns = tuple(dict.fromkeys([*carried, *columns]))
                journal.seek(0)
            options = Options(columns, self._guard_formulas, index, manifest.started[:10])
            pieces = render(self.form, map(parse_line, journal), options)
            aside.writelines(piece.encode("utf-8", "replace") for piece in pieces)
        self.written = self.out

    @property
    def _is_complete(self) -> bool:
        """Whether the output is complete and its journal no longer needed."""
        is_made = self._journal != self._target and self.written == self.out
        has_failed = self.summary.failed or self.summary.prose_failed
        return is_made and self.summary.done == self.summary.total and not has_failed

    @contextmanager
    def _keep_manifest(
        self, journal: Journal, manifest: Manifest, started: float
    ) -> Iterator[None]:
        """Write the manifest before the first record, and again however the run ends."""
        self._save(journal, manifest, started)
        try:
            yield
        except BaseException:
            with suppress(OSError):  # such as a full disk, already reported
                self._save(journal, manifest, started)
            raise
        self._save(journal, manifest, started)

    def _save(self, journal: Journal, manifest: Manifest, started: float) -> None:
        journal.sync()
        seconds = manifest.seconds + time.monotonic() - started
        self._write_manifest(replace(manifest, seconds=round(seconds, 1)))

    def _write_manifest(self, manifest: Manifest) -> None:
        summary = self.summary
        replace(
            manifest,
            questions=summary.total,
            done=summary.done,
            answered=summary.answered,
            uncertain=summary.uncertain,
            not_found=summary.not_found,
            failed=summary.failed,
            prose_failed=summary.prose_failed,
            ended=_now() if summary.done else None,
        ).write(self._manifest)

    def _count_finished(self, made_of: Manifest) -> Summary:
        """Return the counts of a finished output whose journal has been deleted."""
        earlier = self._read_manifest(made_of)
        if self.mode is Mode.APPEND and earlier.input_sha256 != made_of.input_sha256:
            raise BatchError(
                f"cannot append to {_quote(self.out)}: it was not made with --append; start over "
                "with --append --force"
            )
        self.written = self.out
        self.summary = Summary(
            earlier.answered,
            earlier.uncertain,
            earlier.not_found,
            earlier.failed,
            earlier.questions,
        )
        return self.summary

    def _read_manifest(self, made_of: Manifest) -> Manifest:
        """Return the manifest of an earlier run; raises BatchError if it cannot be used."""
        earlier = read_manifest(self._manifest)
        may_differ = frozenset(["input_sha256"] if self.mode is Mode.APPEND else [])
        if differences := made_of.differences(earlier, but=may_differ):
            raise BatchError(
                f"cannot {self.mode.value} {_quote(self.out)}: {'; '.join(differences)}; start "
                "over with --force"
            )
        return earlier

    def _output_exists(self) -> UsageError:
        return UsageError(
            f"{self.out} already exists; continue with --resume, overwrite with --force, or name "
            "another file"
        )

    @contextmanager
    def _explain_write_errors(self, count: int) -> Iterator[None]:
        """Turn errors of writing into a BatchError that says how many answers are kept."""
        try:
            yield
        except BlockingIOError:
            raise BatchError(
                f"another run is writing {_quote(self.out)}; wait for it, or name another file"
            ) from None
        except OSError as error:
            raise BatchError(
                f"cannot write {_quote(self.out)} ({error.strerror}); {self.summary.done} of "
                f"{count} answers are kept: fix this, then rerun with --resume"
            ) from None


def _quote(path: Path) -> str:
    return shlex.quote(str(path))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
