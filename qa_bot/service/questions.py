"""Questions from other programs, alone or as follow-ups, and passages for a query."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.answering import Bot, Conversation
from qa_bot.answering.compose import cite
from qa_bot.answering.select import Choice
from qa_bot.errors import UsageError
from qa_bot.index import Index
from qa_bot.service.articles import find_article
from qa_bot.types import Answer, Citation

MAX_PASSAGES = 12
# A follow-up is completed from the question before it, which may be a follow-up too. Each costs
# some milliseconds, since nothing is kept between calls.
_EARLIER = 10


def ask(
    bot: Bot,
    question: str,
    *,
    article: str | None = None,
    earlier: Sequence[str] = (),
    id: str | None = None,
) -> Answer:
    """Answer a question, as a follow-up of the `earlier` ones, oldest first.

    `article` names the only one to search, as in `find_article`. Raises UsageError if the question
    is empty or no article matches.
    """
    if not question.strip():
        raise UsageError("the question is empty; ask something")
    key = key_of(bot, article)
    if not any(map(str.strip, earlier)):
        return bot.ask(question, article=key, id=id)
    return replay(bot, earlier, key).ask(question, id=id)


def replay(bot: Bot, earlier: Sequence[str], article: str | None = None) -> Conversation:
    """Return the conversation in which these questions were asked; the last ten count."""
    conversation = Conversation(bot, article=article)
    for question in [one for one in earlier if one.strip()][-_EARLIER:]:
        if conversation.clarifying_question(question) is None:
            conversation.ask(question)
    return conversation


def search(
    bot: Bot, query: str, *, article: str | None = None, limit: int = 5
) -> tuple[tuple[Citation, ...], tuple[float, ...]]:
    """Return the best passages for a query, best first, whether or not they answer it.

    Each comes with its hybrid score. The best by that score are read and come first, as the reader
    ranks them; a citation's own score is its confidence, 0 if it was not read. `limit` is 1 to 12.
    Raises UsageError.
    """
    if not query.strip():
        raise UsageError("the query is empty; name what to look for")
    if not 1 <= limit <= MAX_PASSAGES:
        raise UsageError(f"the limit {limit} is not from 1 to {MAX_PASSAGES}")
    key = key_of(bot, article)

    def search_index(index: Index) -> tuple[tuple[Citation, ...], tuple[float, ...]]:
        found = [
            one
            for one in bot.rank(query, article=key)[:limit]
            if index.passage(one.passage.id) == one.passage  # not removed or replaced meanwhile
        ]
        choices = [
            Choice(one.passage, one.passage.start, one.passage.end, one.confidence) for one in found
        ]
        return cite(index, choices), tuple(round(one.scored.score, 4) for one in found)

    return bot.read_index(search_index)


def key_of(bot: Bot, article: str | None) -> str | None:
    """Return the key of the named article, or None for all; raises UsageError."""
    if article is None or not article.strip():
        return None
    return bot.read_index(lambda index: find_article(index, article).key)
