"""The last step of an answer: its citations, and its words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.answering.decide import Decision
from qa_bot.answering.links import citation_url
from qa_bot.answering.select import Choice
from qa_bot.answering.short_answer import short_answer
from qa_bot.index import Index
from qa_bot.text import embedding_text, sanitize_line, speaker_prefix
from qa_bot.types import Citation


@dataclass(frozen=True, slots=True)
class Composition:
    """What is said to a person: `answer` with [n] markers, and the few words that answer."""

    answer: str
    short: str | None


class Composer(Protocol):
    """Says an answer; a writer of prose is one too."""

    def __call__(
        self, index: Index, question: str, decision: Decision, citations: Sequence[Citation]
    ) -> Composition:
        """Return the words for an answered question, held to its citations, best first."""


def compose_quotes(
    index: Index, question: str, decision: Decision, citations: Sequence[Citation]
) -> Composition:
    """Answer in the article's own sentences: the quotes, a line each.

    Where a quote does not name its speaker, the name comes before: «Timothy Ashe: “…” [1]».
    """
    lines = [
        f"{speaker_prefix(one.speaker, one.text)}{sanitize_line(one.text)} [{one.n}]"
        for one in citations
    ]
    best = decision.choices[0]
    short = short_answer(question, best.short, best.null_margin, citations[0].quote)
    return Composition("\n".join(lines), short)


def cite(index: Index, choices: Sequence[Choice]) -> tuple[Citation, ...]:
    """Return the citations of the choices, numbered from 1."""
    return tuple(_cite(index, n, choice) for n, choice in enumerate(choices, 1))


def _cite(index: Index, n: int, choice: Choice) -> Citation:
    passage = choice.passage
    article = index.article(passage.article)
    paragraph = index.paragraph(passage.article, passage.paragraph)
    text = index.article_text(passage.article)
    quote = text[choice.start : choice.end]
    page = index.page(passage.article, choice.start)
    return Citation(
        n=n,
        article=article.title,
        source=article.source,
        url=citation_url(article, text, choice.start, choice.end, page),
        quote=quote,
        text=embedding_text(quote, article.format) or quote,
        start=choice.start,
        end=choice.end,
        line=index.line(passage.article, choice.start),
        paragraph=passage.paragraph,
        page=page,
        section=paragraph.section if paragraph else None,
        speaker=passage.speaker,
        score=round(choice.confidence, 4),
    )
