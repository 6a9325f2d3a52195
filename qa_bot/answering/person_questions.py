"""Match questions about persons with sentences: their words, their roles, who they are."""

from __future__ import annotations

import re
from functools import lru_cache

from qa_bot.index import Passage
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, words


def holds_role(phrase: str) -> bool:
    """Return whether a noun phrase names a person by a role: "the prime minister"."""
    return bool(ENGLISH.persons.ROLE.search(phrase))


def named_persons(text: str) -> list[str]:
    """Return the persons that a sentence names beside a role: "President Joe Biden"."""
    names = [(match[1] or match[2]).strip() for match in ENGLISH.persons.INTRODUCED.finditer(text)]
    return [name for name in names if not ENGLISH.countries.COUNTRY.fullmatch(name)]


def asked_office(question: str) -> tuple[str, str] | None:
    """Return office and country in "who is the president of Ukraine?", or None."""
    found = ENGLISH.persons.ASKS_FOR_OFFICE.search(question)
    if found is None:
        return None
    asked = question[found.start(1 if found[1] else 3) :]  # behind "Who"
    countries = ENGLISH.countries
    # "france" is a country too.
    if not (countries.OF_A_COUNTRY.search(asked) or countries.COUNTRY.search(asked.title())):
        return None
    return (found[1], found[2]) if found[1] else (found[4], found[3])


def is_another_office(text: str, office: str, owner: str) -> bool:
    """Return whether a sentence names the office, but only of other countries ("US President").

    A country and its adjective begin with the same two letters (France, French), once countries
    with irregular adjectives are put in that form (Dutch for the Netherlands).
    """
    owners = [(match[1] or "") + " " + (match[2] or "") for match in _office(office).finditer(text)]
    if not owners or not all(map(ENGLISH.countries.OF_A_COUNTRY.search, owners)):
        return False  # the office is not named, or no country's
    return _beginning(owner) not in {_beginning(one[0]) for held in owners for one in words(held)}


def asked_holder(question: str) -> str | None:
    """Return the office in "who is the foreign minister?", whoever's it is, or None."""
    found = ENGLISH.persons.ASKS_WHO_HOLDS.match(question)
    return found[1] if found else None


def names_office(text: str, office: str) -> bool:
    """Return whether a text names that office, or who holds it in other words."""
    return bool(_naming(office).search(text))


def names_leader(question: str, text: str) -> bool:
    """Return whether a sentence names the leader asked for: "who is Russia's leader?"."""
    found = ENGLISH.persons.ASKS_FOR_OFFICE.search(question)
    office, owner = (found[1] or found[4], found[2] or found[3]) if found else ("", "")
    return office.casefold() in ENGLISH.persons.HIGHEST and any(
        _beginning(one[1]) == _beginning(owner)
        for one in ENGLISH.persons.HOLDS_HIGHEST.finditer(text)
    )


def asks_for_role(question: str) -> bool:
    """Return whether a question asks who has a role: "who is the NATO chief?"."""
    return bool(ENGLISH.persons.ASKS_FOR_ROLE.match(question))


def names_somebody(text: str) -> bool:
    """Return whether a sentence may name a person; one without any capital always may."""
    named = ENGLISH.countries.COUNTRY.sub("…", text)
    return text == text.lower() or bool(ENGLISH.persons.NAMES_SOMEBODY.search(named))


def asked_person(question: str) -> str | None:
    """Return the last word of the name in "who is …?", or None for another question."""
    found = ENGLISH.persons.ASKS_FOR_PERSON.fullmatch(question)
    name = found[1].split()[-1] if found else ""
    return name if name and not holds_role(name) else None


def asked_speaker(question: str) -> str | None:
    """Return whose words a question asks for ("what did Stoltenberg say?"), or None."""
    found = ENGLISH.persons.ASKS_FOR_WORDS.search(question)
    name = found[found.lastindex or 0].split() if found else []  # of the one form that matched
    return name[-1].strip("\"'“”‘’.,") or None if name else None


def asks_who_said(question: str) -> bool:
    """Return whether a question asks whose words something is."""
    return bool(ENGLISH.persons.ASKS_WHO_SAID.match(question))


def is_said_by(passage: Passage, name: str) -> bool:
    """Return whether a sentence's speaker has that last name."""
    known = passage.speaker
    return known is not None and normalize_word(known.rsplit(maxsplit=1)[-1]) == normalize_word(
        name
    )


def holds_quotation(text: str) -> bool:
    """Return whether a sentence holds a quotation mark."""
    return bool(ENGLISH.discourse.QUOTATION_MARK.search(text))


def says(text: str, name: str) -> bool:
    """Return whether a sentence reports the words of the person with that name.

    The name is before a reporting verb, with at most three words or an apposition between, or close
    after it.
    """
    return bool(_saying(name).search(text))


def describes(text: str, name: str) -> bool:
    """Return whether a sentence says who the person with that name is: by role or apposition."""
    return bool(_describing(name).search(text))


def _beginning(country: str) -> str:
    """Return the two letters that a country's name or adjective has in common with the others."""
    name = normalize_word(country)
    return ENGLISH.countries.ADJECTIVES.get(name, name)[:2]


@lru_cache(maxsize=256)
def _office(name: str) -> re.Pattern[str]:
    return re.compile(ENGLISH.persons.office(name))


@lru_cache(maxsize=256)
def _naming(office: str) -> re.Pattern[str]:
    return re.compile(ENGLISH.persons.names_office(office), re.IGNORECASE)


@lru_cache(maxsize=256)
def _describing(name: str) -> re.Pattern[str]:
    return re.compile(ENGLISH.persons.description(name))


@lru_cache(maxsize=256)
def _saying(name: str) -> re.Pattern[str]:
    return re.compile(ENGLISH.persons.saying(name), re.IGNORECASE)
