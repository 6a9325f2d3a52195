"""The articles of an index: their source texts, and the spans of their parts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property

from qa_bot.index.database import INT, INT_OR_NONE, TEXT, TEXT_OR_NONE, Database, damaged_error
from qa_bot.index.memo import Memo
from qa_bot.index.passages import IndexedArticle, Passage
from qa_bot.lines import Lines
from qa_bot.text import embedding_text
from qa_bot.types import Boilerplate, Facts, FetchRecord, Heading, Paragraph, Place

PASSAGE = (INT, INT, INT, INT, INT, TEXT_OR_NONE)
_PARAGRAPH = (INT, INT, INT, INT, TEXT_OR_NONE, TEXT)
_ARTICLE = (INT, TEXT, TEXT, TEXT, INT, INT, INT, TEXT, TEXT, *[TEXT_OR_NONE] * 8, TEXT)


class Contents:
    """The articles of a database, read on demand and cached.

    Every method raises UnusableIndexError if the database cannot be read or is damaged.
    """

    def __init__(self, database: Database) -> None:
        """Take an open database."""
        self.database = database
        self.directory = database.directory
        self._texts: Memo[int, str] = Memo(256)
        self._lines: Memo[int, Lines] = Memo(64)
        self._places: Memo[int, tuple[Place, ...]] = Memo(64)
        self._paragraphs: Memo[tuple[int, int], Paragraph | None] = Memo(4096)
        self._sentences: Memo[tuple[int, int | None], tuple[Passage, ...]] = Memo(4096)
        self._passages: Memo[int, Passage | None] = Memo(4096)
        self._embedding_texts: Memo[Passage, str] = Memo(4096)

    def close(self) -> None:
        """Close the index's files; an index in memory stays open with its database."""
        if not self.database.in_memory:
            self.database.close()

    @cached_property
    def articles(self) -> tuple[IndexedArticle, ...]:
        """The articles in the order in which they were added."""
        rows = self.database.rows(
            """SELECT id, source, title, sha256,
                      (SELECT count(*) FROM paragraphs WHERE article = articles.id),
                      (SELECT count(*) FROM sentences WHERE article = articles.id),
                      (SELECT count(*) FROM noise WHERE article = articles.id),
                      kind, format, author, date, site, language, url,
                      etag, last_modified, fetched_at, key
               FROM articles ORDER BY id""",
            [],
            _ARTICLE,
        )
        values = [
            (
                *row[:9],
                Facts(row[2], *row[9:14]),
                FetchRecord(*row[14:17]),
                str(self.directory.absolute() / row[17]) if row[7] == "file" else row[17],
            )
            for row in rows
        ]
        return tuple(IndexedArticle(*one) for one in values)

    def article(self, id_: int) -> IndexedArticle:
        """Return an article by id."""
        try:
            return self._by_id[id_]
        except KeyError:
            raise damaged_error(self.directory, "a sentence belongs to no article") from None

    def article_text(self, article: int) -> str:
        """Return an article's source text, checked against its SHA-256 on first use."""
        return self._texts.get(article, self._read_text)

    def line(self, article: int, offset: int) -> int:
        """Return the line number, from 1, of an offset in an article's source text."""
        return self._lines.get(article, lambda id_: Lines(self.article_text(id_))).number(offset)

    def place(self, article: int, offset: int) -> Place | None:
        """Return the page or chapter of an offset, or None if the article has neither."""
        earlier = [one for one in self.places(article) if one.start <= offset]
        return earlier[-1] if earlier else None

    def page(self, article: int, offset: int) -> int | None:
        """Return the page of an offset, or None if the article has no pages."""
        place = self.place(article, offset)
        return place.page if place else None

    def text(self, passage: Passage) -> str:
        """Return a passage verbatim."""
        return self.article_text(passage.article)[passage.start : passage.end]

    def embedding_text(self, passage: Passage) -> str:
        """Return a passage in the form that was embedded."""
        return self._embedding_texts.get(passage, self._read_embedding_text)

    def paragraph(self, article: int, number: int) -> Paragraph | None:
        """Return a paragraph of an article by its number, or None."""
        return self._paragraphs.get((article, number), self._read_paragraph)

    def paragraphs(self, article: int) -> list[Paragraph]:
        """Return an article's paragraphs in order."""
        rows = self.database.rows(
            'SELECT number, start, "end", line, section, kind FROM paragraphs WHERE article = ?'
            " ORDER BY number",
            [article],
            _PARAGRAPH,
        )
        return [Paragraph(*row) for row in rows]

    def passage(self, id_: int) -> Passage | None:
        """Return a sentence by id, or None."""
        return self._passages.get(id_, self._read_passage)

    def sentences(self, article: int, paragraph: int | None = None) -> Sequence[Passage]:
        """Return the sentences of an article, or of one of its paragraphs, in order."""
        return self._sentences.get((article, paragraph), self._read_sentences)

    def before(self, passage: Passage) -> Passage | None:
        """Return the previous sentence of the same paragraph, or None."""
        earlier = [
            other
            for other in self.sentences(passage.article, passage.paragraph)
            if other.start < passage.start
        ]
        return earlier[-1] if earlier else None

    def next(self, passage: Passage) -> Passage | None:
        """Return the next sentence of the article, in any paragraph, or None.

        The sentences of an article have consecutive ids.
        """
        other = self.passage(passage.id + 1)
        return other if other and other.article == passage.article else None

    def previous(self, passage: Passage) -> Passage | None:
        """Return the previous sentence of the article, in any paragraph, or None."""
        other = self.passage(passage.id - 1)
        return other if other and other.article == passage.article else None

    def boilerplate(self, article: int) -> list[Boilerplate]:
        """Return the boilerplate that cleaning left out of an article, in order."""
        rows = self.database.rows(
            'SELECT start, "end", line, kind FROM noise WHERE article = ? ORDER BY start',
            [article],
            [INT, INT, INT, TEXT],
        )
        return [Boilerplate(*row) for row in rows]

    def headings(self, article: int) -> list[Heading]:
        """Return an article's title and headings, in order."""
        rows = self.database.rows(
            'SELECT start, "end", line FROM headings WHERE article = ? ORDER BY start',
            [article],
            [INT, INT, INT],
        )
        return [Heading(*row) for row in rows]

    def places(self, article: int) -> tuple[Place, ...]:
        """Return an article's pages or chapters, in order."""
        return self._places.get(article, self._read_places)

    @cached_property
    def _by_id(self) -> dict[int, IndexedArticle]:
        return {article.id: article for article in self.articles}

    def _read_embedding_text(self, passage: Passage) -> str:
        return embedding_text(self.text(passage), self.article(passage.article).format)

    def _read_text(self, article: int) -> str:
        row = self.database.row(
            "SELECT text, text_sha256, source FROM articles WHERE id = ?",
            [article],
            [TEXT, TEXT, TEXT],
        )
        if row is None:
            raise damaged_error(self.directory, "a sentence belongs to no article")
        text, digest, source = row
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise damaged_error(self.directory, f"the text of {source} is not what was stored")
        return str(text)

    def _read_paragraph(self, at: tuple[int, int]) -> Paragraph | None:
        row = self.database.row(
            'SELECT number, start, "end", line, section, kind FROM paragraphs'
            " WHERE article = ? AND number = ?",
            at,
            _PARAGRAPH,
        )
        return Paragraph(*row) if row else None

    def _read_sentences(self, at: tuple[int, int | None]) -> tuple[Passage, ...]:
        rows = self.database.rows(
            f'SELECT id, article, paragraph, start, "end", speaker FROM sentences WHERE article = ?'
            f" {'' if at[1] is None else 'AND paragraph = ?'} ORDER BY start",
            [value for value in at if value is not None],
            PASSAGE,
        )
        return tuple([Passage(*row) for row in rows])

    def _read_passage(self, id_: int) -> Passage | None:
        row = self.database.row(
            'SELECT id, article, paragraph, start, "end", speaker FROM sentences WHERE id = ?',
            [id_],
            PASSAGE,
        )
        return Passage(*row) if row else None

    def _read_places(self, article: int) -> tuple[Place, ...]:
        rows = self.database.rows(
            "SELECT start, page, chapter FROM places WHERE article = ? ORDER BY start",
            [article],
            [INT, INT_OR_NONE, TEXT_OR_NONE],
        )
        return tuple([Place(*row) for row in rows])
