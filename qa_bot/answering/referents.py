"""What a pronoun of a follow-up stands for: a person or thing of the turn before."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa_bot.answering.person_questions import holds_role, named_persons
from qa_bot.answering.phrases import is_plural, make_agree, names_in, noun_phrases, things_in
from qa_bot.language import ENGLISH
from qa_bot.types import Answer

_FORMS = ENGLISH.follow_ups

# Whether a name is a person's.
IsPerson = Callable[[str], bool]


def is_of_people(word: str) -> bool:
    """Return whether a pronoun stands for people ("he", "they"), so that one asks "who?"."""
    return word.lower() in ENGLISH.words.PERSON_PRONOUNS | ENGLISH.words.PLURAL_PRONOUNS


def find_pronoun(line: str) -> re.Match[str] | None:
    """Return the first pronoun of a question, unless a name before it explains it."""
    found = None if _FORMS.EMPTY_IT.search(line) else _FORMS.PRONOUN.search(line)
    return None if found is None or names_in(line[: found.start()]) else found


def replace_pronoun(line: str, pronoun: re.Match[str], name: str) -> str:
    """Return a line with a name in place of its pronoun; "his" becomes a possessive."""
    head, tail = line[: pronoun.start()], line[pronoun.end() :]
    is_own = pronoun[1].lower() in ENGLISH.words.POSSESSIVE_PRONOUNS and re.match(r" \w", tail)
    if is_own and not _FORMS.PREPOSITION.match(tail):
        return f"{head}{_FORMS.OWN.format(name)}{tail}"
    return f"{make_agree(head, name)}{name}{tail}"


def referent_of(
    pronoun: str, line: str, earlier: str, previous: Answer, is_person: IsPerson
) -> str | None:
    """Return what a line's pronoun stands for: a name or noun phrase before it, or None."""
    if pronoun in ENGLISH.words.PERSON_PRONOUNS:
        return _person_meant(pronoun, earlier, previous, is_person)
    is_of_several = _FORMS.OF_THESE.search(line)
    if pronoun in ENGLISH.words.DEMONSTRATIVES and not is_of_several:
        return None  # often stands for everything that was said
    if _FORMS.WHO_IS.match(earlier):
        return None  # "it" is not a person, nor is "they" one
    if pronoun in ENGLISH.words.PLURAL_PRONOUNS:
        several = [one for one in noun_phrases(earlier) if is_plural(one)]
        if several:
            return several[0]
    if is_of_several:
        return None
    things = things_in(earlier, is_person)
    if _FORMS.OF_ANYONE.search(earlier) and (
        _FORMS.OF_AN_ACT.search(line) or not noun_phrases(earlier)
    ):
        return None  # "how do I get to Sintra?", "how long does it take?"
    if len(things) != 1:
        return None
    with_the = f"{_FORMS.THE}{things[0]}"
    return with_the if with_the in earlier else things[0]


def _person_meant(pronoun: str, earlier: str, previous: Answer, is_person: IsPerson) -> str | None:
    """Return the person whom "he" or "she" stands for, or None."""
    relative = _FORMS.RELATIVE.search(earlier)  # "Moira's dad"
    if relative and not relative[2 if pronoun in ENGLISH.words.MALE_PRONOUNS else 3]:
        return relative[1]
    short = previous.short if previous.short and _FORMS.A_NAME.match(previous.short) else None
    asks_for_someone = _FORMS.ASKS_FOR_SOMEONE.match(earlier)
    if asks_for_someone and (found := short or _person_of(previous)):
        return found  # the answer to "who is the prime minister?"
    names = [
        name
        for name in names_in(earlier)
        if not ENGLISH.countries.COUNTRY.fullmatch(name)
        and not earlier.partition(name)[0].endswith(_FORMS.BEFORE_A_PLACE)
    ]
    persons = [name for name in names if is_person(name)]
    if persons or (names and not asks_for_someone):
        return _full_name((persons or names)[0], previous)
    held = [phrase for phrase in noun_phrases(earlier) if holds_role(phrase)]
    return next(iter(held), None) or short or _person_of(previous)


def _full_name(name: str, previous: Answer) -> str:
    """Return a last name with the first name that the previous answer gives it, if any."""
    for citation in previous.citations[:1]:
        for person in named_persons(citation.text):
            if person.endswith(f" {name}"):
                return person
    return name


def _person_of(previous: Answer) -> str | None:
    """Return the speaker of the answer's first sentence, or the only person whom it names."""
    if not previous.citations:
        return None
    first = previous.citations[0]
    persons = dict.fromkeys(named_persons(first.text))
    return first.speaker or (next(iter(persons)) if len(persons) == 1 else None)
