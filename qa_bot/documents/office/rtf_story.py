"""The text of an RTF file, or a note or text box in it: its paragraphs and rows as they come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qa_bot.documents.office.rtf_words import SIGNS
from qa_bot.documents.office.tables import Cell, Sink, add_rows
from qa_bot.text import collapse_whitespace

_TYPED_BULLET = re.compile(r"\s*[•·▪◦‣⁃-]\s*\t\s*")


@dataclass(slots=True)
class Style:
    """The properties of paragraphs, which hold until they are reset."""

    is_heading: bool = False
    is_contents: bool = False
    is_item: bool = False
    is_in_table: bool = False


@dataclass(slots=True)
class Story:
    """Gathers a paragraph's `text`, list `marker` and text `boxes`, then hands them to `sink`.

    `depth` counts the groups that are open within it.
    """

    sink: Sink
    depth: int = 0
    style: Style = field(default_factory=Style)
    text: list[str] = field(default_factory=list)
    marker: list[str] = field(default_factory=list)
    boxes: list[Cell] = field(default_factory=list)
    _cell: Cell = field(default_factory=Cell)
    _cells: list[Cell] = field(default_factory=list)
    _rows: list[list[Cell]] = field(default_factory=list)
    _nested: list[str] = field(default_factory=list)

    def end_paragraph(self) -> None:
        """Add the paragraph, to the cell if it is in a table."""
        if self.style.is_in_table:
            self._add(self._cell)
        else:
            self.end_table()
            self._add(self.sink)

    def end_cell(self, *, is_nested: bool) -> None:
        """End a table's cell; of a table in a cell each row becomes a line."""
        if is_nested:
            nested = Cell()
            self._add(nested)
            self._nested.append(nested.line)
        else:
            self._add(self._cell)
            self._cells.append(self._cell)
            self._cell = Cell()

    def end_row(self, *, is_nested: bool) -> None:
        """End a table's row."""
        if is_nested:
            self._cell.add(" | ".join(self._nested).strip(), "row")
            self._nested = []
        else:
            self._rows.append(self._cells)
            self._cells = []

    def end_table(self) -> None:
        """Add the rows so far, and what a row that was not ended holds."""
        if self._cell.blocks:
            self._cells.append(self._cell)
        if self._cells:
            self._rows.append(self._cells)
        if self._rows:
            add_rows(self.sink, self._rows)
            self._rows, self._cells, self._cell = [], [], Cell()

    def end(self) -> None:
        """Add what is left."""
        self.end_paragraph()
        self.end_table()

    def _add(self, sink: Sink) -> None:
        text, marker = _plain(self.text), collapse_whitespace(_plain(self.marker))
        boxes, self.text, self.marker, self.boxes = self.boxes, [], [], []
        # Word's bullet of the second level is the letter in a typewriter's font.
        number = marker if marker != "o" and any(map(str.isalnum, marker)) else ""
        if self.style.is_contents:
            sink.add(text, boilerplate="navigation")
        elif self.style.is_heading:
            sink.add(f"{number} {text}" if text.strip() else "", "heading")
        elif typed := _TYPED_BULLET.match(text):
            sink.add(text[typed.end() :], "item")
        else:
            is_item = bool(marker) or self.style.is_item
            sink.add(text, "item" if is_item else "text", marker=number)
        for box in boxes:
            box.add_to(sink)


def _plain(parts: list[str]) -> str:
    """Return text with the halves of rare characters joined, and the signs of fonts as letters."""
    joined = "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.translate(SIGNS)
