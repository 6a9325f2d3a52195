"""Web archives (MHTML): only the page itself is read, not the parts saved with it."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message

from qa_bot.documents.document import Document
from qa_bot.documents.html.load import load as load_page
from qa_bot.errors import SourceError


def load(data: bytes, name: str) -> Document:
    """Return the document of the archive's page; raises SourceError if it holds none."""
    from email import message_from_bytes

    try:
        archive = message_from_bytes(data)
        page = _main_part(archive)
        content = page.get_payload(decode=True) if page else None
    except (ValueError, LookupError, RecursionError):
        page = content = None
    if page is None or not isinstance(content, bytes):
        raise SourceError(f"{name} is a web archive without a page; save it again from the browser")
    charset = page.get_content_charset()
    address = page.get("Content-Location") or archive.get("Snapshot-Content-Location")
    document = load_page(content, name, charset=charset, address=str(address) if address else None)
    return replace(document, format="mhtml")


def _main_part(archive: Message) -> Message | None:
    """Return the archive's start part, or its first page."""
    pages: list[Message] = []
    waiting = [archive]
    while waiting:
        part = waiting.pop()
        if part.is_multipart():
            inner = [inner for inner in part.get_payload() if isinstance(inner, Message)]
            waiting += reversed(inner)
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            pages.append(part)
    start = archive.get_param("start")
    return next(
        (part for part in pages if start and part.get("Content-ID") == start),
        pages[0] if pages else None,
    )
