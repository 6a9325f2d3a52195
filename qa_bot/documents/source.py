"""Where an article comes from, as a typed value: a file, a URL, or standard input."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urldefrag

from qa_bot.types import Source


def file_source(name: str) -> Source:
    """Return the source of a file; two names of one file have the same key."""
    return Source("file", name, str(Path(name).resolve()))


def url_source(url: str) -> Source:
    """Return the source of a URL; its fragment tells no pages apart."""
    return Source("url", url, urldefrag(url).url)


def stdin_source(data: bytes) -> Source:
    """Return the source of a text from standard input, told apart by its content."""
    return Source("stdin", "-", f"-{hashlib.sha256(data).hexdigest()[:16]}")
