"""Languages: all word lists and patterns that depend on a language.

Other code asks `ENGLISH` for a piece: a module of `qa_bot.language.<code>`, imported on first use.
A second language is a folder with the same modules, and a Snowball stemmer. An article in a
language without such a folder (`find_language`) gets no rules and no reader: its sentences are
found and judged by the hybrid score.
"""

from qa_bot.language.find import correct_language, find_language
from qa_bot.language.language import ENGLISH, MASK, Language

__all__ = ["ENGLISH", "MASK", "Language", "correct_language", "find_language"]
