"""Check whether a sentence is about another name, or another year, than the question."""

from __future__ import annotations

import re

from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem, words

# Words looked at before a verb for the name that it is said of.
_MAX_BETWEEN = 4
_BREAK = re.compile(r"[,.;:“”\"()]")


def is_of_another_year(question: str, text: str, around: str = "") -> bool:
    """Return whether a question names a year, and a sentence only others.

    Not where the year is told around it, or bounds what is asked ("before 2000"). On the
    development sets, none of the 57 sentences found this way answered its question.
    """
    asked = set(ENGLISH.questions.YEAR.findall(question))
    told = (
        set(ENGLISH.questions.YEAR.findall(text))
        if asked and not ENGLISH.questions.YEAR_BOUND.search(question)
        else set()
    )
    return bool(told) and not asked & (told | set(ENGLISH.questions.YEAR.findall(around)))


def asked_relation(question: str) -> tuple[str, str] | None:
    """Return the stems of the name and of what is asked of it, or None for another question.

    "What does Putin want?" asks (putin, want), "Who did Edgar marry?" (edgar, marri).
    """
    found = ENGLISH.questions.RELATION.search(question)
    if found is None or not any(char.isupper() for char in found[1]):
        return None
    subject = [
        word
        for one in words(found[1])
        if (word := normalize_word(one[0])) not in ENGLISH.words.STOP_WORDS
    ]
    verb = normalize_word(found[2])
    return (
        (stem(subject[-1]), stem(verb))
        if subject and verb not in ENGLISH.words.STOP_WORDS
        else None
    )


def is_of_another(text: str, name: str, verb: str) -> bool:
    """Return whether a sentence says it of other names only: "King Malcolm married Margaret".

    `name` and `verb` are stems. Not where the verb is next to no name, or next to a pronoun. On the
    development sets, none of the 13 sentences found this way answered its question.
    """
    found = list(words(text))
    others = False
    for n, match in enumerate(found):
        if n == 0 or match[0][0].isupper() or stem(normalize_word(match[0])) != verb:
            continue
        before = n - 1
        while before > max(0, n - 1 - _MAX_BETWEEN) and _may_separate(found[before][0]):
            before -= 1
        if _BREAK.search(text[found[before].end() : found[before + 1].start()]):
            continue
        beside = normalize_word(found[before][0])
        whole = _name_that_ends(text, found, before)
        if name in whole or stem(beside) == name or beside in ENGLISH.words.RELATIVE_PRONOUNS:
            return False
        others = others or bool(whole)
    return others


def _may_separate(word: str) -> bool:
    return normalize_word(word) in ENGLISH.questions.BETWEEN_NAME_AND_VERB or (
        word[0].islower() and word.endswith(ENGLISH.questions.ADVERB_ENDING)
    )


def _name_that_ends(text: str, found: list[re.Match[str]], last: int) -> set[str]:
    """Return the stems of the name whose last word is that of `last`; none where it is no name."""
    if (
        not found[last][0][0].isupper()
        or normalize_word(found[last][0]) in ENGLISH.words.STOP_WORDS
    ):
        return set()
    first = last
    while (
        first > 0
        and (found[first - 1][0][0].isupper() or found[first - 1][0] in ENGLISH.questions.IN_NAMES)
        and not _BREAK.search(text[found[first - 1].end() : found[first].start()])
    ):
        first -= 1
    return {stem(normalize_word(one[0])) for one in found[first : last + 1]}
