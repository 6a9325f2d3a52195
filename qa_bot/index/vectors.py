"""The FAISS file: an index of the sentence vectors, which can always be rebuilt from SQLite.

`vectors.faiss` is an ordinary FAISS index with a trailer of 64 bytes: the revision of the database
that it was built from, and a checksum. A file that is missing, damaged, foreign or far out of date
is rebuilt; sentences newer than the file are compared one by one. FAISS only says which sentences
are near: scores use the exact vectors in SQLite.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa_bot.embedding import Encoding, Matrix, Vector
from qa_bot.embedding.encoder import unit
from qa_bot.index.database import BLOB, INT, Database, damaged_error

FAISS_FILE = "vectors.faiss"

# Up to this many newer sentences, or this share, are searched without FAISS; 1,000 take 2 ms.
_TAIL = 1_000
_TAIL_SHARE = 0.05
# The file is rebuilt if a greater share of its vectors belongs to removed sentences.
_MAX_REMOVED = 0.2
# From this size on the file is IVF,SQ8 (one byte per component); a sixth of its lists is searched.
_LISTS = 100_000

_TRAILER = struct.Struct("<8s16sq32s")  # magic, revision token, length of the FAISS data, SHA-256
_MAGIC = b"qaBTvec1"
_LENGTH_ERROR = 1e-3  # tolerance of a squared length
_BLOCK = 512  # words of 8 bytes, summed before they are hashed

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Revision:
    """A committed state of the database: its random token and its greatest sentence id."""

    token: bytes
    newest: int


class VectorIndex:
    """The vectors of an index: in FAISS up to a sentence id, newer ones as a matrix."""

    def __init__(self, faiss_index: Any, last: int, newer: tuple[Ids, Matrix], size: int) -> None:
        """Take the FAISS index, its greatest id, the newer vectors, and the number of sentences."""
        self._faiss = faiss_index
        self.last = last
        self._newer_ids, self._newer = newer
        # FAISS still holds sentences removed since; callers of `search` drop them.
        self.removed: int = max(0, faiss_index.ntotal - (size - len(self._newer_ids)))

    @property
    def is_outdated(self) -> bool:
        """Whether the file should be rebuilt: too much has been added or removed since."""
        held = int(self._faiss.ntotal)
        newer = len(self._newer_ids)
        return bool(newer > max(_TAIL, _TAIL_SHARE * held) or self.removed > _MAX_REMOVED * held)

    @property
    def has_lists(self) -> bool:
        """Whether the FAISS index is IVF, which searches only the nearest lists."""
        import faiss

        return isinstance(_inner(self._faiss), faiss.IndexIVF)

    def search(self, query: Vector, k: int) -> list[int]:
        """Return the ids of the k nearest in FAISS (removed ones too) and the k nearest newer ones.

        `query` is float32 [dimensions], of length 1.
        """
        import faiss

        # A search among a thousand vectors takes 20 µs; waking other threads takes 2 ms.
        faiss.omp_set_num_threads(1)
        found: list[int] = []
        if held := self._faiss.ntotal:
            question, wanted = query.reshape(1, -1), min(held, k + min(k, self.removed))
            _, ids = self._faiss.search(question, wanted)
            if (ids < 0).any() and self.has_lists:
                # The searched lists hold too few: nearly all sentences are the same.
                every = faiss.SearchParametersIVF()
                every.nprobe = _inner(self._faiss).nlist
                _, ids = self._faiss.search(question, wanted, params=every)
            found = ids[0][ids[0] >= 0].tolist()
        if len(self._newer_ids):
            best = np.argsort(-(self._newer @ query), kind="stable")[:k]
            found += self._newer_ids[best].tolist()
        return found

    def vectors(self) -> tuple[Ids, Matrix]:
        """Return every id in FAISS, and the vectors as FAISS holds them, rounded."""
        import faiss

        inner = _inner(self._faiss)
        if self.has_lists:
            inner.make_direct_map()
        ids: Ids = faiss.vector_to_array(self._faiss.id_map)
        return ids, inner.reconstruct_n(0, len(ids))


def open_vectors(
    database: Database, revision: Revision, dimensions: int, size: int, *, writer: bool = False
) -> VectorIndex:
    """Return the vectors of a database at a revision, with FAISS from its file if that is valid.

    Otherwise the FAISS index is built from SQLite's vectors, and written to the file if possible.
    Only a `writer` builds an IVF index, which takes 6 s for 1e5 sentences and a minute for 1e6.
    """
    held = None if database.in_memory else _read(database, revision, dimensions)
    if held is not None:
        faiss_index, last = held
        newer = _no_vectors(dimensions)
        if last < revision.newest:
            newer = read_vectors(database, dimensions, after=last, newest=revision.newest)
        opened = VectorIndex(faiss_index, last, newer, size)
        lacks_lists = writer and faiss_index.ntotal >= _LISTS and not opened.has_lists
        if not (opened.is_outdated or lacks_lists):
            return opened
    with database.snapshot():
        at = latest_revision(database)
        ids, rows = read_vectors(database, dimensions, after=0, newest=at.newest)
    faiss_index = build(ids, rows, lists=writer and len(ids) >= _LISTS)
    if not database.in_memory:
        with contextlib.suppress(OSError):  # disk full or read-only: the index in memory is used
            write(faiss_index, at.token, database.directory)
    last = max(at.newest, revision.newest)
    return VectorIndex(faiss_index, last, _no_vectors(dimensions), len(ids))


def latest_revision(database: Database) -> Revision:
    """Return the current revision; raises UnusableIndexError if there is none."""
    row = database.row(
        "SELECT token, newest FROM revisions ORDER BY number DESC LIMIT 1", [], [BLOB, INT]
    )
    if row is None:
        raise damaged_error(database.directory, "it has no revision")
    return Revision(*row)


def read_vectors(
    database: Database, dimensions: int, *, after: int, newest: int
) -> tuple[Ids, Matrix]:
    """Return the ids in (after, newest] and their vectors, float32 [ids, dimensions]."""
    rows = database.rows(
        "SELECT sentence, vector FROM vectors WHERE sentence > ? AND sentence <= ?"
        " ORDER BY sentence",
        [after, newest],
        [INT, BLOB],
    )
    return np.array([row[0] for row in rows], np.int64), unpack_vectors(
        database.directory, [row[1] for row in rows], dimensions
    )


def build(ids: Ids, rows: Matrix, *, lists: bool) -> Any:
    """Return a FAISS index of float32 [ids, dimensions] by id: SQfp16, or IVF,SQ8 with `lists`."""
    import faiss

    kind = "SQfp16"
    if lists:
        # At 1e5 a search takes 0.9 ms instead of 8.3 and finds .98 of the exact 10 nearest and .95
        # of the 150. A graph (HNSW) is no slower and finds more, but loses whole neighborhoods
        # where a sentence occurs 33 times or more, and takes six times as long to build.
        kind = f"IVF{int(6 * len(rows) ** 0.5)},SQ8"
    made: Any = faiss.index_factory(rows.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        if lists:
            made.cp.niter = 10
            made.cp.max_points_per_centroid = 64
            made.nprobe = made.nlist // 6
        if not made.is_trained:
            made.train(rows)
        index = faiss.IndexIDMap(made)
        index.add_with_ids(rows, ids)
    finally:
        faiss.omp_set_num_threads(1)
    return index


def write(index: Any, token: bytes, directory: Path) -> None:
    """Write the FAISS file under a temporary name and rename it; on OSError the old file stays.

    It is not synced: its checksum detects what a power cut may leave.
    """
    import faiss

    data = faiss.serialize_index(index)
    trailer = _MAGIC + token + struct.pack("<q", len(data))
    aside = directory / f"{FAISS_FILE}.part"
    aside.unlink(missing_ok=True)  # left by a killed writer
    try:
        with aside.open("xb") as file:
            file.write(data.data)
            file.write(trailer + _digest(data, trailer))
            file.flush()
            if not os.path.samestat(os.fstat(file.fileno()), aside.stat()):
                return  # another process is already writing one
        aside.replace(directory / FAISS_FILE)
    except FileNotFoundError:
        return  # another process was quicker
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def _no_vectors(dimensions: int) -> tuple[Ids, Matrix]:
    return np.zeros(0, np.int64), np.zeros((0, dimensions), np.float32)


def _read(database: Database, revision: Revision, dimensions: int) -> tuple[Any, int] | None:
    """Return the file's FAISS index and its greatest id, or None if it cannot be used."""
    import faiss

    path = database.directory / FAISS_FILE
    try:
        with path.open("rb") as file:
            data = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
    except (OSError, ValueError):  # missing, not readable; empty
        return None
    length = len(data) - _TRAILER.size
    if length <= 0:
        return None
    magic, token, stated, digest = _TRAILER.unpack(data[length:].tobytes())
    trailer = data[length : len(data) - len(digest)].tobytes()
    if magic != _MAGIC or stated != length or _digest(data[:length], trailer) != digest:
        return None
    last = revision.newest
    if token != revision.token:
        row = database.row("SELECT newest FROM revisions WHERE token = ?", [token], [INT])
        if row is None:
            return None
        last = int(row[0])
    try:
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:
        return None
    if not isinstance(index, faiss.IndexIDMap) or index.d != dimensions:
        return None
    return index, last


