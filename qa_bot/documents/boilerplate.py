"""What the page around an article says: rules for single blocks, by their form and words.

A rule fires only on a block that is short and says nothing else: when in doubt it is kept, for a
sentence of the article that is lost is the worse error.
"""

from __future__ import annotations

import re

from qa_bot.text import collapse_whitespace
from qa_bot.types import NoiseKind

# The longest line of page chrome seen is some 140 characters; a paragraph is longer.
CHROME_LENGTH = 160

_ADVERT = re.compile(
    r"\W*(?:advertisements?|advertising|advertorial|ads?(?: by google)?|"
    r"sponsored(?: content| post| links?| by)?|promoted(?: content)?|"
    r"(?:story|article) continues (?:below|after)(?: this)?(?: ad(?:vertisement)?)?|"
    r"continue reading(?: below| the main story)?|skip ad(?:vertisement)?|"
    r"scroll (?:down )?(?:to|for) (?:continue|more)(?: reading)?)\W*",
    re.IGNORECASE,
)

# Chrome has no full stop where a sentence has one: "Home." may be what a witness said.
_CLOSED = re.compile(r"[.!?][\"'”’»)\]]*$")

_SITES = r"(?:twitter|x|facebook|instagram|google news|telegram|whatsapp|youtube|linkedin)"
_INVITATION = re.compile(
    r"(?:please )?(?:subscribe|sign[ -]?up|register|join|follow|like|find|stay|keep|get|receive|"
    r"download)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\bnewsletters?\b|\b(?:to|in) your (?:inbox|e-?mail|phone)\b|\bour (?:\w+ )?app\b|"
    r"\b(?:news|e-?mail|breaking|daily|weekly|push) (?:alerts?|updates?|briefings?)\b|"
    r"\b(?:top|latest|breaking|daily|biggest) (?:news|stories|headlines)\b|"
    rf"\bour (?:channel|podcast|community|mailing list)\b|\bon {_SITES}\b",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"\b(?:us|our|your)\b", re.IGNORECASE)
_NEWSLETTER = re.compile(
    r"(?:please )?(?:(?:subscribe|sign[ -]?up|register|join|follow|like|find)"
    r"(?: (?:now|here|today|us|free|for|with))*|"
    r"(?:stay|keep) (?:on top|informed|tuned|connected|up[ -]to[ -]date|in touch|updated)|"
    r"(?:download|get) (?:the|our) (?:\w+ )?app|"
    r"(?:enter )?your e-?mail(?: address)?|our newsletters?|newsletters?(?: sign-?up)?)\W*|"
    r"subscribe (?:to|for|and)\b.*(?<![.!?])|your e-?mail (?:address )?will not be published.*|"
    r"by (?:signing up|subscribing|registering|clicking|continuing)\b.*\bour (?:terms|privacy)\b.*",
    re.IGNORECASE,
)
_INBOX = re.compile(
    r"(?:delivered |straight |sent |right )?(?:to|in) your inbox\W*$", re.IGNORECASE
)
_INBOX_OFFER = re.compile(
    r"(?:the (?:best|latest|top|day|week)|our|all|breaking|daily|weekly|top|latest|news|stories)\b",
    re.IGNORECASE,
)

_NOTICE = re.compile(
    r"(?:dmca|corrections?|copyright|legal|privacy|cookies?|terms|disclaimer|imprint|accessibility|"
    r"site ?map|contact|about|advertise|feedback|licen[sc]ing|notices?|policy|policies|of|use|"
    r"service|services|conditions|and|us|with|preferences|settings|statement|your|choices|"
    r"do not sell my(?: personal)? info(?:rmation)?|report (?:an? )?(?:error|typo|correction)|"
    r"[\s/|&,·•–-])+",
    re.IGNORECASE,
)
_NOTICE_WORD = re.compile(
    r"dmca|correction|copyright|privacy|cookie|terms|disclaimer|site ?map|contact us|about us|"
    r"advertise|feedback|report|do not sell|imprint|accessibility",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:copyright )?©.{0,120}|(?:.{0,80}[.,;|·–-] ?)?all rights reserved\W*", re.IGNORECASE
)
# "(c)" counts as well the clauses of a contract, and copyright is a thing to write about.
_RIGHTS_OF_YEAR = re.compile(
    r"(?:copyright |\(c\) ?){1,2}\d{4}\b.{0,120}|copyright,? \d{4}\b.{0,120}", re.IGNORECASE
)
_COOKIES = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?sites?)(?: and our partners)? uses? cookies\b.*"
    r"\b(?:accept|agree|consent|your experience|policy|settings|preferences)\b.*",
    re.IGNORECASE,
)

