"""Whether a sentence tells what is asked of the one it is asked of, or of another."""

from __future__ import annotations

import re

from qa_bot.text import STOP_WORDS, normalize_word, stem, words

_ASKED = re.compile(
    r"\b(?:what|why|how|when|where|which|who|whom)\b(?: \w+)?? "
    r"(?:do|does|did|will|would|has|have|had|can|could|should|may|might|must) "
    r"((?:[\w’'-]+ ){1,4}?)((?-i:[a-z]+))\b",
    re.IGNORECASE,
)
# May stand between a name and what it does: "Biden will also try".
_BETWEEN = frozenset(
    """has have had will would also not never often is are was were to may might can could be been
    still now only already did does do said and then once clearly long really later soon
    again first""".split()
)
_MOST_BETWEEN = 4
_PRONOUNS = frozenset(("he", "she", "they", "it", "who", "which", "that"))
_IN_NAMES = frozenset(("of", "the", "de", "von", "van", "al", "and"))  # "Putin and Modi signed"
_BREAK = re.compile(r"[,.;:“”\"()]")

_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-9]{2})\b")
_AROUND = re.compile(r"\b(?:before|after|prior|since|until|till|between|by|than|from|to) ", re.I)


def is_of_another_year(question: str, text: str) -> bool:
    """Return whether a question names a year, and a sentence only others.

    Not where the year bounds what is asked ("before 2000"). Over the development sets none of the
    57 sentences told of so answered its question.
    """
    asked = set(_YEAR.findall(question))
    told = set(_YEAR.findall(text)) if asked and not _AROUND.search(question) else set()
    return bool(told) and not asked & told


def asked_relation(question: str) -> tuple[str, str] | None:
    """Return the stems of the name and of what is asked of it, or None for another question.

    "What does Putin want?" asks (putin, want), "Who did Edgar marry?" (edgar, marri).
    """
    found = _ASKED.search(question)
    if found is None or not any(char.isupper() for char in found[1]):
        return None
    subject = [
        word for one in words(found[1]) if (word := normalize_word(one[0])) not in STOP_WORDS
    ]
    verb = normalize_word(found[2])
    return (stem(subject[-1]), stem(verb)) if subject and verb not in STOP_WORDS else None


def is_of_another(text: str, name: str, verb: str) -> bool:
    """Return whether a sentence tells it of other names only: "King Malcolm married Margaret".

    `name` and `verb` are stems. Not where it stands beside no name, or beside a pronoun. Over the
    development sets none of the 13 sentences told of so answered its question.
    """
    found = list(words(text))
    others = False
    for n, match in enumerate(found):
        if n == 0 or match[0][0].isupper() or stem(normalize_word(match[0])) != verb:
            continue
        before = n - 1
        while before > max(0, n - 1 - _MOST_BETWEEN) and _may_stand_between(found[before][0]):
            before -= 1
        if _BREAK.search(text[found[before].end() : found[before + 1].start()]):
            continue
        beside = normalize_word(found[before][0])
        whole = _name_that_ends(text, found, before)
        if name in whole or stem(beside) == name or beside in _PRONOUNS:
            return False
        others = others or bool(whole)
    return others


def _may_stand_between(word: str) -> bool:
    return normalize_word(word) in _BETWEEN or (word[0].islower() and word.endswith("ly"))


def _name_that_ends(text: str, found: list[re.Match[str]], last: int) -> set[str]:
    """Return the stems of the name whose last word is that of `last`; none where it is no name."""
    if not found[last][0][0].isupper() or normalize_word(found[last][0]) in STOP_WORDS:
        return set()
    first = last
    while (
        first > 0
        and (found[first - 1][0][0].isupper() or found[first - 1][0] in _IN_NAMES)
        and not _BREAK.search(text[found[first - 1].end() : found[first].start()])
    ):
        first -= 1
    return {stem(normalize_word(one[0])) for one in found[first : last + 1]}
