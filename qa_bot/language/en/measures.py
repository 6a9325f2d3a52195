"""Measures: the kind of quantity a question asks for, and how a sentence states one."""

from __future__ import annotations

import re

from qa_bot.language.en.words import DAY, MONTH, SMALL_NUMBERS, TENS

_VERB = r"(?:do|does|did|has|have|had|will|would|should|shall|can|could|must|may|might)"
_PAID = (
    r"(?:costs?|pays?|paid|prices?|priced|charged?|charges|fees?|fined?|earn(?:s|ed)?|spen[dt]s?|"
    r"rais(?:e[sd]?|ing)|g[ai]ves?|given|worth|donated?|owe[sd]?|fund(?:s|ed)?|invest(?:s|ed)?|"
    r"budget|salary|wages?|rent|sold|sell(?:s|ing)?|buy|bought|insured?|debts?)"
)
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|cents?|pence|francs?|kroner|kronor|krone|krona|yen|yuan|rupees?|"
    r"roubles?|rubles?|pesos?|liras?|zloty|shekels?|USD|EUR|GBP|CHF|JPY|NOK|SEK|DKK)"
)
# What a question asks for, first match first.
ASKS = (
    ("frequency", r"\bhow (?:often|frequently|regularly|many times (?:a|per|each|every))\b"),
    ("clock", r"\b(?:what|which) time\b(?! period)"),
    ("age", r"\bhow old\b|\b(?:what|which) age\b"),
    ("percent", r"\b(?:what|which) (?:percentage|percent|per cent|proportion|fraction)\b"),
    ("weight", r"\bhow heavy\b|\bhow (?:much|many)\b.{0,80}\bweighs?\b"),
    ("temperature", r"\bhow (?:hot|cold|warm)\b|\b(?:what|which) temperature\b"),
    ("length", r"\bhow (?:tall|deep|wide|thick|far (?:is|was|are|were|away|from))\b"),
    ("duration", rf"\bhow long {_VERB}\b|\bhow many (?:minutes|hours|days|weeks|months|years)\b"),
    ("duration or length", r"\bhow long\b(?! ago\b)"),
    (
        "money",
        rf"\bhow much money\b|\bhow much\b.{{0,80}}\b{_PAID}\b|\bhow many {_CURRENCY}\b|"
        r"\bwhat (?:is|was|are|were|does|did) .{0,80}\b(?:price|cost|fee)\b",
    ),
)  # fmt: skip
ASKS_FOR_MEASURE = tuple((name, re.compile(asks, re.IGNORECASE)) for name, asks in ASKS)

_WORDS = "|".join([*SMALL_NUMBERS[1:], *TENS])
# Atomic: what follows a number is never part of one, and trying every split of "two and a half"
# again at each word made a long run of them ten times slower.
_N = (
    r"(?>(?:\d[\d.,]{0,20}|"
    rf"\b(?:an?|half|several|few|many|dozens?|hundreds?|thousands?|{_WORDS})\b)"
    r"(?:[ -](?:and )?(?:an? )?(?:\d[\d.,]{0,20}|"
    rf"(?:half|hundred|thousand|million|billion|or|to|and|more|full|\w+ly|of|{_WORDS})\b)){{0,4}})"
)
_TIMES = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|generations?)"
_LENGTHS = (
    r"(?:m|km|cm|mm|ft|mi|yd|(?:kilo|centi|milli|nano)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|"
    r"yards?|fathoms?|leagues?|light[- ]years?|hands?|storeys?|stories)\b"
)
_DURATION = (
    rf"{_N}[ -](?:\w+ )?{_TIMES}\b(?![ -](?:ago|old|of age)\b)|\bcentur(?:y|ies)\b|"
    r"\b(?:overnight|forever|permanent(?:ly)?|"
    r"indefinitely|lifelong|(?:for|in the) (?:minutes|hours|days|weeks|months|years|decades)|"
    r"all (?:day|night|year)|(?:since|until|till) \w+)\b|"
    rf"\b(?:from|between) (?:\d|{MONTH}\b|{DAY}\b)|"
    r"\b\d{4} ?[-–—] ?\d{2,4}\b|\bmoments?\b"
)
_LENGTH = rf"{_N}[ -](?:\w+ )?{_LENGTHS}|\b\d+ ?{_LENGTHS}|['’′\"”″](?= ?(?:tall|long|deep|wide))"
HOLDS_MEASURE = {
    name: re.compile(holds, re.IGNORECASE)
    for name, holds in (
        (
            "frequency",
            r"\b(?:once|twice|thrice|times?|every|each|per|daily|nightly|weekly|monthly|quarterly|"
            r"yearly|annual(?:ly)?|hourly|biannual(?:ly)?|regularly|rarely|seldom|often|sometimes|"
            rf"usually|always|never|frequently|occasionally|an? (?:{_TIMES}))\b",
        ),
        (
            "clock",
            r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\bo['’]clock\b|\b(?:noon|midnight|midday|"
            r"dawn|dusk|sunrise|sunset|morning|afternoon|evening)\b|\b\d{4} (?:hours|GMT|UTC)\b",
        ),
        (
            "age",
            rf"\b(?:aged?|born|teenage\w*|in (?:his|her|their) \w+(?:ies|s))\b|, \d{{1,3}}[,.;)]|"
            r"\(\d{1,3}\)|\byear-olds?\b|"
            rf"{_N}[ -](?:weeks?|months?|years?|decades?)[ -](?:old|of age|ago)\b|"
            rf"\bturn(?:s|ed|ing)? {_N}|"
            r"\bcentur(?:y|ies)\b|\b(?:built|founded|made|dates?|dating)\b.{0,40}\b\d{4}\b",
        ),
        (
            "percent",
            r"%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|majority|"
            r"most|all|none|every|entire|whole)\b|\b(?:\d+|\w+) (?:in|of|out of) (?:\d+|\w+)\b",
        ),
        (
            "weight",
            rf"{_N}(?:[ -](?:\w+ )?)?(?:(?:kilo|milli|micro)?grams?|kilos?|kg|mg|g|tons?|tonnes?|"
            r"pounds?|lbs?|ounces?|oz|stones?|carats?)\b",
        ),
        (
            "temperature",
            r"°|º|℃|\bdegrees?\b|\b\d+ ?[CFK]\b|\b(?:freezing|boiling|celsius|fahrenheit)\b",
        ),
        ("length", _LENGTH + rf"|{_N}[ -](?:\w+ )?(?:hours?|minutes?|days?)\b|\bblocks?\b"),
        ("duration", _DURATION),
        ("duration or length", f"{_DURATION}|{_LENGTH}"),
        (
            "money",
            rf"[$€£¥₹₽]|\b{_CURRENCY}\b|\b(?:[mb]illions?|thousands?|free|nothing|no charge)\b|"
            r"%|\bper ?cent|\b(?:half|twice|double|third|quarter)\b",
        ),
    )
}  # fmt: skip
