"""An article read page by page: its paragraphs, verbatim, with their offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.index import Index
from qa_bot.service.articles import article_id, find_article
from qa_bot.service.bounds import PAGE, shorten
from qa_bot.text import sanitize_line
from qa_bot.types import Paragraph


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or the part of it that fits: always `text == source_text[start:end]`."""

    paragraph: int
    start: int
    end: int
    line: int
    page: int | None
    section: str | None
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return the part as plain JSON types."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of an article; `next` is the offset to read on from, None at the end."""

    article: str
    id: str
    source: str
    paragraphs: int
    parts: tuple[Part, ...]
    next: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the page as plain JSON types."""
        return {
            "article": self.article,
            "id": self.id,
            "source": self.source,
            "paragraphs": self.paragraphs,
            "parts": [part.to_dict() for part in self.parts],
            "next": self.next,
        }


def read(
    index: Index, article: str | None = None, *, paragraph: int | None = None, start: int = 0
) -> Page:
    """Return an article's paragraphs from an offset of its source text on, or one paragraph.

    A page has some 6,000 characters; a longer paragraph is cut. `article` is as in `find_article`.
    Raises UsageError if there is no such article, paragraph or offset.
    """
    found = find_article(index, article)
    text = index.article_text(found.id)
    if not 0 <= start <= len(text):
        raise UsageError(f"there is no character {start}; the article has {len(text)}")
    if paragraph is None:
        wanted = [one for one in index.paragraphs(found.id) if one.end > start]
    else:
        known = 1 <= paragraph <= found.paragraphs
        one = index.paragraph(found.id, paragraph) if known else None
        if one is None:
            raise UsageError(f"there is no paragraph {paragraph}; the last is {found.paragraphs}")
        wanted = [one] if one.end > start else []
    parts: list[Part] = []
    left, following = PAGE, None
    for one in wanted:
        begin = max(one.start, start)
        if parts and one.end - begin > left:
            following = begin
            break
        end = min(one.end, begin + left)
        parts.append(_part(index, found.id, one, begin, end))
        left -= end - begin
        if end < one.end:
            following = end
            break
    return Page(
        shorten(sanitize_line(found.title), 300),
        article_id(found),
        shorten(sanitize_line(found.source), 500),
        found.paragraphs,
        tuple(parts),
        following,
    )


def _part(index: Index, article: int, paragraph: Paragraph, start: int, end: int) -> Part:
    section = paragraph.section
    return Part(
        paragraph.number,
        start,
        end,
        index.line(article, start),
        index.page(article, start),
        shorten(sanitize_line(section), 300) if section else None,
        index.article_text(article)[start:end],
    )
