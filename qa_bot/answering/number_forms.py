"""Rewrite numbers and times as the articles write them: "24" for "two dozen", "15:00" for "3 PM".

Neither the embedding nor the reader knows that they are the same (the confidence is .03 for "Were
over 24 deals signed?", .43 for "over two dozen deals"), so the question takes the article's form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa_bot.index import Index
from qa_bot.language import ENGLISH
from qa_bot.text import stems

_OCCURRENCES = 50  # sentences searched for a form

_VALUES = {name: n for n, name in enumerate(ENGLISH.words.SMALL_NUMBERS)} | {
    name: 10 * n for n, name in enumerate(ENGLISH.words.TENS, 2)
}


def normalize_numbers(text: str, index: Index) -> str:
    """Return the question with its numbers and times as the index writes them.

    Those that the index has in the same form, or not at all, are left as they are.
    """
    for found in reversed(list(ENGLISH.questions.NUMBER_FORMS.finditer(text))):
        if not occurs(found[0], index):
            other = next((form for form in forms_of(found) if occurs(form, index)), found[0])
            text = text[: found.start()] + other + text[found.end() :]
    return text


def occurs(form: str, index: Index) -> bool:
    """Return whether the index has a number or time in this form."""
    frequencies = index.document_frequencies(stems(form))
    if not frequencies or len(frequencies) < len(set(stems(form))):
        return False
    rarest = min(frequencies, key=lambda stem: frequencies[stem])
    whole = re.compile(rf"(?<![\w.,:]){re.escape(form)}(?!\w|[.,:]\d)", re.IGNORECASE)
    return any(
        whole.search(index.embedding_text(passage))
        for passage in index.find_sentences(rarest, _OCCURRENCES)
    )


def forms_of(found: re.Match[str]) -> Iterator[str]:
    """Yield the other forms of a number or time in a question."""
    if found["hour"] or found["hour12"]:
        yield from _times(found)
    elif found["dozens"]:
        yield from _numbers(12 * number_value(found["dozens"]))
    elif found["percent"]:
        for number in _numbers(number_value(found["percent"])):
            yield from (form.format(number) for form in ENGLISH.words.PERCENT)
    else:
        yield from _numbers(number_value(found["digits"] or found["words"]))


def clock_time(found: re.Match[str]) -> tuple[int, int]:
    """Return the hour, 0 to 23, and the minute of a time of day."""
    if found["hour"]:
        return int(found["hour"]), int(found["minute"])
    is_later = ENGLISH.words.AFTER_NOON[0].startswith(found["half"].lower())
    return int(found["hour12"]) % 12 + 12 * is_later, int(found["minute12"] or 0)


def _times(found: re.Match[str]) -> Iterator[str]:
    hour, minute = clock_time(found)
    yield from (f"{hour}:{minute:02}", f"{hour:02}:{minute:02}")
    minutes = (f":{minute:02}",) if minute else ("", ":00")
    for tail in minutes:
        for half in ENGLISH.words.BEFORE_NOON if hour < 12 else ENGLISH.words.AFTER_NOON:
            yield from (f"{hour % 12 or 12}{tail} {half}", f"{hour % 12 or 12}{tail}{half}")


def _numbers(value: int) -> Iterator[str]:
    small, tens = ENGLISH.words.SMALL_NUMBERS, ENGLISH.words.TENS
    yield from dict.fromkeys((str(value), f"{value:,}"))
    if value and value % 12 == 0 and value // 12 < len(small):
        several = f"{small[value // 12]} {ENGLISH.words.DOZEN}"
        yield ENGLISH.words.A_DOZEN if value == 12 else several
    if value < len(small):
        yield small[value]
    elif value < 100:
        ten, one = divmod(value, 10)
        name = tens[ten - 2]
        yield from (f"{name}-{small[one]}", f"{name} {small[one]}") if one else (name,)


def number_value(text: str) -> int:
    """Return the value of a number in digits or words, up to ninety-nine in words."""
    text = text.lower().replace(",", "")
    if text in ENGLISH.words.INDEFINITE:
        return 1
    return int(text) if text.isdigit() else sum(_VALUES[word] for word in re.split(r"[- ]", text))
