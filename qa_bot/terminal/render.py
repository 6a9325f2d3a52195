"""Answers and passages as readable text. All untrusted text is sanitized."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from qa_bot.terminal.console import Console, Span
from qa_bot.text import normalize_word, sanitize, sanitize_line, speaker_prefix, stem, stems, words
from qa_bot.types import Answer, Citation, Status
from qa_bot.wording import CLOSEST, HEADLINES, confidence_in_words, uncited_lines

# The marks of outcomes, with and without color.
_MARKS: dict[Status, str] = {"answered": "→", "uncertain": "≈", "not_found": "✗"}
_COLORS: dict[Status, str] = {"answered": "green", "uncertain": "yellow", "not_found": "red"}
_INDENT = "  "  # of the lines below an outcome's mark

_MARKER = re.compile(r"\[\d+\]")


def render_answer(console: Console, answer: Answer, *, prose: bool = True) -> None:
    """Print an answer and its numbered sources, or the outcome and the closest passages.

    The outcome's mark comes first: before the short answer, which is on its own line, otherwise
    before the first sentence, or before the line that says there is no answer. Prose is printed
    above the quotes, unless it has been shown already.
    """
    if answer.status == "error" and answer.error:
        console.error(sanitize_line(answer.error.message))
        return
    if answer.resolved_question:
        understood = console.wrap(f"understood as: {sanitize_line(answer.resolved_question)}")
        console.print(console.style(understood, "dim"))
    asked = answer.resolved_question or answer.question
    if answer.status == "answered":
        mark = console.paint(_MARKS["answered"], _outcome_spans("answered", 1))
        if answer.short:
            console.print(_outcome_line(console, answer.status, answer.short))
            console.print()
            mark = ""
        if answer.prose and prose:
            console.print(prose_paragraph(console, answer.prose))
            console.print()
        uncited = uncited_lines(answer)
        for line in uncited:
            console.print(console.wrap(sanitize_line(line), _INDENT, f"{mark or ' '} "))
            mark = ""
        if answer.citations:
            if uncited:
                console.print()
            render_quotes(console, answer.sources, asked, short=answer.short, mark=mark)
    else:
        console.print(_outcome_line(console, answer.status, HEADLINES[answer.status]))
        if answer.closest:
            if answer.status == "not_found":
                console.print(CLOSEST)
            console.print()
            render_quotes(console, answer.closest, asked)
    console.print()
    console.print(console.style(_confidence_line(answer), "dim"))


def render_quotes(
    console: Console,
    citations: Sequence[Citation],
    question: str,
    *,
    short: str | None = None,
    mark: str = "",
) -> None:
    """Print passages as paragraphs, grouped by speaker, and their sources below.

    The question's words are underlined; in the first passage the short answer is bold. A `mark` is
    put before the first passage.
    """
    asked = frozenset(stems(question))
    for n, (_, group) in enumerate(groupby(citations, lambda one: one.speaker or one.n)):
        if n:
            console.print()
        for place, citation in enumerate(group):
            # A speaker is named once; further quotes are indented below.
            name = speaker_prefix(citation.speaker, citation.text) if not place else ""
            indent = _INDENT * 2 if place else _INDENT
            marked = short if citation is citations[0] else None
            first = f"{mark} " if mark and citation is citations[0] else indent
            console.print(_quote(console, citation, name, asked, marked, indent, first))
    console.print()
    for article, group in groupby(citations, lambda one: one.article):
        for citation in group:
            console.print(console.style(_source(console, citation), "dim"))
        title = console.wrap(sanitize_line(article), _INDENT * 3)
        console.print(console.style(title, "dim"))


def prose_paragraph(console: Console, prose: str) -> str:
    """Return prose as a paragraph, its [n] in the color of those below the quotes."""
    text = sanitize_line(prose)
    markers = [Span(*found.span(), "cyan") for found in _MARKER.finditer(text)]
    return console.wrap(console.paint(text, markers))


def passage_in_place(
    console: Console, text: str, start: int, end: int, *, around: int = 300
) -> str:
    """Return a span of a source text in context, marked with » « and in bold."""
    left, right = max(0, start - around), min(len(text), end + around)
    if left and (gap := re.compile(r"\s").search(text, left - 1, start)):
        left = gap.end()  # no word is cut
    if right < len(text) and (last := re.search(r"\s\S*$", text[end : right + 1])):
        right = end + last.start()
    head = sanitize(text[left:start]).lstrip() if left else sanitize(text[:start])
    marked = f"»{sanitize(text[start:end])}«"
    tail = sanitize(text[end:right]).rstrip()
    whole = f"{'…' if left else ''}{head}{marked}{tail}{'…' if right < len(text) else ''}"
    first = len(head) + (1 if left else 0)
    lines, at = [], 0
    for line in whole.split("\n"):
        bold = Span(max(0, first - at), min(len(line), first + len(marked) - at), "bold")
        lines.append(console.wrap(console.paint(line, [bold])))
        at += len(line) + 1
    return "\n".join(lines)


def pluralize(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, columns aligned, the last one not padded."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]


def _outcome_line(console: Console, status: Status, text: str) -> str:
    """Return the line of the outcome: its mark, and the short answer or the headline."""
    line = f"{_MARKS[status]} {sanitize_line(text)}"
    return console.wrap(console.paint(line, _outcome_spans(status, len(line))), "  ", "")


def _outcome_spans(status: Status, length: int) -> list[Span]:
    """Return the styles of an outcome's line."""
    return [Span(0, length, style) for style in ("bold", _COLORS[status])]


def _quote(
    console: Console,
    citation: Citation,
    name: str,
    asked: frozenset[str],
    short: str | None,
    indent: str,
    first: str,
) -> str:
    quote = sanitize_line(citation.text)
    spans = [*_find_question_words(quote, asked)]
    if short and (found := re.search(rf"(?<!\w){re.escape(sanitize_line(short))}(?!\w)", quote)):
        spans.append(Span(*found.span(), "bold"))
    marker = console.style(f"[{citation.n}]", "cyan")
    return console.wrap(f"{name}{console.paint(quote, spans)} {marker}", indent, first)


def _find_question_words(quote: str, asked: frozenset[str]) -> Iterator[Span]:
    """Yield the words of a quote that are also in the question, in any form."""
    for match in words(quote):
        if stem(normalize_word(match[0])) in asked:
            yield Span(*match.span(), "underline")


def _source(console: Console, citation: Citation) -> str:
    parts = [f"[{citation.n}] line {citation.line}"]
    if citation.page is not None:
        parts.append(f"page {citation.page}")
    if citation.paragraph is not None:
        parts.append(f"paragraph {citation.paragraph}")
    if citation.section:
        parts.append(f"“{sanitize_line(citation.section)}”")
    return console.wrap(" · ".join(parts), _INDENT * 3, _INDENT)


def _confidence_line(answer: Answer) -> str:
    named = confidence_in_words(answer.confidence)
    return f"confidence {answer.confidence:.2f} ({named}) · {answer.seconds:.2f} s"
