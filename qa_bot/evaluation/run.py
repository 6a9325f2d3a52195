"""Ask gold questions, and keep the data from which figures are computed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from qa_bot.answering import Bot, Conversation
from qa_bot.embedding import Encoder
from qa_bot.evaluation.gold import GoldArticle, GoldQuestion
from qa_bot.ingest import Indexer
from qa_bot.types import Answer, Citation


@dataclass(frozen=True, slots=True)
class EvaluatedQuestion:
    """A gold question, the bot's answer, and the rank of the first right sentence.

    `rank` counts from 1; None if no right sentence is among the best twelve.
    """

    gold: GoldQuestion
    answer: Answer
    rank: int | None
    is_right: bool
    is_verbatim: bool


def index_articles(articles: Sequence[GoldArticle], directory: Path, encoder: Encoder) -> None:
    """Index a gold set's articles in an empty directory."""
    with Indexer(directory, encoder.model, lambda: encoder) as indexer:
        for article in articles:
            indexer.add(article.text.encode(), article.source, progress=True)


def evaluate(bot: Bot, questions: Sequence[GoldQuestion]) -> list[EvaluatedQuestion]:
    """Ask the questions in order, those of one conversation as follow-ups."""
    conversations: dict[str, Conversation] = {}
    disable = not sys.stderr.isatty()
    return [
        _ask_gold(bot, question, conversations)
        for question in tqdm(questions, desc="asking", file=sys.stderr, delay=1, disable=disable)
    ]


def _ask_gold(
    bot: Bot, gold: GoldQuestion, conversations: dict[str, Conversation]
) -> EvaluatedQuestion:
    if gold.conversation is None:
        answer = bot.ask(gold.question)
    else:
        answer = conversations.setdefault(gold.conversation, Conversation(bot)).ask(gold.question)
    rank = None
    if gold.answerable:
        ranked = bot.rank(answer.resolved_question or gold.question)
        places = {article.id: article.source for article in bot.index.articles}
        rank = next(
            (
                n
                for n, one in enumerate(ranked, 1)
                if gold.matches(
                    places[one.passage.article], one.passage.start, one.passage.end, one.text
                )
            ),
            None,
        )
    shown = answer.citations
    return EvaluatedQuestion(
        gold,
        answer,
        rank,
        any(gold.matches(one.source, one.start, one.end, one.quote) for one in shown),
        all(_is_verbatim(bot, one) for one in (*shown, *answer.closest)),
    )


def _is_verbatim(bot: Bot, citation: Citation) -> bool:
    id_ = next(article.id for article in bot.index.articles if article.source == citation.source)
    return bot.index.article_text(id_)[citation.start : citation.end] == citation.quote
