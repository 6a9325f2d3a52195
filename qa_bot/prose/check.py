"""Check a sentence against what it cites, which must contain its names, numbers and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa_bot.language import ENGLISH
from qa_bot.prose.numbers import dates, has_date, quantities
from qa_bot.text import collapse_whitespace, normalize_word, stem, stems, words

# The share of a sentence's words, stop words aside, that must be in what it cites; the others may
# paraphrase. A sentence in another language shares hardly any. If half of them were enough, 3 %
# more of FEVER's supported claims would pass, and 8 % more of the others.
MIN_SHARED = 2 / 3
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,})[”\"»]")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b\w+\.(?:com|org|net|io|info|biz|ru|cn)\b", re.I)
_OPENS = re.compile(r"(?:^|[.!?:“\"])\s*[“\"]?$")
_WITH_DIGIT = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])[\w-]+")


def find_fault(sentence: str, evidence: str) -> str | None:
    """Return something that a sentence says and its evidence does not, or None.

    Every name, number, date, quotation and link must be in the evidence, as written there or in an
    equivalent form, and so must most of the other words.
    """
    return next(_faults(sentence, evidence), None)


def _faults(sentence: str, evidence: str) -> Iterator[str]:
    known = {normalize_word(one[0]) for one in words(evidence)}
    known_stems = {stem(one) for one in known}
    for link in _LINK.findall(sentence):
        if link.lower() not in evidence.lower():
            yield f"the link {link}"
    for quotation in _QUOTED.findall(sentence):
        if _letters(quotation) not in _letters(evidence):
            yield f"the quotation “{quotation}”"
    yield from _dates_and_numbers(sentence, evidence)
    rest = _blank_dates_and_numbers(sentence)
    yield from _quantities_in_words(rest, known)
    for name in _names(rest, known_stems):
        if normalize_word(name) not in known:
            yield f"the name {name}"
    own = [one for one in stems(rest) if not one[0].isdigit()]
    shared = sum(one in known_stems for one in own)
    if not own or shared < MIN_SHARED * len(own):
        yield "other words"
    yield from _turns(sentence, evidence, known)


def _turns(sentence: str, evidence: str, known: set[str]) -> Iterator[str]:
    """Yield what reverses the evidence's meaning: an added or missing negation, an opposite."""
    claims = ENGLISH.claims
    there = [(clause, set(stems(clause))) for clause in claims.CLAUSE_END.split(evidence)]
    for clause in claims.CLAUSE_END.split(sentence):
        own = set(stems(clause))
        nearest, shared = max(there, key=lambda one: len(own & one[1]))
        if not own & shared:
            nearest = evidence
        if claims.NEGATION.search(clause) and not claims.NEGATIVE.search(nearest):
            yield "a negation"
        if own & shared and claims.REVERSAL.search(nearest) and not claims.NEGATIVE.search(clause):
            yield "an affirmation"
    for word in (one[0].lower() for one in words(sentence)):
        if word not in known and known.intersection(claims.OPPOSITES.get(word, ())):
            yield f"the word {word}"


def _dates_and_numbers(sentence: str, evidence: str) -> Iterator[str]:
    own_dates, known_dates = dates(sentence), dates(evidence)
    for date, said in own_dates.items():
        if not has_date(date, known_dates):
            yield f"the date {said}"
    there = quantities(evidence)
    # The parts of a date also count as numbers, whatever the date's form.
    parts = {value for date in known_dates for value in date[1:] if value is not None}
    own = quantities(_blank(sentence, own_dates.values()))
    for quantity, said in own.items():
        if quantity not in there and not (quantity[0] == "" and quantity[1] in parts):
            yield f"the number {said}"
    for sign, form in ENGLISH.claims.CURRENCIES.items():
        if sign in sentence and not form.search(evidence):
            yield f"the currency {sign}"


def _quantities_in_words(rest: str, known: set[str]) -> Iterator[str]:
    """Yield quantities that are neither dates nor numbers: "20th", "half"."""
    for said in _WITH_DIGIT.findall(rest):
        if any(normalize_word(one[0]) not in known for one in words(said)):
            yield f"the number {said}"
    for said in ENGLISH.claims.QUANTITY.findall(rest):
        if said.lower() not in known:
            yield f"the number {said}"


def _names(sentence: str, known_stems: set[str]) -> Iterator[str]:
    """Yield the capitalized words, but a sentence's first only if it is not a common word."""
    for match in words(sentence):
        word = match[0]
        if not any(letter.isupper() for letter in word) or word == "I":
            continue
        if _OPENS.search(sentence[: match.start()]):
            common = ENGLISH.words.STOP_WORDS | ENGLISH.claims.OPENING
            is_common = word.lower() in common or stem(normalize_word(word)) in known_stems
            if (word[1:].islower() and is_common) or len(word) == 1:
                continue
        yield word


def _blank_dates_and_numbers(sentence: str) -> str:
    """Return a sentence with its dates and numbers blanked: they are compared as values."""
    rest = _blank(sentence, dates(sentence).values())
    return _blank(rest, quantities(rest).values())


def _blank(text: str, parts: Iterable[str]) -> str:
    """Return a text with every occurrence of the parts blanked, so that offsets stay valid."""
    for part in parts:
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " " * len(part), text)
    return text


def _letters(text: str) -> str:
    """Return a text's words in lower case, with letters and digits only."""
    return collapse_whitespace(re.sub(r"[\W_]+", " ", text)).casefold()
