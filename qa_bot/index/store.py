"""Change an index: add and remove finished articles, each in one SQLite transaction."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from qa_bot.embedding import Encoding, Model
from qa_bot.errors import SourceError, UnusableIndexError
from qa_bot.index.database import (
    INT,
    TEXT,
    TEXT_OR_NONE,
    Database,
    check_name,
    has_index,
    missing_error,
)
from qa_bot.index.rows import PackedArticle, delete_article, insert_article, pack_article
from qa_bot.index.vectors import latest_revision, open_vectors
from qa_bot.types import Article, FetchRecord, Source

_REVISIONS = 1_000  # revisions that are kept; an older FAISS file is rebuilt


@dataclass(frozen=True, slots=True)
class IndexResult:
    """The outcome of indexing a source, and its article (None if the source is unchanged)."""

    source: str
    status: Literal["added", "replaced", "unchanged"]
    article: Article | None


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source in an index, the SHA-256 of its bytes as indexed, and how it was fetched."""

    source: Source
    sha256: str
    fetched: FetchRecord


def stored_model_name(directory: Path) -> str | None:
    """Return the name of the model whose vectors an index holds, or None if there is no index.

    An empty file, which a process killed while creating an index leaves, is not an index. Raises
    UnusableIndexError if the index cannot be used.
    """
    if not has_index(directory):
        return None
    database = Database.open(directory, write=True)
    try:
        return None if database.is_empty else database.check()["model"]
    finally:
        database.close()


