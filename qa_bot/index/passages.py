"""The values that an index returns: articles, sentences, candidates."""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.embedding import Vector
from qa_bot.types import Facts, FetchRecord, SourceKind


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article of the index, without its text; `sha256` is that of the source's bytes.

    `key` is a file's absolute path, a URL without its fragment, or a hash of standard input.
    """

    id: int
    source: str
    title: str
    sha256: str
    paragraphs: int
    sentences: int
    boilerplate: int
    kind: SourceKind
    format: str
    facts: Facts
    fetched: FetchRecord
    key: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the index: where it is, and who says it. Offsets are of the source text."""

    id: int
    article: int
    paragraph: int
    start: int
    end: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences to score for a question, in the order in which they were added.

    `ids` are their ids, `before` those of the previous sentences in their paragraphs (0 if none),
    `sections` the headings above them. `cosines` are between their embeddings and the question's,
    float32 [candidates].
    """

    passages: tuple[Passage, ...]
    ids: tuple[int, ...]
    before: tuple[int, ...]
    sections: tuple[str | None, ...]
    cosines: Vector
