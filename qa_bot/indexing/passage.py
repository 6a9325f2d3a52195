"""What an index hands out: its articles, their sentences, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.encoding import Vector
from qa_bot.indexing.vectors import Ids


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
class Candidates:
    """Sentences to score for a question, in the order in which they were added.

    `cosines`, float32 [candidates], are those of their embeddings and the question's. `before`,
    int64 [candidates], are the ids of the sentences before them in their paragraphs, 0 where there
    is none.
    """

    passages: tuple[Passage, ...]
    before: Ids
    cosines: Vector

    @property
    def ids(self) -> tuple[int, ...]:
        """The sentences' ids, ascending."""
        return tuple([passage.id for passage in self.passages])