class Store:
    """An index opened for writing.

    `add` and `remove` are one transaction each, and hold the write lock only while they write rows:
    nothing is read or embedded meanwhile. Once they return, the change is on disk; after a crash, a
    kill or a full disk before that, the index is unchanged. `close` brings the FAISS file up to
    date; nothing depends on that.
    """

    def __init__(self, index: Path | Database, model: Model | None = None) -> None:
        """Open an index directory or a database; `add` creates a missing one.

        Without a model nothing can be added. Raises UnusableIndexError if the index cannot be
        written or holds vectors of another model.
        """
        self._model = model
        self._database: Database | None = None
        if isinstance(index, Database):
            self._database, self._directory = index, index.directory
        else:
            self._directory = index
            check_name(index)
            with contextlib.suppress(OSError):  # creating it will raise the error
                if has_index(index):
                    self._database = Database.open(index, write=True)
        self._changed = False
        if self._database is not None and not self._database.is_empty:
            try:
                self._check_model(self._database)
            except UnusableIndexError:
                self._database.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Bring the FAISS file up to date if the index was changed, and close the index."""
        database = self._database
        if database is None or database.in_memory:
            return
        try:
            if self._changed:
                manifest = database.check()
                open_vectors(
                    database,
                    latest_revision(database),
                    int(manifest["dimensions"]),
                    int(manifest["sentences"]),
                    writer=True,
                )
        finally:
            database.close()

    def holds(self, source: Source, sha256: str) -> bool:
        """Return whether the index holds a source with exactly these bytes."""
        database = self._database
        if database is None or database.is_empty:
            return False
        key = self._key(source)
        return bool(
            database.rows("SELECT 1 FROM articles WHERE key = ? AND sha256 = ?", [key, sha256])
        )

    def sources(self) -> list[StoredSource]:
        """Return the sources of the index, in the order in which they were added."""
        if self._database is None or self._database.is_empty:
            return []
        rows = self._database.rows(
            "SELECT kind, source, key, sha256, etag, last_modified, fetched_at FROM articles"
            " ORDER BY id",
            [],
            [TEXT, TEXT, TEXT, TEXT, *[TEXT_OR_NONE] * 3],
        )
        return [
            StoredSource(
                Source(kind, name, str(self._directory / key) if kind == "file" else key),
                sha256,
                FetchRecord(*fetched),
            )
            for kind, name, key, sha256, *fetched in rows
        ]

    def set_fetched(self, source: Source, fetched: FetchRecord) -> None:
        """Record a new fetch of a source whose bytes have not changed."""
        with self._change(0) as database:
            database.run(
                "UPDATE articles SET etag = ?, last_modified = ?, fetched_at = ? WHERE key = ?",
                [fetched.etag, fetched.last_modified, fetched.fetched_at, self._key(source)],
            )

    def add(
        self,
        article: Article,
        encodings: Sequence[Encoding],
        source: Source,
        sha256: str,
        fetched: FetchRecord = FetchRecord(),  # noqa: B008 (frozen)
    ) -> IndexResult:
        """Add an article, or replace the one of the same source.

        `encodings` are one per sentence, `sha256` is that of the source's bytes. The article is on
        disk on return. Raises SourceError if its name or text is not valid Unicode, and
        UnusableIndexError if the index cannot be written.
        """
        key = self._key(source)
        try:
            for text in (source.name, article.text, article.title):
                text.encode()
        except UnicodeEncodeError:
            raise SourceError(
                f"{source.name!r} has a name or text that is not valid UTF-8; rename or convert it"
            ) from None
        packed = pack_article(article, encodings, source, key, sha256, fetched)
        with self._change(len(encodings[0].sentence) if encodings else 0) as database:
            return self._write(database, packed)

    def remove(self, name: str) -> str:
        """Remove the article with this key, source or title, and return its source.

        Raises SourceError if there is none, or if several have the title.
        """
        if self._database is None:
            raise missing_error(self._directory)
        with self._change(0) as database:
            rows = database.rows(
                "SELECT id, source FROM articles WHERE key IN (?, ?) OR source = ? OR title = ?",
                [name, self._relative(name), name, name],
                [INT, TEXT],
            )
            if not rows:
                raise SourceError(f"the index holds no article {name!r}; see: qa-bot list")
            if len(rows) > 1:
                raise SourceError(
                    f"{name!r} matches {len(rows)} articles; give the path of its source"
                )
            self._advance(database, -delete_article(database, rows[0][0]))
        return str(rows[0][1])

    def _write(self, database: Database, packed: PackedArticle) -> IndexResult:
        found = database.row("SELECT id FROM articles WHERE key = ?", [packed.key], [INT])
        gone = delete_article(database, found[0]) if found else 0
        insert_article(database, packed)
        self._advance(database, len(packed.sentences) - gone)
        return IndexResult(packed.source.name, "replaced" if found else "added", packed.article)

    @contextlib.contextmanager
    def _change(self, dimensions: int) -> Iterator[Database]:
        if self._database is None:
            self._database = Database.create(self._directory)
        with self._database.change():
            # Another process may have created the index in the meantime.
            if self._database.is_empty:
                model = self._model
                if model is None:
                    raise missing_error(self._directory)
                self._database.create_tables(model.name, model.sha256, dimensions)
            else:
                self._check_model(self._database)
            yield self._database
        self._changed = True

    def _advance(self, database: Database, sentences: int) -> None:
        """Update the count of sentences, and record a new revision."""
        database.run(
            "UPDATE manifest SET value = CAST(value AS INTEGER) + ? WHERE key = 'sentences'",
            [sentences],
        )
        number = database.run(
            "INSERT INTO revisions (token, newest)"
            " VALUES (?, (SELECT coalesce(max(id), 0) FROM sentences))",
            [secrets.token_bytes(16)],
        )
        database.run("DELETE FROM revisions WHERE number <= ?", [number - _REVISIONS])

    def _check_model(self, database: Database) -> None:
        manifest = database.check()
        if self._model is not None and manifest["model_sha256"] != self._model.sha256:
            raise UnusableIndexError(
                f"the index {self._directory} holds vectors of {manifest['model']!r}, not of "
                f"{self._model.name!r}; leave --model out, or make another index"
            )

    def _key(self, source: Source) -> str:
        """Return a source's key; a file's path is relative if it is inside the index directory."""
        key = self._relative(source.key) if source.kind == "file" else source.key
        if any("\ud800" <= char <= "\udfff" for char in key):
            raise SourceError(f"{source.name!r} has a name that is not valid UTF-8; rename it")
        return key

    def _relative(self, name: str) -> str:
        path, inside = Path(name).resolve(), self._directory.resolve()
        return path.relative_to(inside).as_posix() if path.is_relative_to(inside) else str(path)
