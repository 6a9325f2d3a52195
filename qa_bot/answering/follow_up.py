"""Complete a follow-up question by rules, from the previous question and its answer.

"And Biden?", "why?", "at what time?", "where does he work?", "who said that?". A question that is
complete is left alone; one that the conversation does not explain is unclear.
"""

from __future__ import annotations

import re

from qa_bot.answering.overview_intent import overview_intent
from qa_bot.answering.phrases import (
    is_question_word,
    make_agree,
    names_in,
    noun_phrases,
)
from qa_bot.answering.referents import (
    IsPerson,
    find_pronoun,
    is_of_people,
    referent_of,
    replace_pronoun,
)
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace, sanitize_line
from qa_bot.types import Answer

_FORMS = ENGLISH.follow_ups
_MAX_QUOTE = 120  # characters of the words in "who said “…”?"
_INNER_QUOTES = str.maketrans("“”", "‘’")


def resolve(question: str, previous: Answer, is_person: IsPerson) -> str | None:
    """Return the question completed from the previous turn, or None.

    None if it is complete already, or if no rule can complete it; then use `join_questions`. If the
    follow-up names another person ("and Biden?"), it replaces a person's name, not a place's.
    """
    line = collapse_whitespace(question)
    earlier = _earlier_question(previous)
    if _FORMS.WHO_SAID.fullmatch(line):
        return _ask_who_said(previous)
    if _FORMS.WHO_SAID.match(earlier):
        earlier = ""  # it cannot be rephrased
    if asking := _bare_question(line):
        if asking == _FORMS.WHY_WORD and previous.short == ENGLISH.assertions.NO:
            asking = _FORMS.WHY_NOT_WORDS
        return _ask_with(asking, earlier) if earlier else None
    if added := _added_subject(line):
        if not earlier or overview_intent(earlier):
            return ask_about(line)
        with_names = _resolve_pronoun(added, earlier, previous, is_person) or added
        return _substitute(with_names, earlier, is_person)
    return _resolve_pronoun(line, earlier, previous, is_person)


def ask_about(question: str) -> str | None:
    """Return what a follow-up adds as a question of its own, or None if it adds no subject.

    "And the battery?" becomes "what is said about the battery?".
    """
    added = _added_subject(collapse_whitespace(question)) or ""
    subject = added.removeprefix(f"{_FORMS.ABOUT} ")
    is_subject = subject and not any(
        form.match(subject) for form in (_FORMS.PHRASE, _FORMS.TIME, _FORMS.CALENDAR_NAME)
    )
    if not is_subject or _FORMS.ADVERB.fullmatch(subject) or _FORMS.PRONOUN.search(subject):
        return None
    return _FORMS.SAID_ABOUT.format(subject)


def join_questions(question: str, previous: Answer) -> str | None:
    """Return a follow-up joined with the previous question, or None if it is not a follow-up.

    The result is not a sentence: it is only used to search, and never shown.
    """
    line, earlier = collapse_whitespace(question), _earlier_question(previous)
    if not earlier or _FORMS.WHO_SAID.fullmatch(line) or _FORMS.WHO_SAID.match(earlier):
        return None
    if added := _added_subject(line):
        return f"{added}: {earlier}?"
    pronoun = find_pronoun(line)
    refers = pronoun and (is_of_people(pronoun[1]) or not _FORMS.WHO_IS.match(earlier))
    if pronoun and refers and _is_of_the_same(pronoun, earlier):
        return None
    is_there = _FORMS.THERE.search(line) and (names_in(earlier) or noun_phrases(earlier))
    if _bare_question(line) or refers or is_there:
        return f"{line.rstrip('?!. ')}: {_FORMS.ASKING_PREFIX.sub('', earlier)}?"
    return None


def _is_of_the_same(pronoun: re.Match[str], earlier: str) -> bool:
    """Return whether the question before says "it" too, for what the whole article is about."""
    before = find_pronoun(earlier)
    if before is None or _FORMS.OF_ANYONE.search(earlier):
        return False  # "how do I freeze it?", "how long does it take?"
    return not is_of_people(pronoun[1]) and before[1].lower() == pronoun[1].lower()


