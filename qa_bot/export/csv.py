"""A table, for spreadsheets: one row per answer, with its first citation's line and quote.

No cell can steer a terminal: control characters and escape sequences are removed. Verbatim quotes
are in the column `citations`, where JSON escapes them.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from qa_bot.export.result import Options, Result
from qa_bot.text import sanitize, to_json

_COLUMNS = ("id", "question", "status", "answer", "short", "confidence", "line", "quote")
_LAST_COLUMNS = (
    "citations",
    "resolved_question",
    "error",
    "prose",
    "prose_citations",
    "prose_dropped",
    "prose_error",
)


def render(results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield the header, then a row for each result; carried fields come last."""
    own = (*_COLUMNS, *_LAST_COLUMNS)
    names = [f"input {name}" if name in own else name for name in options.columns]
    guard = options.guard_formulas
    yield _row([*own, *names], guard=guard)
    for result in results:
        yield _row([*_cells(result), *map(result.extra.get, options.columns)], guard=guard)


def _cells(result: Result) -> Iterator[Any]:
    answer = result.answer
    fields = answer.to_dict()
    first = answer.citations[0] if answer.citations else None
    fields["line"] = first and first.line
    fields["quote"] = first and first.quote
    fields["error"] = answer.error and answer.error.message
    return (fields[name] for name in (*_COLUMNS, *_LAST_COLUMNS))


def _row(cells: Iterable[Any], *, guard: bool) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_cell(cell, guard=guard) for cell in cells])
    return line.getvalue()


def _cell(value: Any, *, guard: bool) -> str:
    if value is None:
        return ""
    text = sanitize(value if isinstance(value, str) else to_json(value))
    return f"'{text}" if guard and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Return whether a spreadsheet may read a cell as a formula.

    Some skip white space and invisible characters before the sign, some accept full-width signs.
    """
    visible = (char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")
    first = unicodedata.normalize("NFKC", next(visible, ""))
    return first in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n")
