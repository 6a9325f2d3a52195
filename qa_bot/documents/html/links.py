"""The list of links to other articles at a page's end: "More on this story", "Related"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_bot.documents.html.blocks import Piece
from qa_bot.language import ENGLISH

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"^[^:|»]{2,30}[:|»]\s*")
_CLOSED = re.compile(r"[.!…][\"'”’»)\]]*$")
_LINK_LENGTH = 160  # characters
_PROSE_LENGTH = 100
# If more than this share of the text is below such a heading, it is the page's own content.
_MAX_SHARE = 0.25


def link_texts(tree: HtmlElement) -> frozenset[str]:
    """Return the texts of a page's links, as bare words."""
    texts = (_words(" ".join(link.itertext())) for link in tree.iter("a") if link.get("href"))
    return frozenset(filter(None, texts))


def drop_more_links(pieces: list[Piece], links: frozenset[str]) -> list[Piece]:
    """Return the pieces without a heading such as "Related" after the prose and its links.

    Other links stay: on many pages the text's own lists are links too.
    """
    lone = [_is_link(piece, links) for piece in pieces]
    last = max((n for n, piece in enumerate(pieces) if not lone[n] and _is_prose(piece)), default=0)
    more = next((n for n in range(last + 1, len(pieces)) if _begins_more(pieces[n].text)), None)
    if more is None or 2 * sum(lone[more + 1 :]) <= len(pieces) - more - 1:
        return pieces
    is_page = _length(pieces[more:]) > _MAX_SHARE * _length(pieces)
    return pieces if is_page else pieces[:more]


def _begins_more(text: str) -> bool:
    return len(text) <= 60 and bool(ENGLISH.documents.MORE_LINKS.match(text))


def _is_link(piece: Piece, links: frozenset[str]) -> bool:
    """Return whether a block is nothing but a link, or a label and a link."""
    if piece.kind == "row":
        cells = piece.text.split(" | ")
        return len(cells) >= 3 and all(_words(cell) in links for cell in cells)
    if piece.kind == "heading" or len(piece.text) > _LINK_LENGTH or _CLOSED.search(piece.text):
        return False
    return _words(piece.text) in links or _words(_LABEL.sub("", piece.text)) in links


def _is_prose(piece: Piece) -> bool:
    return len(piece.text) >= _PROSE_LENGTH or bool(_CLOSED.search(piece.text))


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