def _digest(data: npt.NDArray[np.uint8], trailer: bytes) -> bytes:
    """Return a checksum: SHA-256 of sums over blocks of 4 kB.

    It detects every single flipped bit and every lost, stale or misplaced block, at 10 GB a second:
    the 40 MB of 1e5 sentences take 4 ms, with SHA-256 alone 35.
    """
    whole = len(data) // (8 * _BLOCK)
    words = data[: whole * 8 * _BLOCK].view(np.uint64).reshape(whole, _BLOCK)
    sums = words.sum(axis=1, dtype=np.uint64)
    rest = data[whole * 8 * _BLOCK :]
    return hashlib.sha256(sums.tobytes() + rest.tobytes() + trailer).digest()


def _inner(index: Any) -> Any:
    import faiss

    return faiss.downcast_index(index.index)


def unpack_vectors(directory: Path, packed: Sequence[bytes], dimensions: int) -> Matrix:
    """Return stored vectors as float32 [vectors, dimensions].

    Raises UnusableIndexError if one cannot come from `pack_vector`, such as a page of zeros.
    """
    if set(map(len, packed)) - {4 * dimensions}:
        raise damaged_error(directory, "a sentence's vector has the wrong length")
    rows = np.frombuffer(b"".join(packed), "<f4").reshape(-1, dimensions).astype(np.float32)
    lengths = np.einsum("ij,ij->i", rows, rows)
    if not (np.abs(lengths - 1) < _LENGTH_ERROR).all():
        raise damaged_error(directory, "a sentence's vector is not of length 1")
    return rows


