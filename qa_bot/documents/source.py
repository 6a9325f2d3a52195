"""Where an article comes from, as a typed value: a file, a URL, or standard input."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import urldefrag

from qa_bot.types import Source


def file_source(name: str) -> Source:
    """Return the source of a file; two names of one file have the same key."""
    # Unlike Path.resolve, realpath leaves a circle of links to whoever opens the file.
    return Source("file", name, os.path.realpath(name))  # noqa: PTH


def url_source(url: str) -> Source:
    """Return the source of a URL; its fragment tells no pages apart."""
    return Source("url", url, urldefrag(url).url)


def stdin_source(data: bytes) -> Source:
    """Return the source of a text from standard input, told apart by its content."""
    return Source("stdin", "-", f"-{hashlib.sha256(data).hexdigest()[:16]}")
