"""The identity of a source: a file, a URL or standard input, and when two are the same."""

from __future__ import annotations

import hashlib
import os
import re

from qa_bot.types import Source

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(name: str) -> bool:
    """Return whether a source's name is a URL, of any scheme, rather than a path."""
    return _SCHEME.match(name) is not None


def file_source(name: str) -> Source:
    """Return the source for a file; all names of a file have the same key."""
    # Unlike Path.resolve, realpath does not raise on a circle of links: opening the file does.
    return Source("file", name, os.path.realpath(name))


def url_source(url: str) -> Source:
    """Return the source of a URL, without its fragment."""
    return Source("url", url, url.partition("#")[0])


def stdin_source(data: bytes) -> Source:
    """Return the source for standard input, identified by its content."""
    return Source("stdin", "-", f"-{hashlib.sha256(data).hexdigest()[:16]}")


def shown_name(source: Source) -> str:
    """Return the name of a source for messages and titles."""
    return "standard input" if source.kind == "stdin" else source.name
