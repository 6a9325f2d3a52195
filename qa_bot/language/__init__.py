"""Languages: all word lists and patterns that depend on a language.

Other code asks `ENGLISH`, the package of the only language so far. A second one is a folder with
the same modules and names. An article in a language without such a folder (`is_supported`) gets no
rules and no reader: its sentences are found and judged by the hybrid score.
"""

from qa_bot.language import en
from qa_bot.language.find import correct_language, is_supported

__all__ = ["ENGLISH", "MASK", "correct_language", "is_supported"]

ENGLISH = en

# Replaces every character of a quotation in masked text, which the patterns of `speech` match.
MASK = "\ufffc"
