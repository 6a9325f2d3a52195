"""Verify that quoted words are an article's own, and find where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.index import Index, IndexedArticle
from qa_bot.service.articles import article_id, find_article
from qa_bot.service.bounds import shorten
from qa_bot.text import sanitize_line

MAX_LENGTH = 10_000  # characters of a quote
_PLACES = 5  # places that are named


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a quote is verbatim, and where; `exact` is false if its white space differs.

    `places` are the first five, each with the article's title, id and source, and with start and
    end in the source text, and line.
    """

    verified: bool
    exact: bool
    places: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain JSON types."""
        return {"verified": self.verified, "exact": self.exact, "places": list(self.places)}


def verify_quote(
    index: Index, quote: str, *, article: str | None = None, start: int | None = None
) -> Verdict:
    """Look for a quote in the source text of one article, or of all; every character counts.

    A text is checked against its SHA-256 when it is read. White space may differ: a quote is shown
    on one line. With `start`, the quote must begin there. Raises UsageError if the quote is empty
    or too long, or no article matches.
    """
    if not quote.strip():
        raise UsageError("the quote is empty; give the words to verify")
    if len(quote) > MAX_LENGTH:
        raise UsageError(f"the quote is longer than {MAX_LENGTH:,} characters; verify it in parts")
    among = [find_article(index, article)] if article and article.strip() else [*index.articles]
    if start is not None and len(among) != 1:
        raise UsageError("start needs an article; name the article too")
    for exact in (True, False):
        places: list[dict[str, Any]] = []
        for one in among:
            for span in _spans(index.article_text(one.id), quote, start, exact=exact):
                if len(places) < _PLACES:
                    places.append(_place(index, one, span))
        if places:
            return Verdict(True, exact, tuple(places))
    return Verdict(False, False, ())


def _spans(text: str, quote: str, start: int | None, *, exact: bool) -> Iterator[tuple[int, int]]:
    """Yield the first spans of a text that match the quote, or the one that begins at `start`."""
    pattern = re.compile(re.escape(quote) if exact else r"\s++".join(map(re.escape, quote.split())))
    if start is not None:
        found = pattern.match(text, start) if 0 <= start <= len(text) else None
        if found:
            yield found.span()
        return
    for n, match in enumerate(pattern.finditer(text)):
        if n == _PLACES:
            return
        yield match.span()


def _place(index: Index, article: IndexedArticle, span: tuple[int, int]) -> dict[str, Any]:
    return {
        "article": shorten(sanitize_line(article.title), 300),
        "id": article_id(article),
        "source": shorten(sanitize_line(article.source), 500),
        "start": span[0],
        "end": span[1],
        "line": index.line(article.id, span[0]),
    }
