"""Text that tries to steer a terminal, and what is left of it."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from qa_bot import Answer, Citation

# ESC, BEL, CSI of C1, next line, right-to-left override, isolate, line separator, half a pair.
CONTROLS = "\x1b\x07\x9b\x85\u202e\u2066\u200f\u2028\ud800\r\x00\x08"

HOSTILE_ARTICLE = (
    "The \x1b]0;title\x07 \u202eold\u202c mill\n\n"
    "The mill \x1b[2J was \x9b31m built \u202e\u2066 in 1702 \x08 by Peter \x85 Holm\x1b[0m.\n\n"
    "# \x1b[31mLater\x07 years \u2066\n\n"
    "Advertisement\x1b[5m\x9b\n\n"
) + "It ground corn for the villages of the valley until the railway came to the town.\n\n" * 20

_BIDI = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}

texts = st.text(st.sampled_from(CONTROLS + "\n\t#*_[]<>&|`~![1]x ") | st.characters())
citations = st.builds(
    Citation,
    n=st.integers(1, 3),
    article=texts,
    source=texts,
    url=st.none() | texts,
    quote=texts,
    text=texts,
    start=st.just(0),
    end=st.just(1),
    line=st.just(1),
    paragraph=st.just(1),
    page=st.none(),
    section=st.none() | texts,
    speaker=st.none() | texts,
    score=st.just(0.5),
)
answers = st.builds(
    Answer,
    id=texts,
    question=texts,
    status=st.sampled_from(["answered", "uncertain", "not_found"]),
    answer=texts,
    short=st.none() | texts,
    confidence=st.just(0.5),
    citations=st.lists(citations, max_size=2).map(tuple),
    closest=st.lists(citations, max_size=2).map(tuple),
    resolved_question=st.none() | texts,
    seconds=st.just(0.0),
)


def steering(text: str) -> set[str]:
    """Return the characters of a text that could steer a terminal."""
    return {
        char
        for char in text
        if char not in "\n\t"
        and (
            unicodedata.category(char) in ("Cc", "Cs")
            or unicodedata.bidirectional(char) in _BIDI
            or char in "\u200e\u200f\u061c"
        )
    }
