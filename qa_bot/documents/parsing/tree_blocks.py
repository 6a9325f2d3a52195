"""A tree of HTML elements → blocks of a rendering: everything that is not hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from qa_bot.documents.document import BlockKind
from qa_bot.documents.parsing.xml_tree import local_name
from qa_bot.documents.rendering import Rendering
from qa_bot.types import BoilerplateKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html legend li main menu ol p pre section "
    "summary table tbody tfoot thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LEFT_OUT = frozenset(
    "applet audio button canvas datalist embed head iframe input link meta nav noscript object "
    "option param rp rt script select source style svg template textarea title track video".split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What EPUB marks as not being text: page and note numbers, tables of contents.
_LEFT_OUT_TYPE = re.compile(r"\b(?:noteref|pagebreak|toc|landmarks|page-list|index)\b")
# The mark of a note in books that do not say so: a raised number that is a link within the book.
_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?\s*")
_NOTE_LINK = re.compile(r"(?:^|\s)(?:doc-noteref|footnote-ref(?:erence)?)(?:\s|$)")
_WHITE = re.compile(r"[\s\u200b]+")


def add_tree(
    rendering: Rendering,
    root: _Element,
    *,
    chapters: Mapping[str, str] | None = None,
    boilerplate: Callable[[_Element], BoilerplateKind | None] | None = None,
) -> None:
    """Add the visible text of a tree from lxml's HTML or XML parser, at any depth.

    `chapters` gives the chapter titles by the id of the element where they begin; "" is the root
    itself. `boilerplate` returns the kind of boilerplate that an element is, or None.
    """
    from lxml import etree

    walk = _Walk(rendering, root, chapters or {}, boilerplate or (lambda element: None))
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if not walk.start(element):
                events.skip_subtree()
        else:
            walk.end(element)
    walk.flush()


class _Walk:
    def __init__(
        self,
        rendering: Rendering,
        root: _Element,
        chapters: Mapping[str, str],
        boilerplate_of: Callable[[_Element], BoilerplateKind | None],
    ) -> None:
        self._rendering, self._root = rendering, root
        self._chapters, self._boilerplate_of = chapters, boilerplate_of
        self._boilerplate: tuple[_Element, BoilerplateKind] | None = None
        self._text: list[str] = []
        self._kinds: list[BlockKind] = ["text"]
        self._preformatted = 0
        self._skipped: _Element | None = None
        self._data_tables: list[Literal["data", "layout"]] = []
        if "" in chapters:
            rendering.begin(chapter=chapters[""])

    def start(self, element: _Element) -> bool:
        """Handle an element's start; return whether its content is read."""
        tag = local_name(element).lower()
        if _is_left_out(element, tag):
            self._skipped = element
            return False
        anchor = element.get("id")
        if anchor and (chapter := self._chapters.get(anchor)):
            self.flush()
            self._rendering.begin(chapter=chapter)
        if self._boilerplate is None and (boilerplate := self._boilerplate_of(element)):
            self.flush()
            self._boilerplate = (element, boilerplate)
        in_row = self._kinds[-1] == "row"
        if tag == "table":
            self._data_tables.append("data" if _holds_data(element) else "layout")
        if tag in _HEADINGS:
            self._open("heading")
        elif tag == "li":
            self._open("item")
        elif tag == "tr" and self._data_tables and self._data_tables[-1] == "data":
            self._open("row")
        elif tag in ("td", "th"):
            if not in_row:
                self.flush()
            elif "".join(self._text).strip():
                self._text.append(" | ")
        elif tag == "br":
            self._text.append("\n")
        elif tag in _BLOCKS:
            if in_row:
                self._text.append(" ")
            else:
                self.flush()
        if tag == "pre":
            self._preformatted += 1
        self._add(element.text)
        return True

    def end(self, element: _Element) -> None:
        """Handle an element's end, and the text between it and the next."""
        if element is self._skipped:
            self._skipped = None
        else:
            tag = local_name(element).lower()
            if tag == "pre":
                self._preformatted -= 1
            in_row = self._kinds[-1] == "row"
            if tag in _HEADINGS or tag == "li" or (tag == "tr" and in_row):
                self.flush()
                self._kinds.pop()
            elif in_row:
                if tag in _BLOCKS:
                    self._text.append(" ")
            elif tag in _BLOCKS or tag in ("td", "th"):
                self.flush()
            if tag == "table" and self._data_tables:
                self._data_tables.pop()
            if self._boilerplate and element is self._boilerplate[0]:
                self.flush()
                self._boilerplate = None
        if element is not self._root:
            self._add(element.tail)

    def flush(self) -> None:
        """End the block."""
        boilerplate = self._boilerplate[1] if self._boilerplate else None
        self._rendering.add("".join(self._text), self._kinds[-1], boilerplate=boilerplate)
        self._text.clear()

    def _open(self, kind: BlockKind) -> None:
        self.flush()
        self._kinds.append(kind)

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._preformatted else _WHITE.sub(" ", text))


def _is_left_out(element: _Element, tag: str) -> bool:
    if not tag or tag in _LEFT_OUT or "hidden" in element.attrib:
        return True
    if (style := element.get("style")) and _HIDDEN_STYLE.search(style):
        return True
    kind = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type")
    return bool(kind and _LEFT_OUT_TYPE.search(kind)) or _is_note_mark(element, tag)


def _is_note_mark(element: _Element, tag: str) -> bool:
    """Return whether an element is the raised mark of a note: `<sup>` around a link, or in it.

    Programs that raise it by a style mark the link itself.
    """
    if tag == "a" and _NOTE_LINK.search(f"{element.get('role', '')} {element.get('class', '')}"):
        return "#" in (element.get("href") or "")
    inner = element[0] if tag in ("sup", "a") and len(element) == 1 else None
    if inner is None or len(inner) or {tag, local_name(inner).lower()} != {"sup", "a"}:
        return False
    text = f"{element.text or ''}{inner.text or ''}{inner.tail or ''}"
    link = (inner if tag == "sup" else element).get("href") or ""
    return "#" in link and bool(_NOTE_MARK.fullmatch(text))


def _holds_data(table: _Element) -> bool:
    """Return whether a table holds data: several columns, no table or long text in a cell."""
    columns = 0
    for element in table.iterdescendants():
        tag = local_name(element).lower()
        if tag == "table":
            return False
        if tag == "tr":
            columns = max(columns, sum(local_name(one).lower() in ("td", "th") for one in element))
        elif tag in ("td", "th") and sum(map(len, element.itertext())) > 400:
            return False
    return columns > 1
