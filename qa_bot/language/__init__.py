"""Languages: all word lists and patterns that depend on a language.

Other code asks `ENGLISH` (one day: the article's language) for a piece: a module of
`qa_bot.language.<code>`, imported on first use. A second language is a folder with the same
modules, and a Snowball stemmer.
"""

from qa_bot.language.language import ENGLISH, Language

__all__ = ["ENGLISH", "Language"]
