"""Check whether a sentence says of another name what the question asks about one."""

from __future__ import annotations

import re

from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem, words

# How many words before a verb are searched for its subject.
_MAX_BETWEEN = 4
_BREAK = re.compile(r"[,.;:“”\"()]")


def asked_relation(question: str) -> tuple[str, str] | None:
    """Return the stems of the name and of the verb that a question is about, or None.

    (putin, want) for "What does Putin want?", (edgar, marri) for "Who did Edgar marry?".
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
    """Return whether a sentence has the verb with other names only: "King Malcolm married …".

    `name` and `verb` are stems. False if the verb is beside a pronoun or beside no name. On the
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
        named = _names_before(text, found, before) if beside in ("he", "she") else []
        if len(named) == 1:  # "Putin says that he wants …"
            whole, beside = named[0], ""
        if name in whole or stem(beside) == name or beside in ENGLISH.words.RELATIVE_PRONOUNS:
            return False
        others = others or bool(whole)
    return others


def _names_before(text: str, found: list[re.Match[str]], end: int) -> list[set[str]]:
    """Return the stems of each name before `found[end]`; beside it ("Later he") is none."""
    ends = [n for n in range(end - 1) if not found[n + 1][0][0].isupper()]  # a name's last word
    names = [_name_that_ends(text, found, n) for n in ends]
    return list({frozenset(one): one for one in names if one}.values())


def _may_separate(word: str) -> bool:
    return normalize_word(word) in ENGLISH.questions.BETWEEN_NAME_AND_VERB or (
        word[0].islower() and word.endswith(ENGLISH.questions.ADVERB_ENDING)
    )


def _name_that_ends(text: str, found: list[re.Match[str]], last: int) -> set[str]:
    """Return the stems of the name whose last word is `found[last]`; none if that is not a name."""
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
