"""Writing a batch's answers: JSONL for programs, Markdown for people."""

from __future__ import annotations

import re
from enum import StrEnum

from qa_bot.text import shown, to_json
from qa_bot.types import Answer, Citation

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


class OutFormat(StrEnum):
    """How answers are written: an object of the contract a line, or a page to read."""

    JSONL = "jsonl"
    MD = "md"


def as_jsonl(answer: Answer) -> str:
    """Return the answer as a line of JSON, its end included."""
    return to_json(answer.to_dict()) + "\n"


def as_markdown(answer: Answer) -> str:
    """Return the answer as a section of a Markdown page; text from outside is escaped."""
    lines = [f"## {_escape(answer.question)}", ""]
    if answer.status == "error" and answer.error:
        lines += [f"*Failed: {_escape(answer.error.message)}*", ""]
    elif answer.status == "answered":
        for citation in answer.citations:
            lines += [f"> {_escape(citation.quote)}", ">", f"> — {_place(citation)}", ""]
    else:
        lines += ["*The article does not say.*", ""]
        if answer.closest:
            lines += ["Closest passages, not an answer:", ""]
            lines += [f"- {_escape(near.quote)} — {_place(near)}" for near in answer.closest]
            lines.append("")
    lines += [f"Confidence {answer.confidence:.2f}", "", ""]
    return "\n".join(lines)


def _place(citation: Citation) -> str:
    section = f", under “{_escape(citation.section)}”" if citation.section else ""
    return f"[{citation.n}] {_escape(citation.article)}, line {citation.line}{section}"


def _escape(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", shown(text))
