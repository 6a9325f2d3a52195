"""Facts from an article's metadata: who wrote it, when and where it appeared, its title.

They answer if the text has no dateline or byline. A fact whose words are in the source text (in the
title, above the first paragraph, or in a short paragraph near either end) is cited there; any other
has no citation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from qa_bot.answering.overview import find_at_edges
from qa_bot.answering.overview_intent import Overview
from qa_bot.display import displayed_text
from qa_bot.index import Index, IndexedArticle
from qa_bot.language import ENGLISH
from qa_bot.text import sanitize_line
from qa_bot.wording import date_in_words

_MAX_FACTS = 5  # articles


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact from an article's metadata, and the span of the source text with the same words.

    `paragraph` is the number of the span's paragraph, if it is in one. `is_text` is true if the
    fact can be read from the text itself: a title in the text, the language of its words.
    """

    article: IndexedArticle
    words: str
    span: tuple[int, int] | None = None
    paragraph: int | None = None
    is_text: bool = False


def find_facts(index: Index, articles: Sequence[IndexedArticle], kind: Overview) -> list[Fact]:
    """Return one fact per article that answers the overview question, five at most."""
    found = (_find_fact(index, article, kind) for article in articles)
    return [fact for fact in found if fact][:_MAX_FACTS]


def say_fact(fact: Fact, *, names_article: bool) -> str:
    """Return a fact as a line for a person, with a note if only the metadata says so."""
    line = sanitize_line(fact.words)
    if not fact.is_text:
        is_page = fact.article.kind == "url" or fact.article.format in ("html", "mhtml", "markdown")
        line += f" (according to the {'page' if is_page else 'file'}'s metadata)"
    title = sanitize_line(fact.article.title)
    return f"“{title}”: {line}" if names_article and fact.words != title else line


def _find_fact(index: Index, article: IndexedArticle, kind: Overview) -> Fact | None:
    facts = article.facts
    if kind == "title":
        return _find_title(index, article)
    if kind == "language":
        tag = (facts.language or "").lower()
        name = ENGLISH.language_names.NAMES.get(tag.partition("-")[0], facts.language)
        return Fact(article, name, is_text=True) if name else None
    if kind == "site":
        return Fact(article, facts.site) if facts.site else None
    words = facts.author if kind == "author" else facts.date if kind == "written" else None
    if not words:
        return None
    if span := _find_above_text(index, article.id, words):
        return Fact(article, words, span)
    whole = _whole_words(words)
    for passage in find_at_edges(index, article.id, lambda text: bool(whole.search(text))):
        if whole.search(index.text(passage)):
            return Fact(article, words, (passage.start, passage.end), passage.paragraph)
    if kind == "written":
        words = date_in_words(facts, article.format) or words
    return Fact(article, words)


def _find_title(index: Index, article: IndexedArticle) -> Fact | None:
    """Return the title, unless it is only the file's name."""
    text = index.article_text(article.id)
    for heading in index.headings(article.id)[:1]:
        words = displayed_text(text[heading.start : heading.end], article.format)
        if sanitize_line(words) == article.title:
            return Fact(article, article.title, (heading.start, heading.end), is_text=True)
    if article.title in (PurePath(article.source).stem, article.source):
        return None
    return Fact(article, article.title, _find_above_text(index, article.id, article.title))


def _find_above_text(index: Index, article: int, words: str) -> tuple[int, int] | None:
    """Return the line with these words in the boilerplate above the first paragraph, or None."""
    text = index.article_text(article)
    paragraph = index.paragraph(article, 1)
    end = paragraph.start if paragraph else 0
    whole = _whole_words(words)
    for boilerplate in index.boilerplate(article):
        if boilerplate.end > end:
            break
        start = boilerplate.start
        for line in text[boilerplate.start : boilerplate.end].splitlines(keepends=True):
            if whole.search(line):
                start += len(line) - len(line.lstrip())
                return start, start + len(line.strip())
            start += len(line)
    return None


def _whole_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
