"""The title: the one in the metadata, or a first line that is not a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from qa_bot.documents.document import Block
from qa_bot.documents.segmentation.line_forms import (
    TITLE_LENGTH,
    have_same_words,
    is_closed,
    is_headline,
    is_prose,
    keeps_data,
)
from qa_bot.documents.segmentation.verse import begins_verse
from qa_bot.language import ENGLISH
from qa_bot.types import BoilerplateKind

_ABOVE_TITLE = 12  # lines of a printed page: menus, the section, the day


def find_title(
    text: str, kept: Sequence[Block], lines: Sequence[str], known: str | None, format: str
) -> Block | None:
    """Return the title: the one in the metadata, or a first line that is not a sentence."""
    if not kept:
        return None
    if known and len(known.split()) > 1:
        for block, line in islice(zip(kept, lines, strict=True), _ABOVE_TITLE):
            may_head = block.kind in ("text", "heading") and not block.is_spoken
            if may_head and not is_prose(line) and have_same_words(line, known):
                return block
    first, line = kept[0], lines[0]
    if first.kind == "heading":
        return first
    if known and format == "pdf":
        return None  # the first line of a printed page is a menu's
    if first.kind == "text" and names_kind(line):
        below = _headline(kept, lines)
        if below is not None:
            return below
    if first.kind != "text" or len(line) > TITLE_LENGTH or is_closed(line) or first.is_spoken:
        return None
    is_data = keeps_data(line) and not is_headline(line)
    if is_data or not _is_above_prose(lines[1:]):
        return None
    return None if begins_verse(text, kept, lines) else first


def names_kind(line: str) -> bool:
    """Return whether a line only says what the document is: "Obituary", "PRESS RELEASE"."""
    return bool(ENGLISH.boilerplate.DOCUMENT_KIND.fullmatch(line))


def _headline(kept: Sequence[Block], lines: Sequence[str]) -> Block | None:
    """Return the title below a line such as "Obituary", perhaps below a date or byline, too."""
    for position in range(1, min(4, len(kept))):
        block, line = kept[position], lines[position]
        if block.kind != "text" or block.is_spoken or is_closed(line) or len(line) > TITLE_LENGTH:
            return None
        if not keeps_data(line):
            is_title = len(line.split()) > 2 and not line.endswith(":")
            is_title = is_title and _is_above_prose(lines[position + 1 :])
            return block if is_title else None
    return None


def _is_above_prose(lines: Sequence[str]) -> bool:
    return any(map(is_prose, islice((one for one in lines if not keeps_data(one)), 12)))


def clear_above_title(
    kinds: Sequence[BoilerplateKind | None], lines: Sequence[str], position: int
) -> list[BoilerplateKind | None]:
    """Return the kinds of the blocks above the title: all but prose and facts are menus."""
    return [
        kind if kind or is_prose(line) or keeps_data(line) else "navigation"
        for kind, line in zip(kinds[:position], lines[:position], strict=True)
    ]
