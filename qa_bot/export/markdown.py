"""Markdown, for people: one section per question, the short answer above the quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa_bot.export.result import Options, Result
from qa_bot.text import sanitize_line, speaker_prefix
from qa_bot.types import Answer, Citation
from qa_bot.wording import CLOSEST, HEADLINES, uncited_lines

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def render(results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield a section for each result; text from outside is escaped."""
    return (_section(result.answer) for result in results)


def _section(answer: Answer) -> str:
    return f"## {_escape(answer.question)}\n\n{render_body(answer)}"


def render_body(answer: Answer) -> str:
    """Return an answer without its question; text from outside is escaped."""
    lines = []
    if answer.resolved_question:
        lines += [f"*Understood as: {_escape(answer.resolved_question)}*", ""]
    if answer.error:
        said = f"{HEADLINES[answer.status]} {_escape(answer.error.message)}"
        return "\n".join([*lines, f"*{said}*", "", "", ""])
    if answer.status == "answered":
        if short := _escape(answer.short or ""):
            lines += [f"**{short}**", ""]
        for line in uncited_lines(answer):
            lines += [_escape(line), ""]
        if answer.prose:
            lines += [_escape(answer.prose), ""]
        for citation in answer.sources:
            lines += [f"> {_quote(citation)}", ">", f"> — {_place(citation)}", ""]
    else:
        lines += [f"*{HEADLINES[answer.status]}*", ""]
        if answer.closest:
            lines += [CLOSEST, ""] if answer.status == "not_found" else []
            lines += [f"- {_quote(near)} — {_place(near)}" for near in answer.closest]
            lines.append("")
    lines += [f"Confidence {answer.confidence:.2f}", "", ""]
    return "\n".join(lines)


def _quote(citation: Citation) -> str:
    return _escape(speaker_prefix(citation.speaker, citation.text) + citation.text)


def _place(citation: Citation) -> str:
    section = f", under “{_escape(citation.section)}”" if citation.section else ""
    return f"[{citation.n}] {_escape(citation.article)}, line {citation.line}{section}"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", sanitize_line(text))
