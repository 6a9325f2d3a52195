"""Media types of pages and documents, and the file suffix equivalent to each."""

from __future__ import annotations

SUFFIXES: dict[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
}
# Servers send these for anything; the content decides.
_GENERIC = frozenset(("application/octet-stream", "binary/octet-stream", "application/x-download"))


def is_readable(media_type: str | None) -> bool:
    """Return whether a body of that type may be an article; True if the type is unknown."""
    return media_type is None or media_type in SUFFIXES or media_type in _GENERIC


def suffix_of(media_type: str | None) -> str | None:
    """Return the suffix that a file of that type has, or None if the type says nothing."""
    return SUFFIXES.get(media_type or "")
