"""What a person is told of an answer: said once, for the terminal, Markdown and the page."""

from __future__ import annotations

from qa_bot.types import Status

# What a confidence is called, from this one on.
_IN_WORDS = ((0.8, "high"), (0.6, "fair"), (0.38, "modest"), (0.2, "low"), (0.0, "very low"))

_HEADLINES: dict[Status, str] = {
    "answered": "",
    "uncertain": "Not certain. It may be:",
    "not_found": "The article does not say.",
    "error": "This could not be answered:",
}
_LABELS: dict[Status, str] = {
    "answered": "answered",
    "uncertain": "not certain",
    "not_found": "not in the article",
    "error": "failed",
}
CLOSEST = "Closest passages (not an answer):"


def headline(status: Status) -> str:
    """Return the line that opens an answer of this status; empty where the quotes open it.

    An error's message follows its line.
    """
    return _HEADLINES[status]


def label(status: Status) -> str:
    """Return the status in a word or two, for a list or a chip."""
    return _LABELS[status]


def confidence_in_words(confidence: float) -> str:
    """Return what a confidence is called: high, fair, modest, low or very low."""
    return next(name for least, name in _IN_WORDS if confidence >= least)
