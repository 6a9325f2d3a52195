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
    r"(?:dollars?|euros?|pounds?|cents?|pence|penny|pennies|halfpenny|shillings?|guineas?|bucks?|"
    r"francs?|kroner|kronor|krone|krona|yen|yuan|rupees?|roubles?|rubles?|pesos?|liras?|zloty|"
    r"shekels?|dinars?|USD|EUR|GBP|CHF|JPY|NOK|SEK|DKK)"
)
_CHANGED = (
    r"(?:ris(?:e[ns]?|ing)|rose|rais(?:e[sd]?|ing)|f[ae]ll(?:s|en|ing)?|drop(?:s|ped)?|gr[oe]w[ns]?|"
    r"(?:in|de)creas(?:e[sd]?|ing)|chang(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|cut|reduc(?:e[sd]?|ing))"
)
_OF_ONE = "(?:the|its|their|his|her|your)"
# What a question asks for, first match first.
_ASKS = (
    ("frequency", r"\bhow (?:often|frequently|regularly|many times (?:a|per|each|every))\b"),
    # the time of day, not a period: "during what time was it popular?"
    (
        "clock",
        r"(?<!\bduring )(?<!\baround )(?<!\buntil )(?<!\bsince )(?<!\bin )"
        r"\b(?:what|at which) time\b"
        r"(?! (?:of|in|frames?|periods?|spans?|scales?|signatures?|zones?)\b)",
    ),
    ("age", r"\bhow old\b|\b(?:what|which) age\b"),
    ("percent", r"\b(?:what|which) (?:percentage|percent|per cent|proportion|fraction)\b"),
    ("weight", r"\bhow heavy\b|\bhow (?:much|many)\b.{0,80}\bweighs?\b"),
    ("temperature", r"\bhow (?:hot|cold|warm)\b|\b(?:what|which) temperature\b"),
    ("height", r"\bhow tall\b"),
    ("depth", r"\bhow deep\b"),
    ("width", r"\bhow wide\b"),
    ("thickness", r"\bhow thick\b"),
    ("length", r"\bhow far (?:is|was|are|were|away|from)\b"),
    (
        "distance",
        rf"\bhow far {_VERB} .{{1,60}} (?:get|travel|walk|run|drive|fly|ride|swim|sail)\b",
    ),
    (
        "duration",
        rf"\bhow long {_VERB}\b(?!.{{0,60}}\b(?:be|grow|measure|stretch)\b)|"
        r"\bhow much time\b(?!.{0,80}\b(?:left|remain\w*)\b)|"
        r"\bhow many (?:minutes|hours|days|weeks|months|years)\b(?!.{0,40}\bago\b)",
    ),
    ("duration or length", r"\bhow long\b(?! ago\b)"),
    (
        "money or share",
        rf"\bhow much (?:more|less|of)\b.{{0,80}}\b{_PAID}\b|"
        rf"\bhow much\b.{{0,80}}\b{_PAID}\b.{{0,80}}\b(?:by|{_CHANGED})\b|"
        rf"\bhow much\b.{{0,80}}\b{_CHANGED}\b.{{0,80}}\b{_PAID}\b",
    ),
    (
        "money",
        r"\bhow much money\b|"
        r"\bhow much (?:was|is|were|are|did|does|do|will|would) (?:the|his|her|their|its|your|an?) "
        r"(?:[\w'’-]+ ){0,3}?(?:loan|grant|fine|pension|bill|deposit|debt|mortgage|bonus|fare)s?\b|"
        rf"\bhow much\b.{{0,80}}\b{_PAID}\b|"
        rf"\bhow many (?!pounds?\b){_CURRENCY}\b|"
        r"\bwhat (?:does|did|will|would|do) (?!cost\b).{1,80}\bcost\b(?=\W*$| (?:to|in|per)\b)|"
        r"\bwhat (?:is|was|are|were) the (?:(?!of\b|for\b)\w+ ){0,2}(?:prices?|costs?|fees?)\b"
        r"(?=\W*$| (?:of|for|in|to|at)\b)|"
        # not "what is revenue?", which asks what the word means
        rf"\bwhat (?:was|were|(?:is|are)(?= (?:{_OF_ONE}|[\w-]+['’]s?) )) "
        rf"(?:{_OF_ONE} )?(?:(?:[\w-]+ )?[\w-]+['’]s? )?"
        r"(?:(?:total|net|gross|annual|yearly|quarterly|operating) )?"
        r"(?:revenues?|sales|turnover|profits?|earnings|salary|dividend)\b"
        r"(?=\W*$| (?:of|for|in|at|from|per|when|last|this)\b)",
    ),
)  # fmt: skip
ASKS_FOR_MEASURE = tuple((name, re.compile(asks, re.IGNORECASE)) for name, asks in _ASKS)

