"""Fetch a page by its URL, within limits that a server cannot exceed.

This uses the standard library's client, which imports in a tenth of a second and needs no package,
and whose sockets can be replaced: the name of each hop is resolved once, its addresses are checked,
and the connection is made by number.
"""

from __future__ import annotations

import ssl
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected

from qa_bot.errors import SourceError
from qa_bot.sources.addresses import Address, is_public, parse_url, resolve, show_url
from qa_bot.sources.connection import Deadline, request
from qa_bot.sources.media_types import is_readable
from qa_bot.text import sanitize_line

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_FROM_BROWSER = "open it in a browser, save it, and give the file"
_ADVICE = {
    401: f"it needs a login; {_FROM_BROWSER}",
    402: f"it requires payment; {_FROM_BROWSER}",
    403: f"it blocks programs or needs a login; {_FROM_BROWSER}",
    404: "there is no such page; check the address",
    410: "the page was removed; try a web archive",
    429: "too many requests; try again later",
    451: "it is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a fetch: seconds per wait and in all, bytes after unpacking, redirects."""

    read: float = 10.0
    total: float = 20.0
    size: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A fetched page: its unpacked bytes, and what the server said about them.

    `url` is the final address, after redirects. `etag` and `last_modified` are as the server
    wrote them, `fetched_at` is the moment in ISO 8601.
    """

    url: str
    data: bytes
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: str


def fetch(
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    limits: Limits = Limits(),
) -> FetchedPage | None:
    """Return the page at a URL, or None if it has not changed since `etag` or `last_modified`.

    The host that the user named may be any, including this machine. Redirects may lead to the same
    host, at the addresses found first, or to a public one. Raises SourceError, in one line, for
    whatever prevents fetching the whole page.
    """
    address = parse_url(url)
    deadline = Deadline(limits.read, limits.total)
    headers = _headers()
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    is_conditional = bool(etag or last_modified)
    numbers: tuple[str, ...] = ()
    previous: Address | None = None
    try:
        for _ in range(limits.redirects + 1):
            numbers = _numbers(address, previous, numbers, deadline)
            with request(address, numbers, headers, deadline) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or location is None:
                    return _read(address, response, limits, is_conditional=is_conditional)
            previous = address  # set first, because an error in `join` is about a redirect
            address = address.join(location)
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        reason = _explain(error, deadline, limits)
        raise SourceError(f"{show_url(url)} cannot be fetched: {reason}") from None
    except SourceError as error:
        where = f"{show_url(url)} cannot be fetched: " if previous else ""
        raise SourceError(f"{where}{error}") from None
    raise SourceError(
        f"{show_url(url)} cannot be fetched: it was redirected more than {limits.redirects} times; "
        "open it in a browser and give the address it ends at"
    )


def _headers() -> dict[str, str]:
    from qa_bot import __version__

    return {
        "User-Agent": f"qa-bot/{__version__}",
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/*;q=0.8,*/*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _numbers(
    address: Address, previous: Address | None, known: tuple[str, ...], deadline: Deadline
) -> tuple[str, ...]:
    """Return the numeric addresses to connect to; raises SourceError for a forbidden redirect."""
    if previous is not None and previous.host == address.host:
        return known  # not looked up again: the name server might answer differently now
    found = resolve(address.host, address.port, deadline.next_wait())
    if previous is None:
        return found
    public = tuple(number for number in found if is_public(number))
    if not public:
        raise SourceError(
            f"it redirects to {show_url(address.url)}, which is not a public address; if you "
            "mean that one, give it directly"
        )
    return public


def _read(
    address: Address, response: HTTPResponse, limits: Limits, *, is_conditional: bool
) -> FetchedPage | None:
    status, headers = response.status, response.headers
    if status == 304 and is_conditional:
        return None
    shown = show_url(address.url)
    if status not in (200, 203):
        reason = sanitize_line(response.reason)[:60]
        raise SourceError(f"{shown} answers {f'{status} {reason}'.strip()}: {_advise(status)}")
    media_type = headers.get_content_type() if headers.get("Content-Type") else None
    if not is_readable(media_type):
        raise SourceError(
            f"{shown} is {sanitize_line(str(media_type))[:60]}, not text; give the address "
            "of a page or document"
        )
    data = _unpack(response, limits, shown)
    if not data.strip():
        raise SourceError(f"{shown} is empty; check the address")
    return FetchedPage(
        url=address.url,
        data=data,
        media_type=media_type,
        charset=headers.get_content_charset(),
        etag=_validator(headers.get("ETag")),
        last_modified=_validator(headers.get("Last-Modified")),
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _advise(status: int) -> str:
    if status in _ADVICE:
        return _ADVICE[status]
    if status >= 500:
        return "the server failed; try again later"
    return _FROM_BROWSER


def _validator(value: str | None) -> str | None:
    """Return a header for later conditional requests, or None if it cannot be sent as it is."""
    if value is None or len(value) > 500 or not (value.isascii() and value.isprintable()):
        return None
    return value


def _unpack(response: HTTPResponse, limits: Limits, shown: str) -> bytes:
    """Return the body, unpacked; raises SourceError if it is too large or not whole."""
    too_large = SourceError(
        f"{shown} is larger than {_size(limits.size)}; download it and give the file"
    )
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise SourceError(
            f"{shown} is compressed with {sanitize_line(packing)[:40]}, which is not supported; "
            f"{_FROM_BROWSER}"
        )
    if (response.length or 0) > limits.size:
        raise too_large
    unpacker = None if packing == "identity" else zlib.decompressobj(wbits=31)
    body = bytearray()
    received = 0
    while chunk := response.read(_CHUNK):
        received += len(chunk)
        while chunk and unpacker:
            body += unpacker.decompress(chunk, limits.size + 1 - len(body))
            chunk = unpacker.unconsumed_tail
            if unpacker.eof:
                # A second member may follow; anything else is ignored, as browsers do.
                chunk = unpacker.unused_data
                if chunk.startswith(b"\x1f\x8b"):
                    unpacker = zlib.decompressobj(wbits=31)
                else:
                    chunk = b""
            if len(body) > limits.size:
                raise too_large
        body += chunk
        if max(len(body), received) > limits.size:
            raise too_large
    if response.length or (unpacker and received and not unpacker.eof):
        raise IncompleteRead(bytes(body))
    return bytes(body)


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1_000} kB"


def _explain(error: Exception, deadline: Deadline, limits: Limits) -> str:
    """Return why a connection failed and what to do, for the end of a line."""
    if isinstance(error, TimeoutError):
        if deadline.is_over:
            return f"it took more than {limits.total:g} s in all; try again, or {_FROM_BROWSER}"
        return f"the server sent nothing for {limits.read:g} s; try again later"
    if isinstance(error, RemoteDisconnected):
        return "the server closed the connection without an answer; try again"
    if isinstance(error, IncompleteRead):
        return "the server closed the connection before the end; try again"
    if isinstance(error, zlib.error):
        return f"the server sent invalid gzip; {_FROM_BROWSER}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not valid ({error.verify_message}); check the address and this "
            "machine's clock"
        )
    if isinstance(error, ssl.SSLError):
        return f"no secure connection ({error.reason}); check the address"
    if isinstance(error, HTTPException):
        what = sanitize_line(f"{type(error).__name__} {error}")[:100]
        return f"the server's reply is not valid HTTP ({what}); check the address"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}; check the address and the network"
    return f"{sanitize_line(str(error))[:100]}; check the address and the network"
