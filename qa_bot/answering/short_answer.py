"""The short answer: the few words of the first quote that answer, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa_bot.answering.person_questions import asked_person, holds_role
from qa_bot.answering.question import Question, holds, parse_question
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem, stems

# Below this difference the words are wrong too often: in 455 answered questions of SQuAD 2.0 and
# XQuAD their F1 is .86 from 1.5 on, .80 down to 0, .72 down to -1, and .65 down to -4.
_MIN_DIFFERENCE = 0.0


def short_answer(question: str, words: str, null_score_difference: float, quote: str) -> str | None:
    """Return the short answer as the quote has it, or None.

    It is None if the reader is not certain of the words, if they are not in the quote or only stop
    words, if the question wants a whole sentence (why, how, what somebody says, yes or no) or all
    of a list of which the words are a part, or if it asks for a number, a time or a kind of
    quantity that they do not contain. A quantity gets its unit ("£48,000"), a month its day
    ("January 11"), a person's role the rest of it ("a fellow at the Center").
    """
    if (
        not (stems(words) or holds(words, "how many"))  # "we have"
        or null_score_difference < _MIN_DIFFERENCE
        or ENGLISH.questions.WANTS_A_SENTENCE.search(question)
    ):
        return None
    # The reader saw the quote with its white space collapsed; whole words are shown.
    pattern = r"(?<!\w)\w*" + r"\s+".join(map(re.escape, words.split())) + r"\w*"
    found = re.compile(pattern).search(quote, _end_of_list_mark(quote))
    if found is None or _is_part_of_list(question, found, quote):
        return None
    asked = parse_question(question)
    if asked.measure:
        return _extend(found, ENGLISH.measures.HOLDS_MEASURE[asked.measure], quote)
    if asked.answer_type in ("how many", "when") and not holds(found[0], asked.answer_type):
        return None
    if (person := asked_person(question)) and (
        role := _role(person, re.finditer(pattern, quote), quote)
    ):
        return role
    if asked.answer_type == "who":
        return _without_first_name(asked, found, quote)
    whole = _extend(found, ENGLISH.overview.DATE, quote) if asked.answer_type == "when" else None
    return whole or _without_half_quotation(found[0]) or None


def _without_half_quotation(words: str) -> str:
    """Return the words without a first mark that opens a quotation which they do not close."""
    closing = {"“": "”", "‘": "’"}.get(words[0])
    return words[1:] if closing and closing not in words[1:] else words


def _without_first_name(asked: Question, found: re.Match[str], quote: str) -> str | None:
    """Return the words without the first name of a person whom the question calls by the last one.

    "Who is Stoltenberg?" is not answered by the "Jens" in "Secretary General Jens Stoltenberg". Of
    the right answers to 11,042 questions with "who", this would cut ten.
    """
    following = re.match(r" ([A-Z][\w’'-]*)", quote[found.end() :])
    head, _, last = found[0].rpartition(" ")
    is_part_of_name = (
        following is not None
        and stem(normalize_word(following[1])) in asked.names
        and not re.search(rf"\b{re.escape(following[1])} [A-Z]", asked.text)
        and last[:1].isupper()
        and last.isalnum()
        and not holds_role(last)
    )
    return (head.rstrip(",") or None) if is_part_of_name else found[0]


def _role(person: str, places: Iterable[re.Match[str]], quote: str) -> str | None:
    """Return the words with the rest of the name or role, where they are the person's, or None."""
    for place in places:
        name = ENGLISH.persons.REST_OF_NAME.match(quote, place.end())
        if name and stems(name[0])[-1:] == stems(person):
            if " " not in place[0] and not holds_role(place[0]):
                continue  # a first name alone
            return quote[place.start() : name.end()]
        if where := ENGLISH.persons.WHERE_HELD.match(quote, place.end()):
            return quote[place.start() : where.end()]
    return None


def _end_of_list_mark(quote: str) -> int:
    """Return where a quote begins behind its number in a list: "6. Open the lid"."""
    mark = ENGLISH.questions.LIST_NUMBER.match(quote)
    return mark.end() if mark else 0


def _is_part_of_list(question: str, found: re.Match[str], quote: str) -> bool:
    """Return whether a question asks for a list, and the words leave out some of it."""
    forms = ENGLISH.questions
    return bool(forms.LIST.search(question)) and bool(
        forms.MORE_AFTER.match(quote, found.end())
        or forms.MORE_BEFORE.search(quote[: found.start()])
    )


def _extend(found: re.Match[str], whole: re.Pattern[str], quote: str) -> str | None:
    """Return the words extended to the quantity or date that they belong to, or None."""
    for held in whole.finditer(quote):
        if held.start() <= found.end() + 1 and found.start() <= held.end() + 1:  # "48,000 euros"
            start, end = min(held.start(), found.start()), max(held.end(), found.end())
            return quote[start:end].strip(" ,.;)")
    return None
