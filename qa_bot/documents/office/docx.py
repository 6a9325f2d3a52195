"""Word documents (DOCX): the body's paragraphs, lists, tables and text boxes, as last edited.

Tracked changes are read as accepted: insertions are kept, deletions are not. Hidden text,
placeholders, comments, and page headers and footers are left out. Notes come after the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa_bot.documents.document import BlockKind, Document
from qa_bot.documents.office.numbering import NONE, Numbering, value_of
from qa_bot.documents.office.tables import Cell, add_rows
from qa_bot.documents.parsing.archive import Archive, resolve_part
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
from qa_bot.types import BoilerplateKind, Facts

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"heading \d|title", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc \d|table of (?:figures|authorities)", re.IGNORECASE)
_LEFT_OUT = frozenset(
    "del moveFrom pPr rPr sdtPr instrText delText delInstrText fldData rt altChunk tblPr".split()
)
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_OFF = ("0", "false", "off", "none")


def load(data: bytes, name: str) -> Document:
    """Return the document of a DOCX file; raises SourceError if it cannot be read."""
    archive = Archive(data, name)
    roots = _related(archive, name, "")
    main = roots.get("officeDocument", "word/document.xml")
    related = _related(archive, name, main)
    rendering = Rendering()
    styles = _read_styles(_root(archive, name, related.get("styles")))
    reader = _BodyWalker(
        rendering, styles, Numbering(_root(archive, name, related.get("numbering")))
    )
    body = child(parse_xml(archive.read(main), name, main), "body")
    if body is not None:
        reader.read(body)
    for kind in ("footnote", "endnote"):
        part = related.get(f"{kind}s")
        if part is not None and part in archive:
            notes = parse_xml(archive.read(part), name, part)
            by_id = {attribute(note, "id"): note for note in children(notes, kind)}
            for number in dict.fromkeys(reader.notes[kind]):
                if (note := by_id.get(number)) is not None:
                    reader.read(note)
    return rendering.finish("docx", name, facts=_facts(archive, name, roots.get("core-properties")))


def _root(archive: Archive, name: str, part: str | None) -> _Element | None:
    if part is None or part not in archive:
        return None
    return parse_xml(archive.read(part), name, part)


def _related(archive: Archive, name: str, part: str) -> dict[str, str]:
    """Return the parts related to a part (or, for "", to the package), by kind."""
    folder, _, file = part.rpartition("/")
    listing = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listing not in archive:
        return {}
    found: dict[str, str] = {}
    for relation in parse_xml(archive.read(listing), name, listing):
        kind = (attribute(relation, "Type") or "").rpartition("/")[2]
        target = resolve_part(part, attribute(relation, "Target") or "")
        if target and attribute(relation, "TargetMode") != "External":
            found.setdefault(kind, target)
    return found


def _facts(archive: Archive, name: str, part: str | None) -> Facts:
    properties = _root(archive, name, part)
    if properties is None:
        return Facts()
    return Facts(
        title=text_of(child(properties, "title")),
        author=text_of(child(properties, "creator")),
        date=iso_date(text_of(child(properties, "created")))
        or iso_date(text_of(child(properties, "modified"))),
        language=text_of(child(properties, "language")),
    )


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of a paragraph or run; None if it leaves that to its parent."""

    name: str = ""
    parent: str | None = None
    is_heading: bool | None = None
    number: str | None = None  # of the list, NONE if it is in no list
    level: str | None = None
    is_hidden: bool | None = None


