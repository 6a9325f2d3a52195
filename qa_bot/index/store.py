"""Changing an index: articles in and out, made current by one SQLite commit."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np

from qa_bot.documents import READING_VERSION
from qa_bot.embedding import Encoder, Model, Vector
from qa_bot.errors import SourceError, UnusableIndexError
from qa_bot.index.rows import insert_stems, insert_structure
from qa_bot.index.schema import (
    DATABASE,
    FORMAT_VERSION,
    connect,
    create,
    read_manifest,
    read_segments,
    unreadable,
    vectors_name,
)
from qa_bot.index.vectors import (
    Segment,
    Vectors,
    pack_tokens,
    standing,
    write_vectors,
)
from qa_bot.text import embedding_text, words_by_stem
from qa_bot.types import Article


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of a source, and what was found in it (`article` is None when unchanged)."""

    source: str
    status: Literal["added", "replaced", "unchanged"]
    article: Article | None


class IndexWriter:
    """The one writer of an index directory; a context manager that commits when it ends well.

    Everything happens in one SQLite transaction, whose commit names the FAISS files of the new
    generation. An exception, or a crash at any point, leaves the old index whole.
    """

    def __init__(self, directory: Path, model: Model, encoder: Callable[[], Encoder]) -> None:
        """Open the index for writing, or begin a new one where there is none.

        `encoder` is called at the first article that needs embedding. Raises UnusableIndexError
        where another process is writing, or the index holds another model's vectors.
        """
        self._directory = directory
        self._model = model
        self._open_encoder = encoder
        self._manifest: dict[str, str] = {}
        self._added: dict[int, Vector] = {}  # in the order of their ids
        self._written: Path | None = None  # the FAISS file that is not current yet
        self._is_new = not (directory / DATABASE).exists()
        self._made_directory = not directory.exists()
        self._database = directory / DATABASE
        if self._is_new:
            self._begin_new()
        self._connection = self._connect()
        try:
            self._connection.execute("PRAGMA cache_spill = OFF")  # no lock on readers till commit
            self._connection.execute("BEGIN IMMEDIATE")
            self._manifest = read_manifest(self._connection)
            self._segments = read_segments(self._connection)
            self._check_vectors()
            self._clear()
        except sqlite3.DatabaseError as error:
            self._abandon()
            raise unreadable(directory, error) from None
        except UnusableIndexError:
            self._abandon()
            raise
        self._changed = self._is_new

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None or not self._changed:
            self._abandon()
            return
        try:
            self._commit()
        except sqlite3.DatabaseError as fault:
            self._abandon()
            raise unreadable(self._directory, fault) from None
        except (OSError, RuntimeError) as fault:  # FAISS reports a full disk as RuntimeError
            self._abandon()
            raise UnusableIndexError(
                f"the index {self._directory} cannot be written ({fault}); it is as it was"
            ) from None
        except BaseException:  # Ctrl-C, or no memory: lists of a million vectors take a minute
            self._abandon()
            raise

    def add(self, data: bytes, source: str, *, progress: bool = False) -> Indexed:
        """Add the article that `data` holds, or replace the one of the same source.

        Unchanged content is left alone. Raises SourceError where it holds no article.
        """
        key = _key(source, self._directory)
        if any("\ud800" <= char <= "\udfff" for char in key):
            raise SourceError(f"{source!r} has a name that is not UTF-8; rename it")
        try:
            return self._add(data, source, key, progress=progress)
        except sqlite3.DatabaseError as error:
            raise unreadable(self._directory, error) from None

    def _add(self, data: bytes, source: str, key: str, *, progress: bool) -> Indexed:
        digest = hashlib.sha256(data).hexdigest()
        row = self._connection.execute(
            "SELECT id, sha256 FROM articles WHERE key = ?", [key]
        ).fetchone()
        if row and row[1] == digest:
            return Indexed(source, "unchanged", None)
        from qa_bot.ingest import read_article  # 25 ms of patterns, which asking does without

        article = read_article(data, source)
        texts = [embedding_text(article.text[s.start : s.end]) for s in article.sentences]
        encodings = self._encoder().encode(texts, progress=progress)
        if row:
            self._delete(row[0])
        cursor = self._connection.execute(
            "INSERT INTO articles (key, source, title, encoding, sha256, text)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [key, source, article.title, article.encoding, digest, article.text],
        )
        id_ = cursor.lastrowid
        insert_structure(self._connection, article, id_)
        ids: list[int] = []
        for sentence, encoding in zip(article.sentences, encodings, strict=True):
            cursor = self._connection.execute(
                'INSERT INTO sentences (article, paragraph, start, "end", speaker, tokens)'
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    id_,
                    sentence.paragraph,
                    sentence.start,
                    sentence.end,
                    sentence.speaker,
                    pack_tokens(encoding),
                ],
            )
            ids.append(int(cursor.lastrowid or 0))
        insert_stems(self._connection, dict(zip(ids, map(words_by_stem, texts), strict=True)))
        self._added |= dict(zip(ids, (one.sentence for one in encodings), strict=True))
        self._changed = True
        return Indexed(source, "replaced" if row else "added", article)

    def remove(self, source: str) -> str:
        """Remove the article of that source or title and return its source.

        Raises SourceError where there is none, or more than one of that title.
        """
        try:
            return self._remove(source)
        except sqlite3.DatabaseError as error:
            raise unreadable(self._directory, error) from None

    def _remove(self, source: str) -> str:
        rows = self._connection.execute(
            "SELECT id, source FROM articles WHERE key = ? OR source = ? OR title = ?",
            [_key(source, self._directory), source, source],
        ).fetchall()
        if not rows:
            raise SourceError(f"the index holds no article {source!r}; see: qa-bot list")
        if len(rows) > 1:
            raise SourceError(f"{source!r} names {len(rows)} articles; give the source's path")
        self._delete(rows[0][0])
        self._changed = True
        return str(rows[0][1])

    def _encoder(self) -> Encoder:
        encoder = self._open_encoder()
        if not self._manifest.get("dimensions"):
            self._manifest["dimensions"] = str(encoder.dimensions)
        return encoder

    def _begin_new(self) -> None:
        start = secrets.randbelow(10**12)
        self._database = self._directory / f"{DATABASE}.{start}.new"
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            create(self._database)
            with contextlib.closing(sqlite3.connect(self._database)) as connection, connection:
                connection.executemany(
                    "INSERT INTO manifest VALUES (?, ?)",
                    {
                        "format": str(FORMAT_VERSION),
                        "reading": str(READING_VERSION),
                        "model": self._model.name,
                        "model_sha256": self._model.sha256,
                        # Two that make the same index at once write different files.
                        "generation": str(start),
                    }.items(),
                )
        except (OSError, sqlite3.DatabaseError) as error:
            self._discard_new()
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise UnusableIndexError(
                f"the index {self._directory} cannot be made there ({reason}); name another folder"
            ) from None

    def _connect(self) -> sqlite3.Connection:
        if not self._is_new:
            return connect(self._directory, write=True)
        connection = sqlite3.connect(self._database, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _check_vectors(self) -> None:
        if self._manifest["model_sha256"] != self._model.sha256:
            raise UnusableIndexError(
                f"the index {self._directory} holds vectors of {self._manifest['model']!r}, not of "
                f"{self._model.name!r}; leave --model out, or make another index"
            )
        for segment in self._segments:
            path = self._directory / vectors_name(segment.generation)
            if not path.is_file() or path.stat().st_size != segment.bytes:
                raise UnusableIndexError(
                    f"the index {self._directory} cannot be used: {path.name} is missing or "
                    "damaged; delete the index and make it anew"
                )

    def _clear(self) -> None:
        """Remove the vectors of writers that were killed; the lock is ours, so none is at work.

        One that makes a new index here meanwhile has no lock, but is too late in any case.
        """
        if self._is_new:
            return
        current = {vectors_name(segment.generation) for segment in self._segments}
        for path in self._directory.glob("sentences.*.faiss"):
            if path.name not in current:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _delete(self, article: int) -> None:
        ids = [
            row[0]
            for row in self._connection.execute(
                "SELECT id FROM sentences WHERE article = ?", [article]
            )
        ]
        self._connection.executemany(
            "UPDATE stems SET df = df - 1"
            " WHERE id IN (SELECT stem FROM postings WHERE sentence = ?)",
            [(id_,) for id_ in ids],
        )
        self._connection.execute("DELETE FROM articles WHERE id = ?", [article])
        for id_ in ids:
            if self._added.pop(id_, None) is None:
                place = next(n for n, one in enumerate(self._segments) if id_ <= one.last)
                segment = self._segments[place]
                self._segments[place] = replace(segment, removed=segment.removed + 1)

    def _commit(self) -> None:
        """Write the new generation's files, then make them current."""
        if self._is_new and not self._added:
            self._abandon()  # nothing was added: there is no index to make
            return
        generation, before = int(self._manifest["generation"]) + 1, self._segments
        self._write_vectors(generation)
        articles = self._connection.execute("SELECT key, sha256 FROM articles ORDER BY key")
        content = [self._model.sha256, str(FORMAT_VERSION), str(READING_VERSION)]
        content += [f"{key}\0{digest}" for key, digest in articles]
        newest = self._connection.execute("SELECT max(id) FROM sentences").fetchone()[0]
        self._manifest |= {
            "generation": str(generation),
            "sentences": str(sum(one.rows - one.removed for one in self._segments)),
            "newest": str(newest or 0),
            "fingerprint": hashlib.sha256("\n".join(content).encode()).hexdigest(),
        }
        self._connection.executemany(
            "INSERT OR REPLACE INTO manifest VALUES (?, ?)", self._manifest.items()
        )
        self._connection.execute("COMMIT")
        if not self._is_new:
            self._written = None  # it is current
        self._connection.close()
        if self._is_new:
            self._publish()
        # Only what we know to be old: the next writer may have begun.
        for old in {one.generation for one in before} - {one.generation for one in self._segments}:
            with contextlib.suppress(OSError):
                (self._directory / vectors_name(old)).unlink(missing_ok=True)

    def _write_vectors(self, generation: int) -> None:
        """Write what was added, and the segments that are merged with it, into one file."""
        count = standing(self._segments, len(self._added))
        kept, merged = self._segments[:count], self._segments[count:]
        ids = np.array([*self._added], np.int64)
        rows = np.stack([*self._added.values()]) if self._added else None
        if merged:
            paths = [self._directory / vectors_name(one.generation) for one in merged]
            old = Vectors(paths, int(self._manifest["dimensions"]))
            after = kept[-1].last if kept else 0
            live = [
                id_
                for (id_,) in self._connection.execute(
                    "SELECT id FROM sentences WHERE id > ? AND id <= ? ORDER BY id",
                    [after, merged[-1].last],
                )
            ]
            if live:
                ids = np.concatenate([np.array(live, np.int64), ids])
                rows = old.rows(live) if rows is None else np.vstack([old.rows(live), rows])
        self._segments = kept
        if rows is not None:
            path = self._written = self._directory / vectors_name(generation)
            write_vectors(ids, rows, path)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
            new = Segment(generation, int(ids[-1]), len(ids), 0, size, digest)
            self._segments = [*kept, new]
        self._connection.execute("DELETE FROM segments")
        self._connection.executemany(
            "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?)",
            [(s.generation, s.last, s.rows, s.removed, s.bytes, s.sha256) for s in self._segments],
        )

    def _publish(self) -> None:
        """Give the new database its name, unless another process has been quicker."""
        target = self._directory / DATABASE
        try:
            try:
                os.link(self._database, target)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links: the name is taken first
                target.touch(exist_ok=False)
                self._database.replace(target)
        except FileExistsError:
            raise UnusableIndexError(
                f"another process made the index {self._directory} meanwhile; run this again"
            ) from None
        self._written = None
        with contextlib.suppress(OSError):
            self._database.unlink(missing_ok=True)

    def _abandon(self) -> None:
        """Leave the index as it was."""
        if self._written:
            with contextlib.suppress(OSError):
                self._written.unlink(missing_ok=True)
        self._connection.close()  # rolls back, and lets the next writer in
        if self._is_new:
            self._discard_new()

    def _discard_new(self) -> None:
        for path in (self._database, Path(f"{self._database}-journal")):
            with contextlib.suppress(OSError):  # it may never have been there
                path.unlink()
        if self._made_directory and self._directory.is_dir():
            with contextlib.suppress(OSError):  # somebody put something there
                self._directory.rmdir()


def _key(source: str, directory: Path) -> str:
    """Return what identifies a source: its path, relative to the index where it is inside it."""
    path, inside = Path(source).resolve(), directory.resolve()
    return path.relative_to(inside).as_posix() if path.is_relative_to(inside) else str(path)
