"""An index, opened for asking: what it holds, and the sentences nearest to a question."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_bot.documents import Lines
from qa_bot.embedding import Matrix, Vector
from qa_bot.errors import UnusableIndexError
from qa_bot.index.lexical import Postings
from qa_bot.index.passages import Candidates, IndexedArticle, Passage
from qa_bot.index.schema import (
    connect,
    read_manifest,
    read_segments,
    rebuild,
    unreadable,
    vectors_name,
)
from qa_bot.index.vectors import Vectors, unpack_tokens
from qa_bot.text import embedding_text, normalize_word, strip_possessive, words
from qa_bot.text import stem as stem_of
from qa_bot.types import Heading, Noise, Paragraph

Starts = npt.NDArray[np.int64]

# Up to here every sentence is a candidate; above, these many nearest and these many by words.
_ALL = 400
_CANDIDATES = 150
_OCCURRENCES = 8  # sentences that tell how a word is written


class Index:
    """A snapshot of an index directory; writers do not disturb it, and `stale` tells of them."""

    def __init__(self, directory: Path) -> None:
        """Open the index; raises UnusableIndexError with the remedy where it cannot be read."""
        self.directory = directory
        # A writer may replace the FAISS file between our reading its name and opening it.
        for attempt in range(3):
            self._connection = connect(directory)
            try:
                self.manifest = read_manifest(self._connection)
                self.segments = read_segments(self._connection)
                self._vectors = self._open_vectors()
                break
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                self._connection.close()
                raise unreadable(directory, error) from None
            except UnusableIndexError:
                self._connection.close()
                if attempt == 2:
                    raise
        # Sentences that are written after this moment are not of this snapshot.
        self._newest = int(self.manifest["newest"])
        self._postings = Postings(self._all, self.size, self._newest)
        self.document_frequencies = self._postings.document_frequencies
        self.stems_held = self._postings.stems_held
        self._whole: Index | None = None  # what `over` was called on
        self._only: int | None = None  # the article that candidates come from; None is all
        self.article_text = lru_cache(maxsize=256)(self._article_text)
        self._lines = lru_cache(maxsize=64)(lambda article: Lines(self.article_text(article)))
        self.paragraph = lru_cache(maxsize=4096)(self._paragraph)
        self._sentences = lru_cache(maxsize=4096)(self._sentences_of)
        self.passage = lru_cache(maxsize=4096)(self._passage)
        self.plain = lru_cache(maxsize=4096)(self._plain)
        self.forms = lru_cache(maxsize=4096)(self._forms)
        # A small index gives the same candidates to every question.
        self._tokens = lru_cache(maxsize=1)(self._tokens_of)
        self._stored = lru_cache(maxsize=1)(self._stored_of)

    def close(self) -> None:
        """Close the index's files."""
        self._connection.close()

    @property
    def model(self) -> str:
        """The name of the model whose vectors the index holds."""
        return self.manifest["model"]

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of that model's weights."""
        return self.manifest["model_sha256"]

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self.manifest["dimensions"])

    @property
    def fingerprint(self) -> str:
        """What identifies the index's content: articles, model and versions."""
        return self.manifest["fingerprint"]

    @property
    def size(self) -> int:
        """How many sentences the index holds."""
        return int(self.manifest["sentences"])

    @property
    def stale(self) -> bool:
        """Whether a writer has made another generation current since this one was opened."""
        row = self._one("SELECT value FROM manifest WHERE key = 'generation'")
        return row is None or row[0] != self.manifest["generation"]

    @cached_property
    def articles(self) -> tuple[IndexedArticle, ...]:
        """The articles in the order in which they were added."""
        rows = self._all(
            """SELECT id, source, title, encoding, sha256,
                      (SELECT count(*) FROM paragraphs WHERE article = articles.id),
                      (SELECT count(*) FROM sentences WHERE article = articles.id),
                      (SELECT count(*) FROM noise WHERE article = articles.id)
               FROM articles ORDER BY id"""
        )
        return tuple(IndexedArticle(*row) for row in rows)

    def article(self, id_: int) -> IndexedArticle:
        """Return the article of that id."""
        return next(article for article in self.articles if article.id == id_)

    @property
    def whole(self) -> Index:
        """The snapshot with all its articles to ask."""
        return self._whole or self

    def over(self, article: int) -> Index:
        """Return the same snapshot with one article alone to ask; its files are shared."""
        one = copy(self)
        one._whole = self.whole
        one.articles = (self.article(article),)
        one._only = article
        return one

    def candidates(self, query: Vector, stems: Sequence[str]) -> Candidates:
        """Return the sentences to score for a question: the nearest, and those that share words.

        They stand in the order in which they were added.
        `query` is float32 [dimensions] of length 1. A small index gives all its sentences.
        """
        found: dict[int, float] = {}
        if self.size <= _ALL:
            scores = self._vectors.cosines(query)
            found = dict(zip(self._vectors.ids.tolist(), scores.tolist(), strict=True))
        else:
            found = self._nearest(query)
            if lexical := [n for n in self.sharing(stems) if n not in found]:
                scores = self._vectors.rows(lexical) @ query
                found |= dict(zip(lexical, scores.tolist(), strict=True))
        if self._only is not None:
            own = [one.id for one in self.sentences(self._only)]
            if not found.keys() >= set(own):  # the nearest of all articles are few of this one
                scores = self._vectors.rows(own) @ query
                best = np.argsort(-scores)[:_CANDIDATES].tolist()
                found |= {own[n]: float(scores[n]) for n in best}
            found = {n: found[n] for n in own if n in found}
        if not np.isfinite([*found.values()]).all():
            raise unreadable(self.directory, ValueError("its vectors are no numbers"))
        passages, added, before = self._stored(tuple(sorted(found)))
        return Candidates(passages, added, before, np.array([found[n] for n in added], np.float32))

    def _nearest(self, query: Vector) -> dict[int, float]:
        """Return the ids and cosines of the nearest sentences, those that were removed left out."""
        removed = sum(segment.removed for segment in self.segments)
        ids, scores = self._vectors.search(query, _CANDIDATES + min(removed, _CANDIDATES))
        found = dict(zip(ids.tolist(), scores.tolist(), strict=True))
        if removed:
            rows = self._all(
                "SELECT id FROM sentences WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps([*found])],
            )
            live = {row[0] for row in rows}
            found = {id_: score for id_, score in found.items() if id_ in live}
        return dict(islice(found.items(), _CANDIDATES))

    @property
    def vocabulary(self) -> dict[str, str]:
        """Every stem of the index, with a word that has it."""
        return self._postings.vocabulary

    def sharing(self, stems: Iterable[str]) -> list[int]:
        """Return the ids of the 150 sentences with the greatest sum of 1/df of the shared stems."""
        return self._postings.sharing(stems, _CANDIDATES)

    def holding(self, stem: str, most: int) -> list[Passage]:
        """Return the first sentences of the index that hold a stem, `most` at most."""
        ids = self._postings.holding(stem, most)
        return [passage for id_ in ids if (passage := self.passage(id_))]

    def tokens(self, ids: Sequence[int]) -> tuple[Matrix, Starts]:
        """Return the content tokens' vectors of sentences, and at which row each begins.

        float32 [tokens of all of them, dimensions], int64 [sentences].
        """
        return self._tokens(tuple(ids))

    def packed_tokens(self, ids: Sequence[int]) -> list[bytes]:
        """Return the content tokens' vectors of sentences as they are stored."""
        rows = self._all(
            "SELECT id, tokens FROM sentences WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(ids)],
        )
        found = dict(rows)
        return [found[id_] for id_ in ids]

    def vector(self, id_: int) -> Vector:
        """Return the embedding of the sentence of that id, float32 [dimensions]."""
        row: Vector = self._vectors.rows([id_])[0]
        return row

    def before(self, passage: Passage) -> Passage | None:
        """Return the sentence before in the same paragraph, or None."""
        earlier = [
            other
            for other in self.sentences(passage.article, passage.paragraph)
            if other.start < passage.start
        ]
        return earlier[-1] if earlier else None

    def line(self, article: int, offset: int) -> int:
        """Return the line, from 1, on which an offset of an article's source text stands."""
        return self._lines(article).number(offset)

    def text(self, passage: Passage) -> str:
        """Return the passage, verbatim."""
        return self.article_text(passage.article)[passage.start : passage.end]

    def paragraphs(self, article: int) -> list[Paragraph]:
        """Return an article's paragraphs in order."""
        rows = self._all(
            'SELECT number, start, "end", line, section, kind FROM paragraphs WHERE article = ?'
            " ORDER BY number",
            [article],
        )
        return [Paragraph(*row) for row in rows]

    def sentences(self, article: int, paragraph: int | None = None) -> Sequence[Passage]:
        """Return the sentences of an article, or of one of its paragraphs, in order."""
        return self._sentences(article, paragraph)

    def speakers(self, article: int) -> list[tuple[str, Passage]]:
        """Return the sentences of an article that somebody says, in order, each with who it is."""
        return [(one.speaker, one) for one in self.sentences(article) if one.speaker]

    def noise(self, article: int) -> list[Noise]:
        """Return what cleaning left out of an article, in order."""
        rows = self._all(
            'SELECT start, "end", line, kind FROM noise WHERE article = ? ORDER BY start', [article]
        )
        return [Noise(*row) for row in rows]

    def headings(self, article: int) -> list[Heading]:
        """Return an article's title and headings, in order."""
        rows = self._all(
            'SELECT start, "end", line FROM headings WHERE article = ? ORDER BY start', [article]
        )
        return [Heading(*row) for row in rows]

    def _open_vectors(self) -> Vectors:
        paths = []
        path = self.directory / vectors_name(int(self.manifest["generation"]))
        try:
            for segment in self.segments:
                path = self.directory / vectors_name(segment.generation)
                if path.stat().st_size != segment.bytes:
                    raise RuntimeError("its size is not the one written")
                paths.append(path)
            vectors = Vectors(paths, self.dimensions)
            if len(vectors.ids) != sum(segment.rows for segment in self.segments):
                raise RuntimeError("its vectors are not as many as were written")
        except (OSError, RuntimeError) as error:
            reason = "it is missing" if isinstance(error, OSError) else "its vectors are damaged"
            raise UnusableIndexError(
                f"the index {self.directory} cannot be used: {path.name}: {reason}; delete the "
                f"index and make it anew: {rebuild(self.directory)}"
            ) from None
        return vectors

    def _plain(self, passage: Passage) -> str:
        """Return the passage as it was embedded."""
        return embedding_text(self.text(passage))

    def _forms(self, stem: str) -> list[str]:
        """Return how words of this stem are written inside sentences, the most usual form first.

        Eight sentences are looked at; a possessive's ending is left out, a sentence's first word
        too, for its capital says nothing.
        """
        found = Counter(
            strip_possessive(match[0])
            for passage in self.holding(stem, _OCCURRENCES)
            for place, match in enumerate(words(self.plain(passage)))
            if place and stem_of(normalize_word(match[0])) == stem
        )
        return [form for form, _ in found.most_common()]

    def _stored_of(
        self, ids: tuple[int, ...]
    ) -> tuple[tuple[Passage, ...], tuple[int, ...], tuple[int, ...]]:
        """Return the sentences of ascending ids, their ids, and of those before them, 0 for none.

        An article's sentences are written in their order, so that their ids follow each other.
        """
        rows = self._all(
            """SELECT own.id, own.article, own.paragraph, own.start, own."end", own.speaker,
                      coalesce(before.id, 0)
               FROM json_each(?) AS wanted JOIN sentences AS own ON own.id = wanted.value
               LEFT JOIN sentences AS before ON before.id = own.id - 1
                   AND before.article = own.article AND before.paragraph = own.paragraph
               ORDER BY own.id""",
            [json.dumps(ids)],
        )
        passages = tuple([Passage(*row[:-1]) for row in rows])
        return passages, tuple([row[0] for row in rows]), tuple([row[-1] for row in rows])

    def _tokens_of(self, ids: tuple[int, ...]) -> tuple[Matrix, Starts]:
        packed, width = self.packed_tokens(ids), self.dimensions
        ends = np.cumsum([len(one) // width for one in packed], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        return unpack_tokens(b"".join(packed), width), starts

    def _article_text(self, article: int) -> str:
        row = self._one("SELECT text FROM articles WHERE id = ?", [article])
        return str(row[0]) if row else ""

    def _paragraph(self, article: int, number: int) -> Paragraph | None:
        row = self._one(
            'SELECT number, start, "end", line, section, kind FROM paragraphs'
            " WHERE article = ? AND number = ?",
            [article, number],
        )
        return Paragraph(*row) if row else None

    def _sentences_of(self, article: int, paragraph: int | None) -> Sequence[Passage]:
        where, values = "article = ?", [article]
        if paragraph is not None:
            where, values = "article = ? AND paragraph = ?", [article, paragraph]
        rows = self._all(
            f'SELECT id, article, paragraph, start, "end", speaker FROM sentences WHERE {where}'
            " ORDER BY start",
            values,
        )
        return tuple(Passage(*row) for row in rows)

    def _passage(self, id_: int) -> Passage | None:
        row = self._one(
            'SELECT id, article, paragraph, start, "end", speaker FROM sentences WHERE id = ?',
            [id_],
        )
        return Passage(*row) if row else None

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise unreadable(self.directory, error) from None

    def _one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        rows = self._all(statement, values)
        return rows[0] if rows else None
