"""Tables of office documents: rows of data, or the layout of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa_bot.documents.document import BlockKind
from qa_bot.text import collapse_whitespace
from qa_bot.types import BoilerplateKind

# characters; a cell with two paragraphs, one of them longer, is a page column, not data
_PROSE_LENGTH = 100


class Sink(Protocol):
    """A target for blocks: a rendering, or the cell of a table."""

    def add(
        self,
        text: str,
        kind: BlockKind = "text",
        *,
        boilerplate: BoilerplateKind | None = None,
        marker: str = "",
    ) -> object:
        """Take a block; `marker` is an item's number."""


class Cell:
    """The blocks of a table's cell."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, BlockKind, BoilerplateKind | None, str]] = []

    def add(
        self,
        text: str,
        kind: BlockKind = "text",
        *,
        boilerplate: BoilerplateKind | None = None,
        marker: str = "",
    ) -> None:
        """Take a block."""
        if text.strip():
            self.blocks.append((text, kind, boilerplate, marker))

    def add_to(self, sink: Sink) -> None:
        """Add the blocks to another target."""
        for text, kind, boilerplate, marker in self.blocks:
            sink.add(text, kind, boilerplate=boilerplate, marker=marker)

    @property
    def is_prose(self) -> bool:
        """Whether the cell holds running text or a table of its own."""
        return len(self.blocks) > 1 and any(
            kind == "row" or len(text) > _PROSE_LENGTH for text, kind, _, _ in self.blocks
        )

    @property
    def line(self) -> str:
        """The cell's text in one line."""
        texts = (f"{marker} {text}" for text, _, _, marker in self.blocks)
        return collapse_whitespace(" ".join(texts))


def add_rows(sink: Sink, rows: Sequence[Sequence[Cell]]) -> None:
    """Add a table: a block for each row, cells separated by bars; a layout's blocks as they are."""
    is_layout = all(len(row) < 2 for row in rows) or any(
        cell.is_prose for row in rows for cell in row
    )
    for row in rows:
        if is_layout:
            for cell in row:
                cell.add_to(sink)
        elif any(cell.blocks for cell in row):
            sink.add(" | ".join(cell.line for cell in row).strip(), "row")
