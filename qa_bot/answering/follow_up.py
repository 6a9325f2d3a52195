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
        """Return the question so that it can be asked alone, or None if it can as it is."""


def no_person(name: str) -> bool:
    """Return False: nothing is known of persons."""
    return False


def resolve(question: str, before: Answer, is_person: IsPerson = no_person, /) -> str | None:
    """Return the question completed from the answer before it.

    None if it is complete, and where no sentence can be made of it, which `beside` is for. Where
    one person is asked about in place of another ("and Biden?"), the other person's name is
    replaced, not a place's.
    """
    line = collapse_whitespace(question)
    earlier = _earlier(before)
    if _FORMS.WHO_SAID.fullmatch(line):
        return _who_said(before)
    if _FORMS.WHO_SAID.match(earlier):
        earlier = ""  # nothing is asked in it that could be asked otherwise
    if asking := _asking(line):
        return _ask_otherwise(asking, earlier) if earlier else None
    if added := _added(line):
        if not earlier or overview_intent(earlier):
            return _FORMS.SAID_ABOUT.format(added.removeprefix("about "))
        with_names = _name_pronouns(added, earlier, before, is_person) or added
        return _put_in(with_names, earlier, is_person)
    return _name_pronouns(line, earlier, before, is_person)


def beside(question: str, before: Answer) -> str | None:
    """Return a follow-up with the question before beside it, to search with; None for any other.

    It is no sentence, so it is not shown.
    """
    line, earlier = collapse_whitespace(question), _earlier(before)
    if not earlier or _FORMS.WHO_SAID.fullmatch(line) or _FORMS.WHO_SAID.match(earlier):
        return None
    if added := _added(line):
        return f"{added}: {earlier}?"
    pronoun = _free_pronoun(line)
    if _asking(line) or (pronoun and not _FORMS.WHO_IS.match(earlier)):
        return f"{line.rstrip('?!. ')}: {_FORMS.ASKING_PREFIX.sub('', earlier)}?"
    return None


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
    earlier = _earlier(before)
    is_person = found[1].lower() in ENGLISH.words.PERSON_PRONOUNS
    return (
        found[1]
        if is_person and _referent(found[1].lower(), earlier, before, no_person) is None
        else None
    )


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


def _earlier(before: Answer) -> str:
    return collapse_whitespace(before.resolved_question or before.question).rstrip("?!. ")


def _asking(line: str) -> str | None:
    """Return what a bare question asks: "why" of "how come?", "with whom" of "who with?"."""
    if _FORMS.WHY.fullmatch(line):
        return "why"
    if last := _FORMS.PREPOSITION_LAST.fullmatch(line):
        return f"{last[2]} {last[1]}".lower()
    if bare := _FORMS.BARE.fullmatch(line):
        return f"{bare[1]}{bare[2] or ''}".lower()
    return None


def _added(line: str) -> str | None:
    """Return what is asked about too: "Biden" of "and Biden?"."""
    found = _FORMS.AND.fullmatch(line)
    if found is None or _FORMS.OTHER_ONE.fullmatch(line):
        return None
    added = found[1] or found[2]
    return None if _FORMS.BEGINS_A_QUESTION.match(added) else added


def _who_said(before: Answer) -> str | None:
    if not before.citations:
        return None
    quote = sanitize_line(before.citations[0].quote).strip('“”" ')
    words = quote if len(quote) <= 200 else quote[:200].rsplit(" ", 1)[0]
    return _FORMS.SAID_BY_WHOM.format(words.rstrip(".,;"))


def _ask_otherwise(asking: str, earlier: str) -> str | None:
    """Ask the earlier question with another question word, or return None if that is no English.

    "When?", "at what time?" can be asked of a clause with an auxiliary, "how many?" of things.
    """
    if _FORMS.HOW_MANY.fullmatch(asking):
        several = _FORMS.ASKED_OF_SEVERAL.fullmatch(earlier)
        return f"{asking} {several[1]} {several[2]}?" if several else None
    clause = _clause(earlier)
    if clause is None or not _FORMS.ADVERBIAL.fullmatch(asking):
        return None
    if _FORMS.BY_SOMEONE.match(asking) and not _FORMS.PASSIVE.match(clause):
        return None
    if (
        _FORMS.NEEDS_PARTICIPLE.match(asking)
        and _FORMS.CLAUSE_OF_BE.match(clause)
        and not _FORMS.HAS_PARTICIPLE.search(clause)
        and not (asking == "why" and ENGLISH.questions.YES_NO.match(earlier))
    ):
        return None  # "why is the call?"
    preposition, _, rest = asking.partition(" ")
    if rest and f" {preposition} " in f"{clause} ":
        return None
    return f"{asking} {clause}?"


