"""What an index hands out: its articles, their sentences, candidates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article of the index, without its text."""

    id: int
    source: str
    title: str
    encoding: str
    sha256: str
    paragraphs: int
    sentences: int
    noise: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the index in its place, and who says it."""

    id: int
    article: int
    paragraph: int
    start: int
    end: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate sentence and the cosine of its embedding and the question's.

    `before` is the id of the sentence before it in its paragraph, None where there is none.
    """

    passage: Passage
    cosine: float
    before: int | None
