"""An exported result: an answer and the fields carried over from its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_bot.types import Answer

if TYPE_CHECKING:
    from qa_bot.index import Index


@dataclass(frozen=True, slots=True)
class Result:
    """An answer and its question's other fields, by name."""

    answer: Answer
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """Options that some formats need.

    `columns` are the carried fields, in order (CSV); `guard_formulas` escapes cells that a
    spreadsheet would run (CSV); `index` holds the cited articles, `made` is the date (HTML).
    """

    columns: Sequence[str] = ()
    guard_formulas: bool = False
    index: Index | None = None
    made: str = ""
