"""Questions about the article as a whole: their forms, datelines and bylines.

The kinds are about, summary, quoted, countries, people, dates, written, author, site,
title and language.
"""

from __future__ import annotations

import re

from qa_bot.language.en.words import MONTH

# "The report" may be one that the article mentions; "this report" is the article.
_THING = (
    r"(?:(?:(?:the|this|that|your|my) )?(?:(?:whole|entire|news|given|bundled) )?"
    r"(?:articles?|texts?|story|stories|piece|page|news|one|it|this|that)|"
    r"(?:this|your|my) (?:documents?|post|report|passage|essay|paper))"
)
BARE_IT = re.compile(
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
        rf"(?:which|what)(?: \w{{1,24}})? {noun} (?:(?:are|is|were|was)(?: there)?(?: {_NAMED})?"
        rf"(?: in {_THING}| here)?|(?:does|do|did) {_THING} {_NAMES}|appear(?:s|ed)?{_IN}|"
        rf"(?:play|have) (?:a|an|any) \w{{1,24}}{_IN})|"
        rf"(?:name|list|give me|show me|tell me)(?: all)?(?: of)?(?: the)? "
        rf"{noun}(?: {_NAMED})?{_IN}|"
        rf"(?:the )?{noun} {_NAMED}{_IN}"
    )


_ASKED = (
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
        rf"(?:a |the )?(?:\w{{1,24}} )?(?:summary|overview|outline|recap|digest|abstract){_IN}|"
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
        rf"(?:which|what)(?: \w{{1,24}})? (?:people|persons?|experts?|sources?|speakers?|"
        rf"politicians?|officials?|leaders?|analysts?) (?:are|is|were|was|gets?) "
        rf"(?:quoted|cited|interviewed){_IN}|"
        rf"whose (?:words|quotes?|quotations|statements?|opinions?|views?) (?:are|is)"
        rf"(?: \w{{1,24}})?{_IN}|who (?:does|did) {_THING} (?:quote|cite)s?|"
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
        rf"who (?:has |is it that )?(?:wrote|written|authored|reported|made|created) "
        rf"{_THING}|(?:who is|who['’]s|what is|name) (?:the |its )?(?:author|writer|journalist|"
        rf"reporter|byline)(?:['’]?s? name)?{_IN}|by whom was {_THING} written|"
        rf"who was {_THING} written by",
    ),
    (
        "site",
        rf"where (?:was|is|were) {_THING} (?:first )?(?:published|posted|printed|from)|"
        rf"where (?:did|does) {_THING} (?:come from|appear)|who (?:has )?(?:published|posted) "
        rf"{_THING}|(?:who is|what is|name) (?:the |its )?publisher(?:['’]?s? name)?{_IN}|"
        rf"(?:on |in )?(?:which|what) (?:web ?site|site|newspaper|magazine|paper|outlet) "
        rf"(?:is|was|did|does|has)? ?{_THING}(?: (?:from|on|in|come from|appear(?:ed)?(?: in| on)?|"
        rf"published(?: in| on| by)?|posted on))?|which (?:web ?site|site|newspaper|magazine) "
        rf"published {_THING}",
    ),
    (
        "title",
        rf"(?:what is|tell me|name|give me) (?:the |its )(?:title|headline|name){_IN}|"
        rf"what is {_THING} (?:called|titled|named|entitled)|(?:the )?(?:title|headline){_IN}",
    ),
    (
        "language",
        rf"(?:in )?(?:what|which) language (?:is|was) {_THING}(?: written)?(?: in)?|"
        rf"(?:what is|name) (?:the |its )language{_IN}",
    ),
)
INTENTS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)
# Removed before the forms are compared: "could you please tell me", "for me".
CONTRACTED_IS = re.compile(r"\b(what|who)['’]s\b", re.IGNORECASE)
PLEASE = re.compile(
    r",? (?:please|for me|briefly|in (?:\w{1,24}|a few) (?:sentences?|words|lines))$", re.I
)
POLITE = re.compile(
    r"^(?:(?:please|so|and|ok|okay|hi|hello|hey|well|now)[,!]? )*"
    r"(?:(?:can|could|would|will) you (?:please |kindly )?(?:tell me |say )?|"
    r"(?:please )?tell me (?=(?:what|who|when|which)\b)|i(?: would|['’]d)? (?:like|want) to know )?"
    r"(?:please )?",
    re.IGNORECASE,
)

DATE = re.compile(
    rf"\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b\.?(?:,? \d{{4}})?|\b{MONTH} \d{{4}}\b|"
    # A year, not a number of something.
    r"\b(?:1[0-9]{3}|20[0-9]{2})\b(?!\s*(?:people|men|women|troops|soldiers|%|percent|miles|km|"
    r"met(?:er|re)s|euros?|pounds?|dollars?|kroner|tons?|tonnes))"
)
FULL_DATE = re.compile(
    rf"\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\.?,? \d{{4}}|"
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r"\b(?:published|updated|posted|written|last modified|date|dated|released|issued)\b", re.I
)
BYLINE = re.compile(
    r"(?:(?:written |reported |reporting |edited |story )?by:? (?=[A-Z])|author:? |from our )", re.I
)
