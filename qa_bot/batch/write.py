"""Writing a batch's records: JSONL for programs, CSV for tables, Markdown and a page for people.

A record is an answer as the JSON contract has it, and behind it the fields that its question
carried.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from qa_bot.text import sanitize_line, speaker_prefix, to_json
from qa_bot.wording import CLOSEST, headline

Json = Mapping[str, Any]

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_COLUMNS = ("id", "question", "status", "answer", "short", "confidence", "line", "quote")
_LAST_COLUMNS = ("citations", "resolved_question", "error")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class OutFormat(StrEnum):
    """How answers are written: an object of the contract a line, a table, or to read.

    A page of HTML is made of all records at once (`qa_bot.export.html`), the others one by one.
    """

    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"


def writer_of(
    form: OutFormat, columns: Sequence[str] = (), *, guard: bool = False
) -> tuple[str, Callable[[Json], str]]:
    """Return what a file of a format begins with, and what makes a record's text.

    `columns` are the fields that the questions carry; `guard` keeps a spreadsheet from taking a
    cell for a formula, by an apostrophe before it.
    """
    if form is OutFormat.JSONL:
        return "", as_jsonl
    if form is OutFormat.MD:
        return "", as_markdown
    own = (*_COLUMNS, *_LAST_COLUMNS)
    carried = [f"input {name}" if name in own else name for name in columns]
    head = _row([*own, *carried], guard=guard)
    return head, lambda record: as_csv(record, columns, guard=guard)


def as_jsonl(record: Json) -> str:
    """Return a record as a line of JSON, its end included."""
    return to_json(record) + "\n"


def as_csv(record: Json, columns: Sequence[str] = (), *, guard: bool = False) -> str:
    """Return a record as a row: the first citation's line and quote, all of them as JSON."""
    first = next(iter(record["citations"]), {"line": "", "quote": ""})
    fields = {**record, "line": first["line"], "quote": first["quote"]}
    last = [
        to_json(record["citations"]),
        record["resolved_question"],
        record["error"] and record["error"]["message"],
    ]
    carried = [record.get(name) for name in columns]
    return _row([*(fields[name] for name in _COLUMNS), *last, *carried], guard=guard)


def as_markdown(record: Json) -> str:
    """Return a record as a section of a Markdown page; text from outside is escaped."""
    lines = [f"## {_escape(record['question'])}", ""]
    if record["resolved_question"]:
        lines += [f"*Understood as: {_escape(record['resolved_question'])}*", ""]
    if record["status"] == "error":
        lines += [f"*{headline('error')} {_escape(record['error']['message'])}*", ""]
    elif record["status"] == "answered":
        for citation in record["citations"]:
            lines += [f"> {_quote(citation)}", ">", f"> — {_place(citation)}", ""]
    else:
        lines += [f"*{headline(record['status'])}*", ""]
        if record["closest"]:
            lines += [CLOSEST, ""] if record["status"] == "not_found" else []
            lines += [f"- {_quote(near)} — {_place(near)}" for near in record["closest"]]
            lines.append("")
    lines += [f"Confidence {record['confidence']:.2f}", "", ""]
    return "\n".join(lines)


def _row(cells: Sequence[Any], *, guard: bool) -> str:
    line = io.StringIO()
    # With another end than \r\n, a cell that holds \r would not be quoted.
    csv.writer(line).writerow([_cell(cell, guard=guard) for cell in cells])
    return line.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: Any, *, guard: bool) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else to_json(value)
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate cannot be written
    return f"'{text}" if guard and text.startswith(_FORMULA) else text


def _quote(citation: Json) -> str:
    return _escape(speaker_prefix(citation["speaker"], citation["text"]) + citation["text"])


def _place(citation: Json) -> str:
    section = f", under “{_escape(citation['section'])}”" if citation["section"] else ""
    return f"[{citation['n']}] {_escape(citation['article'])}, line {citation['line']}{section}"


def _escape(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", sanitize_line(text))
