"""Markdown → blocks, by markdown-it's block parser; spans are of the Markdown source itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_bot.display import render
from qa_bot.documents.document import Block, BlockKind, Document
from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.text.front_matter import find_front_matter
from qa_bot.lines import Lines
from qa_bot.text import strip_span

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKER = re.compile(r"(?:[ \t]*(?:>|#{1,6}(?=[ \t])|[*+-](?=[ \t])))*[ \t]*")
_HTML_HEADING = re.compile(r"<h[1-6]\b[^>]*>.*</h[1-6]>\s*$", re.IGNORECASE)
# A link within the page, as in a table of contents.
_ANCHOR = re.compile(r"\[[^\[\]]*+\]\(#[^()\s]*+\)")
# Fences that hold words or commands; code in any other language is not read.
_WORDS_IN = frozenset(
    "text txt plain plaintext none sh shell bash zsh fish console terminal shellsession powershell "
    "markdown md".split()
)
# A line of code that is a word or more: "pip install otters", not "}" or "x = f(y);".
_CODE_WORDS = re.compile(r"[^\W\d_]{2,}")


def load(data: bytes, name: str, *, charset: str | None = None) -> Document:
    """Return the document of a Markdown file; `charset` is its encoding according to the server.

    Raises SourceError if it is empty or not text.
    """
    text, encoding = decode(data, name, charset)
    _, facts = find_front_matter(text)
    return Document(text, tuple(markdown_blocks(text)), "markdown", encoding, facts)


def markdown_blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown text in order.

    Tables are kept row by row; of code, only commands and plain text are kept. Blocks without
    visible words (images, badges, comments, rules, link definitions) are markup; a table of
    contents is links.
    """
    from markdown_it import MarkdownIt

    body, _ = find_front_matter(text)
    blocks = [Block(0, body, "markup")] if body else []
    # Blanked, not cut, so that line numbers stay those of the file.
    masked = re.sub(r"[^\r\n]", " ", text[:body]) + text[body:]
    numbers = Lines(text)
    # Only blocks are parsed: inline parsing takes quadratic time on "[[[".
    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    inside: list[str] = []
    for token in parser.parse(masked):
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
        if token.map and token.map[0] < len(numbers.spans):
            last = min(token.map[1], len(numbers.spans)) - 1
            blocks += _token_blocks(text, token, numbers.spans[token.map[0] : last + 1], inside)
    # What is left: link definitions, rules and markers.
    covered: set[int] = set()
    for block in blocks:
        covered.update(range(numbers.number(block.start), numbers.number(block.end - 1) + 1))
    for number, line in enumerate(numbers.spans, start=1):
        start, end = strip_span(text, *line)
        if number not in covered and any(map(str.isalnum, text[start:end])):
            blocks.append(Block(start, end, "markup"))
    return sorted(blocks, key=lambda block: block.start)


def _token_blocks(
    text: str, token: Token, lines: list[tuple[int, int]], inside: list[str]
) -> Iterator[Block]:
    """Yield the blocks of a token on these lines."""
    start, end = lines[0][0], lines[-1][1]
    if token.type == "inline" and "tr_open" not in inside:
        if "heading_open" in inside:
            if len(lines) > 1 and token.markup in ("", "=", "-"):
                end = lines[-2][1]  # without the underline
            yield from _block(text, start, end, "heading")
        elif "list_item_open" in inside:
            yield from _block(text, start, end, "item")
        else:
            yield from _block(text, start, end, "text")
    elif token.type == "tr_open":
        yield from _block(text, start, end, "row")
    elif token.type == "fence":
        language = token.info.split()[0].lower() if token.info.split() else ""
        has_words = not language or language in _WORDS_IN
        if token.info or not has_words:
            yield from _block(text, *lines[0], "markup")
        # A closing fence is missing where the file ends inside the code.
        for line in lines[1:]:
            yield from _code(text, *line, has_words=has_words)
    elif token.type == "code_block":
        for line in lines:
            yield from _code(text, *line, has_words=True)
    elif token.type == "html_block":
        start, end = strip_span(text, start, end)
        shows = any(map(str.isalnum, render(text[start:end], "markdown").text))
        kind: BlockKind = "text" if shows else "markup"
        if shows and _HTML_HEADING.match(text, start, end):
            kind = "heading"
        yield Block(start, end, kind)


def _block(text: str, start: int, end: int, kind: BlockKind) -> Iterator[Block]:
    marker = _MARKER.match(text, start, end)
    start, end = strip_span(text, marker.end() if marker else start, end)
    if kind == "row":  # without the bars around it
        inner = text[start:end].strip("| \t")
        start = text.find(inner, start)
        end = start + len(inner)
    if kind == "heading":
        words = text[start:end].rstrip("#")
        if words != (bare := words.rstrip(" \t")):  # "# Otters #"
            end = start + len(bare)
    if start >= end:
        return
    passage = text[start:end]
    if kind != "markup" and any(map(str.isalnum, passage)):
        if not any(map(str.isalnum, render(passage, "markdown").text)):
            kind = "markup"
        elif "](#" in passage and not any(map(str.isalnum, _ANCHOR.sub("", passage))):
            yield Block(start, end, kind, boilerplate="links")
            return
    yield Block(start, end, kind)


def _code(text: str, start: int, end: int, *, has_words: bool) -> Iterator[Block]:
    start, end = strip_span(text, start, end)
    if start < end:
        line = text[start:end]
        keeps = has_words and _CODE_WORDS.search(line)
        yield Block(start, end, "code" if keeps or not any(map(str.isalnum, line)) else "markup")
