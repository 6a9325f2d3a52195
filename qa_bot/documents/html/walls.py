"""Pages without an article: error pages, consent and robot walls, scripts, redirects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PHRASES = ENGLISH.documents

# A page with more text than this is an article, whatever its subject.
_MAX_WALL = 1_200
_MAX_WEAK_WALL = 400  # characters of other text on such a page, if the sign is weak

_SENTENCE = re.compile(r"[.!?…](?:[\"'”’»)\]]*(?:\s|$))")


@dataclass(frozen=True, slots=True)
class PageSigns:
    """Signs that a page holds no article, read before hidden parts and scripts are removed."""

    title: str
    heading: str
    needs_script: bool
    scripts: int
    redirects: bool


def read_signs(tree: HtmlElement) -> PageSigns:
    """Return the signs in a whole page: its `<noscript>`, its number of scripts."""
    title = tree.find(".//title")
    refresh = (
        meta
        for meta in tree.iter("meta")
        if (meta.get("http-equiv") or "").lower() == "refresh"
        and "url" in (meta.get("content") or "").lower()
    )
    noscript = " ".join(element.text_content() for element in tree.iter("noscript"))
    return PageSigns(
        collapse_whitespace("" if title is None else title.text_content())[:300],
        collapse_whitespace(next((h1.text_content() for h1 in tree.iter("h1")), ""))[:300],
        bool(_PHRASES.NEEDS_SCRIPT.search(noscript[:5_000])),
        sum(1 for _ in tree.iter("script")),
        next(refresh, None) is not None,
    )


def explain_no_article(signs: PageSigns, text: str) -> str | None:
    """Return why a page holds no article and what to do, or None if it holds one.

    `text` is its main text. Only short pages are doubted: a long one is an article even if its
    subject is cookies.
    """
    line = collapse_whitespace(text)
    if len(line) > _MAX_WALL:
        return None
    head = f"{signs.title}\n{signs.heading}\n{line[:600]}"
    if _PHRASES.ROBOT.search(line) or _PHRASES.ROBOT.search(signs.title):
        return "is a robot check, not the article; open the page in a browser and save it there"
    if _PHRASES.NOT_FOUND.search(signs.title) or (
        len(line) < _MAX_WEAK_WALL and _PHRASES.NOT_FOUND.search(head)
    ):
        return "is a “not found” page, not an article; check its address"
    if _PHRASES.FAILED.search(signs.title) or (
        len(line) < _MAX_WEAK_WALL and _PHRASES.FAILED.search(head)
    ):
        return "is a server error page, not an article; open it in a browser"
    if len({found[0].casefold() for found in _PHRASES.CONSENT.finditer(line)}) >= 3:
        return (
            "is a cookie consent page, not the article; "
            "accept it in a browser and save the page there"
        )
    if _PHRASES.NEEDS_SCRIPT.search(line) and len(line) < _MAX_WEAK_WALL:
        return _SCRIPT
    if len(line) < _MAX_WEAK_WALL / 2 and not _SENTENCE.search(line):
        if signs.redirects:
            return "only redirects to another page; give that page instead"
        if signs.needs_script or (signs.scripts and len(line) < 40):
            return _SCRIPT
    return None


_SCRIPT = "needs a browser to build the page; save the page from the browser instead"
