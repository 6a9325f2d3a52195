"""A cleaned article as text: headings, numbered paragraphs, boilerplate on request."""

from __future__ import annotations

from qa_bot.display import displayed_text
from qa_bot.index import Index
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line


def render_article(
    console: Console, index: Index, article: int, *, boilerplate: bool = False
) -> str:
    """Return a cleaned article as text; `boilerplate` adds what was left out, dim and marked."""
    text = index.article_text(article)
    form = index.article(article).format
    indent = " " * 5
    parts = [
        (
            heading.start,
            console.style(
                console.wrap(_displayed_line(text[heading.start : heading.end], form)), "bold"
            ),
        )
        for heading in index.headings(article)
    ]
    for paragraph in index.paragraphs(article):
        passage = text[paragraph.start : paragraph.end]
        body = _displayed_line(passage, form, is_row=paragraph.kind == "row")
        parts.append((paragraph.start, console.wrap(body, indent, f"{paragraph.number:>3}  ")))
    if boilerplate:
        for one in index.boilerplate(article):
            said = console.wrap(
                sanitize_line(text[one.start : one.end]), f"{indent}- ", f"{indent}- "
            )
            parts.append((one.start, console.style(f"{said} ({one.kind})", "dim")))
    return "\n\n".join(part for _, part in sorted(parts)) or "The article is empty."


def _displayed_line(text: str, form: str, *, is_row: bool = False) -> str:
    return sanitize_line(displayed_text(text, form, is_row=is_row))