def _clause(earlier: str) -> str | None:
    """Return a question from its auxiliary on, with what it asks for in its place, or None."""
    if ENGLISH.questions.YES_NO.match(earlier):
        return earlier[0].lower() + earlier[1:]
    if adverbial := _FORMS.ASKED_ADVERBIALLY.fullmatch(earlier):
        return None if _FORMS.ENDS_OPEN.search(earlier) else adverbial[1]
    if passive := _FORMS.ASKED_OF_PASSIVE.fullmatch(earlier):
        return f"{passive[2]} {_FORMS.THE_THING.format(passive[1])} {passive[3]}"
    asked = _FORMS.ASKED_OF_OBJECT.fullmatch(earlier)
    if asked is None:
        return None
    noun, auxiliary, rest = asked.groups()
    thing = _FORMS.THE_THING.format(noun) if noun else _FORMS.THAT
    if place := _FORMS.OBJECT_PLACE.fullmatch(rest):
        return f"{auxiliary} {place[1]} {thing} {place[2]}"
    inner = _FORMS.ENDS_OPEN.sub("", rest)
    return None if _FORMS.PREPOSITION.search(inner) else f"{auxiliary} {rest} {thing}"


def _put_in(other: str, earlier: str, is_person: IsPerson) -> str | None:
    """Put something else in the place of what the earlier question asks about: "and Biden?".

    Return None if its place cannot be told.
    """
    if starts := _FORMS.PHRASE.match(other):
        return _with_phrase(starts[1].lower(), other, earlier)
    other = _FORMS.POSSESSIVE.sub("", other)
    is_yes_no = ENGLISH.questions.YES_NO.match(earlier)
    names = [
        match
        for match in _FORMS.NAME.finditer(earlier)
        if not _is_asking(match[0]) and not _FORMS.CALENDAR_NAME.match(match[0])
    ]
    if _FORMS.A_NAME.match(other) and names:
        spoken = [match for match in names if is_person(match[0])]
        silent = [match for match in names if match not in spoken]
        if is_person(other) and not spoken and not is_yes_no:
            # A person does something as NATO does, but is not annexed as Crimea was.
            acts = _FORMS.ACTIVE_NEXT.search(earlier[: names[0].start()])
            return _swap(names[0], other, earlier) if acts else None
        alike = spoken[-1:] if is_person(other) else silent[-1:]
        # "Does Russia want to join NATO?", "and Ukraine?"
        return _swap((names[:1] if is_yes_no else alike or names[-1:])[0], other, earlier)
    counted = _FORMS.COUNTED.match(earlier)
    if counted and " " not in other and other.endswith("s") == counted[2].endswith("s"):
        return f"{counted[1]}{other}{earlier[counted.end() :]}?"
    if (asked := _FORMS.ASKED_OF.match(earlier)) and not names and " " not in other:
        return f"{_agreeing(asked[1], other)}{other}{earlier[asked.end() :]}?"
    for preposition in reversed(list(_FORMS.REPLACEABLE.finditer(earlier))):
        head, tail = earlier[: preposition.end()], earlier[preposition.end() :]
        is_last = _FORMS.SIMPLE_PHRASE.fullmatch(tail) or _FORMS.HAS_VERB.search(head)
        return f"{head}{other}?" if tail and is_last else None
    if thing := _FORMS.ASKED_OF_THING.fullmatch(earlier):
        return f"{_agreeing(thing[1], other)}{other}?"
    if (last := _FORMS.LAST_NOUN.search(earlier)) and _FORMS.HAS_VERB.search(earlier):
        return f"{earlier[: last.start()]}{other}?"
    return None


def _swap(name: re.Match[str], other: str, earlier: str) -> str:
    start, end = name.span()
    if earlier[:start].lower().endswith("the "):
        start -= 4
    own = _FORMS.OWN.format(other) if _FORMS.POSSESSIVE.search(name[0]) else other
    return f"{_agreeing(earlier[:start], own)}{own}{earlier[end:]}?"


def _agreeing(head: str, subject: str) -> str:
    """Return what comes before a subject, its auxiliary made to agree: "does " with one."""
    found = _FORMS.AUXILIARY_LAST.search(head)
    if found is None:
        return head
    given = found[1].lower()
    of_one = {several: one for one, several in _FORMS.OF_SEVERAL.items()}
    right = (_FORMS.OF_SEVERAL if _is_plural(subject) else of_one).get(given, given)
    if found[1][0].isupper():
        right = right.capitalize()
    return f"{head[: found.start()]}{right} "


def _is_plural(phrase: str) -> bool:
    is_country = ENGLISH.countries.COUNTRY.fullmatch(phrase.removeprefix("the "))
    return not is_country and bool(_FORMS.PLURAL.fullmatch(phrase))


def _with_phrase(preposition: str, phrase: str, earlier: str) -> str | None:
    """Put a phrase in the place of one with the same preposition, or of the time; else last."""
    if preposition == "according to":
        return f"{_FORMS.VIEW.sub('', earlier)} {phrase}?"
    if _FORMS.TIME.search(phrase):
        kept = collapse_whitespace(_FORMS.TIME.sub("", earlier))
        return None if _FORMS.ASKS_A_TIME.match(earlier) else f"{kept} {phrase}?"
    kept, found, tail = earlier.partition(f" {preposition} ")
    if found and not (_FORMS.SIMPLE_PHRASE.fullmatch(tail) or _FORMS.HAS_VERB.search(kept)):
        return None
    if preposition == "about" and not found and not _FORMS.SAYS.search(earlier):
        return None
    return f"{kept} {phrase}?"


