"""Records of a batch's input: text, JSONL or CSV, read one at a time."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from qa_bot.errors import UsageError
from qa_bot.text import sanitize_line
from qa_bot.types import Answer

_MAX_FAULTS = 20
_MAX_FAULT = 200
_MAX_LINES_NAMED = 5  # of one fault
_QUESTION_COLUMNS = ("question", "questions", "q", "query")
_NOT_UTF_8 = "not valid UTF-8; save the file as UTF-8"
_UNDECODED = re.compile("[\udc80-\udcff]")  # what surrogateescape reads invalid UTF-8 as
_RESERVED = frozenset(Answer.__slots__)  # a carried field must not replace a field of the answer
_IS_RESERVED = "is a reserved name; rename it"


class InputFormat(StrEnum):
    """Input formats: a question per line, a JSON object per line, or a table."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"


_SUFFIXES = {
    "": InputFormat.TXT,  # standard input among them
    ".txt": InputFormat.TXT,
    ".text": InputFormat.TXT,
    ".jsonl": InputFormat.JSONL,
    ".ndjson": InputFormat.JSONL,
    ".csv": InputFormat.CSV,
    ".tsv": InputFormat.CSV,
}


@dataclass(frozen=True, slots=True)
class Record:
    """A question of a batch: its line (from 1), its id, and the further fields it carries.

    `ends` is true if no later record belongs to its conversation.
    """

    line: int
    question: str
    id: str
    conversation: str | None = None
    ends: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Faults:
    """The first twenty faults of an input, each with its lines, and the number of other lines."""

    kept: dict[str, list[int]] = field(default_factory=dict)
    more: int = 0

    def add(self, line: int, fault: str) -> None:
        """Add a fault in a line, counted from 1."""
        fault = sanitize_line(fault)[:_MAX_FAULT]
        if fault in self.kept or len(self.kept) < _MAX_FAULTS:
            self.kept.setdefault(fault, []).append(line)
        else:
            self.more += 1

    def lines(self) -> list[str]:
        """Return the faults, one line each, with the first lines that have them."""
        said = [f"{_join_lines(lines)}: {fault}" for fault, lines in self.kept.items()]
        return [*said, *([f"and {self.more} more lines"] if self.more else [])]


def _join_lines(lines: list[int]) -> str:
    """Return "line 2", "lines 2 and 3", "lines 2, 3, 4, 5, 6 and 14 more"."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    names = [str(line) for line in lines]
    if len(names) > _MAX_LINES_NAMED:
        names[_MAX_LINES_NAMED:] = [f"{len(names) - _MAX_LINES_NAMED} more"]
    return f"lines {', '.join(names[:-1])} and {names[-1]}"


def input_format_of(name: str) -> InputFormat:
    """Return the format for a file's suffix; raises UsageError if it is unknown."""
    suffix = Path(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UsageError(
            f"cannot tell the input format from the name {name}; add --format-in txt, jsonl or csv"
        )
    return _SUFFIXES[suffix]


def read_records(
    path: Path, form: InputFormat, column: str | None, faults: Faults
) -> Iterator[Record]:
    """Yield the valid records of a file, and note the faults of the others.

    A record without an id gets an empty one. A byte-order mark and blank lines are skipped.
    Raises OSError.
    """
    # Only \n, \r\n and \r end a line: a question may hold U+2028. In a table a quoted cell may hold
    # line ends.
    newline = "" if form is InputFormat.CSV else None
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline=newline) as file:
        if form is InputFormat.CSV:
            yield from _read_csv(file, column, faults)
            return
        parse = _parse_text if form is InputFormat.TXT else _parse_json
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            found = _NOT_UTF_8 if _is_undecoded(line) else parse(number, line, column)
            if isinstance(found, str):
                faults.add(number, found)
            else:
                yield found


def _parse_text(number: int, line: str, column: str | None) -> Record:
    return Record(number, line.strip(), "")


