"""The JSON contract: `/ask` and `/articles`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa_bot import __version__
from qa_bot.answering import Bot
from qa_bot.errors import UsageError
from qa_bot.http_server.errors import HttpError
from qa_bot.index import Index
from qa_bot.service import questions
from qa_bot.service.articles import find_article, list_articles
from qa_bot.service.bounds import shorten
from qa_bot.service.pages import read
from qa_bot.text import sanitize_line

Json = dict[str, Any]

_FIELDS = ("question", "article", "conversation", "id")


def about(bot: Bot) -> Json:
    """Return the server's name and version, and the number of its articles."""
    articles = bot.read_index(lambda index: len(index.articles))
    return {"name": "qa-bot", "version": __version__, "articles": articles}


def ask(bot: Bot, body: Json) -> Json:
    """Answer `question`, from `article` alone if given, after the questions in `conversation`.

    Returns the Answer, with the given `id`. Raises HttpError or UsageError.
    """
    check_fields(body, _FIELDS)
    question, article, id_ = (text_of(body, name) for name in ("question", "article", "id"))
    earlier = body.get("conversation") or []
    if not isinstance(earlier, list) or not all(isinstance(one, str) for one in earlier):
        raise HttpError(400, "conversation must be a list of earlier questions, oldest first")
    if question is None:
        raise HttpError(400, '"question" is missing; send {"question": "…"}')
    answer = questions.ask(bot, question, article=article, earlier=earlier, id=id_ or None)
    return answer.to_dict()


def articles(bot: Bot, query: Mapping[str, str]) -> Json:
    """Return the list of articles from the number `start` on."""
    start = number_of(query, "start") or 1
    return bot.read_index(lambda index: list_articles(index, start).to_dict())


def article(bot: Bot, query: Mapping[str, str], name: str) -> Json:
    """Return an article's paragraphs from the character `start` on, or its `paragraph` alone."""
    paragraph, start = number_of(query, "paragraph"), number_of(query, "start") or 0

    def read_article(index: Index) -> Json:
        try:
            find_article(index, name)
        except UsageError as error:
            raise HttpError(404, str(error)) from None
        return read(index, name, paragraph=paragraph, start=start).to_dict()

    return bot.read_index(read_article)


def check_fields(body: Json, known: tuple[str, ...]) -> None:
    """Raise HttpError if a body has an unknown field."""
    for name in body:
        if name not in known:
            shown = shorten(sanitize_line(name), 50)
            raise HttpError(400, f"unknown field {shown!r}; known fields: {', '.join(known)}")


def text_of(body: Json, name: str) -> str | None:
    """Return a field, None if it is missing; raises HttpError unless it is a string."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise HttpError(400, f"{name} must be a string")
    return value


def number_of(query: Mapping[str, str], name: str) -> int | None:
    """Return a number from the query string, or None; raises HttpError."""
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HttpError(400, f"{name} must be a number from 0")
    return int(text)
