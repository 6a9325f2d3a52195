"""Reading a batch's questions: text, JSONL or CSV, the whole input checked before any work.

The input is read twice, a record at a time: once to check and count it, once to ask. What must be
remembered about it (ids, where conversations end) stands in a temporary SQLite table, so that
memory stays flat: a million ids take some 40 MB of disk.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from qa_bot.answering.bot import question_id
from qa_bot.errors import BatchError, UsageError
from qa_bot.types import Answer

_MOST_FAULTS = 20
_QUESTION_COLUMNS = ("question", "questions", "q", "query")
_NOT_UTF_8 = "no UTF-8; save the file as UTF-8"
_TORN = re.compile("[\udc80-\udcff]")  # how bytes that are no UTF-8 are read
_OWN = frozenset(Answer.__slots__)  # taken: a carried field never stands in for the answer's
_TAKEN = "is a field of the answer; give it another name"


class Format(StrEnum):
    """How questions are written: a question a line, a JSON object a line, or a table."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Record:
    """A question of a batch: the line it stands on, its id, and the further fields it carries.

    `ends` tells that no later record belongs to its conversation.
    """

    line: int
    question: str
    id: str
    conversation: str | None = None
    ends: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Questions:
    """A checked file of questions: how many it holds, the SHA-256 of its bytes, its columns."""

    path: Path
    source: str
    form: Format
    column: str | None
    count: int
    sha256: str
    columns: tuple[str, ...]
    _stamp: tuple[int, int]
    _memory: sqlite3.Connection

    def __iter__(self) -> Iterator[Record]:
        """Yield the records in order, each with an id of its own.

        Raises BatchError where the file is no longer the one that was checked.
        """
        memory = self._memory
        memory.execute("DELETE FROM used")
        self._check_unchanged()
        for record in _read(self.path, self.form, self.column, _Faults()):
            ends = False
            if record.conversation is not None:
                last = "SELECT line FROM conversations WHERE name = ?"
                ends = memory.execute(last, [_key(record.conversation)]).fetchone() == (
                    record.line,
                )
            id_ = record.id or _unused(memory, question_id(record.question))
            yield Record(record.line, record.question, id_, record.conversation, ends, record.extra)
        self._check_unchanged()

    def _check_unchanged(self) -> None:
        try:
            if _stamp(self.path) == self._stamp:
                return
        except OSError:
            pass
        raise BatchError(
            f"{self.source} was changed or removed while its questions were asked; begin anew"
        )


@dataclass(slots=True)
class _Faults:
    """What is wrong with an input: the first twenty are kept, the rest counted."""

    kept: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, line: int, fault: str) -> None:
        if len(self.kept) < _MOST_FAULTS:
            self.kept.append(f"line {line}: {fault}")
        else:
            self.more += 1

    def __str__(self) -> str:
        return "\n  ".join([*self.kept, *([f"and {self.more} more"] if self.more else [])])


def check_questions(
    path: Path, source: str, form: Format | None = None, column: str | None = None
) -> Questions:
    """Return a file's questions once all of them are found to be right.

    `source` is the name to speak of; without `form` it tells the format. `column` names the CSV
    column, or the JSONL field, that holds the question. A byte-order mark and blank lines are let
    pass. Raises BatchError that names every fault with its line, twenty at most, and UsageError
    where a column is named of a text file.
    """
    form = form or _guess(source)
    if column and form is Format.TXT:
        raise UsageError(f"--column {column!r}: a text file has no columns; leave it out")
    memory = sqlite3.connect("")  # a file of its own that vanishes with it
    memory.executescript(
        "CREATE TABLE given (id BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID;"
        "CREATE TABLE used (id TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID;"
        "CREATE TABLE conversations (name BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID;"
    )
    faults = _Faults()
    count = 0
    columns: dict[str, None] = {}
    try:
        stamp = _stamp(path)
        for record in _read(path, form, column, faults):
            count += 1
            columns |= dict.fromkeys(record.extra)
            if record.conversation is not None:
                memory.execute(
                    "INSERT OR REPLACE INTO conversations VALUES (?, ?)",
                    [_key(record.conversation), record.line],
                )
            if record.id and (first := _given_before(memory, record)) is not None:
                faults.add(record.line, f"id {record.id!r} is that of line {first}")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BatchError(f"{source} cannot be read ({error.strerror}); check the name") from None
    if faults.kept:
        raise BatchError(f"{source} cannot be read as {form}; nothing was asked:\n  {faults}")
    if not count:
        raise BatchError(f"{source} holds no question")
    return Questions(path, source, form, column, count, sha256, tuple(columns), stamp, memory)


def _given_before(memory: sqlite3.Connection, record: Record) -> int | None:
    """Return the line that has given the record's id before, or note it down."""
    try:
        memory.execute("INSERT INTO given VALUES (?, ?)", [_key(record.id), record.line])
    except sqlite3.IntegrityError:
        found = memory.execute("SELECT line FROM given WHERE id = ?", [_key(record.id)]).fetchone()
        return int(found[0])
    return None