def _parse_json(number: int, line: str, column: str | None) -> Record | str:
    """Return the record in a line of JSON, or what is wrong with it."""
    try:
        value = json.loads(line)
        json.dumps(value, allow_nan=False)  # carried fields are written as JSON again
    except (ValueError, RecursionError) as error:
        return f"not valid JSON ({str(error)[:80]})"
    if not isinstance(value, dict):
        return 'not a JSON object; write {"question": "…"}'
    name = column or "question"
    question, id_ = value.pop(name, None), value.pop("id", None)
    conversation = value.get("conversation")
    if not isinstance(question, str) or not question.strip():
        return f'missing "{name}"'
    for key, given in (("id", id_), ("conversation", conversation)):
        if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
            return f'"{key}" must be text or a whole number'
    if reserved := sorted(value.keys() & _RESERVED):
        return f'"{reserved[0]}" {_IS_RESERVED}'
    return Record(
        number,
        question,
        "" if id_ is None else str(id_),
        None if conversation is None else str(conversation),
        extra=value,
    )


@dataclass(frozen=True, slots=True)
class _Header:
    """The first row of a table: its columns, also in lower case, and the question's column."""

    names: list[str]
    lower: list[str]
    question: int

    def record(self, number: int, row: list[str]) -> Record | str:
        """Return the record in a row, or what is wrong with it."""
        if any(cell.strip() for cell in row[len(self.names) :]):
            return "more cells than columns; put cells that hold the separator in quotes"
        cells = dict(zip(self.lower, row, strict=False))
        question = cells.get(self.lower[self.question], "")
        if not question.strip():
            return f'column "{self.names[self.question]}" is empty'
        extra = {
            name: cell
            for place, (name, cell) in enumerate(zip(self.names, row, strict=False))
            if place != self.question and self.lower[place] != "id"
        }
        conversation = cells.get("conversation", "").strip() or None
        return Record(number, question, cells.get("id", "").strip(), conversation, extra=extra)


def _parse_header(row: list[str], column: str | None) -> _Header | str:
    """Return a table's header, or what is wrong with it."""
    names = [name.strip() or f"column {n}" for n, name in enumerate(row, 1)]
    lower = [name.lower() for name in names]
    allowed = (column.lower(),) if column else _QUESTION_COLUMNS
    question = next((lower.index(name) for name in allowed if name in lower), None)
    if question is None:
        return (
            f'no column "{allowed[0]}" in the first line ({", ".join(names)}); add it, or name '
            "another with --column"
        )
    if twice := sorted(name for name in set(lower) if lower.count(name) > 1):
        return f'two columns are named "{twice[0]}"; rename one'
    if reserved := sorted(_RESERVED & (set(lower) - {lower[question], "id"})):
        return f'column "{reserved[0]}" {_IS_RESERVED}'
    return _Header(names, lower, question)


def _read_csv(file: TextIO, column: str | None, faults: Faults) -> Iterator[Record]:
    csv.field_size_limit(sys.maxsize)
    # Strict, because an unclosed quotation mark would make the rest of the file one cell.
    rows = csv.reader(file, delimiter=_delimiter(file), strict=True)
    header: _Header | None = None
    end = 0
    try:
        for row in rows:
            number, end = end + 1, rows.line_num  # a quoted cell may span several lines
            if not any(cell.strip() for cell in row):
                continue
            if any(map(_is_undecoded, row)):
                faults.add(number, _NOT_UTF_8)
            elif header is None:
                found = _parse_header(row, column)
                if isinstance(found, str):
                    faults.add(number, found)
                    return
                header = found
            else:
                record = header.record(number, row)
                if isinstance(record, str):
                    faults.add(number, record)
                else:
                    yield record
    except csv.Error as error:
        faults.add(end + 1, str(error))


def _delimiter(file: TextIO) -> str:
    """Return what separates the cells, by the first row; the file is left at its start.

    Where the comma separates decimals, spreadsheets write semicolons. A single column is read as if
    with tabs, since questions may hold all the others.
    """
    first = next((line for line in file if line.strip()), "")
    file.seek(0)
    return "," if "," in first else max("\t;", key=first.count)


def _is_undecoded(text: str) -> bool:
    """Return whether a text was read from invalid UTF-8."""
    return not text.isascii() and _UNDECODED.search(text) is not None
