"""Addresses that a document names as its own: safe to show and open, and believed or not."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from qa_bot.text import sanitize_line

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def own_address(named: str | None, origin: str | None) -> str | None:
    """Return the address that a document names as its own, or the one that it came from.

    Citations link to it, so a page that came from one site is not believed to be another's.
    """
    named, origin = safe_address(named), safe_address(origin)
    return named if named and (not origin or _same_site(named, origin)) else origin


def safe_address(address: str | None) -> str | None:
    """Return an http or https address that is safe to show and open, without user and fragment."""
    if not address or len(address) > 2000 or _SPACE.search(address.strip()):
        return None
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or sanitize_line(host) != host:
        return None
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{port}" if port else host
    return sanitize_line(urlunsplit((parts.scheme.lower(), place, parts.path, parts.query, "")))


def _same_site(one: str, other: str) -> bool:
    """Return whether two addresses are of one host, or of one domain that somebody registered."""
    hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)}
    if len(hosts) == 1:
        return True
    from tld import get_fld

    # Private suffixes are those of hosting services: each page of github.io is a site of its own.
    domains = {
        get_fld(f"https://{host}", fail_silently=True, search_private=True) for host in hosts
    }
    return len(domains) == 1 and None not in domains
