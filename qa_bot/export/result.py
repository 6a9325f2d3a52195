"""What is exported: an answer, and the fields that its question carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_bot.types import Answer

if TYPE_CHECKING:
    from qa_bot.index import Index


@dataclass(frozen=True, slots=True)
class Result:
    """An answer and the further fields that its question carried, by name."""

    answer: Answer
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """What some formats need beside the results.

    `columns` are the fields carried through, in order (CSV); `guard_formulas` escapes cells that a
    spreadsheet would run (CSV); `index` holds the articles cited, `made` is the day (HTML).
    """

    columns: Sequence[str] = ()
    guard_formulas: bool = False
    index: Index | None = None
    made: str = ""
