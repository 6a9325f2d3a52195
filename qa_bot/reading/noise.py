"""What the page around an article says: rules for single blocks, by their form and words.

A rule fires only on a block that is short and says nothing else: when in doubt it is kept, for a
sentence of the article that is lost is the worse error.
"""

from __future__ import annotations

import re

from qa_bot.text import collapse
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

_NEWSLETTER = re.compile(
    r"(?:please )?(?:"
    r"(?:subscribe|sign[ -]?up|register)\b(?: (?:now|here|today|free|for|to|with|and)\b.*)?|"
    r"(?:stay|keep) (?:on top|informed|tuned|connected|up[ -]to[ -]date|in touch|updated)\b.*|"
    r"(?:get|receive) (?:the|our|your|all|breaking|daily|more)\b.*"
    r"\b(?:inbox|newsletters?|e-?mails?|alerts?|app|updates)\b.*|"
    r"(?:join|follow|like|find) (?:us|our)\b.*|"
    r"follow @?\w+ on (?:twitter|x|facebook|instagram|google news|telegram|whatsapp)\b.*|"
    r"(?:download|get) (?:the|our) (?:\w+ )?app\b.*|"
    r"enter your e-?mail\b.*|your e-?mail address\b.*|our newsletters?|newsletters?(?: sign-?up)?"
    r")",
    re.IGNORECASE,
)
_INBOX = re.compile(
    r"(?:delivered |straight |sent |right )?(?:to|in) your inbox\W*$", re.IGNORECASE
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
    r"(?:copyright )?(?:©|\(c\)|copyright,? (?=\d{4})).{0,120}|.{0,80}\ball rights reserved\W*",
    re.IGNORECASE,
)

_LINKS = re.compile(
    r"\W*(?:(?:recent|related|latest|popular|trending|recommended|similar|further|other|more|top|"
    r"most[ -](?:read|popular|viewed|shared)|must[ -]reads?|featured|editor.?s.? (?:picks?|choice))"
    r"(?: (?:articles?|stor(?:y|ies)|posts?|news|reads?|reading|content|links?|topics?|coverage|"
    r"videos?|headlines|items?|from|on|in|this|section|for|you|now|today))*|"
    r"you (?:may|might|could) (?:also )?(?:like|be interested in|enjoy)|"
    r"(?:also|see also|read)[ :]*|also (?:read|on|see)|read (?:also|more|next)|see also|"
    r"don.?t miss|up next|more on this(?: story| topic)?|what to read next|tags|topics|"
    r"share this(?: article| story| post| page)?)\W*",
    re.IGNORECASE,
)
# Words of the rule above that are as well plain words: alone they say nothing.
_LINKS_TOO_SHORT = re.compile(
    r"\W*(?:recent|related|other|more|similar|further|top|also|read)\W*", re.I
)
_INLINE_LINK = re.compile(
    r"(?:read (?:also|more|next)|also read|see also|related(?: (?:story|article|stories))?|watch|"
    r"listen|don.?t miss)\s*[:|»–-]\s*\S.*",
    re.IGNORECASE,
)

_NAVIGATION = re.compile(
    r"(?:skip to (?:main )?(?:content|navigation)|(?:main )?menu|home|search|log ?in|sign ?in|"
    r"log ?out|share|tweet|print|e-?mail|save|comments?|\d+ comments?|leave a (?:comment|reply)|"
    r"facebook|twitter|whatsapp|telegram|linkedin|pinterest|instagram|reddit|copy link|"
    r"back to top|next|previous|close|loading|show more|load more|view all|see all|click here|"
    r"(?:next|previous) (?:article|story|post|page)|play video|\d+ min(?:ute)?s? read)\W*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|»›>•·/]\s+")
_CREDIT = re.compile(
    r"(?:photo|image|picture|file photo)(?:graph)?s?(?: (?:credit|source|by|courtesy of))?\s*[:,/]"
    r"\s*.{0,60}|(?:getty images|shutterstock|ap photo)\W*.{0,40}",
    re.IGNORECASE,
)
_MEANING = re.compile(r"[^\W_]")


def noise_kind(text: str) -> NoiseKind | None:
    """Return what kind of page chrome a block is, or None for what may be the article's own.

    Does not judge repetition or links that hang on a heading such as "Related Stories": those
    take the neighbours to see (`cleaning`).
    """
    line = collapse(text)
    if not _MEANING.search(line):
        return "punctuation"
    if len(line) > CHROME_LENGTH:
        return "notice" if _RIGHTS.fullmatch(line) else None
    if _ADVERT.fullmatch(line):
        return "advert"
    if _is_newsletter(line):
        return "newsletter"
    if _RIGHTS.fullmatch(line) or (_NOTICE.fullmatch(line) and _NOTICE_WORD.search(line)):
        return "notice"
    if begins_links(line) or _INLINE_LINK.fullmatch(line):
        return "links"
    if _NAVIGATION.fullmatch(line) or _is_menu(line) or _CREDIT.fullmatch(line):
        return "navigation"
    return None


def begins_links(line: str) -> bool:
    """Tell whether a line is the heading of a list of links, such as "Recent Articles"."""
    return bool(_LINKS.fullmatch(line)) and not _LINKS_TOO_SHORT.fullmatch(line)


def _is_newsletter(line: str) -> bool:
    if _INBOX.search(line) and not re.search(r"[.!?] \w", line):
        return True
    return bool(_NEWSLETTER.fullmatch(line)) and len(line.split()) <= 16


def _is_menu(line: str) -> bool:
    """Tell whether a line is a row of links: four or more short parts with bars between them."""
    parts = _SEPARATOR.split(line)
    return len(parts) >= 4 and all(len(part.split()) <= 4 for part in parts)
