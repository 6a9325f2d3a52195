"""Persons: their words, their roles, and questions about either."""

from __future__ import annotations

import re

from qa_bot.language.en.names import CAPITAL
from qa_bot.language.en.words import DESCRIBE, REPORTING, ROLES

# What a sentence reports with: speech, and opinions too.
_VERBS = rf"(?:{REPORTING}|{DESCRIBE}|denies|thinks|believes|believe)"
# Roles of people that questions ask about, besides those of speakers.
_ROLES = (
    rf"(?:{ROLES}|general|chancellor|king|queen|prince|princess|pope|chair\w*|dr\.?|doctor|player|"
    r"captain|ambassador|owner|judge|inventor|architect|painter|philanthropist|businessm\w+)"
)
_IS = r"(?:['’]s| is| was)"
_NAME = r"[\w.’'-]+"
_OWNER = r"(?i:united|soviet) \w+|\w+"  # the name of a country, or its first word

# "What did Stoltenberg say?", "what word did he use?", "how does he describe it?"
ASKS_FOR_WORDS = re.compile(
    r"\bwhat (?:did|does|do|has|have|had|is|was)\b(.{0,200}?)\b(?:say|said|saying|tell|told|"
    r"write|wrote|written|think|warn|claim|argue|explain|stress|announce|believe|note|add|call)\b|"
    r"\b(?:what|which) (?:word|term|phrase)s? (?:did|does|do|has|have)\b(.{0,200}?)\buse|"
    r"\bhow (?:did|does|do|has|have)\b(.{0,200}?)\bdescribe",
    re.IGNORECASE,
)
# "Who is Timothy Ashe?"
ASKS_FOR_PERSON = re.compile(
    rf"who(?:{_IS}|(?= (?-i:[A-Z]))) "
    rf"((?!the |an? |our |his |her ){_NAME}(?: (?!of |in ){_NAME}){{0,2}})\W*",
    re.IGNORECASE,
)
# "Who is the president of Ukraine?", "who is Ukraine's president?"
ASKS_FOR_OFFICE = re.compile(
    rf"\bwho{_IS} the (?:\w+ )?({_ROLES}) of (?:the )?({_OWNER})|"
    rf"\bwho{_IS} (?:the )?(\w+?)(?:['’]s)? (?:\w+ )?({_ROLES})\W*$",
    re.IGNORECASE,
)
# Offices, and what names their holder as well as the word itself.
_OFFICES = {
    "prime minister": "premier|PM",
    "minister": "secretary",
    "president": "presidency",
    "vice president": "vice|deputy",
    "director": "directed|head|chief|led",
    "mayor": "mayoral",
    "governor": "gubernatorial",
    "king": "monarch|reign|throne|crown",
    "queen": "monarch|reign|throne|crown",
    "emperor": "reign|throne|crown",
    "pope": "pontiff",
    "chancellor": "chancellery",
    "secretary": "minister",
    "ambassador": "envoy",
    "senator": "Senate",
    "bishop": "diocese",
    "judge": "justice",
    "chairman": "chaired|chair|head",
    "chairwoman": "chaired|chair|head",
    "ceo": "chief executive|head",
    "chief executive": "CEO|head",
    "editor": "edited",
    "manager": "managed|coach|head",
    "coach": "coached|manager",
    "commander": "commanded|led",
}
# "Who was the mayor when …?", "who is the Russian foreign minister?"
ASKS_WHO_HOLDS = re.compile(
    rf"\W*who(?:{_IS}| are| were) (?:the |[\w.-]+['’]s )?(?:[\w.-]+ ){{0,3}}?"
    rf"({'|'.join(sorted(_OFFICES, key=len, reverse=True))})\b"
    r"(?: general\b)?(?=\W*$| (?:of|for|at|in|when|during|who)\b)",
    re.IGNORECASE,
)
# Words for any highest office, and such offices before a name: "Russian President Vladimir Putin".
HIGHEST = frozenset(("leader", "head", "chief"))
HOLDS_HIGHEST = re.compile(
    r"(?<![\w.’'-])([A-Z][\w.]*+)(?:['’]s)? (?i:president|prime minister|premier|chancellor|"
    r"king|queen|secretary[ -]general|chief(?: executive)?|leader|head|director|chair\w*) (?=[A-Z])"
)
# "Who is the NATO chief?", whoever has a role.
ASKS_FOR_ROLE = re.compile(
    rf"\W*who(?:{_IS}) (?:the |[\w.-]+['’]s? )?(?:[\w.-]+ ){{0,3}}?{_ROLES}\b"
    r"(?=\W*$| (?:of|for|at|in|when|during|who)\b)",
    re.IGNORECASE,
)
_SURNAME = (
    r"(?!(?:Street|House|Palace|Cent(?:er|re)|University|Institute|Party|Union|Council|Agency|Office|"
    r"River|City|Times|Bank|Park|School|College|Court|Club|League|Cup|War|Road|Church|Island)\b)"
    rf"{CAPITAL}"
)
# Somebody, by two names, a name beside a role, a single name where a person is likely, a pronoun.
NAMES_SOMEBODY = re.compile(
    r"(?<![\w’'-])(?!(?:The|An?|In|At|On|His|Her|Its?|This|That|But|And|For|If|When|As|By|To|From)\b)"
    rf"{CAPITAL}\.?(?<![A-Z]) (?:(?:de|van|von|al|bin|of) )?"
    rf"{_SURNAME}|"
    rf"\b(?i:{_ROLES}),? {CAPITAL}|"
    rf"^\W*{CAPITAL}(?:,|(?: is| was| has| had| \w+ed)\b)|"
    rf"(?<![\w’'-]){_SURNAME}(?:, (?:the|an?|who)|,? (?:is|was) (?:the|an?))\b|"
    rf"\b(?:by|as|like|de|du|named|called|is|was) {CAPITAL}|"
    r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Hh]is|I)\b"
)
# "Who said so?"
ASKS_WHO_SAID = re.compile(
    r"who(?:m)? (?:says?|said|thinks?|claims?|claimed|believes?|argues?|argued|warns?|warned|"
    r"wrote|writes)\b|whose (?:words|opinion|view|claim)\b|according to whom\b",
    re.IGNORECASE,
)
ROLE = re.compile(rf"\b{_ROLES}\b", re.IGNORECASE)
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|King|Queen|Prince|Princess)\b\.? ")
# "President Joe Biden", "Joe Biden, the president", "Lars Hauge, finance director". The name is
# group 1 or 2.
INTRODUCED = re.compile(
    rf"\b(?i:{_ROLES})(?: (?i:{_ROLES})){{0,2}}+ ((?:[A-Z][\w.’'-]*[\w] ?){{1,3}})|"
    rf"(?<![\w’'-])([A-Z][\w’'-]++(?: [A-Z][\w.’'-]*){{1,2}})"
    rf"(?:,? (?:an?|the|one of the|former) (?:\w++ ){{0,3}}?(?i:{_ROLES}|fellow)\b|"
    rf", (?:[a-z]++ ){{0,3}}?{_ROLES}\b(?! [A-Z]))"
)

