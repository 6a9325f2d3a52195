"""Content tokens: the word pieces of words that are not stop words."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, words


def content_tokens(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Return the positions of the content tokens, from every token's character offsets.

    Special tokens have empty offsets. For a text that has only stop words ("who is he?"), all
    tokens that are not special are returned, so that no score is computed from an empty set.
    """
    kept = bytearray(len(text))
    for match in words(text):
        if normalize_word(match[0]) not in ENGLISH.words.STOP_WORDS:
            kept[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    chosen = [n for n, (start, end) in enumerate(offsets) if any(kept[start:end])]
    return chosen or [n for n, (start, end) in enumerate(offsets) if start < end]
