"""The SQLite database of an index: open it, create it, share it between threads."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

from qa_bot.errors import UnusableIndexError
from qa_bot.index.schema import (
    APPLICATION_ID,
    FORMAT_VERSION,
    MANIFEST_KEYS,
    SCHEMA,
)
from qa_bot.paths import DATABASE
from qa_bot.platform import sync_directory
from qa_bot.text import sanitize_line
from qa_bot.types import READING_VERSION

# Seconds to wait for another writer, or for its commit.
TIMEOUT = 10.0

Types = frozenset[type]
INT: Types = frozenset({int})
TEXT: Types = frozenset({str})
BLOB: Types = frozenset({bytes})
INT_OR_NONE: Types = frozenset({int, type(None)})
TEXT_OR_NONE: Types = frozenset({str, type(None)})

MEMORY = Path(":memory:")


class Database:
    """A connection to the SQLite database of an index, for any number of threads.

    A change is on disk when `change` ends: SQLite syncs the journal, the database and the directory
    (`synchronous = EXTRA`). Every failure becomes an UnusableIndexError, which says in one line
    what to do and never quotes the article.
    """

    def __init__(self, connection: sqlite3.Connection, directory: Path) -> None:
        self.directory = directory
        self._connection = connection
        self._lock = RLock()
        self._file = None if self.in_memory else _identity(directory / DATABASE)

    @classmethod
    def open(cls, directory: Path, *, write: bool = False) -> Database:
        """Open an existing index; `check` finds out whether this program can read it.

        Raises UnusableIndexError if it is missing or cannot be opened.
        """
        check_name(directory)
        try:
            is_there = has_index(directory)
        except OSError as error:
            raise _cannot_open_error(directory, error.strerror or str(error)) from None
        if not is_there:
            raise missing_error(directory) if not directory.exists() else foreign_error(directory)
        path = directory / DATABASE
        # Opened for writing if possible: only then can SQLite roll back after a crash.
        mode = "rw" if write or _is_writable(path) else "ro"
        return cls._connect(directory, mode, write=write)

    @classmethod
    def create(cls, directory: Path) -> Database:
        """Open an index for writing, or create an empty file for it.

        `create_tables` makes its tables in the transaction that adds the first article, so that a
        power cut or kill leaves either a whole index or an empty file, which does not count as an
        index.
        """
        check_name(directory)
        try:
            _make_directory(directory)
            # Created here, because SQLite would ignore the umask.
            os.close(os.open(directory / DATABASE, os.O_RDWR | os.O_CREAT, 0o666))
        except OSError as error:
            raise UnusableIndexError(
                f"cannot create the index {directory} ({error.strerror}); choose another folder"
            ) from None
        return cls._connect(directory, "rw", write=True)

    @classmethod
    def create_in_memory(cls) -> Database:
        """Return an empty database in memory, which exists as long as this object."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        return cls(connection, MEMORY)

    @classmethod
    def _connect(cls, directory: Path, mode: str, *, write: bool) -> Database:
        path = directory / DATABASE
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=TIMEOUT,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise explain_error(directory, error) from None
        try:
            database = cls(connection, directory)
            if write:
                database.run("PRAGMA foreign_keys = ON")
                database.run("PRAGMA synchronous = EXTRA")
                database.run(
                    "PRAGMA cache_spill = OFF"
                )  # other connections can read until the commit
        except BaseException:
            connection.close()
            raise
        return database

    def close(self) -> None:
        """Close the connection; using it afterwards raises UnusableIndexError."""
        with self._lock:
            self._connection.close()

    @property
    def in_memory(self) -> bool:
        """Whether the index has no directory."""
        return self.directory == MEMORY

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been committed yet; an empty file is not an index."""
        return not self.row("SELECT count(*) FROM sqlite_master", [], [INT])[0]

    @property
    def is_replaced(self) -> bool:
        """Whether the index was deleted or replaced, so that its path is another file or none."""
        return self._file is not None and _identity(self.directory / DATABASE) != self._file

    def check(self) -> dict[str, str]:
        """Return the manifest, after checking that this program can read the index.

        Raises UnusableIndexError if the index is foreign, damaged or of another version.
        """
        if self.row("PRAGMA application_id", [], [INT])[0] != APPLICATION_ID:
            raise foreign_error(self.directory)
        manifest = dict(self.rows("SELECT key, value FROM manifest", [], [TEXT, TEXT]))
        for key, expected in (("format", FORMAT_VERSION), ("reading", READING_VERSION)):
            if (found := manifest.get(key)) is not None and found != str(expected):
                raise UnusableIndexError(
                    f"the index {self.directory} has {key} version {sanitize_line(found)[:20]}, "
                    f"this program needs {expected}; delete it and rebuild it: "
                    f"{rebuild_command(self.directory)}"
                )
        if lacking := set(MANIFEST_KEYS) - manifest.keys():
            raise damaged_error(self.directory, f"its manifest lacks {min(lacking)}")
        for key in ("dimensions", "sentences"):
            if not (manifest[key].isascii() and manifest[key].isdigit()):
                raise damaged_error(self.directory, f"its manifest has no valid number for {key}")
        return manifest

    def create_tables(self, model: str, model_sha256: str, dimensions: int) -> None:
        """Make the tables of a new index and its manifest, inside a `change`."""
        self.run(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in SCHEMA.split(";\n"):
            self.run(statement)
        values = (FORMAT_VERSION, READING_VERSION, model, model_sha256, dimensions, 0)
        self.run_many(
            "INSERT INTO manifest VALUES (?, ?)",
            [(key, str(value)) for key, value in zip(MANIFEST_KEYS, values, strict=True)],
        )

    def rows(
        self, statement: str, values: Sequence[Any] = (), types: Sequence[Types] = ()
    ) -> list[Any]:
        """Return a statement's rows; raises UnusableIndexError if a value has the wrong type.

        A flipped bit can turn a number into text. Checking 300 rows of 7 columns takes 60 µs.
        """
        try:
            with self._lock:
                rows = self._connection.execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise explain_error(self.directory, error) from None
        for column, allowed in zip(zip(*rows, strict=False), types, strict=False):
            if not set(map(type, column)) <= allowed:
                raise damaged_error(self.directory, "a row has a value of the wrong type")
        return rows

    def row(self, statement: str, values: Sequence[Any] = (), types: Sequence[Types] = ()) -> Any:
        """Return a statement's first row, or None."""
        rows = self.rows(statement, values, types)
        return rows[0] if rows else None

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement, and return the id of the row that it inserted, or 0."""
        try:
            with self._lock:
                return int(self._connection.execute(statement, values).lastrowid or 0)
        except sqlite3.Error as error:
            raise explain_error(self.directory, error) from None

    def run_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each sequence of values."""
        try:
            with self._lock:
                self._connection.executemany(statement, values)
        except sqlite3.Error as error:
            raise explain_error(self.directory, error) from None

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """Hold the write lock during the block, and commit everything at its end, or nothing.

        Waits up to ten seconds for another writer, then raises UnusableIndexError; also raises it
        if the index has been deleted or replaced.
        """
        with self._lock:
            self.run("BEGIN IMMEDIATE")
            try:
                if self.is_replaced:
                    raise UnusableIndexError(
                        f"the index {self.directory} was deleted or replaced in the meantime; "
                        "run this again"
                    )
                yield
                self.run("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read a single state of the database during the block; commits wait until it ends."""
        with self._lock:
            self.run("BEGIN")
            try:
                yield
            finally:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("COMMIT")


def has_index(directory: Path) -> bool:
    """Return whether a directory has an index's file; an empty one does not count.

    Raises OSError if that cannot be determined.
    """
    try:
        found = (directory / DATABASE).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > 0


def check_name(directory: Path) -> None:
    """Raise UnusableIndexError for a path that is not UTF-8: FAISS cannot open such a file."""
    try:
        str(directory).encode()
    except UnicodeEncodeError:
        raise UnusableIndexError(
            f"the index path {str(directory)!a} is not valid UTF-8; rename the folder"
        ) from None


def rebuild_command(directory: Path) -> str:
    """Return the command that builds the index again."""
    return f"qa-bot index SOURCE… --index {directory}"


def missing_error(directory: Path) -> UnusableIndexError:
    """Return the error for a missing index."""
    return UnusableIndexError(
        f"there is no index {directory}; create it: {rebuild_command(directory)}"
    )


def foreign_error(directory: Path) -> UnusableIndexError:
    """Return the error for a directory that holds something else, or nothing."""
    return UnusableIndexError(
        f"{directory} is not a qa-bot index; choose another, or create one: "
        f"{rebuild_command(directory)}"
    )


def damaged_error(directory: Path, reason: str) -> UnusableIndexError:
    """Return the error for an index whose content differs from what was written."""
    return UnusableIndexError(
        f"the index {directory} is damaged ({reason}); delete it and rebuild it: "
        f"{rebuild_command(directory)}"
    )


def explain_error(directory: Path, error: Exception) -> UnusableIndexError:
    """Return SQLite's error as one line for a person, without any of the article's text."""
    # Python quotes a value that is not valid UTF-8 whole: "… column 'text' with text '…'".
    reason = sanitize_line(str(error).split(" with text ")[0])[:120]
    name = str(getattr(error, "sqlite_errorname", ""))
    if "closed database" in reason:
        return UnusableIndexError(f"the index {directory} was closed; open it again")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UnusableIndexError(f"the index {directory} is being written; try again in a moment")
    if name.startswith("SQLITE_FULL"):
        return UnusableIndexError(
            f"the index {directory} cannot be written (the disk is full); the index is unchanged"
        )
    if name.startswith(("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY")):
        return UnusableIndexError(
            f"the index {directory} was interrupted while being written, and cannot be restored "
            f"while it is read-only; make it writable and run: "
            f"qa-bot verify --index {directory}"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM")):
        return _cannot_open_error(directory, reason)
    return damaged_error(directory, reason)


def _cannot_open_error(directory: Path, reason: str) -> UnusableIndexError:
    return UnusableIndexError(
        f"the index {directory} cannot be opened or written ({reason}); check its permissions and "
        "the disk"
    )


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_directory(directory: Path) -> None:
    """Create a directory and its missing parents, and sync their entries to disk."""
    made = [path for path in (directory, *directory.parents) if not path.exists()]
    directory.mkdir(parents=True, exist_ok=True)
    for path in made:
        sync_directory(path.parent)
