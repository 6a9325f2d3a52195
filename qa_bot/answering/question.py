"""Parse a question: its stems, its names and numbers, its answer type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

from qa_bot.language import ENGLISH
from qa_bot.text import (
    collapse_whitespace,
    normalize_word,
    sanitize,
    stem,
    stems,
    words,
)

AnswerType = Literal["when", "how many", "who", "where"]

# Longer "questions" are pasted texts; the model reads 256 word pieces at most.
_MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    `typed` is the question on one line, `text` the same in the index's spelling, `stems` its stems
    in order, `names` those of its names and numbers, `answer_type` the kind of thing asked for. A
    broad question deserves everything that the article says about it, any other a single sentence.
    `measure` is the kind of quantity asked for: money, a length, an age.
    """

    typed: str
    text: str
    stems: tuple[str, ...]
    names: tuple[str, ...]
    answer_type: AnswerType | None
    is_broad: bool = False
    measure: str | None = None


def question_line(text: str) -> str:
    """Return a question as one line, cut to 2,000 characters, without a "no, …" before it."""
    line = collapse_whitespace(sanitize(text[: 2 * _MAX_LENGTH]))[:_MAX_LENGTH]
    return ENGLISH.questions.REPLY.sub("", line)


def strip_courtesy(line: str) -> str:
    """Return a question without what is only said to the bot, as a direct one.

    "Could you tell me who Ashe is?" becomes "who is Ashe?".
    """
    asked = ENGLISH.questions.COURTESY.sub("", line)
    return line if asked == line else ENGLISH.questions.INDIRECT.sub(r"\1 \3 \2", asked)


def parse_question(line: str, typed: str | None = None) -> Question:
    """Return a parsed question; `typed` is what the user wrote, if it differs from the line."""
    answer_type = _answer_type(line)
    is_broad = answer_type is None and bool(ENGLISH.questions.BROAD.search(line))
    found = tuple(dict.fromkeys(stems(line)))
    return Question(typed or line, line, found, _names(line), answer_type, is_broad, _measure(line))


def is_question(sentence: str) -> bool:
    """Return whether a sentence of an article is itself a question."""
    return sentence.rstrip("\"'”’»)").endswith("?")


@lru_cache(maxsize=8192)
def holds(sentence: str, answer_type: AnswerType) -> bool:
    """Return whether a sentence holds a name, a time, a place or a number, as the type asks."""
    return bool(ENGLISH.questions.HOLDS[answer_type].search(sentence))


@lru_cache(maxsize=8192)
def holds_measure(sentence: str, measure: str) -> bool:
    """Return whether a sentence holds a quantity of that kind."""
    return bool(ENGLISH.measures.HOLDS_MEASURE[measure].search(sentence))


def lacks_type(question: str, sentence: str) -> bool:
    """Return whether a sentence has no number or time at all where the question asks for one."""
    needs = [
        (kind, pattern) for asks, kind, pattern in ENGLISH.questions.NEEDS if asks.match(question)
    ]
    return any(not holds(sentence, kind) and not more.search(sentence) for kind, more in needs)


def is_yet_to_come(question: str, sentence: str) -> bool:
    """Return whether a question asks what happened, and a sentence only tells what will."""
    forms = ENGLISH.questions
    return (
        bool(forms.ASKS_OF_PAST.match(question))
        and bool(forms.FUTURE.search(sentence))
        and (not forms.PAST.search(sentence) or _will_happen(question, sentence))
    )


def _will_happen(question: str, sentence: str) -> bool:
    """Return whether a sentence has a verb of the question in the future, and only there."""
    told = [(stem(normalize_word(word[0])), word[0].lower()) for word in words(sentence)]
    asked = stems(question)
    future = [
        verb
        for (_, before), (verb, _) in pairwise(told)
        if before in ENGLISH.questions.IN_FUTURE and verb in asked
    ]
    count = sum(verb in future for verb, _ in told)
    return bool(future) and count == len(future)


def _measure(line: str) -> str | None:
    """Return the kind of quantity asked for, or None; a later clause asks for nothing."""
    for name, pattern in ENGLISH.measures.ASKS_FOR_MEASURE:
        if found := pattern.search(line):
            other = ENGLISH.questions.OTHER_QUESTION_WORD.search(line[: found.start()])
            return None if other else name
    return None


def _answer_type(line: str) -> AnswerType | None:
    """Return the answer type of the first question word, not of a later clause."""
    kinds: tuple[AnswerType, ...] = get_args(AnswerType)
    asks = ENGLISH.questions.ANSWER_TYPES
    found = [(match.start(), kind) for kind in kinds if (match := asks[kind].search(line))]
    if not found or ENGLISH.questions.OTHER_QUESTION_WORD.search(line[: min(found)[0]]):
        return None
    return min(found)[1]


def _names(line: str) -> tuple[str, ...]:
    """Return the stems of the names (capitalized, not at the start) and of the numbers."""
    found = []
    for position, match in enumerate(words(line)):
        word = match[0]
        is_name = (
            position > 0
            and word[0].isupper()
            and normalize_word(word) not in ENGLISH.words.STOP_WORDS
        )
        if word[0].isdigit() or is_name:
            found.append(stem(normalize_word(word)))
    return tuple(dict.fromkeys(found))
