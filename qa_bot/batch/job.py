"""A batch that is written to a file: it can be killed at any moment and resumed.

Records are appended to a journal, a line of JSON each, and flushed. A JSONL output is its own
journal; any other is made from the journal `OUT.part.jsonl` once the last question is asked.
"""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from qa_bot.answering import Bot
from qa_bot.answering.prepare import Prepared
from qa_bot.batch.manifest import Manifest, read_manifest
from qa_bot.batch.questions import Questions, Record
from qa_bot.batch.run import Asking, Json, Summary
from qa_bot.batch.write import OutFormat, as_jsonl, writer_of
from qa_bot.errors import BatchError, UsageError
from qa_bot.export.html import render_page
from qa_bot.index import Index
from qa_bot.types import Answer

_FIELDS = frozenset(Answer.__slots__)


class Job:
    """A batch, its output file, and the manifest beside it."""

    def __init__(self, source: Path, out: Path, form: OutFormat, *, guard: bool = False) -> None:
        """Take the file of the questions and where the answers go; nothing is written yet."""
        self._source, self.out, self.form = source, out, form
        self._target = out.resolve()  # a link stays a link
        name = self._target.name
        self._journal = (
            self._target
            if form is OutFormat.JSONL
            else self._target.with_name(f"{name}.part.jsonl")
        )
        self._manifest = self._target.with_name(f"{name}.manifest.json")
        self._guard = guard
        self._force = self._is_made = False
        self.summary = Summary()
        # Where the records stand: in the journal beside OUT until OUT can be made of it.
        self.written = out if form is OutFormat.JSONL else self._journal

    def check(self, *, resume: bool, force: bool) -> None:
        """Refuse an output that would be lost or cannot be replaced, before any work."""
        out = self.out
        for path in (self._target, self._journal):
            if path.exists() and not path.is_file():
                raise UsageError(f"{out} is no file that can be replaced; leave -o out")
            if path.exists() and path.samefile(self._source):
                raise UsageError(f"{out} holds the questions; name another file for the answers")
        if not self._target.parent.is_dir():
            raise BatchError(f"{_named(out)} cannot be written (no such folder); make it first")
        self._force = force
        if resume or force:
            return
        if self._target.exists():
            raise self._exists()
        if self._journal.exists():
            raise UsageError(
                f"{self._journal} holds what an earlier run has done; go on with --resume, or "
                "begin anew with --force"
            )

    def _exists(self) -> UsageError:
        return UsageError(
            f"{self.out} exists; go on with --resume, replace it with --force, or name another file"
        )

    def run(
        self,
        bot: Bot,
        questions: Questions,
        made_of: Manifest,
        *,
        resume: bool = False,
        retry_failed: bool = False,
        limit: int | None = None,
        stop: Callable[[Summary], bool] = lambda summary: False,
        seen: Callable[[Summary], None] = lambda summary: None,
    ) -> Summary:
        """Ask what is not asked yet, and return the counts of all records.

        `made_of` tells what this run is made of. Behind each record `stop` is asked, with the
        counts of this run alone, and `seen` is told those of all. Raises BatchError where the
        output cannot be written, another run writes it, an earlier one was made of something else,
        or the index is changed meanwhile; what was written stays.
        """
        total = questions.count if limit is None else min(limit, questions.count)
        started = time.monotonic()
        if resume and self._target.exists() and not self._journal.exists():
            return self._nothing_left(made_of)
        with self._writing(questions.count), self._open_journal() as journal:
            self.summary, asked = Summary(), Summary()
            asking = Asking(bot)
            records = iter(questions)
            manifest = replace(made_of, started=_now())
            begun = journal.seek(0, os.SEEK_END) > 0
            if begun and not (resume or self._force):
                raise self._exists()  # another run has made it since `check`
            if begun and resume:
                before = self._read_manifest(made_of)
                manifest = replace(manifest, started=before.started, seconds=before.seconds)
                if not retry_failed:
                    self._skip_done(journal, records, asking)
            else:
                journal.truncate(0)
            with self._noted(manifest, started):
                if retry_failed:
                    self._ask_failed_again(journal, records, asking, made_of, stop, seen)
                    return self._finish(bot.index, questions, total)
                left = islice(records, max(0, total - self.summary.done))
                prepared = bot.prepare_all(left, lambda record: record.question)
                for record, question in prepared:
                    done = self._ask(asking, record, made_of, question)
                    self._append(journal, done)
                    asked.count(done["status"])
                    seen(self.summary)
                    if stop(asked):
                        break
                return self._finish(bot.index, questions, total)

    def _nothing_left(self, made_of: Manifest) -> Summary:
        before = self._read_manifest(made_of)
        self.written = self.out
        self.summary = Summary(before.answered, before.uncertain, before.not_found, before.failed)
        return self.summary

    def _read_manifest(self, made_of: Manifest) -> Manifest:
        """Return the manifest of the run before; raises BatchError where it was another's."""
        before = read_manifest(self._manifest)
        if differences := made_of.differences(before):
            raise BatchError(
                f"{_named(self.out)} cannot be gone on with: {'; '.join(differences)}; begin anew "
                "with --force"
            )
        return before

    @contextmanager
    def _noted(self, manifest: Manifest, started: float) -> Iterator[None]:
        """Keep the manifest beside the records: before the first, and however the run ends."""
        self._note(manifest, started)
        try:
            yield
        finally:
            with suppress(OSError):  # such as a full disk; that was said
                self._note(manifest, started)
        if self._is_made:
            self._journal.unlink()

    def _finish(self, index: Index, questions: Questions, total: int) -> Summary:
        if self.form is not OutFormat.JSONL and self.summary.done >= total:
            self._render(index, questions.columns)
            self.written = self.out
            self._is_made = total == questions.count and not self.summary.failed
        return self.summary

    def _ask(
        self, asking: Asking, record: Record, made_of: Manifest, prepared: Prepared | None = None
    ) -> Json:
        done = asking.ask(record, prepared)
        if asking.bot.index.fingerprint != made_of.index_fingerprint:
            raise BatchError(
                f"the index {made_of.index} was changed while the batch was asked; "
                f"{_named(self.out)} holds what was answered before; begin anew with --force"
            )
        return done

    def _append(self, journal: BinaryIO, record: Json) -> None:
        journal.write(as_jsonl(record).encode())
        journal.flush()
        self.summary.count(record["status"])
        if not self._is_there(journal):
            raise BatchError(
                f"{_named(self.out)} was removed while it was written, and what was answered with "
                "it; begin anew"
            )

    def _is_there(self, journal: BinaryIO) -> bool:
        try:
            return os.path.samestat(os.fstat(journal.fileno()), self._journal.stat())
        except OSError:
            return False

    def _written(
        self, journal: BinaryIO, records: Iterator[Record]
    ) -> Iterator[tuple[bytes, Json, Record]]:
        """Yield what the journal holds, each line with its record; a torn last line is left out."""
        journal.seek(0)
        for number, line in enumerate(journal, 1):
            if not line.endswith(b"\n"):
                return
            done, record = _read_record(line), next(records, None)
            if done is None or record is None or not _is_of(done, record):
                raise BatchError(
                    f"{_named(self._journal)}: record {number} is not the answer to that question "
                    "of the input; begin anew with --force"
                )
            yield line, done, record

    def _skip_done(self, journal: BinaryIO, records: Iterator[Record], asking: Asking) -> None:
        """Leave out what the journal holds, and drop its last line where that is torn."""
        end = 0
        for line, done, record in self._written(journal, records):
            asking.remember(record, done)
            self.summary.count(done["status"])
            end += len(line)
        journal.truncate(end)
        journal.seek(end)

    def _ask_failed_again(
        self,
        journal: BinaryIO,
        records: Iterator[Record],
        asking: Asking,
        made_of: Manifest,
        stop: Callable[[Summary], bool],
        seen: Callable[[Summary], None],
    ) -> None:
        """Write the journal anew aside, with the failed questions asked again.

        So are the follow-ups of a failed question, which mean it. Once `stop` says so the others
        are copied as they are.
        """
        aside = self._journal.with_name(f".{self._journal.name}.part")
        asked = Summary()
        again: set[str | None] = set()  # conversations in which a question was asked again
        try:
            with aside.open("wb") as file:
                for line, done, record in self._written(journal, records):
                    if record.conversation in again or (
                        done["status"] == "error" and not stop(asked)
                    ):
                        done = self._ask(asking, record, made_of)  # noqa: PLW2901
                        line = as_jsonl(done).encode()  # noqa: PLW2901
                        asked.count(done["status"])
                        if record.conversation is not None and not record.ends:
                            again.add(record.conversation)
                    else:
                        asking.remember(record, done)
                    if record.ends:
                        again.discard(record.conversation)
                    file.write(line)
                    self.summary.count(done["status"])
                    seen(self.summary)
            aside.replace(self._journal)
        finally:
            aside.unlink(missing_ok=True)

    def _render(self, index: Index, columns: Sequence[str]) -> None:
        aside = self._target.with_name(f".{self._target.name}.part")
        try:
            with self._journal.open("rb") as journal, aside.open("w", encoding="utf-8") as file:
                records = (json.loads(line) for line in journal)
                if self.form is OutFormat.HTML:
                    file.write(render_page(records, index))
                else:
                    head, text_of = writer_of(self.form, columns, guard=self._guard)
                    file.write(head)
                    file.writelines(map(text_of, records))
            aside.replace(self._target)
        finally:
            aside.unlink(missing_ok=True)

    def _note(self, manifest: Manifest, started: float) -> None:
        summary = self.summary
        replace(
            manifest,
            done=summary.done,
            answered=summary.answered,
            uncertain=summary.uncertain,
            not_found=summary.not_found,
            failed=summary.failed,
            ended=_now() if summary.done else None,
            seconds=round(manifest.seconds + time.monotonic() - started, 1),
        ).write(self._manifest)

    @contextmanager
    def _open_journal(self) -> Iterator[BinaryIO]:
        """Open the journal for this run alone."""
        with self._journal.open("a+b") as journal:
            try:
                fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BatchError(
                    f"{_named(self.out)} is being written by another run; wait for it, or name "
                    "another file"
                ) from None
            yield journal

    @contextmanager
    def _writing(self, count: int) -> Iterator[None]:
        """Say what became of the records where they cannot be written."""
        try:
            yield
        except OSError as error:
            raise BatchError(
                f"{_named(self.out)} cannot be written ({error.strerror}); {self.summary.done} of "
                f"{count} records are kept: mend that, then go on with --resume"
            ) from None


def _named(path: Path) -> str:
    return shlex.quote(str(path))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read_record(line: bytes) -> Json | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and value.keys() >= _FIELDS else None


def _is_of(done: Json, record: Record) -> bool:
    return bool(done["id"] == record.id and done["question"] == record.question)
