"""Markdown → blocks, by markdown-it's block parser; spans are of the Markdown source itself."""

from __future__ import annotations

import re

from qa_bot.documents.blocks import Block, BlockKind, Lines, stripped, without_tags
from qa_bot.documents.decode import decode
from qa_bot.documents.document import Document

_FRONT_MATTER = re.compile(r"\A---[ \t]*[\r\n](?:.*?[\r\n])??---[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
_MARKER = re.compile(r"(?:[ \t]*(?:>|#{1,6}(?=[ \t])|[*+-](?=[ \t])))*[ \t]*")
_HTML_HEADING = re.compile(r"<h[1-6]\b[^>]*>.*</h[1-6]>\s*$", re.IGNORECASE)
_ONLY_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def load(data: bytes, name: str) -> Document:
    """Return the document of a Markdown file; raises SourceError where it is empty or not text."""
    text, encoding = decode(data, name)
    return Document(text, tuple(markdown_blocks(text)), "markdown", encoding)


def markdown_blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown text in order; code, tables and lists are kept as text."""
    from markdown_it import MarkdownIt

    blocks: list[Block] = []
    body = 0
    if front := _FRONT_MATTER.match(text):
        blocks.append(Block(0, front.end(), "markup"))
        body = front.end()
    # Blanked, not cut, so that line numbers stay those of the file.
    masked = re.sub(r"[^\r\n]", " ", text[:body]) + text[body:]
    numbers = Lines(text)
    lines = numbers.spans
    parser = MarkdownIt("commonmark").enable("table")
    inside: list[str] = []
    kind: BlockKind
    for token in parser.parse(masked):
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
        if token.map is None or token.map[0] >= len(lines):
            continue
        first, last = token.map[0], min(token.map[1], len(lines)) - 1
        if token.type == "inline" and "tr_open" not in inside:
            kind = "text"
            if "heading_open" in inside:
                kind = "heading"
                last -= last > first  # the line of hyphens below
            elif "list_item_open" in inside:
                kind = "item"
            blocks += _block(text, lines[first][0], lines[last][1], kind)
        elif token.type == "tr_open":
            blocks += _block(text, lines[first][0], lines[last][1], "row")
        elif token.type == "fence":
            if token.info:
                blocks += _block(text, *lines[first], "markup")
            # A closing fence is missing where the file ends inside the code.
            for number in range(first + 1, last + 1):
                blocks += _block(text, *lines[number], "text")
        elif token.type == "code_block":
            blocks += _block(text, lines[first][0], lines[last][1], "text")
        elif token.type == "html_block":
            start, end = stripped(text, lines[first][0], lines[last][1])
            kind = "text" if without_tags(text[start:end]).strip() else "markup"
            if kind == "text" and _HTML_HEADING.match(text, start, end):
                kind = "heading"
            blocks.append(Block(start, end, kind))
    # What is left are the definitions of links, and rules and markers.
    covered: set[int] = set()
    for block in blocks:
        covered.update(range(numbers.number(block.start), numbers.number(block.end - 1) + 1))
    for number, line in enumerate(lines, start=1):
        start, end = stripped(text, *line)
        if number not in covered and any(map(str.isalnum, text[start:end])):
            blocks.append(Block(start, end, "markup"))
    return sorted(blocks, key=lambda block: block.start)


def _block(text: str, start: int, end: int, kind: BlockKind) -> list[Block]:
    marker = _MARKER.match(text, start, end)
    start, end = stripped(text, marker.end() if marker else start, end)
    if kind == "heading":
        words = text[start:end].rstrip("#")
        if words != (bare := words.rstrip(" \t")):  # "# Otters #"
            end = start + len(bare)
    if start >= end:
        return []
    if _ONLY_IMAGE.fullmatch(text[start:end]):
        kind = "markup"
    return [Block(start, end, kind)]