# Behind the words of a role: the end of the name ("NATO chief Jens" Stoltenberg), or where the role
# is held ("a fellow" at the Center).
REST_OF_NAME = re.compile(r"(?: [A-Z][\w-]+){1,3}(?=['’]s\b|(?![\w’']))")
WHERE_HELD = re.compile(r"(?<=[a-z]) (?:at|of|for|with) (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)*")


def office(name: str) -> str:
    """Return a pattern of an office, with up to two words before it and an "of …" after it."""
    word = rf"\b(?i:{re.escape(name)})\b"
    return rf"(?<![\w’'-])((?:[\w’'-]++ ){{0,2}}){word}(?: of (?:the )?({_OWNER}))?"


def names_office(name: str) -> str:
    """Return a pattern, ignoring case, of the words that name the holder of an office."""
    return rf"\b(?:{re.escape(name)}|{_OFFICES[name.casefold()]})"


def description(name: str) -> str:
    """Return a pattern of who someone is: a role before the name or an apposition after it."""
    word = rf"\b(?i:{re.escape(name)})\b"
    return (
        rf"\b(?i:{_ROLES}) (?:[A-Z][\w.’'-]* ){{0,2}}{word}|"
        rf"{word},? (?:an?|the|who|one of|is an?|was an?|is the|was the|head|former|chief)\b"
    )


def saying(name: str) -> str:
    """Return a pattern, ignoring case, of a name beside a reporting verb.

    The name is before the verb, with at most three words or an apposition between, or close after
    it.
    """
    word = re.escape(name)
    return (
        rf"\b{word}\b(?:,[^,“”]{{1,90}},)?(?: \w+){{0,3}}? {_VERBS}\b|"
        rf"\b{_VERBS} (?:\w+ ){{0,2}}{word}\b"
    )
