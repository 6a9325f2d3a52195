"""Links to other articles that an extractor mistakes for paragraphs: "Read more: …", "Related"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa_bot.documents.html.blocks import Piece
from qa_bot.language import ENGLISH

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"^[^:|»]{2,30}[:|»]\s*")
_CLOSED = re.compile(r"[.!…][\"'”’»)\]]*$")
_LINK_LENGTH = 160  # characters
_PROSE = 100
# If more than this share of the text is links, the page is a list of links, and they are kept.
_MOST = 0.25


def link_texts(tree: HtmlElement) -> frozenset[str]:
    """Return the texts of a page's links, as bare words."""
    texts = (_words(" ".join(link.itertext())) for link in tree.iter("a") if link.get("href"))
    return frozenset(filter(None, texts))


def drop_links(pieces: list[Piece], links: frozenset[str]) -> list[Piece]:
    """Return the pieces without lone links between paragraphs and lists of links at the end."""
    if not links:
        return pieces
    lone = [_is_lone_link(piece, links) for piece in pieces]
    prose = [n for n, piece in enumerate(pieces) if not lone[n] and _is_prose(piece)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    dropped = {n for n in range(last) if lone[n] and (pieces[n].kind == "text" or n < first)}
    tail = range(last + 1, len(pieces))
    more = next((n for n in tail if _begins_more(pieces[n].text)), len(pieces))
    # Their heading is dropped too: "More on this story".
    dropped |= {n for n in tail if lone[n] or n >= more or _introduces(pieces, lone, n)}
    if _length(pieces[n] for n in dropped) > _MOST * _length(pieces):
        return pieces
    return [piece for number, piece in enumerate(pieces) if number not in dropped]


def _begins_more(text: str) -> bool:
    return len(text) <= 60 and bool(ENGLISH.documents.MORE_LINKS.match(text))


def _introduces(pieces: Sequence[Piece], lone: Sequence[bool], number: int) -> bool:
    return (
        number + 1 < len(pieces)
        and lone[number + 1]
        and pieces[number].kind in ("heading", "text")
        and len(pieces[number].text) <= _PROSE
    )


def _is_lone_link(piece: Piece, links: frozenset[str]) -> bool:
    if piece.kind == "row":
        cells = piece.text.split(" | ")
        return len(cells) >= 3 and all(_words(cell) in links for cell in cells)
    if piece.kind == "heading" or len(piece.text.split()) < 3 or len(piece.text) > _LINK_LENGTH:
        return False
    if _CLOSED.search(piece.text):
        return False
    return _words(piece.text) in links or _words(_LABEL.sub("", piece.text)) in links


def _is_prose(piece: Piece) -> bool:
    return len(piece.text) >= _PROSE or bool(_CLOSED.search(piece.text))


def _length(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
