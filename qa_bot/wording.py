"""The wording of outcomes, shared by the terminal, Markdown and HTML."""

from __future__ import annotations

import re

from qa_bot.text import sanitize_line
from qa_bot.types import Answer, Facts, Status

# Each name applies from its value upwards.
_IN_WORDS = ((0.8, "high"), (0.6, "fair"), (0.5, "modest"), (0.2, "low"), (0.0, "very low"))

# The line that opens an answer; empty if the quotes open it. An error's message follows its line.
HEADLINES: dict[Status, str] = {
    "answered": "",
    "uncertain": "Not certain. It may be:",
    "not_found": "The article does not say.",
    "error": "Answering failed:",
}
# The status in a word or two, for a list or a chip.
LABELS: dict[Status, str] = {
    "answered": "answered",
    "uncertain": "not certain",
    "not_found": "not in the article",
    "error": "failed",
}
# Their metadata has no day of publication, and a printed page may be older than its PDF.
_FILE_DATED = ("pdf", "docx", "odt", "rtf")
_CITED = re.compile(r"\[\d+\]\s*$")
CLOSEST = "Closest passages (not an answer):"


def facts_line(facts: Facts, format: str) -> str:
    """Return an article's author, date and site in one line that is safe in a terminal.

    For example "Mara Lindqvist · 2026-05-04 · The Harbour Post"; unknown facts are left out.
    """
    known = filter(None, (facts.author, date_in_words(facts, format), facts.site))
    return " · ".join(map(sanitize_line, known))


def date_in_words(facts: Facts, format: str) -> str | None:
    """Return an article's date, marked as the file's if the metadata has no other."""
    return f"file created {facts.date}" if facts.date and format in _FILE_DATED else facts.date


def uncited_lines(answer: Answer) -> list[str]:
    """Return the lines of an answer without a citation: facts of the article's metadata."""
    if answer.status != "answered":
        return []
    return [line for line in answer.answer.splitlines() if not _CITED.search(line)]


def confidence_in_words(confidence: float) -> str:
    """Return a confidence in words: high, fair, modest, low or very low."""
    return next(name for minimum, name in _IN_WORDS if confidence >= minimum)


def prose_note(answer: Answer) -> str | None:
    """Return one line about prose that was dropped or failed; None if all was kept."""
    dropped = answer.prose_dropped
    if answer.prose_error and answer.prose:
        return f"the prose is not complete: {answer.prose_error}"
    if answer.prose_error:
        return f"no prose: {answer.prose_error}"
    if dropped and answer.prose:
        noun = "sentence" if dropped == 1 else "sentences"
        return f"prose: {dropped} {noun} left out that the quotes do not support"
    return "no prose: the quotes do not support what the language model wrote" if dropped else None
