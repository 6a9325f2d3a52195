"""Reading a batch's questions: text, JSONL or CSV, the whole input checked before any work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from qa_bot.errors import BatchError

_MOST_FAULTS = 20
_QUESTION_COLUMNS = ("question", "questions", "q", "query")


class Format(StrEnum):
    """How questions are written: a question a line, a JSON object a line, or a table."""

    TXT = "txt"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Record:
    """A question of a batch: the user's id where there is one, and the line it stands on."""

    line: int
    question: str
    id: str | None = None


def read_questions(data: bytes, source: str, form: Format | None = None) -> list[Record]:
    """Return the questions that a file's bytes hold; without `form`, its name tells the format.

    A byte-order mark and blank lines are let pass. Raises BatchError that names every fault with
    its line, twenty at most.
    """
    form = form or _guess(source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BatchError(f"{source}: line {line} is not UTF-8; save the file as UTF-8") from None
    faults: list[str] = []
    readers = {Format.TXT: _read_text, Format.JSONL: _read_jsonl, Format.CSV: _read_csv}
    records = list(readers[form](text, faults))
    seen: dict[str, int] = {}
    for record in records:
        if record.id is not None and seen.setdefault(record.id, record.line) != record.line:
            faults.append(f"line {record.line}: id {record.id!r} is that of line {seen[record.id]}")
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        listed = "\n  ".join([*faults[:_MOST_FAULTS], *more])
        raise BatchError(f"{source} cannot be read as {form}; nothing was asked:\n  {listed}")
    if not records:
        raise BatchError(f"{source} holds no question")
    return records


def _guess(source: str) -> Format:
    suffix = Path(source).suffix.lower().removeprefix(".")
    if suffix in ("jsonl", "ndjson"):
        return Format.JSONL
    return Format.CSV if suffix == "csv" else Format.TXT


def _read_text(text: str, faults: list[str]) -> Iterator[Record]:
    for number, line in enumerate(_lines(text), 1):
        if line.strip():
            yield Record(number, line.strip())


def _read_jsonl(text: str, faults: list[str]) -> Iterator[Record]:
    for number, line in enumerate(_lines(text), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"line {number}: no JSON ({str(error)[:80]})")
            continue
        if not isinstance(value, dict):
            faults.append(f'line {number}: no object; write {{"question": "…"}}')
            continue
        question, id_ = value.get("question"), value.get("id")
        if not isinstance(question, str) or not question.strip():
            faults.append(f'line {number}: no text under "question"')
        elif id_ is not None and (isinstance(id_, bool) or not isinstance(id_, str | int)):
            faults.append(f'line {number}: "id" is neither text nor a whole number')
        else:
            yield Record(number, question, None if id_ is None else str(id_))


def _read_csv(text: str, faults: list[str]) -> Iterator[Record]:
    # Strictly: a quotation mark that is never closed would take the rest of the file as one cell.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    question = identity = None
    end = 0
    try:
        for row in reader:
            number, end = end + 1, reader.line_num  # a quoted cell may take several lines
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [name.strip().lower() for name in row]
                question = next((name for name in _QUESTION_COLUMNS if name in header), None)
                identity = header.index("id") if "id" in header else None
                if question is None:
                    faults.append(f'line {number}: no column "question"; name it in the first line')
                    return
                continue
            column = header.index(str(question))
            if any(cell.strip() for cell in row[len(header) :]):
                faults.append(f"line {number}: more cells than columns; quote cells with commas")
            elif len(row) <= column or not row[column].strip():
                faults.append(f'line {number}: no text in column "{question}"')
            else:
                given = row[identity] if identity is not None and identity < len(row) else ""
                yield Record(number, row[column], given.strip() or None)
    except csv.Error as error:
        faults.append(f"line {end + 1}: {error}")


def _lines(text: str) -> list[str]:
    # Not str.splitlines: a question may hold U+2028 or a form feed.
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
