"""Names as people type them: which word of the index a misspelt one means."""

from __future__ import annotations

from collections.abc import Sequence


def nearest_word(word: str, vocabulary: Sequence[str]) -> str | None:
    """Return the vocabulary's word that a misspelt one most likely means, or None.

    One slip (a letter more, less, other, or two swapped) is allowed from five letters on, two
    from nine: "Stoltenburg" is Stoltenberg, but Iran is not Iraq, nor Slovakia Slovenia. The first
    letter must be right, as it nearly always is.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < 5 or word[0].isdigit():
        return None
    slips = 2 if len(word) >= 9 else 1
    near = [other for other in vocabulary if other[0] == word[0] and len(other) >= 4]
    best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None