def pack_vector(vector: Vector) -> bytes:
    """Return a sentence's vector as stored: little-endian float32 as bytes."""
    return vector.astype("<f4").tobytes()


def pack_tokens(encoding: Encoding) -> bytes:
    """Return a sentence's token vectors as int8 bytes; the cosines change by less than 0.005.

    A sentence without tokens gets its own vector as its only row.
    """
    tokens = encoding.tokens if len(encoding.tokens) else encoding.sentence.reshape(1, -1)
    peak = np.maximum(np.abs(tokens).max(axis=1, keepdims=True), 1e-12)
    return bytes(np.rint(tokens / peak * 127).astype(np.int8).tobytes())


def unpack_tokens(directory: Path, data: bytes, dimensions: int) -> Matrix:
    """Return packed token vectors as float32 [tokens, dimensions], of length 1.

    Raises UnusableIndexError if one cannot come from `pack_tokens`, such as a page of zeros. The
    600 rows of 57 sentences are checked in 0.06 ms.
    """
    packed = np.frombuffer(data, np.int8).reshape(-1, dimensions)
    greatest, least = packed.max(axis=1), packed.min(axis=1)
    if not ((greatest == 127) | (least == -127)).all() or (least < -127).any():
        raise damaged_error(directory, "a sentence's token vectors are not what was stored")
    return unit(packed.astype(np.float32))
