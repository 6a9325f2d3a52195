"""JSON Lines, for programs: one answer per line, its question's fields at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from qa_bot.export.result import Options, Result
from qa_bot.fields import parse_fields
from qa_bot.text import to_json
from qa_bot.types import Answer, Citation, Fault


def render(results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield a line for each result."""
    return map(as_line, results)


def as_line(result: Result) -> str:
    """Return a result as a line of JSON, newline included."""
    return to_json({**result.answer.to_dict(), **result.extra}) + "\n"


def parse_line(line: str | bytes) -> Result:
    """Return the result in a line made by `as_line`; raises ValueError if it is not one."""
    try:
        values: dict[str, Any] = json.loads(line)
        # Answers of an earlier version lack the fields about prose, which have defaults.
        names = [name for name in Answer.__slots__ if name in values]
        own: dict[str, Any] = {name: values.pop(name) for name in names}
        for name in ("citations", "closest", "prose_citations"):
            own[name] = tuple(parse_fields(Citation, citation) for citation in own.get(name, ()))
        own["error"] = own["error"] and parse_fields(Fault, own["error"])
        return Result(parse_fields(Answer, own), values)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not an answer from qa-bot: {error}") from None
