"""Compose, the third step of an answer: its citations and its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.decide import Decision
from qa_bot.answering.facts import say_fact
from qa_bot.answering.links import citation_url
from qa_bot.answering.reader import window_of
from qa_bot.answering.select import Choice
from qa_bot.answering.short_answer import short_answer
from qa_bot.answering.yes_no import yes_or_no
from qa_bot.display import displayed_text
from qa_bot.index import Index
from qa_bot.text import sanitize_line, speaker_prefix
from qa_bot.types import Citation, Paragraph, Place


@dataclass(frozen=True, slots=True)
class Composition:
    """The text of an answer with [n] markers, and the short answer."""

    answer: str
    short: str | None


def compose_quotes(
    index: Index, question: str, decision: Decision, citations: Sequence[Citation]
) -> Composition:
    """Answer in the article's own sentences: the quotes, one per line.

    If a quote does not name its speaker, the name comes first: «Timothy Ashe: “…” [1]».
    """
    lines = [f"{quote_with_speaker(one)} [{one.n}]" for one in citations]
    best = decision.choices[0]
    short = short_answer(question, best.short, best.null_score_difference, citations[0].quote)
    if short is None:
        window = window_of(index, best.passage)
        short = yes_or_no(question, citations[0].text, window.text[: window.start])
    return Composition("\n".join(lines), short)


def quote_with_speaker(citation: Citation) -> str:
    """Return a citation's text on one line, after its speaker's name if it does not contain it."""
    return speaker_prefix(citation.speaker, citation.text) + sanitize_line(citation.text)


def add_facts(
    index: Index,
    decision: Decision,
    composed: Composition,
    citations: Sequence[Citation],
    *,
    names_articles: bool,
) -> tuple[Composition, tuple[Citation, ...]]:
    """Return the text and citations with the facts from the metadata added.

    A fact that is not in the source text becomes a line without a citation.
    """
    lines = [composed.answer] if composed.answer else []
    cited = list(citations)
    for fact in decision.facts:
        line = say_fact(fact, names_article=names_articles)
        if fact.span:
            n = len(cited) + 1
            cited.append(
                _cite_span(
                    index, n, fact.article.id, *fact.span, decision.confidence, fact.paragraph
                )
            )
            line += f" [{n}]"
        lines.append(line)
    short = composed.short
    words = {sanitize_line(fact.words) for fact in decision.facts}
    if not citations and len(words) == 1:
        short = words.pop()
    return Composition("\n".join(lines), short), tuple(cited)


def cite(index: Index, choices: Sequence[Choice]) -> tuple[Citation, ...]:
    """Return the citations of the choices, numbered from 1."""
    return tuple(_cite(index, n, choice) for n, choice in enumerate(choices, 1))


def _cite(index: Index, n: int, choice: Choice) -> Citation:
    passage = choice.passage
    return _cite_span(
        index,
        n,
        passage.article,
        choice.start,
        choice.end,
        choice.confidence,
        passage.paragraph,
        passage.speaker,
    )


def _cite_span(
    index: Index,
    n: int,
    article_id: int,
    start: int,
    end: int,
    confidence: float,
    number: int | None,
    speaker: str | None = None,
) -> Citation:
    """Return the citation of a span; its paragraph `number` is None outside paragraphs."""
    article = index.article(article_id)
    paragraph = None if number is None else index.paragraph(article_id, number)
    text = index.article_text(article_id)
    quote = text[start:end]
    place = index.place(article_id, start)
    page = place.page if place else None
    is_row = paragraph is not None and paragraph.kind == "row"
    return Citation(
        n=n,
        article=article.title,
        source=article.source,
        url=citation_url(article, text, start, end, page),
        quote=quote,
        text=displayed_text(quote, article.format, is_row=is_row) or quote,
        start=start,
        end=end,
        line=index.line(article_id, start),
        paragraph=number,
        page=page,
        section=_section(index, article_id, start, place, paragraph),
        speaker=speaker,
        score=round(confidence, 4),
    )


def _section(
    index: Index, article: int, start: int, place: Place | None, paragraph: Paragraph | None
) -> str | None:
    """Return the heading above a span, or its chapter's name if there is no heading before it."""
    section = paragraph.section if paragraph else None
    if place and place.chapter:
        headings = index.headings(article)
        if not any(place.start <= heading.start < start for heading in headings):
            return place.chapter
    return section
