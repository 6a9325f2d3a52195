"""Claims: what must be in the evidence as it is in a claim, and what turns its meaning round."""

from __future__ import annotations

import re

from qa_bot.language.en.words import MONTH

# Words that may open a sentence with a capital and are no names.
OPENING = frozenset(
    """
    according additionally afterwards also apparently besides consequently currently despite
    eventually finally furthermore hence however initially instead later meanwhile moreover
    nevertheless nonetheless originally overall previously recently similarly specifically
    subsequently therefore today whereas yes
    """.split()
)
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "m": 1_000_000, "mn": 1_000_000,
    "billion": 1_000_000_000, "bn": 1_000_000_000, "trillion": 1_000_000_000_000, "k": 1_000,
}  # fmt: skip
# Words for quantities that are not numbers of their own.
QUANTITY = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|half|quarter|twice|"
    r"thrice|double|triple|dozens|hundreds|thousands|millions|billions|trillions|decade|century)\b",
    re.IGNORECASE,
)
CURRENCIES = {
    "$": re.compile(r"\$|\bdollars?\b|\bUSD\b", re.IGNORECASE),
    "€": re.compile(r"€|\beuros?\b|\bEUR\b", re.IGNORECASE),
    "£": re.compile(r"£|\bpounds?\b|\bsterling\b|\bGBP\b", re.IGNORECASE),
    "¥": re.compile(r"¥|\byen\b|\byuan\b", re.IGNORECASE),
}
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())  # as they begin
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
# "3 November 2024", "November 3rd", "Nov. 2024", "2024-11-03".
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?: of)? (?P<month>{MONTH})\b\.?(?:,? {_YEAR}\b)?",
        rf"\b(?P<month>{MONTH})\b\.? {_DAY}\b(?!:)(?:,? {_YEAR}\b)?",
        rf"\b(?P<month>{MONTH})\b\.?,? (?:of )?{_YEAR}\b",
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])-{_DAY}\b",
    )
)
NEGATION = re.compile(r"\b(?:not|never|cannot|no longer)\b|n['’]t\b", re.IGNORECASE)
# What a claim must not leave out.
REVERSAL = re.compile(
    r"\b(?:not|never|cannot|no longer|refus(?:e[sd]?|ing)|den(?:y|ies|ied|ying)|reject\w*|"
    r"prevent\w*|avoid\w*|ban(?:s|ned)?|forbid\w*|prohibit\w*|oppos(?:e[sd]?|ing)|"
    r"fail(?:s|ed)?)\b|n['’]t\b",
    re.IGNORECASE,
)
# Any of these may say the same.
NEGATIVE = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|cannot|without|un\w+|in\w+able|"
    r"refus\w+|den(?:y|ied|ies)|reject\w*|fail\w*|lack\w*|stop\w*|prevent\w*|avoid\w*|ban\w*|"
    r"forbid\w*|prohibit\w*|only|few|little|hardly|barely|rarely|oppose\w*|against|end(?:ed|s)?|"
    r"absent|missing|false|wrong|untrue|instead|rather|but)\b|n['’]t\b",
    re.IGNORECASE,
)
_PAIRS = """
    increase/decrease increased/decreased rise/fall rose/fell before/after first/last more/less
    most/least won/lost win/lose north/south northern/southern east/west eastern/western
    older/younger larger/smaller biggest/smallest largest/smallest highest/lowest higher/lower
    father/mother son/daughter brother/sister husband/wife king/queen actor/director
    always/never all/none began/ended started/stopped starts/ends opened/closed opens/closes
    accepted/rejected allowed/forbidden allows/forbids supports/opposes supported/opposed
    buy/sell bought/sold buys/sells major/minor success/failure successful/unsuccessful
    male/female man/woman men/women boy/girl public/private early/late earlier/later long/short
    strong/weak rich/poor hot/cold fast/slow good/bad better/worse best/worst true/false
    inside/outside above/below left/right near/far old/new with/without include/exclude
    includes/excludes included/excluded agreed/refused confirmed/denied joined/left
    day/night morning/evening summer/winter dead/alive born/buried legal/illegal possible/impossible
    many/few everyone/nobody always/rarely often/seldom next/previous entered/left arrived/departed
    teacher/student parent/child uncle/aunt prince/princess percent/million
    million/billion thousand/million hours/days days/weeks weeks/months months/years minutes/hours
    kilometres/metres kilometers/meters Monday/Thursday Tuesday/Friday Saturday/Wednesday
    January/June February/October March/November April/August May/December July/September
""".split()
# Words that turn a claim round where the evidence has the other one.
OPPOSITES: dict[str, list[str]] = {}
for _pair in _PAIRS:
    _one, _other = _pair.split("/")
    OPPOSITES.setdefault(_one, []).append(_other)
    OPPOSITES.setdefault(_other, []).append(_one)
# Where one statement of a sentence ends and another begins.
CLAUSE_END = re.compile(
    r"[.;:!?]\s|,? (?:and|but|while|whereas|although|though|because|which|who) |\s[–—]\s"
)
