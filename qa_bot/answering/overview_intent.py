"""Which questions ask of the article as a whole, whoever wrote it and whatever it tells."""

from __future__ import annotations

import re
from typing import Literal

Overview = Literal[
    "about", "summary", "quoted", "countries", "people", "dates", "written", "author"
]

# "The report" may be one that the article tells of; "this report" is the article.
_THING = (
    r"(?:(?:(?:the|this|that|your|my) )?(?:(?:whole|entire|news|given|bundled) )?"
    r"(?:articles?|texts?|story|stories|piece|page|news|one|it|this|that)|"
    r"(?:this|your|my) (?:documents?|post|report|passage|essay|paper))"
)
_BARE_IT = re.compile(
    r"\b(?:it|this|that)\b(?! (?:article|text|story|piece|page|news|report))", re.I
)
_IN = rf"(?: (?:in|of|by|from|for|on|about) {_THING}| here)?"
_NAMED = (
    r"(?:named|mentioned|listed|discussed|involved|talked about|covered|affected|concerned|"
    r"referred to|referenced|present|given)"
)
_NAMES = r"(?:mention|name|list|discuss|cover|refer to|talk about|deal with|give|concern|involve)s?"


def _listing(noun: str) -> str:
    return (
        rf"(?:which|what)(?: \w+)? {noun} (?:(?:are|is|were|was)(?: there)?(?: {_NAMED})?"
        rf"(?: in {_THING}| here)?|(?:does|do|did) {_THING} {_NAMES}|appear(?:s|ed)?{_IN}|"
        rf"(?:play|have) (?:a|an|any) \w+{_IN})|"
        rf"(?:name|list|give me|show me|tell me)(?: all)?(?: of)?(?: the)? "
        rf"{noun}(?: {_NAMED})?{_IN}|"
        rf"(?:the )?{noun} {_NAMED}{_IN}"
    )


_ASKED: tuple[tuple[Overview, str], ...] = (
    (
        "about",
        rf"what(?:['’]?s| is| was| are)? {_THING} (?:all |mainly |mostly |actually |really )*about|"
        rf"what (?:is|was|are)(?: the)?(?: main| central| overall)? "
        rf"(?:topic|subject|theme|idea|gist|point|story|news){_IN}|"
        rf"what (?:does|do|did) {_THING} (?:say|talk about|tell(?: me| us)?|deal with|discuss|"
        rf"cover|describe|report(?: on)?)|tell me (?:about|what is in) {_THING}|"
        rf"explain {_THING}|what is {_THING} (?:talking|writing|telling) about|"
        rf"what (?:happened|is happening|is going on|happens){_IN}|what is in {_THING}",
    ),
    (
        "summary",
        rf"(?:please )?(?:summar(?:y|ise|ize|ised|ized|ies)|outline|recap|sum up|"
        rf"sum (?:it|this) up)(?: {_THING}|{_IN})(?: up)?(?: for me)?(?: briefly| quickly)?|"
        rf"summary|summari[sz]e|"
        rf"(?:(?:give|show|write|make|get|i want|i need|i would like)(?: me| us)? )?"
        rf"(?:a |the )?(?:\w+ )?(?:summary|overview|outline|recap|digest|abstract){_IN}|"
        rf"tl;? ?dr|in short|in a nutshell|"
        rf"(?:what (?:are|is|were) |(?:give|tell|show)(?: me| us)? )?(?:the )?"
        rf"(?:main|key|most important|central|major|essential) "
        rf"(?:points?|facts?|takeaways?|messages?|ideas?|things?|findings|statements?|"
        rf"developments?|arguments?){_IN}|what (?:should|must|do) i (?:need to )?know{_IN}",
    ),
    (
        "quoted",
        rf"who(?:['’]s| is| are| was| were| gets?| all is)? "
        rf"(?:being )?(?:quoted|cited|interviewed|speaking|heard){_IN}|"
        rf"who (?:speaks?|spoke|talks?){_IN}|who says what{_IN}|"
        rf"(?:which|what)(?: \w+)? (?:people|persons?|experts?|sources?|speakers?|politicians?|"
        rf"officials?|leaders?|analysts?) (?:are|is|were|was|gets?) (?:quoted|cited|interviewed)"
        rf"{_IN}|whose (?:words|quotes?|quotations|statements?|opinions?|views?) (?:are|is)"
        rf"(?: \w+)?{_IN}|who (?:does|did) {_THING} (?:quote|cite)s?|"
        rf"(?:what|which) (?:quotes|quotations) are there{_IN}",
    ),
    ("countries", _listing(r"(?:countries|country|nations?|states)")),
    (
        "people",
        _listing(r"(?:people|persons?|politicians?|names?|individuals?|experts?|leaders?|figures)")
        + rf"|who (?:is|are) (?:the )?(?:main )?people(?: {_NAMED})?{_IN}"
        rf"|who (?:is|are|was|were|gets?)(?: all)? (?:named|mentioned|involved){_IN}|"
        rf"who (?:appears?|plays a (?:part|role)){_IN}|who (?:does|did) {_THING} {_NAMES}",
    ),
    ("dates", _listing(r"(?:dates?|days|years?|times)")),
    (
        "written",
        rf"when (?:was|is|were) {_THING} (?:first |last )?(?:written|published|posted|released|"
        rf"updated|printed|dated|from|made)|(?:from )?(?:what|which) (?:date|day|year|month|time) "
        rf"(?:is|was|does) {_THING}(?: come)?(?: from| written| published| posted| dated)?|"
        rf"when (?:did|does) {_THING} (?:come out|appear)|how (?:old|recent|new) is {_THING}|"
        rf"(?:what is )?(?:the |its )?(?:publication|publishing|posting|release|article['’]?s?) "
        rf"date{_IN}|what is the date of {_THING}",
    ),
    (
        "author",
        rf"who (?:has |is it that )?(?:wrote|written|authored|published|reported|made|created) "
        rf"{_THING}|(?:who is|who['’]s|what is|name) (?:the |its )?(?:author|writer|journalist|"
        rf"reporter|byline|publisher)(?:['’]?s? name)?{_IN}|by whom was {_THING} written|"
        rf"who was {_THING} written by",
    ),
)
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED]
_WHAT_S = re.compile(r"\b(what|who)['’]s\b", re.IGNORECASE)
_PLEASE = re.compile(
    r",? (?:please|for me|briefly|in (?:\w+|a few) (?:sentences?|words|lines))$", re.I
)
_POLITE = re.compile(
    r"^(?:(?:please|so|and|ok|okay|hi|hello|hey|well|now)[,!]? )*"
    r"(?:(?:can|could|would|will) you (?:please |kindly )?(?:tell me |say )?|"
    r"(?:please )?tell me (?=(?:what|who|when|which)\b)|i(?: would|['’]d)? (?:like|want) to know )?"
    r"(?:please )?",
    re.IGNORECASE,
)


def overview_intent(question: str) -> Overview | None:
    """Return what a question asks of the article as a whole, or None for any other question."""
    line = _POLITE.sub("", _WHAT_S.sub(r"\1 is", question.strip())).strip(" ?!.,;:")
    line = _PLEASE.sub("", line)
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(line)), None)


def asks_of_article(question: str) -> bool:
    """Return whether an overview question names the article; "it" may be another thing."""
    return not _BARE_IT.search(question)
