"""Sentence vectors in a FAISS file, token vectors as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_bot.encoding import Encoding, Matrix, Vector
from qa_bot.encoding.encoder import unit

Ids = npt.NDArray[np.int64]


def new_vectors(dimensions: int) -> Any:
    """Return an empty FAISS index of inner products under the sentences' ids."""
    import faiss

    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))


def read_vectors(path: Path) -> Any:
    """Return the FAISS index of a file; raises RuntimeError where FAISS cannot read it."""
    import faiss

    # A search among a thousand vectors takes 20 µs; to wake other threads for it takes 2 ms.
    faiss.omp_set_num_threads(1)
    return faiss.read_index(str(path))


def write_vectors(vectors: Any, path: Path) -> None:
    """Write a FAISS index to a file, whole and on the disk when this returns."""
    import os

    import faiss

    faiss.write_index(vectors, str(path))
    with path.open("rb") as file:
        os.fsync(file.fileno())


def search(vectors: Any, query: Vector, k: int) -> tuple[Ids, Vector]:
    """Return the ids of the k nearest sentences and their cosines, best first."""
    scores, ids = vectors.search(query.reshape(1, -1), min(k, vectors.ntotal))
    return ids[0], scores[0]


def cosines(vectors: Any, query: Vector, ids: Sequence[int]) -> Vector:
    """Return the cosines of the query and the sentences of these ids, float32 [ids]."""
    rows = np.stack([vectors.reconstruct(int(n)) for n in ids])
    found: Vector = rows @ query
    return found


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
