"""The cited articles, cut into pieces at citations, which can be linked and marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.display import render
from qa_bot.text import sanitize_line
from qa_bot.types import Answer, Citation, Paragraph
from qa_bot.wording import facts_line

if TYPE_CHECKING:
    from qa_bot.index import Index, IndexedArticle


@dataclass(slots=True)
class CitedSpan:
    """A cited span of an article: its anchor in the page, and the questions that cite it.

    `is_cited` is true if an answer cites it, false if it is only a closest passage.
    """

    id: str
    start: int
    end: int
    is_cited: bool = False
    questions: list[int] = field(default_factory=list)  # from 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, with the places that it belongs to, that begin and that end there."""

    text: str
    places: tuple[CitedSpan, ...] = ()
    begins: tuple[CitedSpan, ...] = ()
    ends: tuple[CitedSpan, ...] = ()

    @property
    def classes(self) -> str:
        """The CSS classes of its mark."""
        kind = "cited" if any(place.is_cited for place in self.places) else "near"
        return " ".join([kind, *(place.id for place in self.places)])


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A heading, or a paragraph with its number."""

    number: int | None
    is_item: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that is cited, block by block; `facts` say who wrote it, when and where."""

    title: str
    source: str
    facts: str
    blocks: tuple[PageBlock, ...]


Places = dict[tuple[str, int, int], CitedSpan]


def key(citation: Citation) -> tuple[str, int, int]:
    """Return the key of a citation's place: source, start and end."""
    return citation.source, citation.start, citation.end


def cited_articles(answers: Iterable[Answer], index: Index) -> tuple[Places, list[CitedArticle]]:
    """Return the place of each citation, and the cited articles.

    A citation that no longer matches the article in the index gets no place.
    """
    known = {article.source: article for article in index.articles}
    places: Places = {}
    for question, answer in enumerate(answers, 1):
        for one in answer.sources:
            article = known.get(one.source)
            text = index.article_text(article.id) if article else ""
            if one.paragraph is None:
                continue  # the title, or above it: not shown among the paragraphs
            if article is None or not one.quote or text[one.start : one.end] != one.quote:
                continue
            new = CitedSpan(f"a{article.id}-{one.start}-{one.end}", one.start, one.end)
            place = places.setdefault(key(one), new)
            place.is_cited = place.is_cited or bool(answer.citations)
            if question not in place.questions:
                place.questions.append(question)
    articles = []
    for article in index.articles:
        own = [place for (source, _, _), place in places.items() if source == article.source]
        if own:
            articles.append(_cited(index, article, own))
    return places, articles


def _cited(index: Index, article: IndexedArticle, places: list[CitedSpan]) -> CitedArticle:
    text = index.article_text(article.id)
    title = sanitize_line(article.title)
    blocks = []
    for heading in index.headings(article.id):
        shown = sanitize_line(render(text[heading.start : heading.end], article.format).text)
        if shown != title:
            blocks.append((heading.start, PageBlock(None, False, (Piece(shown),))))
    for one in index.paragraphs(article.id):
        pieces = tuple(_pieces(text, one, article.format, places))
        blocks.append((one.start, PageBlock(one.number, one.kind in ("item", "summary"), pieces)))
    blocks.sort(key=lambda block: block[0])
    return CitedArticle(
        title,
        sanitize_line(article.source),
        facts_line(article.facts, article.format),
        tuple(block for _, block in blocks),
    )


def _pieces(
    text: str, paragraph: Paragraph, form: str, places: Iterable[CitedSpan]
) -> Iterator[Piece]:
    """Yield a displayed paragraph, cut where a place begins or ends."""
    start, end = paragraph.start, paragraph.end
    shown = render(text[start:end], form, is_row=paragraph.kind == "row")
    length = len(shown.text)

    def at(offset: int) -> int:
        return min(length, bisect_left(shown.starts, offset - start))

    own = [
        (at(one.start), at(one.end), one) for one in places if one.start < end and one.end > start
    ]
    cuts = {cut for first, last, _ in own for cut in (first, last)}
    for left, right in pairwise(sorted({0, length, *cuts})):
        yield Piece(
            shown.text[left:right],
            tuple(one for first, last, one in own if first <= left and right <= last),
            tuple(one for first, _, one in own if first == left),
            tuple(one for _, last, one in own if last == right),
        )
