"""Languages: all word lists and patterns that belong to a language.

Other code asks `ENGLISH` (one day: the article's language) for a piece, a module of
`qa_bot.language.<code>` that is imported at its first use. A second language is a folder with the
same modules, and a Snowball stemmer.
"""

from qa_bot.language.language import ENGLISH, Language

__all__ = ["ENGLISH", "Language"]