def _unused(memory: sqlite3.Connection, base: str) -> str:
    """Return an id that no other record has: the second of equal questions gets "…-2"."""
    while True:
        (times,) = memory.execute(
            "INSERT INTO used VALUES (?, 1)"
            " ON CONFLICT (id) DO UPDATE SET times = times + 1 RETURNING times",
            [base],
        ).fetchone()
        id_ = base if times == 1 else f"{base}-{times}"
        if memory.execute("SELECT 1 FROM given WHERE id = ?", [_key(id_)]).fetchone() is None:
            return id_


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _key(name: str) -> bytes:
    """Return 16 bytes that stand for a name, however long, whatever is in it."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _guess(source: str) -> Format:
    suffix = Path(source).suffix.lower().removeprefix(".")
    if suffix in ("jsonl", "ndjson"):
        return Format.JSONL
    return Format.CSV if suffix == "csv" else Format.TXT


def _read(path: Path, form: Format, column: str | None, faults: _Faults) -> Iterator[Record]:
    """Yield the records that are right; their id is empty where none is given."""
    # Lines end with \n, \r\n or \r, and with nothing else: a question may hold U+2028. In a table
    # a quoted cell may hold them.
    newline = "" if form is Format.CSV else None
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline=newline) as file:
        if form is Format.CSV:
            yield from _read_csv(file, column, faults)
            return
        read = _text if form is Format.TXT else _json
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            found = _NOT_UTF_8 if _is_torn(line) else read(number, line, column)
            if isinstance(found, str):
                faults.add(number, found)
            else:
                yield found


def _text(number: int, line: str, column: str | None) -> Record:
    return Record(number, line.strip(), "")


def _json(number: int, line: str, column: str | None) -> Record | str:
    """Return the record that a line of JSON holds, or what is wrong with it."""
    try:
        value = json.loads(line)
        json.dumps(value, allow_nan=False)  # what is carried through must be JSON again
    except (ValueError, RecursionError) as error:
        return f"no JSON ({str(error)[:80]})"
    if not isinstance(value, dict):
        return 'no object; write {"question": "…"}'
    name = column or "question"
    question, id_ = value.pop(name, None), value.pop("id", None)
    conversation = value.get("conversation")
    if not isinstance(question, str) or not question.strip():
        return f'no text under "{name}"'
    for key, given in (("id", id_), ("conversation", conversation)):
        if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
            return f'"{key}" is neither text nor a whole number'
    if taken := sorted(value.keys() & _OWN):
        return f'"{taken[0]}" {_TAKEN}'
    return Record(
        number,
        question,
        "" if id_ is None else str(id_),
        None if conversation is None else str(conversation),
        extra=value,
    )


def _read_csv(file: TextIO, column: str | None, faults: _Faults) -> Iterator[Record]:
    csv.field_size_limit(sys.maxsize)
    # Strictly: a quotation mark that is never closed would take the rest of the file as one cell.
    reader = csv.reader(file, strict=True)
    header: list[str] = []
    end = 0
    try:
        for row in reader:
            number, end = end + 1, reader.line_num  # a quoted cell may take several lines
            if not any(cell.strip() for cell in row):
                continue
            if any(map(_is_torn, row)):
                faults.add(number, _NOT_UTF_8)
            elif not header:
                header = [name.strip() or f"column {n}" for n, name in enumerate(row, 1)]
                known = [name.lower() for name in header]
                wanted = (column.lower(),) if column else _QUESTION_COLUMNS
                asked = next((known.index(name) for name in wanted if name in known), None)
                if asked is None:
                    faults.add(
                        number,
                        f'no column "{wanted[0]}"; name it in the first line, or with --column',
                    )
                    return
                if twice := sorted(name for name in set(known) if known.count(name) > 1):
                    faults.add(number, f'two columns are named "{twice[0]}"; rename one')
                    return
                if taken := sorted(_OWN & (set(known) - {known[asked], "id"})):
                    faults.add(number, f'column "{taken[0]}" {_TAKEN}')
                    return
            elif any(cell.strip() for cell in row[len(header) :]):
                faults.add(number, "more cells than columns; quote cells with commas")
            else:
                cells = dict(zip(known, row, strict=False))
                question = cells.get(known[int(asked or 0)], "")
                if not question.strip():
                    faults.add(number, f'no text in column "{header[int(asked or 0)]}"')
                    continue
                extra = {
                    name: cell
                    for place, (name, cell) in enumerate(zip(header, row, strict=False))
                    if place != asked and known[place] != "id"
                }
                conversation = cells.get("conversation", "").strip() or None
                id_ = cells.get("id", "").strip()
                yield Record(number, question, id_, conversation, extra=extra)
    except csv.Error as error:
        faults.add(end + 1, str(error))


def _is_torn(text: str) -> bool:
    """Tell whether bytes that are no UTF-8 were read into a text."""
    return not text.isascii() and _TORN.search(text) is not None
