"""Web archives (MHTML): only the page itself is read, not the parts saved with it."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import Message

from qa_bot.documents.document import Document
from qa_bot.documents.html.load import load as load_page
from qa_bot.documents.parsing.mime import check_parts
from qa_bot.errors import SourceError

_PAGES = ("text/html", "application/xhtml+xml")
# The header of a page within an archive, and the line above it.
_PART = re.compile(
    rb"^(?:(--[^\r\n]{1,200})\r?\n)?"
    rb"(?:[A-Za-z-]{1,40}:[^\r\n]{0,1000}\r?\n(?:[ \t][^\r\n]{0,1000}\r?\n){0,5}){0,5}?"
    rb"Content-Type:[ \t]*(?:text/html|application/xhtml\+xml)",
    re.MULTILINE | re.IGNORECASE,
)

_NEAR = 200_000  # bytes within which a broken archive's first page begins


def load(data: bytes, name: str) -> Document:
    """Return the document of the archive's page; raises SourceError if it holds none."""
    from email import message_from_bytes

    data = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    check_parts(data, name)
    try:
        archive = message_from_bytes(data)
        page = _main_part(archive) or _first_part(data)
        content = _content(page) if page else b""
    except (ValueError, LookupError, RecursionError):
        page = None
    if page is None:
        raise SourceError(f"{name} is a web archive without a page; save it again from the browser")
    charset = page.get_content_charset()
    address = page.get("Content-Location") or _address(archive)
    document = load_page(content, name, charset=charset, address=str(address) if address else None)
    return replace(document, format="mhtml")


def _main_part(archive: Message) -> Message | None:
    """Return the archive's start part, the page of its address, or its first page.

    Of a page that only divides the window into frames, it is the longest frame.
    """
    pages: list[Message] = []
    waiting = [archive]
    while waiting:
        part = waiting.pop()
        if part.is_multipart():
            inner = [inner for inner in part.get_payload() if isinstance(inner, Message)]
            waiting += reversed(inner)
        elif part.get_content_type() in _PAGES:
            pages.append(part)
    start, address = archive.get_param("start"), _address(archive)
    by_name = (part for part in pages if start and _name(part) == str(start).strip("<>"))
    by_address = (part for part in pages if address and part.get("Content-Location") == address)
    page = next(by_name, None) or next(by_address, None) or (pages[0] if pages else None)
    if page is not None and b"<frameset" in _content(page).lower():
        # Its text is in one of the frames; the others hold menus.
        frames = [part for part in pages if part is not page]
        page = max(frames, key=lambda part: len(_content(part)), default=page)
    return page


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    return str(part.get("Content-ID", "")).strip().strip("<>")


def _address(archive: Message) -> str | None:
    """Return the address of the page that was saved, if the archive's header names it."""
    names = ("Snapshot-Content-Location", "X-Snapshot-Content-Location", "Content-Location")
    return next((value for name in names if (value := archive.get(name))), None)


def _first_part(data: bytes) -> Message | None:
    """Return the first page of an archive whose boundary is missing or another."""
    from email import message_from_bytes

    found = _PART.search(data, 0, _NEAR)
    if found is None:
        return None
    start = found.end(1) + 1 if found[1] else found.start()
    end = data.find(b"\n" + found[1], found.end()) if found[1] else -1
    return message_from_bytes(data[start : end if end >= 0 else None].lstrip())
