"""The questions of a batch: the whole input is checked first, then read again to ask them.

One record is read at a time; only the ids and the end of each conversation stay in memory: a
million ids take some 130 MB.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qa_bot.answering.bot import question_id
from qa_bot.batch.records import Faults, InputFormat, Record, input_format_of, read_records
from qa_bot.batch.shards import Shard
from qa_bot.errors import BatchError, UsageError


@dataclass(frozen=True, slots=True)
class Questions:
    """A checked file of questions: their number, the SHA-256 of its bytes, its columns."""

    path: Path
    source: str
    form: InputFormat
    column: str | None
    count: int
    sha256: str
    columns: tuple[str, ...]
    _stamp: tuple[int, int]
    _ids: Mapping[str, int]  # the ids in the input, each with its line
    _ends: Mapping[str, int]  # each conversation's last line
    shard: Shard | None = None

    def select_shard(self, shard: Shard) -> Questions:
        """Return the questions of one shard; their ids do not change."""
        part = replace(self, shard=shard)
        return replace(part, count=sum(1 for _ in part))

    def __iter__(self) -> Iterator[Record]:
        """Yield the records in order, each with an id of its own.

        Raises BatchError if the file has changed since it was checked.
        """
        times: dict[str, int] = {}
        self._check_unchanged()
        records = read_records(self.path, self.form, self.column, Faults())
        for place, record in enumerate(records):
            id_ = record.id or self._make_id(question_id(record.question), times)
            if self.shard is None or self.shard.holds(place, record):
                name = record.conversation
                ends = name is not None and self._ends[name] == record.line
                yield replace(record, id=id_, ends=ends)
        self._check_unchanged()

    def _make_id(self, base: str, times: dict[str, int]) -> str:
        """Return an unused id: the second of equal questions gets "…-2"."""
        while True:
            n = times[base] = times.get(base, 0) + 1
            id_ = base if n == 1 else f"{base}-{n}"
            if id_ not in self._ids:
                return id_

    def _check_unchanged(self) -> None:
        try:
            if _stamp(self.path) == self._stamp:
                return
        except OSError:
            pass
        raise BatchError(f"{self.source} was changed or removed during the run; start over")


def check_questions(
    path: Path, source: str, form: InputFormat | None = None, column: str | None = None
) -> Questions:
    """Return a file's questions after checking all of them.

    `source` is the name used in messages; without `form` its suffix gives the format. `column`
    names the CSV column or JSONL field that holds the question. Raises BatchError with the lines of
    every fault, at most twenty, and UsageError if the format is unknown or `column` is given for a
    text file.
    """
    form = form or input_format_of(source)
    if column and form is InputFormat.TXT:
        raise UsageError("--column does not apply to a text file; leave it out")
    faults = Faults()
    count = 0
    columns: dict[str, None] = {}
    ids: dict[str, int] = {}
    ends: dict[str, int] = {}
    try:
        stamp = _stamp(path)
        for record in read_records(path, form, column, faults):
            count += 1
            columns |= dict.fromkeys(record.extra)
            if record.conversation is not None:
                ends[record.conversation] = record.line
            if record.id and (first := ids.setdefault(record.id, record.line)) != record.line:
                faults.add(record.line, f"id {record.id!r} is already used on line {first}")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BatchError(f"cannot read {source} ({error.strerror}); check the name") from None
    if faults.kept:
        raise BatchError(f"cannot read {source} as {form}; nothing was asked:", faults.lines())
    if not count:
        raise BatchError(f"{source} contains no questions; write one on each line")
    return Questions(path, source, form, column, count, sha256, tuple(columns), stamp, ids, ends)


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
