"""The phrases of a question: its names and noun phrases, and an auxiliary that agrees with one."""

from __future__ import annotations

from collections.abc import Callable

from qa_bot.language import ENGLISH

_FORMS = ENGLISH.follow_ups


def names_in(text: str) -> list[str]:
    """Return the names in a question; one after "according to" comes first."""
    names = [
        _FORMS.POSSESSIVE.sub("", match[0])
        for match in _FORMS.NAME.finditer(text)
        if not is_question_word(match[0]) and not _FORMS.CALENDAR_NAME.match(match[0])
    ]
    view = _FORMS.VIEW_OF.search(text)
    return sorted(names, key=lambda name: not (view and name.startswith(view[1])))


def is_question_word(word: str) -> bool:
    """Return whether a word asks: "when", "by whom"."""
    return bool(ENGLISH.questions.ASKING_PART.fullmatch(word))


def things_in(earlier: str, is_person: Callable[[str], bool]) -> list[str]:
    """Return what "it" may stand for in a question: each thing with the name of its place."""
    things = [one for one in noun_phrases(earlier) if not is_plural(one)]
    for name in names_in(earlier):
        if is_person(name) or any(name in one for one in things):
            continue
        for n, thing in enumerate(things):
            noun = thing.removeprefix(_FORMS.THE)
            for preposition in _FORMS.LINKING:
                if f"{noun} {preposition} {name}" in earlier:  # "the plant in Gdynia"
                    things[n] = f"{thing} {preposition} {name}"
        if not any(name in one for one in things):
            things.append(name)
    return things


def noun_phrases(earlier: str) -> list[str]:
    """Return the noun phrases of a question, cut before a verb or predicate that follows one."""
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


def make_agree(head: str, subject: str) -> str:
    """Return the words before a subject, with an auxiliary that agrees with it ("does", "do")."""
    found = _FORMS.AUXILIARY_LAST.search(head)
    if found is None:
        return head
    given = found[1].lower()
    of_one = {several: one for one, several in _FORMS.OF_SEVERAL.items()}
    right = (_FORMS.OF_SEVERAL if is_plural(subject) else of_one).get(given, given)
    if found[1][0].isupper():
        right = right.capitalize()
    return f"{head[: found.start()]}{right} "


def is_plural(phrase: str) -> bool:
    """Return whether a noun phrase or name stands for several; a country is one."""
    is_country = ENGLISH.countries.COUNTRY.fullmatch(phrase.removeprefix(_FORMS.THE))
    return not is_country and bool(_FORMS.PLURAL.fullmatch(phrase))
