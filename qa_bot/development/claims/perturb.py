"""Make near claims that the same evidence does not support: swap a name, number, word, negation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from qa_bot.language import ENGLISH

_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_ANY_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_NOT = re.compile(r"\b(is|was|are|were|has|have|had|can|could|will|would|did|does|do) not\b")
_AUXILIARY = re.compile(r"\b(is|was|are|were|has|have|had|can|could|will|would)\b(?! not)")
_WORD = re.compile(r"[A-Za-z]+")


def near_claims(claim: str, evidence: str, random: Random, others: list[str]) -> Iterator[str]:
    """Yield claims like `claim` that `evidence` does not support, one for each way that applies.

    `others` are names from elsewhere, for evidence that has no other name.
    """
    for make in (_swap_name, _swap_number, _swap_word, _negate, _swap_roles):
        made = make(claim, evidence, random, others)
        if made and made != claim and made.casefold() not in evidence.casefold():
            yield made


def _swap_name(claim: str, evidence: str, random: Random, others: list[str]) -> str | None:
    found = [one for one in _NAME.finditer(claim) if one[0] in evidence]
    if not found:
        return None
    one = random.choice(found)
    names = {name for name in _ANY_NAME.findall(evidence) if name not in claim}
    names -= {name for name in names if name.lower() in ENGLISH.words.STOP_WORDS}
    near = [name for name in names if not set(name.split()) & set(one[0].split())]
    if others and (not near or random.random() < 0.3):
        near = [random.choice(others)]
    if not near or near[0] in claim:
        return None
    return f"{claim[: one.start()]}{random.choice(sorted(near))}{claim[one.end() :]}"


def _swap_number(claim: str, evidence: str, random: Random, others: list[str]) -> str | None:
    found = list(_NUMBER.finditer(claim))
    if not found:
        return None
    one = random.choice(found)
    near = [
        number
        for number in _NUMBER.findall(evidence)
        if number.strip(".,") not in claim and abs(len(number) - len(one[0])) <= 1
    ]
    if near and random.random() < 0.6:
        other = random.choice(near).rstrip(".,")
    else:
        digits = list(one[0])
        places = [n for n, digit in enumerate(digits) if digit.isdigit()]
        place = random.choice(places[-2:])
        digits[place] = str((int(digits[place]) + random.randint(1, 9)) % 10)
        other = "".join(digits)
    return f"{claim[: one.start()]}{other}{claim[one.end() :]}"


def _swap_word(claim: str, evidence: str, random: Random, others: list[str]) -> str | None:
    found = [one for one in _WORD.finditer(claim) if one[0] in ENGLISH.claims.OPPOSITES]
    if not found:
        return None
    one = random.choice(found)
    return (
        claim[: one.start()] + random.choice(ENGLISH.claims.OPPOSITES[one[0]]) + claim[one.end() :]
    )


def _negate(claim: str, evidence: str, random: Random, others: list[str]) -> str | None:
    if _NOT.search(claim):
        return _NOT.sub(r"\1", claim, count=1)
    if _AUXILIARY.search(claim):
        return _AUXILIARY.sub(r"\1 not", claim, count=1)
    return None


def _swap_roles(claim: str, evidence: str, random: Random, others: list[str]) -> str | None:
    found = [one for one in _ANY_NAME.finditer(claim) if one[0] in evidence]
    if len(found) < 2 or re.search(r"\b(?:and|or|with|married|is an?)\b", claim):
        return None
    first, second = found[0], found[-1]
    return (
        claim[: first.start()]
        + second[0]
        + claim[first.end() : second.start()]
        + first[0]
        + claim[second.end() :]
    )


def names_of(text: str) -> list[str]:
    """Return the names in a text, without those that open a sentence."""
    return [one[0] for one in _NAME.finditer(text)]
