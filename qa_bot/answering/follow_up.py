"""Follow-up questions, completed by rules from the question before and its answer.

"And Biden?", "why?", "at what time?", "where does he work?", "who said that?". A question that
needs nothing before it is left as it is; one that nothing before explains is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from qa_bot.answering.overview_intent import overview_intent
from qa_bot.answering.persons import holds_role, named_persons
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace, sanitize_line
from qa_bot.types import Answer

_FORMS = ENGLISH.follow_ups

# Whether a name is a person's.
IsPerson = Callable[[str], bool]


class Rewrite(Protocol):
    """Completes a follow-up question from what was asked before it; a language model can too."""

    def __call__(self, question: str, before: Answer, is_person: IsPerson, /) -> str | None:
        """Return the question so that it can be asked alone, or None where it can as it is."""


def no_person(name: str) -> bool:
    """Return False: nothing is known of persons."""
    return False


def resolve(question: str, before: Answer, is_person: IsPerson = no_person, /) -> str | None:
    """Return the question completed from the answer before it, or None where it is complete.

    Where one person is asked about in place of another ("and Biden?"), the other person's name is
    replaced, not a place's.
    """
    line = collapse_whitespace(question)
    earlier = collapse_whitespace(before.resolved_question or before.question).rstrip("?!. ")
    if _FORMS.WHO_SAID.fullmatch(line):
        return _who_said(before)
    if _FORMS.WHO_SAID.match(earlier):
        earlier = ""  # nothing is asked in it that could be asked otherwise
    if _FORMS.WHY.fullmatch(line) and earlier:
        return _ask_otherwise("why", "", earlier)
    if earlier and (last := _FORMS.PREPOSITION_LAST.fullmatch(line)):
        return _ask_otherwise(f"{last[2]} {last[1]}", "", earlier)
    if earlier and (bare := _FORMS.BARE.fullmatch(line)):
        return _ask_otherwise(bare[1], bare[2] or "", earlier)
    if (other := _FORMS.AND.fullmatch(line)) and _FORMS.OTHER_ONE.fullmatch(line) is None:
        added = other[1] or other[2]
        if not earlier or overview_intent(earlier):
            return f"what is said about {added.removeprefix('about ')}?"
        if not _FORMS.BEGINS_A_QUESTION.match(added):
            return _put_in(_with_names(added, earlier, before), earlier, is_person)
    return _name_pronouns(line, earlier, before)


def unclear(question: str, before: Answer | None) -> str | None:
    """Return what in a question nothing before explains ("he", "the other one"), or None."""
    line = collapse_whitespace(question)
    if other := _FORMS.OTHER_ONE.fullmatch(line):
        return _FORMS.AND_ABOUT.sub("", other[0].rstrip("?!. "))
    if _FORMS.WHO_SAID.fullmatch(line) and (before is None or not before.citations):
        return "that"
    if before is None and (bare := _FORMS.BARE.fullmatch(line) or _FORMS.AND.fullmatch(line)):
        return bare[0].rstrip("?!. ")
    found = _free_pronoun(line)
    if found is None:
        return None
    if before is None:
        return found[1]
    earlier = collapse_whitespace(before.resolved_question or before.question).rstrip("?!. ")
    is_person = found[1].lower() in ENGLISH.words.PERSON_PRONOUNS
    return found[1] if is_person and _referent(found[1].lower(), earlier, before) is None else None


def explained(question: str, name: str) -> str | None:
    """Return a question with a name in the place of the pronoun that was unclear."""
    line = collapse_whitespace(question)
    found = _free_pronoun(line)
    return None if found is None else _replaced(line, found, name)


def is_of_people(word: str) -> bool:
    """Return whether a pronoun means people ("he", "they"), so that one asks who is meant."""
    return word.lower() in ENGLISH.words.PERSON_PRONOUNS | ENGLISH.words.PLURAL_PRONOUNS


def is_name(line: str) -> bool:
    """Return whether a line is a name or a thing ("Putin", "the Indian leader"), not a question."""
    text = collapse_whitespace(line)
    asks = _FORMS.ASKS.match(text)
    return not asks and not text.endswith("?") and len(text.split()) <= 5


def _who_said(before: Answer) -> str | None:
    if not before.citations:
        return None
    quote = sanitize_line(before.citations[0].quote)
    return f"who said {quote if len(quote) <= 200 else quote[:200].rsplit(' ', 1)[0]}?"


def _ask_otherwise(asking: str, noun: str, earlier: str) -> str:
    """Ask the earlier question again with another question word: "when?", "at what time?"."""
    asking = asking.lower()
    if question := _FORMS.QUESTION.fullmatch(
        _FORMS.VIEW.sub("", earlier) if asking == "who" else earlier
    ):
        rest = question[3]
        if not noun and asking.startswith(("how many", "how much", "which")):
            noun = question[2]
        elif question[2]:  # "how many deals were signed?", "where?": the deals stay
            auxiliary, _, tail = rest.partition(" ")
            is_be = _FORMS.FORM_OF_BE.fullmatch(auxiliary)
            rest = f"{auxiliary} the{question[2]} {tail}" if is_be else f"{rest} the{question[2]}"
        return f"{asking}{noun} {rest}?"
    if ENGLISH.questions.YES_NO.match(earlier):
        return f"{asking}{noun} {earlier[0].lower()}{earlier[1:]}?"
    # "Who signed the deals?" has no auxiliary: the rest is what was asked about.
    return f"{asking}{noun} {_FORMS.ASKING_PREFIX.sub('', earlier)}?"


def _put_in(other: str, earlier: str, is_person: IsPerson) -> str:
    """Put something else in the place of what the earlier question asks about: "and Biden?"."""
    if starts := _FORMS.PHRASE.match(other):
        return _with_phrase(starts[1].lower(), other, earlier)
    names = [match for match in _FORMS.NAME.finditer(earlier) if not _is_asking(match[0])]
    if _FORMS.A_NAME.match(other) and names:
        spoken = [match for match in names if is_person(match[0])]
        silent = [match for match in names if match not in spoken]
        alike = spoken[-1:] if is_person(other) else silent[-1:]
        if ENGLISH.questions.YES_NO.match(
            earlier
        ):  # "Does Russia want to join NATO?", "and Ukraine?"
            alike = names[:1]
        start, end = (alike or names[-1:])[0].span()
        if earlier[:start].lower().endswith("the "):
            start -= 4
        return f"{earlier[:start]}{other}{earlier[end:]}?"
    if (counted := _FORMS.COUNTED.match(earlier)) and " " not in other:
        return f"{counted[1]}{other}{earlier[counted.end() :]}?"
    if (asked := _FORMS.ASKED_OF.match(earlier)) and not names:
        return f"{asked[1]}{other}{earlier[asked.end() :]}?"
    if (last := _last_phrase(earlier)) is not None:
        return f"{last}{other}?"
    if other.lower().startswith(("the ", "a ", "an ")):
        for phrase in reversed(list(_FORMS.NOUN_PHRASE.finditer(earlier))):
            end = phrase.start() + len(phrase[0].rstrip())
            return f"{earlier[: phrase.start()]}{other}{earlier[end:]}?"
    return f"{earlier} about {other}?"


def _last_phrase(earlier: str) -> str | None:
    """Return the question up to its last phrase, the preposition included, where it has one."""
    prepositions = list(_FORMS.PREPOSITION.finditer(earlier))
    head = earlier[: prepositions[-1].end()] if prepositions else ""
    is_phrase = _FORMS.REPLACEABLE.search(head) and len(head) < len(earlier)
    return head if is_phrase and prepositions[-1].start() else None


def _with_phrase(preposition: str, phrase: str, earlier: str) -> str:
    """Put a phrase in the place of one with the same preposition, or of the time; else last."""
    if preposition == "according to":
        return f"{_FORMS.VIEW.sub('', earlier)} {phrase}?"
    if _FORMS.TIME.search(phrase):
        return f"{collapse_whitespace(_FORMS.TIME.sub('', earlier))} {phrase}?"
    if preposition in ("about", "with", "against", "from", "for"):
        kept = re.sub(rf" {preposition} .+$", "", earlier, flags=re.IGNORECASE)
        return f"{kept} {phrase}?"
    return f"{earlier} {phrase}?"


def _with_names(text: str, earlier: str, before: Answer) -> str:
    """Return an added phrase with the names for its pronouns: "about moving his own troops"."""
    return (_name_pronouns(text, earlier, before) or text).rstrip("?")


def _name_pronouns(line: str, earlier: str, before: Answer) -> str | None:
    found = _free_pronoun(line)
    if found is None:
        return None
    meant = _referent(found[1].lower(), earlier, before)
    if meant is None and _FORMS.WHO_IS.match(earlier):
        return None
    if meant is None:
        # A whole clause is meant ("who denies it?"): what it says is asked along.
        last = earlier.rsplit(": ", 1)[-1]  # of a question that was completed so itself
        clause = _FORMS.QUESTION.fullmatch(last)
        return f"{line.rstrip('?!. ')}: {clause[3] if clause else last}?"
    return _replaced(line, found, meant)


def _replaced(line: str, pronoun: re.Match[str], name: str) -> str:
    is_possessive = pronoun[1].lower() in ENGLISH.words.POSSESSIVE_PRONOUNS and re.match(
        r" \w", line[pronoun.end() :]
    )
    return line[: pronoun.start()] + name + ("'s" if is_possessive else "") + line[pronoun.end() :]


def _free_pronoun(line: str) -> re.Match[str] | None:
    """Return the pronoun that no name before it in the same question explains."""
    found = None if _FORMS.EMPTY_IT.search(line) else _FORMS.PRONOUN.search(line)
    return None if found is None or _names(line[: found.start()]) else found


def _referent(pronoun: str, earlier: str, before: Answer) -> str | None:
    names = _names(earlier)
    phrases = [
        f"the {collapse_whitespace(match[1] or match[2])}" if match[1] or match[2] else match[3]
        for match in _FORMS.NOUN_PHRASE.finditer(earlier)
    ]
    if pronoun in ENGLISH.words.PERSON_PRONOUNS:
        asked_for = _FORMS.ASKS_FOR_SOMEONE.match(earlier)
        if asked_for and before.short:
            return before.short  # "who is the prime minister?" found him
        persons = [name for name in names if not ENGLISH.countries.COUNTRY.fullmatch(name)]
        held = [phrase for phrase in phrases if holds_role(phrase)]
        return next(iter([*persons, *held]), None) or before.short or _person_of(before)
    if (
        ENGLISH.questions.YES_NO.match(earlier)
        and len(names) > 1
        and pronoun in ("it", "that", "this")
    ):
        return None
    if pronoun not in ENGLISH.words.PLURAL_PRONOUNS and _FORMS.WHO_IS.match(earlier):
        return None  # "it" is not the one who was asked about
    if pronoun in ENGLISH.words.PLURAL_PRONOUNS and (
        many := [one for one in phrases if one.endswith("s")]
    ):
        return many[0]
    if phrases and not any(phrases[0].endswith(name) for name in names[:1]):
        return phrases[0]
    return names[0] if names else None


def _person_of(before: Answer) -> str | None:
    """Return the one person whom the answer's first sentence is about: its speaker, or named."""
    if not before.citations:
        return None
    first = before.citations[0]
    persons = dict.fromkeys(named_persons(first.text))
    return first.speaker or (next(iter(persons)) if len(persons) == 1 else None)


def _names(text: str) -> list[str]:
    """Return the names in a question, the one whose view is asked for first."""
    names = [match[0] for match in _FORMS.NAME.finditer(text) if not _is_asking(match[0])]
    view = _FORMS.VIEW_OF.search(text)
    return sorted(names, key=lambda name: not (view and name.startswith(view[1])))


def _is_asking(word: str) -> bool:
    return bool(ENGLISH.questions.ASKING_PART.fullmatch(word))
