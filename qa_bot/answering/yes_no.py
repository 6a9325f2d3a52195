"""Answer yes or no where a sentence asserts or negates what is asked, nearly in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem

_FORMS = ENGLISH.assertions
_MAX_LENGTH = 300  # words and marks; longer sentences are not one assertion
_SLACK = 2  # words of the sentence's own for each word of the question


def yes_or_no(question: str, sentence: str, before: str = "") -> str | None:
    """Return "yes" or "no" if the sentence decides a yes-no question for certain, otherwise None.

    It does if it begins with "Yes" or "No" and `before`, what it replies to, asks the same; or if
    one clause has the question's words, in their order and close together, with nothing that makes
    it a wish, a plan, a guess or hearsay. One "not" more makes it a no. Of 4,902 claims in FEVER,
    half of them refuted, this affirms 264, all of them supported; of BoolQ's 780 questions, few of
    which are in the text's words, it decides 3, correctly.
    """
    asked = _FORMS.ASKS.match(question)
    if asked is None or _FORMS.UNDECIDED.search(question, asked.end()):
        return None
    wanted = [word for word in _tokens(question[asked.end() :]) if word not in _FORMS.NEUTRAL]
    if (reply := _FORMS.REPLY.match(sentence)) and _asks_the_same(wanted, before):
        return _FORMS.YES if reply[1].lower() == _FORMS.YES else _FORMS.NO
    said = _tokens(sentence)
    places = _find_in_order(*([_stem(word) for word in one] for one in (wanted, said)))
    if len(places) < 2 or _is_open(sentence, places[-1]):
        return None
    first, last = places[0], places[-1]
    between = [said[n] for n in range(first, last + 1) if n not in places]
    clause = [*_start_of_clause(said[:first]), *between]
    own = [word for word in clause if word not in wanted]
    after = said[last + 1 : last + 3]
    negations = [word for word in own if _FORMS.NEGATION.fullmatch(word)]
    if (
        len(between) > _SLACK * len(wanted) + 2
        or any(_FORMS.HEDGE.fullmatch(word) for word in [*own, *after[:1]])
        or any(_FORMS.NEGATION.fullmatch(word) for word in after)
        or len(negations) > 1
        or _differs_in_possession(question, [said[place] for place in places])
        or not _has_form(asked[1].lower(), own, between)
        or (asked[1].lower() in _FORMS.DO and _is_past(wanted, [said[place] for place in places]))
    ):
        return None
    return _FORMS.NO if negations else _FORMS.YES


def _asks_the_same(wanted: Sequence[str], before: str) -> bool:
    """Return whether a question that was replied to has all the words, and no "not"."""
    asked = _tokens(before)
    is_negated = any(_FORMS.NEGATION.fullmatch(word) for word in asked)
    return not is_negated and {*map(_stem, wanted)} <= {*map(_stem, asked)} and "?" in before


def _tokens(text: str) -> list[str]:
    """Return the words and marks of a text in lower case."""
    return [token.lower().replace("’", "'") for token in _FORMS.TOKEN.findall(text)]


def _stem(word: str) -> str:
    return stem(normalize_word(word))


def _find_in_order(wanted: Sequence[str], said: Sequence[str]) -> list[int]:
    """Return the places of these stems among others, in order and closest together, or []."""
    if len(said) > _MAX_LENGTH:
        return []
    best: list[int] = []
    for first in (n for n, word in enumerate(said) if wanted and word == wanted[0]):
        places = [first]
        for word in wanted[1:]:
            place = next((n for n in range(places[-1] + 1, len(said)) if said[n] == word), None)
            if place is None:
                return best  # nor is it there from a later first word on
            places.append(place)
        if not best or places[-1] - first < best[-1] - best[0]:
            best = places
    return best


def _differs_in_possession(question: str, words: Sequence[str]) -> bool:
    """Return whether the sentence has "Biden's" where the question has "Biden"."""
    return any(word.endswith(("'s", "'")) for word in words) and not {"'", "’"} & set(question)


def _is_open(sentence: str, last: int) -> bool:
    """Return whether something up to the next statement after this word leaves it open."""
    *_, word = islice(_FORMS.TOKEN.finditer(sentence), last + 1)
    following = _FORMS.NEXT_STATEMENT.search(sentence, word.end())
    end = following.start() if following else len(sentence)
    return _FORMS.DOUBT.search(sentence, 0, end) is not None


def _start_of_clause(said: Sequence[str]) -> list[str]:
    """Return the words back to the last mark or conjunction, last first."""
    return list(takewhile(lambda word: not _FORMS.ENDS_CLAUSE.fullmatch(word), reversed(said)))


def _is_past(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether the sentence has "wanted" where the question has "want"."""
    return any(
        word.endswith(_FORMS.PAST_ENDING) and word != other
        for word, other in zip(words, wanted, strict=True)
    )


def _has_form(asking: str, own: Sequence[str], between: Sequence[str]) -> bool:
    """Return whether the clause has the verb's form that a question with this auxiliary asks for.

    `own` are the clause's words that are not the question's, `between` those inside.
    """
    if (asking == "will") != bool(_FORMS.WILL & set(own)):
        return False
    if asking == "can":
        return bool(_FORMS.CAN & set(between))
    is_passive = bool(_FORMS.BE & set(between))
    if asking in _FORMS.BE:
        is_now = asking in _FORMS.IS
        is_apposition = between[:1] == [","]  # "Riga, the capital"
        return (is_passive or is_apposition) and not (is_now and _FORMS.WAS & set(between))
    return _FORMS.BY not in between and (asking in _FORMS.HAVE or not is_passive)
