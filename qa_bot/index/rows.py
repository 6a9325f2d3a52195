"""What stands under an article in the database, as rows."""

from __future__ import annotations

import sqlite3

from qa_bot.types import Article


def insert_structure(connection: sqlite3.Connection, article: Article, id_: int | None) -> None:
    """Write an article's paragraphs, headings and noise."""
    connection.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(id_, p.number, p.start, p.end, p.line, p.section, p.kind) for p in article.paragraphs],
    )
    connection.executemany(
        "INSERT INTO headings VALUES (?, ?, ?, ?)",
        [(id_, h.start, h.end, h.line) for h in article.headings],
    )
    connection.executemany(
        "INSERT INTO noise VALUES (?, ?, ?, ?, ?)",
        [(id_, n.start, n.end, n.line, n.kind) for n in article.noise],
    )


def insert_stems(connection: sqlite3.Connection, found: dict[int, dict[str, str]]) -> None:
    """Write which stems the sentences of these ids hold, each with a word that has it."""
    rows = [(stem, word, id_) for id_, held in found.items() for stem, word in held.items()]
    connection.executemany(
        "INSERT INTO stems (stem, word, df) VALUES (?, ?, 1)"
        " ON CONFLICT (stem) DO UPDATE SET df = df + 1",
        [(stem, word) for stem, word, _ in rows],
    )
    connection.executemany(
        "INSERT INTO postings SELECT id, ? FROM stems WHERE stem = ?",
        [(id_, stem) for stem, _, id_ in rows],
    )