def find_unclear(
    question: str,
    previous: Answer | None,
    is_person: IsPerson,
    *,
    is_of_one_article: bool = False,
) -> str | None:
    """Return the words that the conversation does not explain ("he", "the other one"), or None.

    In a first question, "it" stands for what the article is about, if only one is asked.
    """
    line = collapse_whitespace(question)
    if other := _FORMS.OTHER_ONE.fullmatch(line):
        return _FORMS.AND_ABOUT.sub("", other[0].rstrip("?!. "))
    if _FORMS.WHO_SAID.fullmatch(line) and (previous is None or not previous.citations):
        return _FORMS.THAT
    if previous is None and is_incomplete(line):
        return line.rstrip("?!. ")
    found = find_pronoun(line)
    if found is None:
        return None
    if previous is None:
        is_of_article = not is_of_people(found[1]) and (
            _FORMS.OF_ANYONE.search(line)  # "can I freeze it?"
            or (is_of_one_article and found[1].lower() not in ENGLISH.words.DEMONSTRATIVES)
        )
        return None if is_of_article else found[1]
    if _added_subject(line) and _repeats(line, previous, is_person):
        return found[1]  # "what does Putin want?", "and him?"
    is_explained = found[1].lower() not in ENGLISH.words.PERSON_PRONOUNS or referent_of(
        found[1].lower(), line, _earlier_question(previous), previous, is_person
    )
    return None if is_explained else found[1]


def _repeats(line: str, previous: Answer, is_person: IsPerson) -> bool:
    """Return whether a follow-up, completed, asks what was asked before."""
    return resolve(line, previous, is_person) == f"{_earlier_question(previous)}?"


def is_incomplete(question: str) -> bool:
    """Return whether a line asks nothing without a question before it: "why?", "and Biden?"."""
    line = collapse_whitespace(question)
    return bool(_FORMS.BARE.fullmatch(line) or _FORMS.AND.fullmatch(line))


def insert_name(question: str, name: str) -> str | None:
    """Return a question with a name in place of its unclear pronoun, or None if it has none."""
    line = collapse_whitespace(question)
    found = find_pronoun(line)
    return None if found is None else replace_pronoun(line, found, name)


def is_name(line: str) -> bool:
    """Return whether a line is a name or description ("the Indian leader"), not a question."""
    text = collapse_whitespace(line)
    asks = _FORMS.ASKS.match(text)
    return not asks and not text.endswith("?") and len(text.split()) <= 5


def _earlier_question(previous: Answer) -> str:
    return collapse_whitespace(previous.resolved_question or previous.question).rstrip("?!. ")


def _bare_question(line: str) -> str | None:
    """Return the words of a bare question: "why" for "how come?", "with who" for "who with?"."""
    if _FORMS.WHY.fullmatch(line):
        return _FORMS.WHY_WORD
    if _FORMS.WHY_NOT.fullmatch(line):
        return _FORMS.WHY_NOT_WORDS
    if last := _FORMS.PREPOSITION_LAST.fullmatch(line):
        return f"{last[2]} {last[1]}".lower()
    if bare := _FORMS.BARE.fullmatch(line):
        return f"{bare[1]}{bare[2] or ''}".lower()
    return None


def _added_subject(line: str) -> str | None:
    """Return the subject that a follow-up adds: "Biden" in "and Biden?"."""
    found = _FORMS.AND.fullmatch(line)
    if found is None or _FORMS.OTHER_ONE.fullmatch(line):
        return None
    added = found[1] or found[2]
    return None if _FORMS.BEGINS_A_QUESTION.match(added) else added


