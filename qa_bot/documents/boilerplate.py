"""Boilerplate around an article: rules for single blocks, by form and words.

A rule applies only to a short block that says nothing else. When in doubt the block is kept: losing
a sentence of the article is the worse error.
"""

from __future__ import annotations

import re

from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace
from qa_bot.types import BoilerplateKind

_PHRASES = ENGLISH.boilerplate

# The longest line of page chrome seen is some 140 characters; a paragraph is longer.
CHROME_LENGTH = 160

# Chrome has no full stop where a sentence has one: "Home." may be what a witness said.
_CLOSED = re.compile(r"[.!?][\"'”’»)\]]*$")

_SEPARATOR = re.compile(r" [|»›>•·/] ")
_MENU_PART = re.compile(r"[^\W\d_a-zß-ÿ][^\d.!?]*")
_MEANING = re.compile(r"[^\W_]")


def boilerplate_kind(text: str) -> BoilerplateKind | None:
    """Return what kind of page chrome a block is, or None if it may belong to the article.

    Repetition, and links below a heading such as "Related Stories", depend on the neighboring
    blocks: see `clean`.
    """
    line = collapse_whitespace(text)
    if not _MEANING.search(line):
        return "punctuation"
    if len(line) > CHROME_LENGTH:
        return "notice" if _PHRASES.RIGHTS.fullmatch(line) else None
    if _PHRASES.ADVERT.fullmatch(line):
        return "advert"
    if _is_newsletter(line):
        return "newsletter"
    if _is_notice(line):
        return "notice"
    if begins_links(line) or _PHRASES.INLINE_LINK.fullmatch(line):
        return "links"
    if (
        _PHRASES.NAVIGATION.fullmatch(line)
        or _PHRASES.TRAIL.fullmatch(line)
        or is_menu(line)
        or _PHRASES.CREDIT.fullmatch(line)
    ):
        return "navigation"
    return None


def begins_links(line: str) -> bool:
    """Return whether a line is the heading of a list of links, such as "Recent Articles"."""
    return bool(_PHRASES.LINKS.fullmatch(line)) and not _PHRASES.LINKS_TOO_SHORT.fullmatch(line)


def begins_topics(line: str) -> bool:
    """Return whether a line is "Tags" or "Topics": links below an article, facts above it."""
    return bool(_PHRASES.TOPICS.fullmatch(line))


def is_menu(line: str) -> bool:
    """Return whether a line is a row of links: four or more short names with bars between them.

    A table row without a number looks the same: its neighbors decide (see `clean`).
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
    if _PHRASES.NEWSLETTER.fullmatch(line):
        return True
    if _PHRASES.INBOX.search(line) and (not closed or _PHRASES.INBOX_OFFER.match(line)):
        return True
    if not (_PHRASES.INVITATION.match(line) and _PHRASES.OFFER.search(line)):
        return False
    return not closed or bool(_PHRASES.TO_THE_READER.search(line))


def _is_notice(line: str) -> bool:
    if _PHRASES.RIGHTS.fullmatch(line) or _PHRASES.COOKIES.fullmatch(line):
        return True
    if _PHRASES.RIGHTS_OF_YEAR.fullmatch(line) and not _CLOSED.search(line):
        return True
    return bool(_PHRASES.NOTICE.fullmatch(line) and _PHRASES.NOTICE_WORD.search(line))