_WORDS = "|".join([*SMALL_NUMBERS[1:], *TENS])
# Atomic: what follows a number is never part of one, and trying every split of "two and a half"
# again at each word made a long run of them ten times slower.
_N = (
    r"(?>(?:\d[\d.,]{0,20}|"
    rf"\b(?:an?|half|several|few|many|dozens?|hundreds?|thousands?|{_WORDS})\b)"
    r"(?:[ -](?:and )?(?:an? )?(?:\d[\d.,]{0,20}|"
    rf"(?:half|hundred|thousand|million|billion|or|to|and|more|full|\w+ly|of|{_WORDS})\b)){{0,4}})"
)
_YEARS = rf"(?:\d{{1,3}}(?![.:,]?\d)|(?:{_WORDS})(?:-\w+)?)"  # of an age
_IS = r"(?:\b(?:is|are|was|were|be|turns?|turned)|['’](?:s|m|re))"
_BEFORE_AGE, _BEFORE_COUNT = (
    "|".join(rf"(?<=\b{word} )" for word in words.split(","))
    for words in (
        "age of,ages of,turn,turns,turned,turning",
        "is,was,were,are,am,be,only,just,over,under,nearly,almost,about,now,at",
    )
)
_TIMES = (
    r"(?:seconds?|minutes?|hours?|mins?|hrs?|days?|nights?|weeks?|months?|years?|decades?|"
    r"generations?)"
)
_LENGTHS = (
    r"(?:m|km|cm|mm|ft|mi|yd|(?:kilo|centi|milli|nano)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|"
    r"yards?|fathoms?|leagues?|light[- ]years?|hands?|storeys?|stor(?:y|ies))\b"
)
_DURATION = (
    rf"{_N}[ -](?:\w+ )?{_TIMES}\b(?![ -](?:ago|old|of age)\b)|\bcentur(?:y|ies)\b|"
    rf"\b{_TIMES}[- ]long\b|\b(?:couple|matter|millions|thousands|hundreds) of {_TIMES}\b|"
    r"\b(?:overnight|forever|permanent(?:ly)?|temporar(?:y|ily)|"
    r"indefinitely|lifelong|(?:for|in the) (?:minutes|hours|days|weeks|months|years|decades)|"
    r"(?:take[sn]?|took|within|in) (?:seconds|minutes|hours|days|weeks|months|years|decades)|"
    r"(?:too|long|short|extended|brief) (?:long|while|time|periods?)|"
    r"all (?:day|night|year)|a while|within|seconds|(?:since|until|till) \w+)\b|"
    rf"\b(?:from|between) (?:\d|{MONTH}\b|{DAY}\b)|"
    r"\b\d{4} ?[-–—] ?\d{2,4}\b|\bmoments?\b"
)
_LENGTH = (
    rf"{_N}[ -](?:\w+ )?{_LENGTHS}|\b\d+ ?{_LENGTHS}|['’′\"”″](?= ?(?:tall|long|deep|wide))|"
    r"\b(?<![\d.])\d{1,3}['′\"″](?!\w)"
)
# What shows that a length is along another axis than the one asked for: "142 metres long".
_OTHER_AXES = {
    "height": "long|in length|wide|in width|across|away|deep|in depth|thick",
    "depth": "long|in length|wide|in width|across|away|tall|high|in height",
    "width": "long|in length|tall|high|in height|deep|in depth|thick|away",
    "thickness": "long|in length|tall|high|in height|wide|in width|away",
}
_MONEY = (
    rf"[$€£¥₹₽]|\b{_CURRENCY}\b|\b(?:[mb]illions?|thousands?|free|nothing|no charge)\b|"
    # a fraction, not "the third quarter"
    r"\b(?:half|twice|double|(?:an?|one|two|three)[- ](?:thirds?|quarters?))\b"
    r"(?! of (?:your|our|my|their|them|us)\b)|"
    r"\b\d+\.\d\d\b|\bwithout (?:cost|charge)\b"
)
HOLDS_MEASURE = {
    name: re.compile(holds, re.IGNORECASE)
    for name, holds in (
        (
            "frequency",
            r"\b(?:once|twice|thrice|times?|every|each|per|daily|nightly|weekly|monthly|quarterly|"
            r"yearly|annual(?:ly)?|hourly|biannual(?:ly)?|regularly|rarely|seldom|often|sometimes|"
            r"usually|always|never|(?:in)?frequent(?:ly)?|occasional(?:ly)?|repeatedly|routinely|"
            rf"commonly|typically|normally|constant(?:ly)?|continually|an? (?:{_TIMES}))\b|%",
        ),
        (
            "clock",
            r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\bo['’]clock\b|\b(?:noon|midnight|midday|"
            r"dawn|dusk|sunrise|sunset|morning|afternoon|evening|night|rush hour)\b|"
            r"\b\d{4} (?:hours|GMT|UTC)\b",
        ),
        (
            "age",
            rf"(?:{_BEFORE_AGE}){_YEARS}|\b(?:aged?|born|teenage\w*|"
            r"in (?:his|her|their|my|our) (?:(?:early|mid|late)[ -])?(?:teens|\w+ties|\d0['’]?s)|"
            r"(?:early|mid|late)[ -](?:teens|\w+ties))\b|"
            r", \d{1,3}[,.;)]|\(\d{1,3}\)|\byear-olds?\b|"
            rf"{_N}[ -](?:weeks?|months?|years?|decades?)[ -](?:old|of age|ago)\b|"
            rf"\b{_YEARS} (?:years? )?(?:or|and) (?:older|over|above|up)\b|"
            rf"\b(?:wom[ae]n|m[ae]n|boys?|girls?|child(?:ren)?|people|persons?) of {_YEARS}\b|"
            rf"(?:{_IS} (?:only |just |about |nearly |almost )?){_N}"
            r"[ -](?:weeks?|months?|years?)\b|"
            r"\bmonths after (?:\w+['’]?s? )?birth\b|"
            # a bare number only where nothing is counted by it: "she was seventy."
            rf"(?:{_BEFORE_COUNT}|(?<=[’'][ms] )|(?<=[’']re )){_YEARS}"
            r"(?=[,.;!?)]|$| (?:when|then|now|at|(?:and|but|or|who)(?! \d))\b)|"
            r"\bcentur(?:y|ies)\b|\b(?:ancient|medieval|prehistoric|dynasty|BCE?|newborn)\b|"
            r"\b(?:built|founded|made|dates?|dating)\b.{0,40}\b\d{4}\b",
        ),
        (
            "percent",
            r"%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|majority|"
            r"most|all|none|every|entire|whole)\b|\b(?:\d+|\w+) (?:in|of|out of) (?:\d+|\w+)\b",
        ),
        (
            "weight",
            rf"{_N}(?:[ -](?:\w+ )?)?(?:(?:kilo|milli|micro)?grams?|kilos?|kg|mg|g|tons?|tonnes?|"
            r"pounds?|lbs?|ounces?|oz|stones?|carats?|t)\b|\b(?:light|heavy)(?:weight)?\b",
        ),
        (
            "temperature",
            r"°|º|℃|\b(?:degrees?|celsius|fahrenheit|kelvins?)\b|\b\d+ ?[CFK]\b|"
            r"\b(?:freezing|boiling|hot|cold|warm|cool|lukewarm)\b",
        ),
        ("distance", _LENGTH + r"|\bblocks?\b|\b(?:half|part) ?way\b"),
        # "it is two hours away", but nobody gets two hours far
        ("length", _LENGTH + rf"|{_N}[ -](?:\w+ )?(?:hours?|minutes?|days?)\b|\bblocks?\b"),
        *(
            (
                axis,
                rf"{_N}[ -](?:\w+ )?{_LENGTHS}(?!(?:[ -](?:{others})|,? between (?-i:[A-Z])\w+)\b)|"
                r"\b\d{1,3}['’′\"”″](?!\w)",
            )
            for axis, others in _OTHER_AXES.items()
        ),
        ("duration", _DURATION),
        (
            "duration or length",
            rf"{_DURATION}|{_LENGTH}|"
            rf"{_N}[ -](?:pages?|words?|lines?|chapters?|verses?|sections?)\b",
        ),
        ("money or share", rf"{_MONEY}|%|\bper ?cent"),
        ("money", _MONEY),
    )
}  # fmt: skip