def _ask_who_said(previous: Answer) -> str | None:
    if not previous.citations:
        return None
    quote = sanitize_line(previous.citations[0].quote).strip('“”" ').translate(_INNER_QUOTES)
    if len(quote) > _MAX_QUOTE:
        quote = f"{quote[:_MAX_QUOTE].rsplit(' ', 1)[0].rstrip('.,;')}…"
    return _FORMS.SAID_BY_WHOM.format(quote.rstrip(".,;"))


def _ask_with(asking: str, earlier: str) -> str | None:
    """Return the earlier question with another question word, or None if that is not English.

    "When?" and "at what time?" fit a clause with an auxiliary, "how many?" a plural noun.
    """
    if _FORMS.HOW_MANY.fullmatch(asking):
        several = _FORMS.ASKED_OF_SEVERAL.fullmatch(earlier)
        return f"{asking} {several[1]} {several[2]}?" if several else None
    if asking == _FORMS.WHY_NOT_WORDS:
        return (
            _FORMS.NEGATABLE.sub(_FORMS.ASKED_WHY_NOT, earlier) if _is_negatable(earlier) else None
        )
    clause = _clause(earlier)
    if clause is None or not _FORMS.ADVERBIAL.fullmatch(asking):
        return None
    if asking == _FORMS.HOW_WORD and _FORMS.OF_A_STATE.search(clause):
        return None  # "how does Putin want that?"
    if _FORMS.SINCE_WHEN.match(asking) and _FORMS.IN_THE_PRESENT.match(clause):
        return None
    if asking.startswith(_FORMS.ABOUT) and _FORMS.SAYS_IT.search(clause):
        return None
    if _FORMS.BY_SOMEONE.match(asking) and not _FORMS.PASSIVE.match(clause):
        return None
    if (
        _FORMS.NEEDS_PARTICIPLE.match(asking)
        and _FORMS.CLAUSE_OF_BE.match(clause)
        and not _FORMS.HAS_PARTICIPLE.search(clause)
        and not (asking == _FORMS.WHY_WORD and ENGLISH.questions.YES_NO.match(earlier))
    ):
        return None  # "why is the call?"
    preposition, _, rest = asking.partition(" ")
    if rest and f" {preposition} " in f"{clause} ":
        return None
    is_why_there = asking == _FORMS.WHY_WORD and _FORMS.ASKS_A_PLACE.match(earlier)
    return f"{asking} {clause} {_FORMS.THERE_WORD}?" if is_why_there else f"{asking} {clause}?"


def _is_negatable(earlier: str) -> bool:
    return bool(_FORMS.NEGATABLE.fullmatch(earlier)) and not _FORMS.NEGATED.search(earlier)


def _clause(earlier: str) -> str | None:
    """Return a question from its auxiliary on, its object put back in place, or None.

    "What deals did Putin sign with Modi" gives "did Putin sign the deals with Modi".
    """
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


