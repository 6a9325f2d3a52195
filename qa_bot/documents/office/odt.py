"""OpenDocument texts (ODT, FODT): paragraphs, headings, lists, tables and boxes, as last edited.

Tracked deletions, comments, hidden text and the table of contents are left out; notes come last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qa_bot.documents.document import BlockKind, Document
from qa_bot.documents.office.odt_numbering import Count, Numbering
from qa_bot.documents.office.tables import Cell, add_rows
from qa_bot.documents.parsing.archive import Archive
from qa_bot.documents.parsing.xml_tree import (
    attribute,
    child,
    children,
    iso_date,
    local_name,
    parse_xml,
    text_of,
)
from qa_bot.documents.rendering import Rendering
from qa_bot.errors import SourceError
from qa_bot.types import BoilerplateKind, Facts

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT, _STYLES, _META, _MANIFEST = (
    "content.xml",
    "styles.xml",
    "meta.xml",
    "META-INF/manifest.xml",
)
_LEFT_OUT = frozenset(
    "annotation annotation-end tracked-changes forms sequence-decls variable-decls "
    "user-field-decls hidden-text ruby-text note-citation script title desc event-listeners "
    "index-title-template table-of-content-source alphabetical-index illustration-index "
    "table-index object-index user-index bibliography-configuration binary-data".split()
)


def load(data: bytes, name: str) -> Document:
    """Return the document of an ODT or FODT file; raises SourceError if it cannot be read."""
    if data.startswith(b"PK"):
        archive = Archive(data, name)
        _refuse_encrypted(archive, name)
        content = parse_xml(archive.read(_CONTENT), name, _CONTENT)
        styles, meta = (
            parse_xml(archive.read(part), name, part) if part in archive else None
            for part in (_STYLES, _META)
        )
        roots = [content] if styles is None else [styles, content]
    else:  # the same in one file
        content = meta = parse_xml(data, name, "the file")
        roots = [content]
    rendering = Rendering()
    reader = _BodyWalker(rendering, _hidden_styles(roots), Numbering(roots))
    body = child(content, "body", "text")
    if body is not None:
        reader.walk(body)
    # A note holds notes only in a damaged file.
    for note in list(reader.notes):
        reader.walk(note)
    return rendering.finish("odt", name, facts=_facts(child(meta, "meta")))


def is_flat(data: bytes) -> bool:
    """Return whether bytes begin as an OpenDocument text in a single XML file does."""
    head = data[:4000]
    return b"<office:document" in head and b"opendocument.text" in head


def _refuse_encrypted(archive: Archive, name: str) -> None:
    if _MANIFEST in archive:
        manifest = parse_xml(archive.read(_MANIFEST), name, _MANIFEST)
        if next(manifest.iter("{*}encryption-data"), None) is not None:
            raise SourceError(f"{name} is encrypted; save it without a password")


def _facts(meta: _Element | None) -> Facts:
    return Facts(
        title=text_of(child(meta, "title")),
        author=text_of(child(meta, "initial-creator")) or text_of(child(meta, "creator")),
        date=iso_date(text_of(child(meta, "creation-date")))
        or iso_date(text_of(child(meta, "date"))),
        language=text_of(child(meta, "language")),
    )


def _hidden_styles(roots: list[_Element]) -> frozenset[str]:
    """Return the names of the styles whose text is not displayed."""
    return frozenset(
        attribute(style, "name") or ""
        for root in roots
        for style in root.iter("{*}style")
        if (properties := child(style, "text-properties")) is not None
        and attribute(properties, "display") == "none"
    )


class _BodyWalker:
    """Walks the body; libxml2 bounds its depth to 256, so plain recursion does."""

    def __init__(self, rendering: Rendering, hidden: frozenset[str], numbering: Numbering) -> None:
        self.notes: list[_Element] = []
        self._out: Rendering | Cell = rendering
        self._hidden = hidden
        self._numbering = numbering
        self._lists: list[Count] = []  # the open ones

    def walk(
        self, container: Iterable[_Element], boilerplate: BoilerplateKind | None = None
    ) -> None:
        """Add a container's blocks."""
        for element in container:
            local = local_name(element)
            if local == "p":
                self._paragraph(element, "text", boilerplate)
            elif local == "h":
                self._paragraph(element, "heading", boilerplate, self._numbering.heading(element))
            elif local == "list":
                outer = self._lists[-1] if self._lists else None
                self._lists.append(self._numbering.begin(element, outer))
                self.walk(element, boilerplate)
                self._lists.pop()
            elif local == "list-item" and self._lists:
                self._item(element, boilerplate)
            elif local == "table":
                self._table(element)
            elif local == "table-of-content":
                self.walk(element, "navigation")
            elif local not in _LEFT_OUT and not self._is_hidden(element):
                self.walk(element, boilerplate)

    def _item(self, element: _Element, boilerplate: BoilerplateKind | None) -> None:
        """Add an item: its first paragraph has the number or the bullet."""
        inner = list(element)
        if inner and (local := local_name(inner[0])) in ("p", "h"):
            number = self._numbering.item(element, self._lists[-1], len(self._lists) - 1)
            self._paragraph(
                inner.pop(0), "item" if local == "p" else "heading", boilerplate, number
            )
        self.walk(inner, boilerplate)

    def _paragraph(
        self,
        element: _Element,
        kind: BlockKind,
        boilerplate: BoilerplateKind | None,
        number: str = "",
    ) -> None:
        if self._is_hidden(element):
            return
        parts: list[str] = []
        boxes: list[_Element] = []
        self._inline(element, parts, boxes)
        text = "".join(parts)
        if kind == "heading" and number and text.strip():
            text = f"{number} {text}"
        self._out.add(text, kind, boilerplate=boilerplate, marker=number)
        for box in boxes:
            self.walk(box, boilerplate)

    def _inline(self, element: _Element, text: list[str], boxes: list[_Element]) -> None:
        text.append(element.text or "")
        for one in element:
            local = local_name(one)
            if local in ("s", "tab"):
                text.append(" ")
            elif local == "line-break":
                text.append("\n")
            elif local == "note":
                self.notes += children(one, "note-body")
            elif local == "text-box":
                boxes.append(one)
            elif local not in _LEFT_OUT and not self._is_hidden(one):
                self._inline(one, text, boxes)
            text.append(one.tail or "")

    def _is_hidden(self, element: _Element) -> bool:
        if local_name(element) in ("section", "hidden-paragraph"):
            return (
                attribute(element, "display") == "none" or attribute(element, "is-hidden") == "true"
            )
        return attribute(element, "style-name") in self._hidden

    def _table(self, table: _Element) -> None:
        outer, rows = self._out, []
        # A cell repeated a million times is the empty rest of the sheet.
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not table:
                continue
            cells = []
            for cell in children(row, "table-cell"):
                self._out = Cell()
                self.walk(cell)
                cells.append(self._out)
            rows.append(cells)
        self._out = outer
        add_rows(outer, rows)
