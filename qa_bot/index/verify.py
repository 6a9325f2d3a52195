"""Verify an index: every checksum, span and count, and FAISS against SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qa_bot.embedding import DEFAULT_MODEL
from qa_bot.embedding.models import DEFAULT_SHA256
from qa_bot.errors import UnusableIndexError
from qa_bot.index.database import TEXT
from qa_bot.index.passages import IndexedArticle
from qa_bot.index.rows import digest_rows
from qa_bot.index.snapshot import Index
from qa_bot.index.vectors import read_vectors
from qa_bot.text import collapse_whitespace, embedding_text, stems

# FAISS holds half precision, or a byte per component; the file's checksum detects a flip.
_ROUNDED = 0.05


def verify_index(index: Index) -> Iterator[str]:
    """Yield the faults of an index, one line each.

    Checks SQLite's own structure, every article's text and rows (vectors and token vectors too)
    against their SHA-256, every sentence's span and speaker against the text, that FAISS and
    SQLite hold the same vectors, the stems' document frequencies, and the packaged model's
    checksum. A lost or damaged FAISS file is not a fault: it is built again.
    """
    yield from _catch_damage(_verify_structure(index))
    if index.model == DEFAULT_MODEL and index.model_sha256 != DEFAULT_SHA256:
        yield f"the manifest's checksum of {DEFAULT_MODEL} is not the published one"
    frequencies: dict[str, int] = {}
    count = 0
    for article in index.articles:
        yield from _catch_damage(_verify_article(index, article, frequencies))
        count += article.sentences
    if count != index.size:
        yield f"the manifest counts {index.size} sentences, but there are {count}"
    yield from _catch_damage(_verify_vectors(index))
    stored = index.document_frequencies(index.vocabulary)
    if stored != frequencies:
        yield "the stems' document frequencies are not those of the sentences"


def _catch_damage(faults: Iterator[str]) -> Iterator[str]:
    """Yield the faults, the last one being the error that ended the check, if any."""
    try:
        yield from faults
    except UnusableIndexError as error:
        yield str(error)


def _verify_structure(index: Index) -> Iterator[str]:
    for (line,) in index.database.rows("PRAGMA quick_check(5)", [], [TEXT]):
        if line != "ok":
            yield f"SQLite finds damage: {' '.join(line.split())[:120]}"


def _verify_article(
    index: Index, article: IndexedArticle, frequencies: dict[str, int]
) -> Iterator[str]:
    text = index.article_text(article.id)
    row = index.database.row("SELECT rows_sha256 FROM articles WHERE id = ?", [article.id], [TEXT])
    if row is None or row[0] != digest_rows(index.database, article.id):
        yield f"{article.source}: its sentences or vectors are not what was stored"
    words = collapse_whitespace(text)
    paragraphs = {p.number: p for p in index.paragraphs(article.id)}
    end = 0
    for sentence in index.sentences(article.id):
        name = f"{article.source}: sentence {sentence.id} [{sentence.start}:{sentence.end}]"
        paragraph = paragraphs.get(sentence.paragraph)
        quote = text[sentence.start : sentence.end]
        if paragraph is None:
            yield f"{name} is in no paragraph"
        elif not paragraph.start <= sentence.start < sentence.end <= paragraph.end:
            yield f"{name} is not inside its paragraph"
        elif sentence.start < end or quote != quote.strip() or sentence.end > len(text):
            yield f"{name} is not a sentence of the source text"
        end = sentence.end
        if sentence.speaker is not None and sentence.speaker not in words:
            yield f"{name} has a speaker whom the article does not name"
        index.tokens([sentence.id])  # these two are checked as they are read
        index.vector(sentence.id)
        for stem in set(stems(embedding_text(quote, article.format))):
            frequencies[stem] = frequencies.get(stem, 0) + 1


def _verify_vectors(index: Index) -> Iterator[str]:
    """Compare the vectors in FAISS with those in SQLite, up to the newest in FAISS."""
    last = min(index.vectors.last, index.newest)
    ids, rows = read_vectors(index.database, index.dimensions, after=0, newest=last)
    held, rounded = index.vectors.vectors()
    places = np.searchsorted(held, ids)
    if len(held) and len(ids) and (places < len(held)).all() and (held[places] == ids).all():
        if np.abs(rounded[places] - rows).max() > _ROUNDED:
            yield "the vectors in the FAISS file differ from those in SQLite"
    elif len(ids):
        yield "the FAISS file lacks sentences"
