"""Languages: the word lists and patterns that belong to one, behind one door.

Code elsewhere asks `ENGLISH` (one day: the article's language) for a piece, a module of
`qa_bot.language.<code>`, which is imported when it is first asked for. A second language is a
folder with the same modules, and a Snowball stemmer.
"""

from qa_bot.language.language import ENGLISH, Language

__all__ = ["ENGLISH", "Language"]
