"""A snapshot of an index: its articles, and the candidates for a question."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from qa_bot.embedding import Matrix, Vector
from qa_bot.index.contents import PASSAGE, Contents
from qa_bot.index.database import (
    BLOB,
    INT,
    TEXT,
    TEXT_OR_NONE,
    Database,
    damaged_error,
)
from qa_bot.index.lexical import Postings
from qa_bot.index.memo import Memo
from qa_bot.index.passages import Candidates, Passage
from qa_bot.index.vectors import (
    VectorIndex,
    latest_revision,
    open_vectors,
    unpack_tokens,
    unpack_vectors,
)
from qa_bot.text import normalize_word, strip_possessive, words
from qa_bot.text import stem as stem_of

Starts = npt.NDArray[np.int64]

# Up to this size every sentence is a candidate; beyond it, this many nearest and this many by
# stems.
_ALL = 400
_CANDIDATES = 150
_OCCURRENCES = 8  # sentences read to see how a word is written


@dataclass(frozen=True, slots=True)
class _StoredSentences:
    """Sentences with their ids, previous sentences (ids, 0 if none), headings and vectors."""

    passages: tuple[Passage, ...]
    ids: tuple[int, ...]
    before: tuple[int, ...]
    sections: tuple[str | None, ...]
    rows: Matrix

    def candidates(self, cosines: Vector, *, without: Collection[int]) -> Candidates:
        """Return the sentences as candidates with these cosines, except those of some ids."""
        if not without:
            return Candidates(self.passages, self.ids, self.before, self.sections, cosines)
        kept = [n for n, id_ in enumerate(self.ids) if id_ not in without]
        return Candidates(
            tuple([self.passages[n] for n in kept]),
            tuple([self.ids[n] for n in kept]),
            tuple([self.before[n] for n in kept]),
            tuple([self.sections[n] for n in kept]),
            cosines[kept],
        )


class Index(Contents):
    """A snapshot of an index, for any number of threads.

    Sentences added later are not part of it; those removed later disappear from it too. `stale` is
    true once the index has changed. Every method raises UnusableIndexError if the database cannot
    be read or is damaged.
    """

    def __init__(self, index: Path | Database) -> None:
        """Open an index directory, or a database that is already open."""
        super().__init__(Database.open(index) if isinstance(index, Path) else index)
        try:
            with self.database.snapshot():
                self.manifest = self.database.check()
                self._revision = latest_revision(self.database)
        except BaseException:
            self.close()
            raise
        self._postings = Postings(self.database, self.size, self.newest)
        self._opening = Lock()
        self._opened_vectors: list[VectorIndex] = []
        self._spellings: Memo[str, list[str]] = Memo(4096)
        # A small index gives the same candidates to every question.
        self._tokens: Memo[tuple[int, ...], tuple[Matrix, Starts]] = Memo(1)
        self._stored: Memo[tuple[int, ...], _StoredSentences] = Memo(1)
        self._own_vectors: Memo[int, tuple[list[int], Matrix]] = Memo(2)

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
        """The length of a vector."""
        return int(self.manifest["dimensions"])

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of what determines answers: articles, model and versions."""
        rows = self.database.rows("SELECT key, sha256 FROM articles ORDER BY key", [], [TEXT, TEXT])
        content = [self.model_sha256, self.manifest["format"], self.manifest["reading"]]
        content += [f"{key}\0{digest}" for key, digest in rows]
        return hashlib.sha256("\n".join(content).encode()).hexdigest()

    @property
    def size(self) -> int:
        """How many sentences the index holds."""
        return int(self.manifest["sentences"])

    @property
    def newest(self) -> int:
        """The greatest sentence id of this snapshot."""
        return self._revision.newest

    @property
    def stale(self) -> bool:
        """Whether the index has been changed, deleted or replaced since this was opened."""
        return self.database.is_replaced or latest_revision(self.database) != self._revision

    @property
    def is_complete(self) -> bool:
        """Whether the index still holds every sentence of this snapshot."""
        if not self.stale:
            return True
        count = "SELECT count(*) FROM sentences WHERE id <= ?"
        return bool(self.database.row(count, [self.newest], [INT])[0] == self.size)

    @property
    def vectors(self) -> VectorIndex:
        """The search among sentence vectors, opened on first use.

        That takes 1 ms, 10 ms at 1e5 sentences, and 0.3 s there if the FAISS file is lost.
        """
        with self._opening:
            if not self._opened_vectors:
                self._opened_vectors.append(
                    open_vectors(self.database, self._revision, self.dimensions, self.size)
                )
            return self._opened_vectors[0]

    def reopen(self) -> Index:
        """Return a new snapshot of the same index; this one stays open."""
        return Index(self.database if self.database.in_memory else self.directory)

    def candidates(
        self, query: Vector, stems: Sequence[str], article: int | None = None
    ) -> Candidates:
        """Return the sentences to score for a question: the nearest, and those sharing stems.

        They are in the order in which they were added; with an article's id, only its sentences are
        returned. `query` is float32 [dimensions], of length 1. Up to 400 sentences, all are
        returned.
        """
        is_small = self.size <= _ALL
        near = self.vectors.search(query, self.size if is_small else _CANDIDATES)
        lexical = [] if is_small else self._postings.rank_by_shared_stems(stems, _CANDIDATES)
        ids = {*near, *lexical}
        own: set[int] = set()
        if article is not None:
            held, rows = self._own_vectors.get(article, self._read_own_vectors)
            own = set(held)
            if not ids >= own:  # few of the nearest sentences are in this article
                best = np.argsort(-_dot(rows, query), kind="stable")[:_CANDIDATES]
                lexical += [held[n] for n in best.tolist()]
            ids = {*near, *lexical} & own
        stored = self._stored.get(tuple(sorted(ids)), self._read_stored)
        cosines = _dot(stored.rows, query)
        surplus = {*near} - {*lexical} if len(near) > _CANDIDATES and not is_small else set()
        if surplus:  # more were searched for, to replace removed ones
            nearest = np.argsort(-cosines, kind="stable").tolist()
            among = {*near}
            kept = [n for n in nearest if stored.ids[n] in among][:_CANDIDATES]
            surplus -= {stored.ids[n] for n in kept}
        return stored.candidates(cosines, without=surplus)

    @property
    def vocabulary(self) -> dict[str, str]:
        """Every stem of the index, with a word that has this stem."""
        return self._postings.vocabulary

    def document_frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """Return how many sentences of the index hold each stem; unknown ones are left out."""
        return self._postings.document_frequencies(stems)

    def find_stems(
        self, ids: Collection[int], stems: Iterable[str]
    ) -> Iterator[tuple[str, Collection[int]]]:
        """Yield each known stem, with those of the given sentences that hold it."""
        return self._postings.find_stems(ids, stems)

    def find_sentences(self, stem: str, limit: int) -> list[Passage]:
        """Return the first `limit` sentences that hold a stem."""
        ids = self._postings.find_sentences(stem, limit)
        return [passage for id_ in ids if (passage := self.passage(id_))]

    def tokens(self, ids: Sequence[int]) -> tuple[Matrix, Starts]:
        """Return the token vectors of sentences, float32 [tokens, dimensions], of length 1.

        With them come the rows at which the sentences begin, int64 [sentences]. Only content tokens
        have vectors.
        """
        return self._tokens.get(tuple(ids), self._read_tokens)

    def packed_tokens(self, ids: Sequence[int]) -> list[bytes]:
        """Return the token vectors of sentences as stored: int8 [tokens, dimensions] as bytes."""
        rows = self.database.rows(
            "SELECT sentence, tokens FROM vectors"
            " WHERE sentence IN (SELECT value FROM json_each(?))",
            [json.dumps([*ids])],
            [INT, BLOB],
        )
        found = dict(rows)
        if len(found) < len({*ids}) or any(
            not data or len(data) % self.dimensions for data in found.values()
        ):
            raise damaged_error(self.directory, "a sentence has no valid token vectors")
        return [found[id_] for id_ in ids]

    def vector(self, id_: int) -> Vector:
        """Return the embedding of the sentence of that id, float32 [dimensions]."""
        _, rows = self._read_vectors((id_,))
        if not len(rows):
            raise damaged_error(self.directory, "a sentence has no vector")
        row: Vector = rows[0]
        return row

    def spellings(self, stem: str) -> list[str]:
        """Return how words with this stem are written inside sentences, most frequent form first.

        Of equally frequent forms, one in lower case comes first. Eight sentences are read.
        Possessive endings are dropped, and the first word of a sentence is ignored, because its
        capital means nothing.
        """
        return self._spellings.get(stem, self._read_spellings)

    def _read_vectors(self, ids: tuple[int, ...]) -> tuple[list[int], Matrix]:
        rows = self.database.rows(
            "SELECT sentence, vector FROM vectors"
            " WHERE sentence IN (SELECT value FROM json_each(?)) AND sentence <= ?",
            [json.dumps(ids), self.newest],
            [INT, BLOB],
        )
        held, packed = [row[0] for row in rows], [row[1] for row in rows]
        return held, unpack_vectors(self.directory, packed, self.dimensions)

    def _read_own_vectors(self, article: int) -> tuple[list[int], Matrix]:
        return self._read_vectors(tuple(one.id for one in self.sentences(article)))

    def _read_stored(self, ids: tuple[int, ...]) -> _StoredSentences:
        """Return those of the given sentences that are in this snapshot, in the order of their ids.

        The sentences of an article have consecutive ids, which finds each one's previous sentence.
        """
        rows = self.database.rows(
            """SELECT own.id, own.article, own.paragraph, own.start, own."end", own.speaker,
                      coalesce(before.id, 0), section, vector
               FROM json_each(?) AS wanted JOIN sentences AS own ON own.id = wanted.value
               JOIN vectors ON sentence = own.id
               LEFT JOIN paragraphs ON paragraphs.article = own.article
                   AND paragraphs.number = own.paragraph
               LEFT JOIN sentences AS before ON before.id = own.id - 1
                   AND before.article = own.article AND before.paragraph = own.paragraph
               WHERE own.id <= ? ORDER BY own.id""",
            [json.dumps(ids), self.newest],
            [*PASSAGE, INT, TEXT_OR_NONE, BLOB],
        )
        return _StoredSentences(
            tuple([Passage(*row[:6]) for row in rows]),
            tuple([row[0] for row in rows]),
            tuple([row[6] for row in rows]),
            tuple([row[7] for row in rows]),
            unpack_vectors(self.directory, [row[8] for row in rows], self.dimensions),
        )

    def _read_tokens(self, ids: tuple[int, ...]) -> tuple[Matrix, Starts]:
        packed, width = self.packed_tokens(ids), self.dimensions
        ends = np.cumsum([len(one) // width for one in packed], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        return unpack_tokens(self.directory, b"".join(packed), width), starts

    def _read_spellings(self, stem: str) -> list[str]:
        found = Counter(
            strip_possessive(match[0])
            for passage in self.find_sentences(stem, _OCCURRENCES)
            for place, match in enumerate(words(self.embedding_text(passage)))
            if place and stem_of(normalize_word(match[0])) == stem
        )
        return sorted(found, key=lambda form: (-found[form], form[0].isupper()))


def _dot(rows: Matrix, query: Vector) -> Vector:
    """Return the cosine of each row; equal rows have equal cosines, to the last bit."""
    products: Vector = np.einsum("ij,j->i", rows, query)
    return products
