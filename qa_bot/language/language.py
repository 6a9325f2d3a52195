"""A language: its code, its stemmer, and its pieces, each imported when it is first used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language of articles and questions.

    `code` is its BCP 47 tag, `stemmer` the name of its Snowball stemmer.
    """

    code: str
    name: str
    stemmer: str


ENGLISH = Language("en", "English", "english")
