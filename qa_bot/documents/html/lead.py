"""Drop metadata repeated above an article's first sentence: title, byline, date."""

from __future__ import annotations

import re

from qa_bot.documents.html.blocks import Piece
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace
from qa_bot.types import Facts

_PHRASES = ENGLISH.documents

_MAX_BLOCKS = 12  # blocks from the top
_PROSE_LENGTH = 100  # characters; a longer block belongs to the article, whatever it says
_WORD = re.compile(r"\w+")


def drop_lead(pieces: list[Piece], facts: Facts, heading: str) -> list[Piece]:
    """Return the pieces without those above the first prose that only repeat the facts.

    `heading` is the page's first heading, which may word the title differently.
    """
    titles = [words for title in (facts.title, heading) if (words := _words(title))]
    kept: list[Piece] = []
    for number, piece in enumerate(pieces):
        line = collapse_whitespace(piece.text)
        if number >= _MAX_BLOCKS or (len(line) >= _PROSE_LENGTH and _words(line) not in titles):
            # Some templates repeat the title beside the share buttons.
            return kept + [
                p
                for p in pieces[number:]
                if len(p.text) > 300 or not (len(words := _words(p.text)) >= 4 and words in titles)
            ]
        if piece.kind in ("row", "item") or not (
            _is_title(line, titles) or _is_byline(line, facts)
        ):
            kept.append(piece)
    return kept or pieces


def _words(text: str | None) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text or "")]


def _is_title(line: str, titles: list[list[str]]) -> bool:
    """Return whether a line is a title, or a title without the site's name."""
    words = _words(line)
    return any(
        words == title or (len(words) >= 4 and words == title[: len(words)]) for title in titles
    )


def _is_byline(line: str, facts: Facts) -> bool:
    if facts.author and _words(_PHRASES.BY.sub("", line)) == _words(facts.author):
        return True
    if _PHRASES.PUBLISHED.fullmatch(line) and any(char.isdigit() for char in line):
        return True
    return bool(_PHRASES.BYLINE.fullmatch(line)) and line[-1] not in ".!?"
