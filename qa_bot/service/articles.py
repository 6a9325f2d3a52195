"""The articles of an index: found by name, and listed page by page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.index import Index, IndexedArticle
from qa_bot.service.bounds import shorten
from qa_bot.text import sanitize_line

_LISTED = 6_000  # characters per page of the list


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list of articles; `next` is the number at which the next page begins."""

    articles: tuple[dict[str, Any], ...]
    total: int
    next: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the page as plain JSON types."""
        return {"articles": list(self.articles), "total": self.total, "next": self.next}


def article_id(article: IndexedArticle) -> str:
    """Return an id for an article's source, which updates keep: 12 hexadecimal digits."""
    return hashlib.sha256(article.key.encode("utf-8", "replace")).hexdigest()[:12]


def find_article(index: Index, name: str | None) -> IndexedArticle:
    """Return the article of an id, a number in the list, a source or a title, or of a part of them.

    None is the only article. Raises UsageError if none fits, or more than one.
    """
    known = index.articles
    if name is None:
        if len(known) == 1:
            return known[0]
        raise UsageError(f"the index holds {len(known)} articles; name one by its id in the list")
    found = matching_articles(index, name)
    if len(found) == 1:
        return found[0]
    count = f"{len(found)} articles that match" if found else "no article"
    shown = shorten(sanitize_line(name), 100)
    raise UsageError(f"the index holds {count} “{shown}”; name one by its id in the list")


def matching_articles(index: Index, name: str, *, parts: bool = True) -> list[IndexedArticle]:
    """Return the articles of an id, a number, a source or a title, or else of a part of them.

    Digits are never a part: a number beyond the last article names none.
    """
    known, named = index.articles, sanitize_line(name)
    is_number = named.isascii() and named.isdigit()
    if is_number and 1 <= int(named[:9]) <= len(known):
        return [known[int(named[:9]) - 1]]
    exact = [
        one
        for one in known
        if name in (one.key, one.source, one.title)
        or named in (article_id(one), sanitize_line(one.source), sanitize_line(one.title))
    ]
    part = named.casefold()
    if exact or is_number or not part or not parts:
        return exact
    return [one for one in known if part in sanitize_line(f"{one.source} {one.title}").casefold()]


def list_articles(index: Index, start: int = 1) -> Listing:
    """Return the articles from a number (1 or more) on, as many as fit on a page.

    Raises UsageError for an unknown number.
    """
    known = index.articles
    if not 1 <= start <= max(1, len(known)):
        raise UsageError(f"there is no article {start}; the last is {len(known)}")
    listed: list[dict[str, Any]] = []
    left = _LISTED
    for number, article in enumerate(known[start - 1 :], start):
        about = describe(number, article)
        left -= sum(len(value) for value in about.values() if isinstance(value, str)) + 50
        if listed and left < 0:
            return Listing(tuple(listed), len(known), number)
        listed.append(about)
    return Listing(tuple(listed), len(known), None)


def describe_source(index: Index, key: str) -> dict[str, Any] | None:
    """Return what is known of the article with that key, or None if the index has none."""
    known = enumerate(index.articles, 1)
    return next((describe(number, one) for number, one in known if one.key == key), None)


def describe(number: int, article: IndexedArticle) -> dict[str, Any]:
    """Return what is known of an article; all text is safe to show."""
    facts = article.facts

    def shown(value: str | None, longest: int = 200) -> str | None:
        return shorten(sanitize_line(value), longest) if value else None

    return {
        "number": number,
        "id": article_id(article),
        "title": shown(article.title) or "",
        "source": shown(article.source, 500) or "",
        "author": shown(facts.author),
        "date": shown(facts.date, 40),
        "site": shown(facts.site),
        "language": shown(facts.language, 40),
        "url": shown(facts.url, 500),
        "paragraphs": article.paragraphs,
        "sentences": article.sentences,
    }
