"""A tree of main text → one plain-text rendering and its blocks, separated by blank lines."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa_bot.documents.document import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

# trafilatura's names for blocks, and HTML's; every other element is part of a line.
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("head", "h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("item", "li", "dd", "dt"), "item"),
    **dict.fromkeys(("row", "tr"), "row"),
}
_BLOCKS = frozenset(_KINDS) | frozenset(
    "p quote list table code pre blockquote div body main article section header footer aside nav "
    "address figure figcaption caption ul ol dl form fieldset details summary center hr html "
    "thead tbody tfoot doc".split()
)
# Blocks that hold nothing but text: their siblings are the paragraphs beside them.
_LEAVES = frozenset(_KINDS) | {"p", "pre", "blockquote", "quote"}
_CELLS = frozenset(("cell", "td", "th"))
_BREAKS = frozenset(("lb", "br"))
# Elements without text, or with text that is not the article's.
_SKIPPED = frozenset(
    "script style title template noscript iframe object embed svg math canvas audio video select "
    "button textarea option datalist".split()
)
# Invisible characters: controls, soft hyphens, zero-width spaces, byte-order marks.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffc]")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_PARAGRAPH = 80  # characters; from here on a line before a <br> may be a whole paragraph


@dataclass(frozen=True, slots=True)
class Piece:
    """A block without offsets yet: its text, one or more lines, its kind, its element's parent."""

    text: str
    kind: BlockKind
    parent: _Element | None = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class _Writer:
    pieces: list[Piece] = field(default_factory=list)
    kinds: list[BlockKind] = field(default_factory=lambda: ["text"])
    parents: list[_Element | None] = field(default_factory=lambda: [None])
    line: list[str] = field(default_factory=list)
    is_verbatim: bool = False

    def add(self, text: str | None, verbatim: bool) -> None:
        if text:
            text = _UNSEEN.sub("", text)
            self.line.append(text if verbatim else _SPACE.sub(" ", text))
            self.is_verbatim |= verbatim and "\n" in text

    def end_block(self) -> None:
        """Close the current block, if it has text; an empty line splits it in two."""
        if not self.line:
            return
        kind = self.kinds[-1]
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self.line).split("\n")]
        self.line.clear()
        if kind in ("row", "heading"):
            lines = [" ".join(filter(None, lines))]
        elif self.is_verbatim:  # code is one block, empty lines included
            lines = ["\n".join(filter(None, lines))]
        self.is_verbatim = False
        block: list[str] = []
        for line in [*lines, ""]:
            ends = not line or (
                kind == "text"
                and bool(block)
                and len(block[-1]) > _PARAGRAPH < len(line)
                and _SENTENCE_END.search(block[-1])
            )
            if ends and block:
                self.pieces.append(Piece("\n".join(block), kind, self.parents[-1]))
                block = []
            if line:
                block.append(line)


def read_pieces(root: _Element, without: Container[str] = ()) -> list[Piece]:
    """Return the blocks below an element of trafilatura's tree or of a page's, in order.

    Elements whose tag is in `without` are left out.
    """
    from lxml.etree import iterwalk

    writer = _Writer()
    walk = iterwalk(root, events=("start", "end"))
    verbatim = rows = 0
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if (tag in _SKIPPED or tag in without) and element is not root:
                walk.skip_subtree()
                continue
            verbatim += tag in ("pre", "code")
            if tag in _BREAKS:
                writer.line.append("\n")
            elif rows and (tag in _CELLS or tag in _BLOCKS):
                if tag in _CELLS and "".join(writer.line).strip():
                    writer.line.append(" | ")
                writer.line.append(" ")
            elif tag in _BLOCKS and _is_block(element):
                writer.end_block()
                kind = _KINDS.get(tag)
                outer = writer.kinds[-1]
                writer.kinds.append(kind or ("text" if outer == "heading" else outer))
                writer.parents.append(element.getparent() if tag in _LEAVES else element)
            rows += _KINDS.get(tag) == "row"
            writer.add(element.text, verbatim > 0)
            continue
        if tag not in _SKIPPED and tag not in without:
            verbatim -= tag in ("pre", "code")
            is_row = _KINDS.get(tag) == "row"
            rows -= is_row
            if rows:
                writer.line.append(" " if tag in _BLOCKS else "")
            elif tag in _BLOCKS and _is_block(element):
                writer.end_block()
                writer.kinds.pop()
                writer.parents.pop()
        if element is not root:
            writer.add(element.tail, verbatim > 0)
    writer.end_block()
    return writer.pieces


def _is_block(element: _Element) -> bool:
    """Return whether an element is a block in its context: code within a line is not."""
    parent = element.getparent()
    return (
        element.tag != "code"
        or parent is None
        or parent.tag in ("body", "div", "pre", "main", "article", "section")
    )


def write_blocks(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Return the pieces joined by blank lines, and their blocks."""
    parts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        blocks.append(Block(start, start + len(piece.text), piece.kind))
        parts.append(piece.text)
        start += len(piece.text) + 2
    return "\n\n".join(parts), tuple(blocks)
