"""Recognize questions about the article as a whole, whatever the article."""

from __future__ import annotations

from typing import Literal, cast

from qa_bot.language import ENGLISH

Overview = Literal[
    "about",
    "summary",
    "quoted",
    "countries",
    "people",
    "dates",
    "written",
    "author",
    "site",
    "title",
    "language",
]


def overview_intent(question: str) -> Overview | None:
    """Return what a question asks about the article as a whole, or None for any other question."""
    forms = ENGLISH.overview
    line = forms.CONTRACTED_IS.sub(r"\1 is", question.strip())
    line = forms.POLITE.sub("", line).strip(" ?!.,;:")
    line = forms.PLEASE.sub("", line)
    kinds = (kind for kind, pattern in forms.INTENTS if pattern.fullmatch(line))
    return cast(Overview | None, next(kinds, None))


def asks_of_article(question: str) -> bool:
    """Return whether an overview question names the article; "it" may be another thing."""
    return (
        overview_intent(question) == "language"  # only a text is in one
        or not ENGLISH.overview.BARE_IT.search(question)
    )
