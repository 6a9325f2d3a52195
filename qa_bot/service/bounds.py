"""Keep results small: an assistant's context is short, and every token is billed.

A result has its text up to four times (quote, text, answer, and the form for people), some 16,000
characters of it in all. That is 4,000 tokens in English and 16,000 where each character is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.text import sanitize_line
from qa_bot.types import Answer, Citation

QUOTED = 4_000  # characters of all quotes of a result
PAGE = 6_000  # characters of an article that are read at once
_NAME = 300  # characters of a title, a heading, a speaker
_ADDRESS = 1_000  # a longer source is shortened, a longer URL left out


def shorten(text: str, longest: int) -> str:
    """Return a text of at most `longest` characters, its end replaced by "…" if it is cut."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def bound_citations(
    citations: Sequence[Citation],
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """Return the citations with quotes of 4,000 characters together, and what was cut.

    A quote that is cut is the beginning of the sentence, its `end` moved, so that it is verbatim
    still. All other text is made safe to show.
    """
    longest = max(200, QUOTED // max(1, len(citations)))
    bounded, notes = [], []
    for one in citations:
        quote, text = one.quote[:longest], sanitize_line(one.text)
        if len(quote) < len(one.quote):
            quote = quote.rstrip() or quote
            notes.append(
                f"[{one.n}] is cut: it goes to character {one.end}; "
                f"read on from character {one.start + len(quote)}"
            )
        bounded.append(
            replace(
                one,
                article=shorten(sanitize_line(one.article), _NAME),
                source=shorten(sanitize_line(one.source), _ADDRESS),
                url=sanitize_line(one.url) if one.url and len(one.url) <= _ADDRESS else None,
                quote=quote,
                text=shorten(text, longest) or "…",
                end=one.start + len(quote),
                section=shorten(sanitize_line(one.section), _NAME) if one.section else None,
                speaker=shorten(sanitize_line(one.speaker), _NAME) if one.speaker else None,
            )
        )
    return tuple(bounded), tuple(notes)


def bound_answer(answer: Answer) -> tuple[Answer, tuple[str, ...]]:
    """Return an answer of bounded length whose text is safe to show, and what was cut, a line each.

    The quotes alone are verbatim, control characters included.
    """
    citations, notes = bound_citations(answer.citations)
    closest, further = bound_citations(answer.closest)
    words = answer.answer
    for before, after in zip(answer.citations, citations, strict=True):
        words = words.replace(sanitize_line(before.text), after.text)
    lines = [sanitize_line(line) for line in words.splitlines()]
    return (
        replace(
            answer,
            question=shorten(sanitize_line(answer.question), 2_000),
            answer=shorten("\n".join(lines), 2 * QUOTED),
            short=shorten(sanitize_line(answer.short), _NAME) or None if answer.short else None,
            citations=citations,
            closest=closest,
            resolved_question=shorten(sanitize_line(answer.resolved_question), 2_000)
            if answer.resolved_question
            else None,
        ),
        (*notes, *further),
    )
