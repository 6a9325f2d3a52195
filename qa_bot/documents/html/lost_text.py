"""Headings and paragraphs that trafilatura lost, put back between those it found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa_bot.documents.html.blocks import Piece

_WORD = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_MIN_PROSE = 80  # characters; shorter texts may be captions and labels


def restore_lost(pieces: Sequence[Piece], page: Sequence[Piece]) -> list[Piece]:
    """Return trafilatura's pieces, with lost pieces of the whole page put back between them.

    On a tenth of real pages it falls back to paragraphs only, and it loses text that has no element
    of its own: in `<div>First.<p>Second.</p></div>` the first paragraph. A lost paragraph has the
    parent of two or more that were found, and one of those below it.
    """
    found = {_words(piece.text) for piece in pieces}
    parents = Counter(piece.parent for piece in page if _words(piece.text) in found)
    lost_prose = _new_prose([piece for piece in page if parents[piece.parent] > 1], pieces, found)
    above: dict[str, list[Piece]] = {}
    lost: list[Piece] = []
    for piece in page:
        is_heading, is_found = piece.kind == "heading", _words(piece.text) in found
        is_lost = id(piece) in lost_prose
        if lost and lost[-1].kind == "heading" and (is_heading or not (is_found or is_lost)):
            lost.pop()
        if is_found:
            above.setdefault(_words(piece.text), lost)
            lost = []
        # Above the first piece is the title, or the site's own heading.
        elif is_lost or (is_heading and (above or lost)):
            lost.append(piece)
    return [one for piece in pieces for one in (*above.pop(_words(piece.text), ()), piece)]


def _new_prose(candidates: Sequence[Piece], pieces: Sequence[Piece], found: set[str]) -> set[int]:
    """Return the ids of the candidates that are prose, most of it not in the pieces.

    A paragraph of the page may be two of trafilatura's.
    """
    prose = [
        piece
        for piece in candidates
        if piece.kind == "text"
        and len(piece.text) >= _MIN_PROSE
        and _ENDED.search(piece.text, len(piece.text) - _MIN_PROSE)
        and _words(piece.text) not in found
    ]
    known = {shingle for piece in pieces for shingle in _shingles(piece)} if prose else set()
    return {id(one) for one in prose if 2 * len(_shingles(one) - known) > len(_shingles(one))}


def _shingles(piece: Piece) -> set[tuple[str, ...]]:
    words = _WORD.findall(piece.text)
    return {tuple(words[n : n + 5]) for n in range(max(1, len(words) - 4))}


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text))
