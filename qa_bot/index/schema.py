"""The index directory's layout: one SQLite file, and the FAISS files that it names."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from qa_bot.documents import READING_VERSION
from qa_bot.errors import UnusableIndexError
from qa_bot.index.vectors import Segment

# Raised whenever an index written before could not be read any more.
FORMAT_VERSION = 3

DATABASE = "index.sqlite"
# Seconds that a writer waits for another, and a reader for a commit.
TIMEOUT = 10.0
APPLICATION_ID = 0x71614254  # "qaBT", in SQLite's header: tells our files from others'

_KEYS = {
    "format", "reading", "model", "model_sha256", "dimensions", "generation", "sentences", "newest",
    "fingerprint",
}  # fmt: skip

# Token vectors are int8, scaled so that the largest component is 127: a cosine needs no scale.
SCHEMA = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE segments (              -- the FAISS files, in the order of their ids
    generation INTEGER PRIMARY KEY,  -- that wrote the file, and is in its name
    last INTEGER NOT NULL,           -- its greatest id
    rows INTEGER NOT NULL,
    removed INTEGER NOT NULL,        -- rows of sentences that are no more
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,        -- where the source is: relative to the index if inside it
    source TEXT NOT NULL,            -- as given
    title TEXT NOT NULL,
    encoding TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of the source's bytes
    text TEXT NOT NULL               -- the source text, whole
);
CREATE TABLE paragraphs (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    line INTEGER NOT NULL, section TEXT, kind TEXT NOT NULL,
    PRIMARY KEY (article, number)
) WITHOUT ROWID;
CREATE TABLE headings (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE noise (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- also the id of its vector in the FAISS file
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    paragraph INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    speaker TEXT,                    -- who says it, in the article's words
    tokens BLOB NOT NULL             -- int8 [content tokens, dimensions]
);
CREATE INDEX sentences_by_article ON sentences (article, start);
CREATE TABLE stems (
    id INTEGER PRIMARY KEY, stem TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,              -- one that has the stem, to mend misspelt ones by
    df INTEGER NOT NULL              -- in how many sentences it stands
);
CREATE TABLE postings (
    stem INTEGER NOT NULL, sentence INTEGER NOT NULL REFERENCES sentences ON DELETE CASCADE,
    PRIMARY KEY (stem, sentence)
) WITHOUT ROWID;
CREATE INDEX postings_by_sentence ON postings (sentence);
"""


def vectors_name(generation: int) -> str:
    """Return the name of the FAISS file that a generation wrote."""
    return f"sentences.{generation}.faiss"


def connect(directory: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the index's SQLite file and check that it is an index that this program can read.

    Raises UnusableIndexError with the remedy where it is missing, foreign, damaged or out of date.
    """
    path = directory / DATABASE
    if not directory.exists():
        raise UnusableIndexError(f"there is no index {directory}; make it: {rebuild(directory)}")
    if not path.is_file():
        raise UnusableIndexError(
            f"{directory} is not an index of qa-bot; name another, or make one anew"
        )
    # Opened for writing where that is possible: only then can SQLite undo what a crash left.
    mode = "rw" if write or _writable(path) else "ro"
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            uri=True,
            timeout=TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        _check(connection, directory)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if connection is not None:
            connection.close()
        raise unreadable(directory, error) from None
    except UnusableIndexError:
        if connection is not None:
            connection.close()
        raise
    return connection


def create(path: Path) -> None:
    """Write an empty index database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executescript(SCHEMA)
        connection.commit()


def read_manifest(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the manifest's keys and values."""
    return dict(connection.execute("SELECT key, value FROM manifest"))


def read_segments(connection: sqlite3.Connection) -> list[Segment]:
    """Return the FAISS files of the current generation, in the order of their ids."""
    rows = connection.execute(
        "SELECT generation, last, rows, removed, bytes, sha256 FROM segments ORDER BY last"
    )
    return [Segment(*row) for row in rows]


def rebuild(directory: Path) -> str:
    """Return the command that makes the index anew."""
    return f"qa-bot index SOURCE… --index {directory}"


def unreadable(directory: Path, error: Exception) -> UnusableIndexError:
    """Return the error for a database that SQLite cannot read or write just now."""
    if "locked" in str(error) or "busy" in str(error):
        return UnusableIndexError(f"the index {directory} is being written; try again in a moment")
    if "readonly" in str(error) or "unable to open" in str(error) or "full" in str(error):
        return UnusableIndexError(f"the index {directory} cannot be opened or written ({error})")
    return UnusableIndexError(
        f"the index {directory} is damaged ({error}); delete it and make it anew: "
        f"{rebuild(directory)}"
    )


def _foreign(directory: Path) -> UnusableIndexError:
    return UnusableIndexError(
        f"{directory} is not an index of qa-bot; name another, or make one: {rebuild(directory)}"
    )


def _writable(path: Path) -> bool:

    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _check(connection: sqlite3.Connection, directory: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise UnusableIndexError(
            f"{directory} is not an index of qa-bot; name another, or make one anew"
        )
    manifest = read_manifest(connection)
    if missing := _KEYS - manifest.keys():
        raise unreadable(directory, ValueError(f"its manifest lacks {min(missing)}"))
    for key, expected in (("format", FORMAT_VERSION), ("reading", READING_VERSION)):
        if manifest.get(key) != str(expected):
            raise UnusableIndexError(
                f"the index {directory} has {key} version {manifest.get(key)}, this program needs "
                f"{expected}; delete it and make it anew: {rebuild(directory)}"
            )
