"""Numbers and dates of a text as values, so that all their forms compare equal."""

from __future__ import annotations

import re
from decimal import Decimal

from qa_bot.answering.number_forms import clock_time, number_value
from qa_bot.language import ENGLISH

_CLAIMS = ENGLISH.claims
_SCALE = "|".join(sorted(_CLAIMS.SCALES, key=len, reverse=True))
_NEXT = re.compile(
    rf"[-\s]?(?P<scale>{_SCALE})\b\.?|\s?(?P<percent>%|per ?cent\b)|(?P<rest>[^\W\d_]+)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,:])\d+(?:,\d{3})*(?:\.\d+)?(?![\d:])")

Quantity = tuple[str, Decimal]  # "%" for percent, "time" for a time of day in minutes, else ""
Date = tuple[int, int | None, int | None]  # month, day, year


def quantities(text: str) -> dict[Quantity, str]:
    """Return the numbers and times in a text, each with its words.

    "14 million", "14m" and "14,000,000" are one quantity, as are "two dozen" and "24", "3 p.m." and
    "15:00". A number followed by letters ("20th", "747s") is left to the rule for names.
    """
    found: dict[Quantity, str] = {}
    taken = [one.span() for one in _find_times(text, found)]
    for one in (*_DIGITS.finditer(text), *ENGLISH.questions.NUMBER_FORMS.finditer(text)):
        if any(start < one.end() and one.start() < end for start, end in taken):
            continue
        value, kind = _value(one), ""
        if value is None:
            continue
        end = one.end()
        if one.re is ENGLISH.questions.NUMBER_FORMS and one["percent"]:
            kind = "%"
        elif after := _NEXT.match(text, end):
            if after["scale"]:
                value *= _CLAIMS.SCALES[after["scale"].lower()]
            elif after["percent"]:
                kind = "%"
            elif one.re is _DIGITS:
                continue
            end = after.end() if after["scale"] or after["percent"] else end
        taken.append((one.start(), end))
        found[kind, value] = text[one.start() : end]
    return found


def dates(text: str) -> dict[Date, str]:
    """Return the dates in a text that have a month and a day or a year, each with its words."""
    found: dict[Date, str] = {}
    for pattern in _CLAIMS.DATES:
        for one in pattern.finditer(text):
            parts = one.groupdict()
            name = parts["month"].lower()
            month = int(name) if name.isdigit() else _CLAIMS.MONTHS.index(name[:3]) + 1
            day, year = parts.get("day"), parts.get("year")
            key = month, None if day is None else int(day), None if year is None else int(year)
            found.setdefault(key, one[0])
    return found


def has_date(date: Date, known: dict[Date, str]) -> bool:
    """Return whether one of the known dates is the same, or more exact."""
    return any(
        all(part is None or part == other for part, other in zip(date, one, strict=True))
        for one in known
    )


def _find_times(text: str, found: dict[Quantity, str]) -> list[re.Match[str]]:
    times = []
    for one in ENGLISH.questions.NUMBER_FORMS.finditer(text):
        if one["hour"] or one["hour12"]:
            hour, minute = clock_time(one)
            found["time", Decimal(60 * hour + minute)] = one[0]
            times.append(one)
    return times


def _value(one: re.Match[str]) -> Decimal | None:
    if one.re is _DIGITS:
        return Decimal(one[0].replace(",", ""))
    if one["dozens"]:
        return Decimal(12 * number_value(one["dozens"]))
    words = one["percent"] or one["digits"] or one["words"]
    return Decimal(number_value(words)) if words else None
