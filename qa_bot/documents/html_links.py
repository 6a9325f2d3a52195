"""Links to other articles that an extractor takes for paragraphs: "Read more: …", "Related"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qa_bot.documents.html_blocks import Piece

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"^[^:|»]{2,30}[:|»]\s*")
_CLOSED = re.compile(r"[.!…][\"'”’»)\]]*$")
_LINK_LENGTH = 160
_PROSE = 100
# A page on which more than this share of the text is links is a list of them, and that is wanted.
_MOST = 0.25


def link_texts(tree: HtmlElement) -> frozenset[str]:
    """Return what the links of a page say, of three words or more, as bare words."""
    texts = (" ".join(link.itertext()) for link in tree.iter("a") if link.get("href"))
    return frozenset(words for text in texts if (words := _words(text)).count(" ") >= 2)


def drop_links(pieces: list[Piece], links: frozenset[str]) -> list[Piece]:
    """Return the pieces without lone links between paragraphs and lists of links at the end."""
    if not links:
        return pieces
    lone = [_is_lone_link(piece, links) for piece in pieces]
    last = max((n for n, p in enumerate(pieces) if not lone[n] and _is_prose(p)), default=-1)
    dropped = {n for n in range(last) if lone[n] and pieces[n].kind == "text"}
    tail = range(last + 1, len(pieces))
    if any(lone[n] for n in tail):
        # What stands over them goes with them: "More on this story".
        dropped |= {n for n in tail if lone[n] or _heads(pieces, lone, n)}
    if _length(pieces[n] for n in dropped) > _MOST * _length(pieces):
        return pieces
    return [piece for number, piece in enumerate(pieces) if number not in dropped]


def _heads(pieces: Sequence[Piece], lone: Sequence[bool], number: int) -> bool:
    return (
        number + 1 < len(pieces)
        and lone[number + 1]
        and pieces[number].kind in ("heading", "text")
        and len(pieces[number].text) <= _PROSE
    )


def _is_lone_link(piece: Piece, links: frozenset[str]) -> bool:
    if piece.kind not in ("text", "item") or len(piece.text) > _LINK_LENGTH:
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
