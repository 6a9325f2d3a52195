"""Export formats. A new one is a module, and a member and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path

from qa_bot.export import csv, html, jsonl, markdown
from qa_bot.export.result import Options, Result


class Format(StrEnum):
    """Output formats, by the names that `--format` takes."""

    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"


_RENDER: dict[Format, Callable[[Iterable[Result], Options], Iterator[str]]] = {
    Format.JSONL: jsonl.render,
    Format.CSV: csv.render,
    Format.MD: markdown.render,
    Format.HTML: html.render,
}
_SUFFIXES = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".md": Format.MD,
    ".markdown": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


def format_of(path: Path) -> Format | None:
    """Return the format for a file's suffix, or None if it has none."""
    return _SUFFIXES.get(path.suffix.lower())


def render(form: Format, results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield the text of a file piece by piece, each result as soon as it is ready.

    An HTML page is one piece: it needs all results at once.
    """
    return _RENDER[form](results, options)