def _substitute(other: str, earlier: str, is_person: IsPerson) -> str | None:
    """Return the earlier question with something else in place of its subject: "and Biden?".

    None if it is unclear what to replace.
    """
    if starts := _FORMS.PHRASE.match(other):
        return _replace_phrase(starts[1].lower(), other, earlier)
    if _FORMS.TIME.fullmatch(other):  # "next year"
        return _replace_phrase("", other, earlier)
    if _FORMS.ADVERB.fullmatch(other):
        return None  # "and then?"
    other = _FORMS.POSSESSIVE.sub("", other)
    is_yes_no = ENGLISH.questions.YES_NO.match(earlier)
    names = [
        match
        for match in _FORMS.NAME.finditer(earlier)
        if not is_question_word(match[0]) and not _FORMS.CALENDAR_NAME.match(match[0])
    ]
    if _FORMS.A_NAME.match(other) and names:
        spoken = [match for match in names if is_person(match[0])]
        silent = [match for match in names if match not in spoken]
        if is_person(other) and not spoken and not is_yes_no:
            # A person does something as NATO does, but is not annexed as Crimea was.
            acts = _FORMS.ACTIVE_NEXT.search(earlier[: names[0].start()])
            return _replace_name(names[0], other, earlier) if acts else None
        alike = spoken[-1:] if is_person(other) else silent[-1:]
        # "Does Russia want to join NATO?", "and Ukraine?"
        return _replace_name((names[:1] if is_yes_no else alike or names[-1:])[0], other, earlier)
    counted = _FORMS.COUNTED.match(earlier)
    if counted and " " not in other and other.endswith("s") == counted[2].endswith("s"):
        return f"{counted[1]}{other}{earlier[counted.end() :]}?"
    if (asked := _FORMS.ASKED_OF.match(earlier)) and not names and " " not in other:
        return f"{make_agree(asked[1], other)}{other}{earlier[asked.end() :]}?"
    thing = _FORMS.ASKED_OF_THING.fullmatch(earlier)
    if thing and not _FORMS.HAS_PARTICIPLE.search(thing[2]):
        return f"{make_agree(thing[1], other)}{other}?"
    if (subject := _FORMS.ASKED_OF_SUBJECT.fullmatch(earlier)) and not names:
        if _FORMS.A_THING.fullmatch(other):
            return f"{make_agree(subject[1], other)}{other} {subject[2]}?"
        return None
    for preposition in reversed(list(_FORMS.REPLACEABLE.finditer(earlier))):
        head, tail = earlier[: preposition.end()], earlier[preposition.end() :]
        is_last = _FORMS.SIMPLE_PHRASE.fullmatch(tail) or _FORMS.HAS_VERB.search(head)
        return f"{head}{other}?" if tail and is_last else None
    if (last := _FORMS.LAST_NOUN.search(earlier)) and _FORMS.HAS_VERB.search(earlier):
        head = earlier[: last.start()]
        is_place = _FORMS.ENDS_WITH_PREPOSITION.search(head)
        if is_place and not (_FORMS.A_THING.match(other) or _FORMS.A_NAME.match(other)):
            return None  # "since when are the troops at tanks?"
        return f"{head}{other}?"
    return None


def _replace_name(name: re.Match[str], other: str, earlier: str) -> str:
    start, end = name.span()
    if earlier[:start].lower().endswith(_FORMS.THE):
        start -= len(_FORMS.THE)
    own = _FORMS.OWN.format(other) if _FORMS.POSSESSIVE.search(name[0]) else other
    if (relative := _FORMS.RELATIVE.match(earlier, name.start())) and "'s " in other:
        own, end = other, relative.end()  # "Pocock's wife", "and her brother?"
    return f"{make_agree(earlier[:start], own)}{own}{earlier[end:]}?"


def _replace_phrase(preposition: str, phrase: str, earlier: str) -> str | None:
    """Return the earlier question with a phrase in place of its own of that kind, or at the end.

    Phrases of one kind have the same preposition, or name a time. None if it does not fit.
    """
    if preposition == _FORMS.ACCORDING_TO:
        return f"{_FORMS.VIEW.sub('', earlier)} {phrase}?"
    if _FORMS.ASKS_FOR_TIMES.match(earlier) and _FORMS.OF_TIME.match(phrase):
        return None  # "what are the best months in August?"
    if _FORMS.TIME.search(phrase):
        kept = collapse_whitespace(_FORMS.TIME.sub("", earlier))
        return None if _FORMS.ASKS_A_TIME.match(earlier) else f"{kept} {phrase}?"
    kept, found, tail = earlier.partition(f" {preposition} ")
    if found and not (_FORMS.SIMPLE_PHRASE.fullmatch(tail) or _FORMS.HAS_VERB.search(kept)):
        return None
    if preposition == _FORMS.ABOUT and not found and not _FORMS.SAYS.search(earlier):
        return None
    return f"{kept} {phrase}?"


def _resolve_pronoun(line: str, earlier: str, previous: Answer, is_person: IsPerson) -> str | None:
    found = find_pronoun(line)
    if found is None or _FORMS.ELLIPSIS.search(line):
        return None
    meant = referent_of(found[1].lower(), line, earlier, previous, is_person)
    return None if meant is None else replace_pronoun(line, found, meant)
