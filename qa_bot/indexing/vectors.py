"""Sentence vectors in FAISS files, token vectors as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_bot.encoding import Encoding, Matrix, Vector
from qa_bot.encoding.encoder import unit

Ids = npt.NDArray[np.int64]


# Files of fewer vectors are written anew with what is added: 15 MB, 20 ms.
_SMALL = 10_000
# Files of so many vectors hold a graph (HNSW) beside them. At 1e5 a search in it takes 0.9 ms
# instead of 8.3, and opening it 4.5 ms instead of 0.3, so that a single question gains too; 0.996
# of the exact 10 nearest are found, and 0.98 of the 150. IVF (1024 lists, 128 of them looked at)
# takes 1.0 ms and finds 0.95 and 0.90.
_GRAPH = 100_000
_NEIGHBOURS = 16
_BREADTH = 400  # efSearch
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
        self._parts: list[Any] = [faiss.read_index(str(p), faiss.IO_FLAG_MMAP_IFC) for p in paths]
        self._rows: list[Matrix] = []
        ids: list[Ids] = [np.zeros(0, np.int64)]
        for part in self._parts:
            if not isinstance(part, faiss.IndexIDMap) or part.d != dimensions:
                raise RuntimeError("it holds other vectors")
            flat: Any = faiss.downcast_index(part.index)
            if isinstance(flat, faiss.IndexHNSW):
                flat.hnsw.efSearch = _BREADTH
                flat = faiss.downcast_index(flat.storage)
            values = faiss.rev_swig_ptr(flat.get_xb(), part.ntotal * dimensions)
            self._rows.append(values.reshape(part.ntotal, dimensions))
            ids.append(faiss.vector_to_array(part.id_map))
        self.ids: Ids = np.concatenate(ids)
        self._starts = np.cumsum([0, *map(len, self._rows)])

    def search(self, query: Vector, k: int) -> tuple[Ids, Vector]:
        """Return the ids of the k nearest sentences and their cosines, best first."""
        found = [part.search(query.reshape(1, -1), min(k, part.ntotal)) for part in self._parts]
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores = np.concatenate([scores[0] for scores, _ in found])
        ids = np.concatenate([ids[0] for _, ids in found])
        best = np.argsort(-scores, kind="stable")[:k]
        return ids[best], scores[best]

    def cosines(self, query: Vector) -> Vector:
        """Return the cosine of every sentence, in the order of their ids."""
        return np.concatenate([np.zeros(0, np.float32), *(rows @ query for rows in self._rows)])

    def rows(self, ids: Sequence[int]) -> Matrix:
        """Return the vectors of these ids, float32 [ids, dimensions]; raises RuntimeError."""
        wanted = np.asarray(ids, np.int64)
        places = np.searchsorted(self.ids, wanted)
        if not (places < len(self.ids)).all() or not (self.ids[places] == wanted).all():
            raise RuntimeError("a sentence has no vector")
        parts = np.searchsorted(self._starts, places, side="right") - 1
        found = [
            self._rows[part][place - self._starts[part]]
            for part, place in zip(parts.tolist(), places.tolist(), strict=True)
        ]
        return np.stack(found)


def write_vectors(ids: Ids, rows: Matrix, path: Path) -> None:
    """Write vectors under ascending ids to a FAISS file, whole and on the disk at the return."""
    import os

    import faiss

    made: Any = faiss.IndexFlatIP(rows.shape[1])
    if len(rows) >= _GRAPH:
        made = faiss.IndexHNSWFlat(rows.shape[1], _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        made.hnsw.efConstruction = 100
    index = faiss.IndexIDMap(made)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.add_with_ids(rows, ids)
    faiss.omp_set_num_threads(1)
    faiss.write_index(index, str(path))
    with path.open("rb") as file:
        os.fsync(file.fileno())


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
