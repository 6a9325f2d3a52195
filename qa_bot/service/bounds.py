"""Keep results small: an assistant's context is short, and every token is billed.

A result repeats its text up to four times (quote, text, answer, and the form for people), some
16,000 characters in all. That is 4,000 tokens in English, and 16,000 if each character is a token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.text import sanitize_line
from qa_bot.types import Answer, Citation

QUOTED = 4_000  # characters of all quotes in a result
PAGE = 6_000  # characters of an article that are read at once
_NAME = 300  # characters of a title, a heading, a speaker
_ADDRESS = 1_000  # a longer source is shortened, a longer URL left out


def shorten(text: str, longest: int) -> str:
    """Return a text cut to at most `longest` characters, ending with "…" if it was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def bound_citations(
    citations: Sequence[Citation],
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """Return the citations with quotes of at most 4,000 characters in all, and what was cut.

    A cut quote is the beginning of the sentence with `end` moved, so it is still verbatim. All
    other text is made safe to show.
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
    """Return an answer of bounded length that is safe to show, and a line for each cut.

    Only the quotes are verbatim, control characters included.
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
