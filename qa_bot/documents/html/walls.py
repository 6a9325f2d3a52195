"""Pages without an article: error pages, consent and robot walls, scripts, redirects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.text import collapse_whitespace

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A page with more text than this is an article, whatever its subject.
_SHORT = 1_200
_SHORTEST = 400  # characters of other text on such a page, if the sign is weak

_NOT_FOUND = re.compile(
    r"\b(?:error|http|status)[ :-]{0,3}(?:404|410)\b|"
    r"\b404[ :,|–-]{1,3}(?:error|(?:page )?not found|page)\b|"
    r"^404$|"
    r"\bpage (?:was |is |could |can )?(?:not|no longer) (?:be )?(?:found|available|exists?)|"
    r"\b(?:page|article|story) not found\b|\bpage (?:doesn.?t|does not) exist\b|"
    r"\bcan(?:.?t|not) find (?:the|that|this) page\b|\bfile not found\b|"
    r"\bseite (?:wurde )?nicht gefunden\b|\bpage (?:introuvable|non trouvée)\b|"
    r"\bpágina no encontrada\b|\bpagina non trovata\b",
    re.IGNORECASE | re.MULTILINE,
)
_FAILED = re.compile(
    r"\b(?:403 forbidden|access denied|401 unauthori[sz]ed|500 internal server error|"
    r"50[234] (?:bad gateway|service (?:temporarily )?unavailable|gateway time-?out))\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"\b(?:verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|"
    r"i.?m not a robot|unusual traffic|checking your browser|complete the captcha|"
    r"checking if the site connection is secure|enable javascript and cookies to continue|"
    r"press (?:&|and) hold|attention required! \| cloudflare)|^just a moment\.\.\.$",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"\b(?:enable|activate|turn on|allow|requires?|needs?|without|support)\b.{0,40}"
    r"\bjava ?script\b|"
    r"\bjava ?script\b.{0,60}\b(?:enabled?|activated?|disabled|required|turned off|not supported|"
    r"to (?:run|view|use|continue)|aktivier\w+|activ\w+|habilit\w+)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:we|us) (?:and our (?:\d+ )?(?:partners|vendors) )?(?:use|store|process)\b.{0,80}\b"
    r"(?:cookies|information on (?:a|your) device|personal data)|"
    r"\b(?:accept|reject|allow|manage|decline) (?:all|cookies|optional)\b|"
    r"\bmanage (?:your )?(?:privacy |cookie )?(?:settings|preferences|choices|options)\b|"
    r"\b(?:your )?(?:privacy|cookie) (?:choices|settings|preferences)\b|"
    r"\b(?:give|withdraw|without) (?:your )?consent\b|\bwe value your privacy\b|"
    r"\bbefore you continue\b|\blegitimate interests?\b|"
    r"\balle (?:cookies )?(?:akzeptieren|ablehnen)\b|"
    r"\b(?:tout|tous) (?:accepter|refuser)\b|\baceptar todo\b|\baccetta tutto\b",
    re.IGNORECASE,
)
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
        bool(_NEEDS_SCRIPT.search(noscript[:5_000])),
        sum(1 for _ in tree.iter("script")),
        next(refresh, None) is not None,
    )


def explain_no_article(signs: PageSigns, text: str) -> str | None:
    """Return why a page holds no article and what to do, or None if it holds one.

    `text` is its main text. Only short pages are doubted: a long one is an article even if its
    subject is cookies.
    """
    line = collapse_whitespace(text)
    if len(line) > _SHORT:
        return None
    head = f"{signs.title}\n{signs.heading}\n{line[:600]}"
    if _ROBOT.search(line) or _ROBOT.search(signs.title):
        return "is a robot check, not the article; open the page in a browser and save it there"
    if _NOT_FOUND.search(signs.title) or (len(line) < _SHORTEST and _NOT_FOUND.search(head)):
        return "is a page that says not found, not an article; check its address"
    if _FAILED.search(signs.title) or (len(line) < _SHORTEST and _FAILED.search(head)):
        return "is a server error page, not an article; open it in a browser"
    if len({found[0].casefold() for found in _CONSENT.finditer(line)}) >= 3:
        return (
            "is a cookie consent page, not the article; "
            "accept it in a browser and save the page there"
        )
    if _NEEDS_SCRIPT.search(line) and len(line) < _SHORTEST:
        return _SCRIPT
    if len(line) < _SHORTEST / 2 and not _SENTENCE.search(line):
        if signs.redirects:
            return "only redirects to another page; give that page instead"
        if signs.needs_script or (signs.scripts and len(line) < 40):
            return _SCRIPT
    return None


_SCRIPT = "needs a browser to build the page; save the page from the browser instead"
