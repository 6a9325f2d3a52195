"""The cited articles, cut where citations begin and end, so that each can be found and marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.text import sanitize_line
from qa_bot.types import Answer

if TYPE_CHECKING:
    from qa_bot.index import Index, IndexedArticle


@dataclass(frozen=True, slots=True)
class Place:
    """A cited span: its anchor in the page, and the questions that cite it, from 1."""

    id: str
    start: int
    end: int
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: the places that it belongs to, those that begin, those that end."""

    text: str
    places: tuple[Place, ...]
    begins: tuple[Place, ...]
    ends: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or a paragraph with its number."""

    number: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that is cited, block by block."""

    title: str
    source: str
    blocks: tuple[Block, ...]


def cited_articles(
    answers: Iterable[Answer], index: Index
) -> tuple[dict[tuple[str, int, int], Place], list[CitedArticle]]:
    """Return the place of each citation by source, start and end, and the articles cited.

    A citation whose words do not stand in the index's article has no place.
    """
    known = {article.source: article for article in index.articles}
    cited: dict[tuple[str, int, int], dict[int, None]] = defaultdict(dict)
    for question, answer in enumerate(answers, 1):
        for one in answer.citations or answer.closest:
            article = known.get(one.source)
            text = index.article_text(article.id) if article else ""
            if one.quote and text[one.start : one.end] == one.quote:
                cited[one.source, one.start, one.end][question] = None
    places = {
        (source, start, end): Place(
            f"a{known[source].id}-{start}-{end}", start, end, tuple(questions)
        )
        for (source, start, end), questions in cited.items()
    }
    articles = []
    for article in index.articles:
        own = [place for (source, _, _), place in places.items() if source == article.source]
        if own:
            articles.append(_cited(index, article, own))
    return places, articles


def _cited(index: Index, article: IndexedArticle, places: list[Place]) -> CitedArticle:
    text = index.article_text(article.id)
    title = sanitize_line(article.title)
    blocks = [
        (one.start, Block(None, (Piece(sanitize_line(text[one.start : one.end]), (), (), ()),)))
        for one in index.headings(article.id)
        if sanitize_line(text[one.start : one.end]) != title
    ]
    for one in index.paragraphs(article.id):
        pieces = tuple(_pieces(text, one.start, one.end, places))
        blocks.append((one.start, Block(one.number, pieces)))
    blocks.sort(key=lambda block: block[0])
    return CitedArticle(title, sanitize_line(article.source), tuple(block for _, block in blocks))


def _pieces(text: str, start: int, end: int, places: Iterable[Place]) -> Iterator[Piece]:
    own = [one for one in places if one.start < end and one.end > start]
    cuts = {at for one in own for at in (one.start, one.end) if start < at < end}
    for left, right in pairwise(sorted({start, end, *cuts})):
        yield Piece(
            text[left:right],
            tuple(one for one in own if one.start <= left and right <= one.end),
            tuple(one for one in own if one.start == left),
            tuple(one for one in own if one.end == right),
        )