def _name_pronouns(line: str, earlier: str, before: Answer, is_person: IsPerson) -> str | None:
    found = _free_pronoun(line)
    if found is None:
        return None
    meant = _referent(found[1].lower(), earlier, before, is_person)
    return None if meant is None else _replaced(line, found, meant)


def _replaced(line: str, pronoun: re.Match[str], name: str) -> str:
    head, tail = line[: pronoun.start()], line[pronoun.end() :]
    is_own = pronoun[1].lower() in ENGLISH.words.POSSESSIVE_PRONOUNS and re.match(r" \w", tail)
    if is_own and not _FORMS.PREPOSITION.match(tail):
        return f"{head}{_FORMS.OWN.format(name)}{tail}"
    return f"{_agreeing(head, name)}{name}{tail}"


def _free_pronoun(line: str) -> re.Match[str] | None:
    """Return the pronoun that no name before it in the same question explains."""
    found = None if _FORMS.EMPTY_IT.search(line) else _FORMS.PRONOUN.search(line)
    return None if found is None or _names(line[: found.start()]) else found


def _referent(pronoun: str, earlier: str, before: Answer, is_person: IsPerson) -> str | None:
    """Return the name or noun phrase of the question before that a pronoun means, or None."""
    names, phrases = _names(earlier), _noun_phrases(earlier)
    if pronoun in ENGLISH.words.PERSON_PRONOUNS:
        short = before.short if before.short and _FORMS.A_NAME.match(before.short) else None
        if _FORMS.ASKS_FOR_SOMEONE.match(earlier) and short:
            return short  # "who is the prime minister?" found him
        persons = [name for name in names if not ENGLISH.countries.COUNTRY.fullmatch(name)]
        persons = [name for name in persons if is_person(name)] or persons
        if persons:
            return _full_name(persons[0], before)
        held = [phrase for phrase in phrases if holds_role(phrase)]
        return next(iter(held), None) or short or _person_of(before)
    if pronoun in ENGLISH.words.PLURAL_PRONOUNS:
        if many := [one for one in phrases if _is_plural(one)]:
            return many[0]
    elif _FORMS.WHO_IS.match(earlier):
        return None  # "it" is not the one who was asked about
    else:
        names = [name for name in names if not is_person(name)]
        if ENGLISH.questions.YES_NO.match(earlier) and len(names) > 1:
            return None
    if pronoun in ("that", "this", "these", "those"):
        return None  # often all that was said
    if phrases and (
        not names or phrases[0] == _FORMS.THE_THING.format(names[0]) or names[0] not in phrases[0]
    ):
        return phrases[0]
    return names[0] if names else None


def _noun_phrases(earlier: str) -> list[str]:
    """Return the noun phrases of a question, without a verb or a predicate that comes after one."""
    found = []
    for match in _FORMS.NOUN_PHRASE.finditer(earlier):
        words = (match[1] or match[2] or match[3]).split()
        head = earlier[: match.start()]
        is_subject = _FORMS.SUBJECT_NEXT.search(head)
        is_asked_be = is_subject and _FORMS.CLAUSE_OF_BE.search(head)
        if match[1] and is_subject and not _FORMS.VERB_NEXT.match(earlier, match.end()):
            if is_asked_be and _FORMS.HAS_PARTICIPLE.match(words[-1]):
                words = words[:-1]  # "when was the treaty signed?"
            elif not is_asked_be or ENGLISH.questions.YES_NO.match(earlier):
                # "Does the ferry stop?", "is the ferry late?"; of three words two may be the verb.
                words = words[:-1] if len(words) == 2 else words if len(words) == 1 else []
        if words:
            phrase = " ".join(words)
            found.append(phrase if match[3] else _FORMS.THE_THING.format(phrase))
    return found


def _full_name(name: str, before: Answer) -> str:
    """Return a last name with the first name that the answer before has for it."""
    for citation in before.citations[:1]:
        for person in named_persons(citation.text):
            if person.endswith(f" {name}"):
                return person
    return name


def _person_of(before: Answer) -> str | None:
    """Return the one person whom the answer's first sentence is about: its speaker, or named."""
    if not before.citations:
        return None
    first = before.citations[0]
    persons = dict.fromkeys(named_persons(first.text))
    return first.speaker or (next(iter(persons)) if len(persons) == 1 else None)


def _names(text: str) -> list[str]:
    """Return the names in a question, the one whose view is asked for first."""
    names = [
        _FORMS.POSSESSIVE.sub("", match[0])
        for match in _FORMS.NAME.finditer(text)
        if not _is_asking(match[0]) and not _FORMS.CALENDAR_NAME.match(match[0])
    ]
    view = _FORMS.VIEW_OF.search(text)
    return sorted(names, key=lambda name: not (view and name.startswith(view[1])))


def _is_asking(word: str) -> bool:
    return bool(ENGLISH.questions.ASKING_PART.fullmatch(word))
