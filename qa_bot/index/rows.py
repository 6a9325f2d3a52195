"""The rows of an article: pack, insert, delete and digest them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa_bot.embedding import Encoding
from qa_bot.index.database import INT, Database
from qa_bot.index.vectors import pack_tokens, pack_vector
from qa_bot.text import embedding_text, words_by_stem
from qa_bot.types import Article, FetchRecord, Source

# The rows that an article's `rows_sha256` covers, in a fixed order.
_ROWS = (
    'SELECT number, start, "end", line, section, kind FROM paragraphs WHERE article = ?'
    " ORDER BY number",
    'SELECT start, "end", line FROM headings WHERE article = ? ORDER BY start',
    'SELECT start, "end", line, kind FROM noise WHERE article = ? ORDER BY start',
    "SELECT start, page, chapter FROM places WHERE article = ? ORDER BY start",
    'SELECT paragraph, start, "end", speaker, vector, tokens FROM sentences'
    " LEFT JOIN vectors ON sentence = id WHERE article = ? ORDER BY id",
)


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """An article in the form of its rows, made before the write lock is taken."""

    source: Source
    key: str
    sha256: str  # of the source's bytes
    article: Article
    fetched: FetchRecord
    sentences: list[tuple[bytes, bytes]]  # for each, its vector and token vectors
    stems: list[dict[str, str]]  # for each sentence, its stems, each with a word


def pack_article(
    article: Article,
    encodings: Sequence[Encoding],
    source: Source,
    key: str,
    sha256: str,
    fetched: FetchRecord,
) -> PackedArticle:
    """Return an article ready to be inserted; `encodings` are one per sentence."""
    return PackedArticle(
        source,
        key,
        sha256,
        article,
        fetched,
        [
            (pack_vector(encoding.sentence), pack_tokens(encoding))
            for _, encoding in zip(article.sentences, encodings, strict=True)
        ],
        [
            words_by_stem(
                embedding_text(article.text[sentence.start : sentence.end], article.format)
            )
            for sentence in article.sentences
        ],
    )


def insert_article(database: Database, packed: PackedArticle) -> None:
    """Insert an article's rows, inside `Database.change`."""
    article, facts, got = packed.article, packed.article.facts, packed.fetched
    values: dict[str, Any] = {
        "key": packed.key,
        "kind": packed.source.kind,
        "source": packed.source.name,
        "sha256": packed.sha256,
        "encoding": article.encoding,
        "format": article.format,
        "title": article.title,
        "author": facts.author,
        "date": facts.date,
        "site": facts.site,
        "language": facts.language,
        "url": facts.url,
        "etag": got.etag,
        "last_modified": got.last_modified,
        "fetched_at": got.fetched_at,
        "text": article.text,
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "rows_sha256": "",
    }
    marks = ", ".join("?" * len(values))
    id_ = database.run(
        f"INSERT INTO articles ({', '.join(values)}) VALUES ({marks})", [*values.values()]
    )
    database.run_many(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(id_, p.number, p.start, p.end, p.line, p.section, p.kind) for p in article.paragraphs],
    )
    database.run_many(
        "INSERT INTO headings VALUES (?, ?, ?, ?)",
        [(id_, h.start, h.end, h.line) for h in article.headings],
    )
    database.run_many(
        "INSERT INTO noise VALUES (?, ?, ?, ?, ?)",
        [(id_, n.start, n.end, n.line, n.kind) for n in article.boilerplate],
    )
    database.run_many(
        "INSERT INTO places VALUES (?, ?, ?, ?)",
        [(id_, p.start, p.page, p.chapter) for p in article.places],
    )
    ids = []
    for sentence, (vector, tokens) in zip(article.sentences, packed.sentences, strict=True):
        ids.append(
            database.run(
                'INSERT INTO sentences (article, paragraph, start, "end", speaker)'
                " VALUES (?, ?, ?, ?, ?)",
                [id_, sentence.paragraph, sentence.start, sentence.end, sentence.speaker],
            )
        )
        database.run("INSERT INTO vectors VALUES (?, ?, ?)", [ids[-1], vector, tokens])
    _insert_stems(database, ids, packed.stems)
    database.run(
        "UPDATE articles SET rows_sha256 = ? WHERE id = ?", [digest_rows(database, id_), id_]
    )


def delete_article(database: Database, article: int) -> int:
    """Delete an article inside `Database.change`, and return how many sentences it had."""
    ids = database.rows("SELECT id FROM sentences WHERE article = ?", [article], [INT])
    database.run_many(
        "UPDATE stems SET df = df - 1 WHERE id IN (SELECT stem FROM postings WHERE sentence = ?)",
        ids,
    )
    database.run("DELETE FROM articles WHERE id = ?", [article])
    return len(ids)


def digest_rows(database: Database, article: int) -> str:
    """Return the SHA-256 of an article's rows: spans, speakers and vectors, not its own row."""
    digest = hashlib.sha256()
    for statement in _ROWS:
        for row in database.rows(statement, [article]):
            for value in row:
                data = value if isinstance(value, bytes) else repr(value).encode()
                digest.update(b"%d:%b" % (len(data), data))
    return digest.hexdigest()


def _insert_stems(database: Database, ids: Sequence[int], stems: Sequence[dict[str, str]]) -> None:
    rows = [
        (stem, word, id_)
        for id_, held in zip(ids, stems, strict=True)
        for stem, word in held.items()
    ]
    database.run_many(
        "INSERT INTO stems (stem, word, df) VALUES (?, ?, 1)"
        " ON CONFLICT (stem) DO UPDATE SET df = df + 1",
        [(stem, word) for stem, word, _ in rows],
    )
    database.run_many(
        "INSERT INTO postings SELECT id, ? FROM stems WHERE stem = ?",
        [(id_, stem) for stem, _, id_ in rows],
    )
