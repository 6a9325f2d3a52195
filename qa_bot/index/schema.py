"""The schema of an index: its tables and its format version."""

from __future__ import annotations

# Increase this whenever earlier indexes can no longer be read.
FORMAT_VERSION = 4
APPLICATION_ID = 0x71614254  # "qaBT" in SQLite's header: marks our files

MANIFEST_KEYS = ("format", "reading", "model", "model_sha256", "dimensions", "sentences")

# Ids ascend and are never reused, and a sentence never changes: a replacement has a new id. So a
# FAISS file, however old, is correct for every id that still exists.
SCHEMA = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE revisions (               -- one for each transaction, the last thousand
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    token BLOB NOT NULL,               -- random; a FAISS file records the one it was built from
    newest INTEGER NOT NULL            -- the greatest sentence id at that time
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,          -- a file's path (relative to the index if inside it) or URL
    kind TEXT NOT NULL,                -- file, url or stdin
    source TEXT NOT NULL,              -- as given
    sha256 TEXT NOT NULL,              -- of the source's bytes
    encoding TEXT NOT NULL, format TEXT NOT NULL,
    title TEXT NOT NULL, author TEXT, date TEXT, site TEXT, language TEXT, url TEXT,
    etag TEXT, last_modified TEXT, fetched_at TEXT,
    text TEXT NOT NULL,                -- the source text, whole
    text_sha256 TEXT NOT NULL,
    rows_sha256 TEXT NOT NULL          -- of all its rows in the tables below, vectors included
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
CREATE TABLE noise (                   -- boilerplate that cleaning left out
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, line INTEGER NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE places (                  -- from `start` on the text is on this page, in this chapter
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, page INTEGER, chapter TEXT,
    PRIMARY KEY (article, start)
) WITHOUT ROWID;
CREATE TABLE sentences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- also the id of its vector in the FAISS file
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    paragraph INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    speaker TEXT                       -- who says it, in the article's words
);
CREATE INDEX sentences_by_article ON sentences (article, start);
CREATE TABLE vectors (                 -- apart, as they are large: 300 sentences fit a few pages
    sentence INTEGER PRIMARY KEY REFERENCES sentences ON DELETE CASCADE,
    vector BLOB NOT NULL,              -- float32 [dimensions], little-endian, of length 1
    tokens BLOB NOT NULL               -- int8 [content tokens, dimensions], the largest ±127
);
CREATE TABLE stems (
    id INTEGER PRIMARY KEY, stem TEXT NOT NULL UNIQUE,
    word TEXT NOT NULL,                -- with this stem, to correct misspelled words
    df INTEGER NOT NULL                -- how many sentences hold it
);
CREATE TABLE postings (
    stem INTEGER NOT NULL, sentence INTEGER NOT NULL REFERENCES sentences ON DELETE CASCADE,
    PRIMARY KEY (stem, sentence)
) WITHOUT ROWID;
CREATE INDEX postings_by_sentence ON postings (sentence);
"""
