"""Answers, articles and passages as readable text. All text from outside is made printable."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.terminal.console import Console
from qa_bot.text import introduction, printable, shown
from qa_bot.types import Answer, Citation

NOT_FOUND = "The article does not say."
UNSURE = "Not certain: the article may not say."


def render_answer(console: Console, answer: Answer) -> None:
    """Print an answer and its numbered sources, or that there is none and what comes closest."""
    if answer.status == "error" and answer.error:
        console.error(shown(answer.error.message))
        return
    if answer.resolved_question:
        console.print(console.style(f"understood as: {shown(answer.resolved_question)}", "dim"))
    if answer.status == "answered":
        for citation in answer.citations:
            short = answer.short if citation.n == 1 else None
            console.print(_quote(console, citation, short=short))
        console.print()
        for citation in answer.citations:
            console.print(_source(console, citation))
    else:
        said = UNSURE if answer.outcome == "unsure" else NOT_FOUND
        console.print(console.style(said, "yellow"))
        if answer.closest:
            console.print("The closest passages, which are not an answer:")
            console.print()
            for citation in answer.closest:
                console.print(_quote(console, citation, indent="  "))
                console.print(_source(console, citation, indent="  "))
    console.print()
    console.print(console.style(f"confidence {answer.confidence:.2f}", "dim"))


def render_passage(
    console: Console, text: str, start: int, end: int, *, before: int = 300, after: int = 300
) -> None:
    """Print a span of a source text in its place, the span marked with » « and in bold."""
    left, right = max(0, start - before), min(len(text), end + after)
    head = printable(text[left:start]).lstrip() if left else printable(text[:start])
    marked = console.style(f"»{printable(text[start:end])}«", "bold")
    console.print(
        ("…" if left else "")
        + head
        + marked
        + printable(text[end:right]).rstrip()
        + ("…" if right < len(text) else "")
    )


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines, columns aligned, the last as long as it is."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]


def _quote(console: Console, citation: Citation, indent: str = "", short: str | None = None) -> str:
    speaker = introduction(citation.speaker, citation.quote)
    text = console.wrap(f"{speaker}{shown(citation.quote)} [{citation.n}]", indent)
    if short:
        # The words that answer may be broken over two lines by now.
        words = r"\s+".join(map(re.escape, shown(short).split()))
        text = re.sub(
            rf"(?<!\w){words}(?!\w)", lambda found: console.style(found[0], "bold"), text, count=1
        )
    return text.replace(f"[{citation.n}]", console.style(f"[{citation.n}]", "cyan"))


def _source(console: Console, citation: Citation, indent: str = "") -> str:
    parts = [f"line {citation.line}", f"paragraph {citation.paragraph}"]
    if citation.section:
        parts.append(f"“{shown(citation.section)}”")
    parts.append(shown(citation.article))
    line = f"[{citation.n}] " + " · ".join(parts)
    return console.style(console.wrap(line, indent + "    ", indent), "dim")
