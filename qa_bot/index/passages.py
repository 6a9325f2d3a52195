"""What an index hands out: its articles, their sentences, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.embedding import Vector
from qa_bot.types import Facts, Fetched, SourceKind


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article of the index, without its text; `sha256` is that of the source's bytes.

    `key` is a file's absolute path, a URL without its fragment, or what tells standard input apart.
    """

    id: int
    source: str
    title: str
    encoding: str
    sha256: str
    paragraphs: int
    sentences: int
    noise: int
    kind: SourceKind
    format: str
    facts: Facts
    fetched: Fetched
    key: str


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
class Candidates:
    """Sentences to score for a question, in the order in which they were added.

    `ids` are theirs, `before` those of the sentences before them in their paragraphs, 0 where there
    is none. `cosines`, float32 [candidates], are those of their embeddings and the question's.
    """

    passages: tuple[Passage, ...]
    ids: tuple[int, ...]
    before: tuple[int, ...]
    cosines: Vector