def _read_styles(root: _Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for style in children(root, "style") if root is not None else ():
        label = value_of(child(style, "name")) or ""
        own = _style(child(style, "pPr"), child(style, "rPr"))
        styles[attribute(style, "styleId") or ""] = _Style(
            label,
            value_of(child(style, "basedOn")),
            True if _HEADING_NAME.fullmatch(label) else own.is_heading,
            own.number,
            own.level,
            own.is_hidden,
        )
    return styles


def _style(paragraph: _Element | None, run: _Element | None) -> _Style:
    """Return what properties say directly."""
    level = value_of(child(paragraph, "outlineLvl"))
    numbering = child(paragraph, "numPr")
    vanish = child(run, "vanish")
    return _Style(
        is_heading=None if level is None else level in "012345678",
        number=value_of(child(numbering, "numId")),
        level=value_of(child(numbering, "ilvl")),
        is_hidden=None if vanish is None else value_of(vanish) not in _OFF,
    )


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read; its text boxes come after it."""

    style: str | None = None
    text: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


class _BodyWalker:
    """Walks the body; libxml2 bounds its depth to 256, so plain recursion does."""

    def __init__(
        self, rendering: Rendering, styles: dict[str, _Style], numbering: Numbering
    ) -> None:
        self.notes: dict[str, list[str | None]] = {"footnote": [], "endnote": []}
        self._out: Rendering | Cell = rendering
        self._styles = styles
        self._numbering = numbering
        self._carried = (
            ""  # of paragraphs that go on in the next: their mark was deleted, drop caps
        )

    def read(self, container: _Element, boilerplate: BoilerplateKind | None = None) -> None:
        """Add a container's blocks."""
        self._walk(container, boilerplate)
        if self._carried:
            self._out.add(self._carried, boilerplate=boilerplate)
            self._carried = ""

    def _walk(self, container: _Element, boilerplate: BoilerplateKind | None) -> None:
        for element in container:
            local = local_name(element)
            if local == "p":
                self._paragraph(element, boilerplate)
            elif local == "tbl":
                self._table(element)
            elif local == "sdt":
                self._control(element, boilerplate)
            elif local == "AlternateContent":
                self._walk(_alternative(element), boilerplate)
            elif local not in _LEFT_OUT:
                self._walk(element, boilerplate)

    def _control(self, element: _Element, boilerplate: BoilerplateKind | None) -> None:
        properties = child(element, "sdtPr")
        content = child(element, "sdtContent")
        if content is None or _is_on(child(properties, "showingPlcHdr")):
            return
        gallery = value_of(child(properties, "docPartObj", "docPartGallery")) or ""
        self._walk(content, "navigation" if gallery == "Table of Contents" else boilerplate)

    def _paragraph(self, element: _Element, boilerplate: BoilerplateKind | None) -> None:
        properties = child(element, "pPr")
        paragraph = _Paragraph(value_of(child(properties, "pStyle")))
        self._inline(element, paragraph)
        text, self._carried = self._carried + "".join(paragraph.text), ""
        mark = child(properties, "rPr")
        is_joined = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        if is_joined or _is_drop_cap(properties):
            self._carried = text
        else:
            own = _style(properties, None)
            is_heading = own.is_heading
            if is_heading is None:
                is_heading = self._find_value(paragraph.style, "is_heading")
            number = own.number or self._find_value(paragraph.style, "number") or NONE
            marker = self._count(number, own, paragraph.style)
            kind: BlockKind = "item" if number != NONE else "text"
            if is_heading:
                kind = "heading"
                text = f"{marker} {text}" if text.strip() else ""
            name = self._styles.get(paragraph.style or "", _Style()).name
            if _CONTENTS_NAME.fullmatch(name):
                boilerplate = "navigation"
            self._out.add(text, kind, boilerplate=boilerplate, marker=marker)
        for box in paragraph.boxes:
            self._walk(box, boilerplate)

    def _count(self, number: str, own: _Style, style: str | None) -> str:
        """Return a paragraph's number as shown, empty where it has none."""
        if number == NONE:
            return ""
        level = own.level or self._find_value(style, "level")
        if level is None or not level.isdecimal():
            return self._numbering.count(number, self._numbering.level_of(number, style))
        return self._numbering.count(number, int(level[:2]))

    def _inline(self, container: _Element, paragraph: _Paragraph) -> None:
        for element in container:
            local = local_name(element)
            if local == "t":
                paragraph.text.append(element.text or "")
            elif local in _CHARACTERS:
                paragraph.text.append(_CHARACTERS[local])
            elif local == "r" and self._is_hidden(element, paragraph.style):
                continue
            elif local == "txbxContent":
                paragraph.boxes.append(element)
            elif local in ("footnoteReference", "endnoteReference"):
                self.notes[local.removesuffix("Reference")].append(attribute(element, "id"))
            elif local == "sdt" and _is_on(child(element, "sdtPr", "showingPlcHdr")):
                continue
            elif local == "AlternateContent":
                self._inline(_alternative(element), paragraph)
            elif local not in _LEFT_OUT:
                self._inline(element, paragraph)

    def _is_hidden(self, run: _Element, paragraph_style: str | None) -> bool:
        properties = child(run, "rPr")
        own = _style(None, properties).is_hidden
        if own is None:
            own = self._find_value(value_of(child(properties, "rStyle")), "is_hidden")
        if own is None:
            own = self._find_value(paragraph_style, "is_hidden")
        return bool(own) or _is_on(child(properties, "webHidden"))

    def _find_value(self, style: str | None, what: str) -> Any:
        """Return the value from a style or its nearest parent; parents may form a loop."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            value = getattr(self._styles[style], what)
            if value is not None:
                return value
            style = self._styles[style].parent
        return None

    def _table(self, table: _Element) -> None:
        outer, rows = self._out, []
        for row in _within(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            cells = []
            for cell in _within(row, "tc"):
                self._out = Cell()
                self.read(cell)
                cells.append(self._out)
            rows.append(cells)
        self._out = outer
        add_rows(outer, rows)


def _is_drop_cap(properties: _Element | None) -> bool:
    """Return whether a paragraph is the large first letter of the next one."""
    frame = child(properties, "framePr")
    return frame is not None and attribute(frame, "dropCap") in ("drop", "margin")


def _within(container: _Element, local: str) -> list[_Element]:
    """Return a table's rows or a row's cells, inside any content controls."""
    found = []
    for element in container:
        if local_name(element) == local:
            found.append(element)
        elif local_name(element) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found += _within(element, local)
    return found


def _alternative(element: _Element) -> _Element:
    """Return the alternative that Word shows: the first choice, otherwise the fallback."""
    found = {local_name(one): one for one in reversed(element)}
    return found.get("Choice", found.get("Fallback", element))


def _is_on(element: _Element | None) -> bool:
    return element is not None and value_of(element) not in _OFF
