"""What a question asks for: its stems, its names and numbers, the kind of thing asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from qa_bot.text import (
    MONTH,
    STOP_WORDS,
    collapse_whitespace,
    normalize_word,
    sanitize,
    stem,
    stems,
    words,
)

AnswerType = Literal["who", "when", "where", "how many"]

# Longer "questions" are pasted texts; the model reads 256 word pieces at most.
MAX_LENGTH = 2000

_ANSWER_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "when",
        re.compile(
            r"\b(?:when|(?:what|which) (?:year|date|day|time|month|century|decade|season)|"
            r"how (?:long ago|recently|soon))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "how many",
        re.compile(
            r"\bhow (?:many|much|old|long|far|tall|big|large|high|deep|wide|heavy|fast|often)\b|"
            r"\b(?:what|which) (?:percentage|percent|proportion|share|number|amount|age|price|cost|"
            r"fraction|population|total|rate)\b",
            re.IGNORECASE,
        ),
    ),
    ("who", re.compile(r"\b(?:who|whom|whose|who's)\b", re.IGNORECASE)),
    (
        "where",
        re.compile(
            r"\b(?:where|(?:what|which) (?:country|city|town|place|state|region|continent|location|"
            r"countries|cities|village|county|province))\b",
            re.IGNORECASE,
        ),
    ),
)

# Wishes, views, reactions, and what comes as a list: several sentences may answer, by several
# people. Reasons too, but there the second sentence is seldom another reason.
_BROAD = re.compile(
    r"\bwh?at\b.*\b(?:wants?|wish(?:es)?|demands?|hopes?|seeks?|needs?|expects?|fears?|plans?|"
    r"intends?|aims?|opposes?|supports?|says?|said|think|thinks|thought|believes?|stress(?:ed)?|"
    r"warn(?:ed)?|claim(?:ed)?|promised?|told|tell)\b|"
    r"\bwhat (?:are|were)\b(?! the (?:name|date|time)s?\b)|\bhow (?:did|do|does|has|have)\b.*"
    r"\b(?:react|respond|feel|rate|see|view)\b|"
    r"\b(?:views?|opinions?|reactions?|demands|wishes|goals|concerns|consequences|positions?)\b",
    re.IGNORECASE,
)

# "What does he do when he is asked?" asks for no time.
_ANOTHER_WORD = re.compile(r"\b(?:what|which|why|how)\b", re.IGNORECASE)

_TIME = re.compile(
    rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}})s?\b|\b(?:in|by|since|until|from|to) [1-9]\d\d\b|"
    rf"\b{MONTH}\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|"
    r"\b\d{1,2}:\d\d\b|\b(?:century|centuries|decade|yesterday|today|tomorrow|tonight|noon|"
    r"midnight|morning|afternoon|evening|spring|summer|autumn|winter|"
    r"(?:last|next|this|previous|following) (?:week|month|year))\b|"
    r"\b(?:days?|weeks?|months?|years?|hours?) (?:ago|later|earlier|before|after)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|quarter|third|twice|"
    r"both|several|single|pair|couple|none|once|double|triple)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?“\"‘(–—-] )(?<!^)\b(?!I\b)[A-Z][\w’'-]+|\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_PLACE = re.compile(
    r"\b(?:in|at|from|to|near|of|into|across|towards?|around|between|outside|inside|over|through|"
    r"throughout|within|on|off|along|and|north|south|east|west) (?:the )?(?:\w+ )?[A-Z]\w+"
)
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    "who": _NAME,
    "when": _TIME,
    "where": _PLACE,
    "how many": _NUMBER,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood.

    `typed` is the question on one line, `text` the same in the index's spelling, `stems` its stems
    in order, `names` those of its names and numbers, `answer_type` the kind of thing asked for. A
    broad question deserves all that the article says on it, any other one sentence.
    """

    typed: str
    text: str
    stems: tuple[str, ...]
    names: tuple[str, ...]
    answer_type: AnswerType | None
    is_broad: bool = False


def truncate_question(text: str) -> str:
    """Return a question as one line; its first 2,000 characters count."""
    return collapse_whitespace(sanitize(text[: 2 * MAX_LENGTH]))[:MAX_LENGTH]


def parse_question(line: str, typed: str | None = None) -> Question:
    """Return what a question asks for; `typed` is what the user wrote, where it is not the line."""
    answer_type = _answer_type(line)
    is_broad = answer_type is None and bool(_BROAD.search(line))
    found = tuple(dict.fromkeys(stems(line)))
    return Question(typed or line, line, found, _names(line), answer_type, is_broad)


@lru_cache(maxsize=8192)
def holds(sentence: str, answer_type: AnswerType) -> bool:
    """Return whether a sentence holds a name, a time, a place or a number, as the type asks."""
    return bool(_HOLDS[answer_type].search(sentence))


def _answer_type(line: str) -> AnswerType | None:
    """Return the kind of thing that the first question word asks for, not a later clause's."""
    found = [(match.start(), kind) for kind, asks in _ANSWER_TYPES if (match := asks.search(line))]
    if not found or _ANOTHER_WORD.search(line[: min(found)[0]]):
        return None
    return min(found)[1]


def _names(line: str) -> tuple[str, ...]:
    """Return the stems of the names and numbers: capitals that do not begin the line, digits."""
    found = []
    for position, match in enumerate(words(line)):
        word = match[0]
        is_name = position > 0 and word[0].isupper() and normalize_word(word) not in STOP_WORDS
        if word[0].isdigit() or is_name:
            found.append(stem(normalize_word(word)))
    return tuple(dict.fromkeys(found))
