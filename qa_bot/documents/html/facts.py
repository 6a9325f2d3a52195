"""A page's metadata: title, author, date, site, language, address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_bot.documents.html.article import is_large
from qa_bot.documents.parsing.addresses import own_address, safe_address
from qa_bot.language import ENGLISH
from qa_bot.text import sanitize_line
from qa_bot.types import Facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PHRASES = ENGLISH.documents

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z\d]{2,8})*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"\w+")
_SITE_SEPARATOR = r"\s*[|»›·•:–—-]\s*"


def read_facts(tree: HtmlElement, address: str | None = None) -> Facts:
    """Return the facts of a page, from JSON-LD, OpenGraph, its head and its byline.

    `address` is where the page came from, if known; the address that the page names as its own
    overrides it if it is on the same site.
    """
    found = {} if is_large(tree) else _read_metadata(tree)
    site = _site(found.get("sitename"))
    return Facts(
        title=_title(found.get("title") or _first_text(tree, ".//title"), site),
        author=_author(found.get("author"), site),
        date=_date(found.get("date")),
        site=site,
        language=_language(tree),
        url=own_address(_canonical(tree) or safe_address(found.get("url")), address),
    )


def _read_metadata(tree: HtmlElement) -> dict[str, str | None]:
    from trafilatura.metadata import extract_metadata

    # Only dates marked as such are taken; those in the text are often not the article's (a
    # copyright line, another story).
    options = {
        "original_date": True,
        "extensive_search": False,
        "max_date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }
    try:
        return extract_metadata(tree, date_config=options).as_dict()
    except Exception:  # metadata can hold anything: its errors must not lose the page
        return {}


def _title(title: str | None, site: str | None) -> str | None:
    title = sanitize_line(title or "")
    if site:
        for pattern in (
            rf"{_SITE_SEPARATOR}{re.escape(site)}$",
            rf"^{re.escape(site)}{_SITE_SEPARATOR}",
        ):
            shorter = re.sub(pattern, "", title, flags=re.IGNORECASE)
            title = shorter if len(shorter) > 3 else title
    return title[:300] or None


def _author(author: str | None, site: str | None) -> str | None:
    # Many sites name themselves as the author: "Lefigaro Fr" for lefigaro.fr.
    own = "".join(_WORD.findall(site or "")).casefold()
    names = [
        name
        for part in (author or "").split(";")
        if (name := _PHRASES.BY.sub("", sanitize_line(part), count=1))
        and len(name) <= 80
        and not _PHRASES.NO_AUTHOR.search(name)
        and "".join(_WORD.findall(name)).casefold() not in (own, f"www{own}")
    ]
    return ", ".join(dict.fromkeys(names[:10])) or None


def _date(date: str | None) -> str | None:
    return date if date and _DATE.fullmatch(date) else None


def _site(site: str | None) -> str | None:
    site = sanitize_line(site or "")
    if "//" in site:
        return None
    return site[:100] or None


def _language(tree: HtmlElement) -> str | None:
    candidates = [
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        *_contents(tree, "http-equiv", "content-language"),
        *_contents(tree, "property", "og:locale"),
    ]
    for candidate in candidates:
        if (tag := (candidate or "").strip()) and _LANGUAGE.fullmatch(tag):
            first, *rest = tag.replace("_", "-").split("-")
            return "-".join([first.lower(), *rest])
    return None


def _contents(tree: HtmlElement, attribute: str, value: str) -> list[str]:
    return [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get(attribute) or "").lower() == value
    ]


def _canonical(tree: HtmlElement) -> str | None:
    links = (link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((url for link in links if (url := safe_address(link.get("href")))), None)


def _first_text(tree: HtmlElement, path: str) -> str | None:
    element = tree.find(path)
    return None if element is None else element.text_content()