_LINKS = re.compile(
    r"\W*(?:(?:recent|related|latest|popular|trending|recommended|similar|further|other|more|top|"
    r"most[ -](?:read|popular|viewed|shared)|must[ -]reads?|featured|editor.?s.? (?:picks?|choice))"
    r"(?: (?:articles?|stor(?:y|ies)|posts?|news|reads?|reading|content|links?|topics?|coverage|"
    r"videos?|headlines|items?|from|on|in|this|section|for|you|now|today))*|"
    r"you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy)|"
    r"(?:also|see also|read)[ :]*|also (?:read|on|see)|read (?:also|more|next)|see also|"
    r"don.?t miss|up next|more on this(?: story| topic)?|what to read next|tags|topics)\W*",
    re.IGNORECASE,
)
# Words of the rule above that are as well plain words: alone they say nothing.
_LINKS_TOO_SHORT = re.compile(
    r"\W*(?:recent|other|more|similar|further|top|also|read|latest|popular|recommended|featured)\W*",
    re.IGNORECASE,
)
_TOPICS = re.compile(r"\W*(?:tags|topics)\W*", re.IGNORECASE)
_INLINE_LINK = re.compile(
    r"(?:read (?:also|more|next)|also read|related (?:story|article|stories))"
    r"(?:\s*[:|»]|\s+[–-])\s*\S.*|"
    r"(?:see also|related|watch|listen|don.?t miss)(?:\s*[:|»]|\s+[–-])\s*\S.*(?<!\.)",
    re.IGNORECASE,
)

_NAVIGATION = re.compile(
    r"[←→«»‹›\s]*(?:skip to (?:main )?(?:content|navigation)|(?:main )?menu|home|search|log ?in|"
    r"sign ?in|log ?out|share|tweet|print|e-?mail|save|comments?|\d+ comments?|comments? \(\d+\)|"
    r"leave a (?:comment|reply)|facebook|twitter|whatsapp|telegram|linkedin|pinterest|instagram|"
    r"reddit|copy link|back to top|next|previous|close|(?:like )?loading(?:\.{2,})?|"
    r"(?:show|load) more(?:\.{2,})?|view all|see all|click here|(?:older|newer) posts?|"
    r"share this(?: article| story| post| page)?|"
    rf"(?:share|tweet)(?: this)?(?: (?:on|via) (?:{_SITES}|e-?mail))|"
    r"(?:next|previous) (?:article|story|post|page)|play video|\d+ min(?:ute)?s? read|"
    r"page \d+ (?:of|/) \d+)[^\w.!?]*",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"home(?:\s+[|»›>/]\s+\S[^|»›>/.!?]*){1,6}", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|»›>•·/]\s+")
_MENU_PART = re.compile(r"[^\W\d_a-zß-ÿ][^\d.!?]*")
_CREDIT = re.compile(
    r"(?:photo|image|picture|file photo)(?:graph)?s?"
    r"(?: (?:credit|source|by|courtesy of):?\s.{1,60}(?<![.!?])|"
    r"\s*[:/]\s*\S+(?: \S+){0,3}(?<![.!?]))|"
    r"(?:getty images|shutterstock|ap photo)\W*(?:[/|(:].{0,40})?(?<![.!?])",
    re.IGNORECASE,
)
_MEANING = re.compile(r"[^\W_]")


def noise_kind(text: str) -> NoiseKind | None:
    """Return what kind of page chrome a block is, or None for what may be the article's own.

    Does not judge repetition or links that hang on a heading such as "Related Stories": those
    take the neighbours to see (`cleaning`).
    """
    line = collapse_whitespace(text)
    if not _MEANING.search(line):
        return "punctuation"
    if len(line) > CHROME_LENGTH:
        return "notice" if _RIGHTS.fullmatch(line) else None
    if _ADVERT.fullmatch(line):
        return "advert"
    if _is_newsletter(line):
        return "newsletter"
    if _is_notice(line):
        return "notice"
    if begins_links(line) or _INLINE_LINK.fullmatch(line):
        return "links"
    if (
        _NAVIGATION.fullmatch(line)
        or _TRAIL.fullmatch(line)
        or is_menu(line)
        or _CREDIT.fullmatch(line)
    ):
        return "navigation"
    return None


def begins_links(line: str) -> bool:
    """Tell whether a line is the heading of a list of links, such as "Recent Articles"."""
    return bool(_LINKS.fullmatch(line)) and not _LINKS_TOO_SHORT.fullmatch(line)


def begins_topics(line: str) -> bool:
    """Tell whether a line is "Tags" or "Topics": links at an article's foot, facts above it."""
    return bool(_TOPICS.fullmatch(line))


def is_menu(line: str) -> bool:
    """Tell whether a line is a row of links: four or more short names with bars between them.

    A row of a table looks the same where it holds no number: its neighbours tell (`cleaning`).
    """
    parts = _SEPARATOR.split(line)
    return len(parts) >= 4 and all(
        len(part.split()) <= 4 and _MENU_PART.fullmatch(part) for part in parts
    )


def columns(line: str) -> int:
    """Return how many parts a line has between its bars."""
    return len(_SEPARATOR.split(line))


def _is_newsletter(line: str) -> bool:
    if len(line.split()) > 16:
        return False
    closed = _CLOSED.search(line)
    if _NEWSLETTER.fullmatch(line):
        return True
    if _INBOX.search(line) and (not closed or _INBOX_OFFER.match(line)):
        return True
    if not (_INVITATION.match(line) and _OFFER.search(line)):
        return False
    return not closed or bool(_TO_THE_READER.search(line))


def _is_notice(line: str) -> bool:
    if _RIGHTS.fullmatch(line) or _COOKIES.fullmatch(line):
        return True
    if _RIGHTS_OF_YEAR.fullmatch(line) and not _CLOSED.search(line):
        return True
    return bool(_NOTICE.fullmatch(line) and _NOTICE_WORD.search(line))
