"""What a sentence tells of a person: their words, beside a reporting verb, or who they are."""

from __future__ import annotations

import re
from functools import lru_cache

from qa_bot.answering.countries import COUNTRY
from qa_bot.index import Passage
from qa_bot.text import STOP_WORDS, normalize_word

_VERBS = (
    r"(?:said|says|told|tells|wrote|writes|warned|warns|added|adds|stressed|stresses|noted|notes|"
    r"argued|argues|claimed|claims|explained|explains|announced|insisted|insists|asked|replied|"
    r"stated|states|thinks|believes|believe|denied|denies|described|called)"
)
_ASKS = re.compile(
    r"\bwhat (?:did|does|do|has|have|had|is|was)\b(.*?)\b(?:say|said|saying|tell|told|write|wrote|"
    r"written|think|warn|claim|argue|explain|stress|announce|believe|note|add)\b",
    re.IGNORECASE,
)
_WORD = r"[\w.’'-]+"
_WHO_IS = re.compile(
    rf"who(?:['’]s| is| was)? "
    rf"((?!the |an? |our |his |her ){_WORD}(?: (?!of |in ){_WORD}){{0,2}})\W*",
    re.IGNORECASE,
)
_ROLES = (
    r"(?:president|minister|secretary|general|chancellor|king|queen|prince|princess|pope|senator|"
    r"governor|mayor|chief|chair\w*|head|director|leader|expert|analyst|professor|dr\.?|doctor|"
    r"author|writer|actor|actress|singer|player|coach|captain|officer|spokes\w+|ambassador|"
    r"founder|owner|editor|reporter|journalist|lawyer|judge|economist|scientist|historian|engineer|"
    r"inventor|architect|artist|painter|poet|philosopher|philanthropist|businessm\w+|manager)"
)
_WHO_HOLDS = re.compile(
    rf"who(?:['’]s| is| was) (?:the |its )?(?:\w+ )?({_ROLES}(?: {_ROLES})?)\W*", re.IGNORECASE
)
_WHO_SAID = re.compile(
    r"who(?:m)? (?:says?|said|thinks?|claims?|claimed|believes?|argues?|argued|warns?|warned|"
    r"wrote|writes)\b|whose (?:words|opinion|view|claim)\b|according to whom\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[“”\"«»„]")
_ROLE = re.compile(rf"\b{_ROLES}\b", re.IGNORECASE)
_INTRODUCED = re.compile(
    rf"\b(?i:{_ROLES}) ((?:[A-Z][\w.’'-]*[\w] ?){{1,3}})|"
    rf"\b([A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){{1,2}}),? (?:an?|the|one of the|former) (?:\w+ ){{0,3}}?"
    rf"(?i:{_ROLES}|fellow)\b"
)
_OFFICE = re.compile(
    rf"\bwho(?:['’]s| is| was) the (?:\w+ )?({_ROLES}) of (?:the )?(\w+)|"
    rf"\bwho(?:['’]s| is| was) (?:the )?(\w+?)(?:['’]s)? (?:\w+ )?({_ROLES})\W*$",
    re.IGNORECASE,
)


def holds_role(phrase: str) -> bool:
    """Return whether a noun phrase names a person by a role: "the prime minister"."""
    return bool(_ROLE.search(phrase))


def named_persons(text: str) -> list[str]:
    """Return the persons whom a sentence names beside a role: "President Joe Biden"."""
    names = [(match[1] or match[2]).strip() for match in _INTRODUCED.finditer(text)]
    return [name for name in names if not COUNTRY.fullmatch(name)]


def asked_office(question: str) -> tuple[str, str] | None:
    """Return the office and whose it is in "who is the president of Ukraine?", or None."""
    found = _OFFICE.search(question)
    if found is None:
        return None
    return (found[1], found[2]) if found[1] else (found[4], found[3])


def asked_role(question: str) -> str | None:
    """Return the role in "who is the mayor?", whose holder is asked for, or None."""
    found = _WHO_HOLDS.fullmatch(question)
    return found[1] if found else None


def names_holder(text: str, role: str) -> bool:
    """Return whether a sentence names someone in a role: "Mayor Dahl", "Kari Dahl, the mayor"."""
    return bool(_holding(role).search(text))


def is_another_office(text: str, office: str, owner: str) -> bool:
    """Return whether a sentence names the office, but each time as another's ("US President").

    A country and its adjective are taken to begin with the same two letters (France, French).
    """
    owners = [
        (match[1] or "") + " " + (match[2] or "")
        for match in re.finditer(
            rf"((?:[\w’'-]+ ){{0,2}})\b(?i:{re.escape(office)})\b(?: of (?:the )?(\w+))?", text
        )
    ]
    named = [
        [
            word
            for word in held.split()
            if word[0].isupper() and normalize_word(word) not in STOP_WORDS
        ]
        for held in owners
    ]
    if not named or not all(named):
        return False  # the office is not named, or nobody's in particular
    start = owner[:2].casefold()
    return not any(word.casefold().startswith(start) for held in named for word in held)


def asked_person(question: str) -> str | None:
    """Return the last word of the name in "who is …?", or None for another question."""
    found = _WHO_IS.fullmatch(question)
    return found[1].split()[-1] if found else None


def asked_speaker(question: str) -> str | None:
    """Return whose words a question asks for ("what did Stoltenberg say?"), or None."""
    found = _ASKS.search(question)
    words = found[1].split() if found else []
    return words[-1].strip("\"'“”‘’.,") or None if words else None


def asks_who_said(question: str) -> bool:
    """Return whether a question asks whose words something is."""
    return bool(_WHO_SAID.match(question))


def is_said_by(passage: Passage, name: str) -> bool:
    """Return whether the one of that name is known to say a sentence."""
    known = passage.speaker
    return known is not None and normalize_word(known.rsplit(maxsplit=1)[-1]) == normalize_word(
        name
    )


def holds_quotation(text: str) -> bool:
    """Return whether a sentence holds a quotation mark."""
    return bool(_MARKS.search(text))


def says(text: str, name: str) -> bool:
    """Return whether a sentence gives the words of the one of that name.

    The name stands before a reporting verb, at most three words or an apposition between them, or
    close behind it.
    """
    return bool(_saying(name).search(text))


def describes(text: str, name: str) -> bool:
    """Return whether a sentence says who the one of that name is: by a role or an apposition."""
    return bool(_describing(name).search(text))


@lru_cache(maxsize=256)
def _holding(role: str) -> re.Pattern[str]:
    word = rf"\b(?i:{re.escape(role)})\b"
    return re.compile(
        rf"{word} (?!of\b)[A-Z][\w’'-]+|[A-Z][\w’'-]+,? (?:is |was )?(?:the |a |its )?{word}"
    )


@lru_cache(maxsize=256)
def _describing(name: str) -> re.Pattern[str]:
    word = rf"\b(?i:{re.escape(name)})\b"
    return re.compile(
        rf"\b(?i:{_ROLES}) (?:[A-Z][\w.’'-]* ){{0,2}}{word}|"
        rf"{word},? (?:an?|the|who|one of|is an?|was an?|is the|was the|head|former|chief)\b"
    )


@lru_cache(maxsize=256)
def _saying(name: str) -> re.Pattern[str]:
    word = re.escape(name)
    return re.compile(
        rf"\b{word}\b(?:,[^,“”]{{1,90}},)?(?: \w+){{0,3}}? {_VERBS}\b|"
        rf"\b{_VERBS} (?:\w+ ){{0,2}}{word}\b",
        re.IGNORECASE,
    )
