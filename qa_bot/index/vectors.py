"""Sentence vectors in FAISS files, token vectors as bytes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_bot.embedding import Encoding, Matrix, Vector
from qa_bot.embedding.encoder import unit

Ids = npt.NDArray[np.int64]


# Files of fewer vectors are written anew with what is added: 15 MB, 20 ms.
_SMALL = 10_000
# Files of so many vectors hold them in lists (IVF, halves of floats), of which a sixth is searched.
# At 1e5 a search takes 0.9 ms instead of 8.3 and finds 0.98 of the exact 10 nearest and 0.95 of the
# 150; at 1e6, 12 ms instead of 105, 0.97 and 0.95. A graph (HNSW) takes 1 ms at either and finds
# more, but loses whole neighbourhoods where a sentence stands 33 times or more, takes six times as
# long to make, and 130 MB at 1e6.
_LISTED = 100_000
# A file is written anew where more than this share of its vectors is of removed sentences.
_WORN = 0.2


@dataclass(frozen=True, slots=True)
class Segment:
    """A FAISS file of the index, and the generation that wrote it.

    Of its `rows`, some may be of sentences that were removed since; `last` is its greatest id.
    """

    generation: int
    last: int
    rows: int
    removed: int
    bytes: int
    sha256: str


def standing(segments: Sequence[Segment], added: int) -> int:
    """Return how many of the segments, from the first, stay as they are when rows are added.

    The rest is merged into one with what is added: the small, those no larger than what follows
    them, and from the first that is worn. So an article costs its own length, again and again
    but a logarithm of times, and there are few files.
    """
    count, total = len(segments), added
    while count and segments[count - 1].rows < max(_SMALL, total):
        count -= 1
        total += segments[count].rows
    worn = (n for n, one in enumerate(segments) if one.removed > _WORN * one.rows)
    return min(count, next(worn, count))


class Vectors:
    """The sentences' vectors, in FAISS files whose ids ascend, mapped and not read."""

    def __init__(self, paths: Sequence[Path], dimensions: int) -> None:
        """Open the files; raises RuntimeError where FAISS cannot read one."""
        import faiss

        # A search among a thousand vectors takes 20 µs; to wake other threads for it takes 2 ms.
        faiss.omp_set_num_threads(1)
        self._dimensions = dimensions
        self._files = [_File(path, dimensions) for path in paths]
        none = np.zeros(0, np.int64)
        self.ids: Ids = np.concatenate([none, *(file.ids for file in self._files)])
        self._starts = np.cumsum([0, *(len(file.ids) for file in self._files)])

    def search(self, query: Vector, k: int) -> tuple[Ids, Vector]:
        """Return the ids of the k nearest sentences and their cosines, best first."""
        found = [file.search(query, k) for file in self._files]
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        ids = np.concatenate([ids for ids, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        best = np.argsort(-scores, kind="stable")[:k]
        return ids[best], scores[best]

    def cosines(self, query: Vector) -> Vector:
        """Return the cosine of every sentence, in the order of their ids.

        The same sentence has the same cosine wherever it stands, to the last bit, so that the first
        of some is the best.
        """
        found = [np.einsum("ij,j->i", file.every, query) for file in self._files]
        return np.concatenate([np.zeros(0, np.float32), *found])

    def rows(self, ids: Sequence[int]) -> Matrix:
        """Return the vectors of these ids, float32 [ids, dimensions]; raises RuntimeError."""
        wanted = np.asarray(ids, np.int64)
        places = np.searchsorted(self.ids, wanted)
        if not (places < len(self.ids)).all() or not (self.ids[places] == wanted).all():
            raise RuntimeError("a sentence has no vector")
        files = np.searchsorted(self._starts, places, side="right") - 1
        found = np.empty((len(wanted), self._dimensions), np.float32)
        for n in np.unique(files):
            found[files == n] = self._files[n].rows(places[files == n] - self._starts[n])
        return found


class _File:
    """A FAISS file: vectors under their ids, flat or in lists."""

    def __init__(self, path: Path, dimensions: int) -> None:
        import faiss

        self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        if not isinstance(self._index, faiss.IndexIDMap) or self._index.d != dimensions:
            raise RuntimeError("it holds other vectors")
        self.ids: Ids = faiss.vector_to_array(self._index.id_map)
        self._inner: Any = faiss.downcast_index(self._index.index)
        if isinstance(self._inner, faiss.IndexIVF):
            self._flat: Matrix | None = None
            self._inner.make_direct_map()  # where each is: 2 ms at 1e5, 20 at 1e6
            self._all_lists: Any = faiss.SearchParametersIVF()
            self._all_lists.nprobe = self._inner.nlist
        elif isinstance(self._inner, faiss.IndexFlat):
            values = faiss.rev_swig_ptr(self._inner.get_xb(), len(self.ids) * dimensions)
            self._flat = values.reshape(len(self.ids), dimensions)
        else:
            raise RuntimeError("it holds vectors in another form")

    def search(self, query: Vector, k: int) -> tuple[Ids, Vector]:
        question, k = query.reshape(1, -1), min(k, len(self.ids))
        scores, ids = self._index.search(question, k)
        if (ids < 0).any():  # fewer are in those lists: nearly all sentences are the same
            scores, ids = self._index.search(question, k, params=self._all_lists)
        return ids[0], scores[0]

    @property
    def every(self) -> Matrix:
        """All vectors."""
        return self.rows(np.arange(len(self.ids))) if self._flat is None else self._flat

    def rows(self, places: Ids) -> Matrix:
        """Return the vectors at these places."""
        if self._flat is not None:
            return self._flat[places]
        rows: Matrix = self._inner.reconstruct_batch(places)
        return rows


def write_vectors(ids: Ids, rows: Matrix, path: Path) -> None:
    """Write vectors under ascending ids to a FAISS file, whole and on the disk at the return."""
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        index = faiss.IndexIDMap(_listed(rows) if len(rows) >= _LISTED else _exact(rows))
        index.add_with_ids(rows, ids)
    finally:
        faiss.omp_set_num_threads(1)
    faiss.write_index(index, str(path))
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _exact(rows: Matrix) -> Any:
    import faiss

    return faiss.IndexFlatIP(rows.shape[1])


def _listed(rows: Matrix) -> Any:
    """Return an index of lists that fit the rows; at 1e5 that takes 6 s, at 1e6 a minute."""
    import faiss

    lists = int(6 * len(rows) ** 0.5)
    made: Any = faiss.index_factory(rows.shape[1], f"IVF{lists},SQfp16", faiss.METRIC_INNER_PRODUCT)
    made.cp.niter = 10
    made.cp.max_points_per_centroid = 64
    made.train(rows)
    made.nprobe = lists // 6
    return made


def pack_tokens(encoding: Encoding) -> bytes:
    """Return a sentence's token vectors as int8 bytes; the cosines change by less than 0.005.

    A sentence without tokens is represented by its own vector: there is always one row.
    """
    tokens = encoding.tokens if len(encoding.tokens) else encoding.sentence.reshape(1, -1)
    peak = np.maximum(np.abs(tokens).max(axis=1, keepdims=True), 1e-12)
    return bytes(np.rint(tokens / peak * 127).astype(np.int8).tobytes())


def unpack_tokens(data: bytes, dimensions: int) -> Matrix:
    """Return the token vectors of packed bytes, of length 1."""
    return unit(np.frombuffer(data, np.int8).reshape(-1, dimensions).astype(np.float32))
