"""Host names, their addresses, and which of those a redirect may lead to."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from threading import Thread
from urllib.parse import quote, urljoin, urlsplit

from qa_bot.errors import SourceError
from qa_bot.text import sanitize_line

_MAX_LENGTH = 8_000  # characters; browsers and servers do not accept more either
_PORTS = {"http": 80, "https": 443}
# Characters that a path or query may hold unescaped; "%", as it may be escaped already.
_PLAIN = "%/:=&?~#+!$,;'@()*[]-._|"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL taken apart for a request; `target` is its path and query, escaped."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The Host header: the host, and the port unless it is the scheme's default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def join(self, location: str) -> Address:
        """Return the address that a redirect from here leads to; raises SourceError."""
        try:
            url = urljoin(self.url, location.strip())
        except ValueError:
            url = location
        return parse_url(url)


def parse_url(url: str) -> Address:
    """Return a URL's parts; raises SourceError if it cannot or must not be fetched."""
    shown = show_url(url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        # Names that are not ASCII are looked up in their ASCII form.
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise SourceError(f"{shown} is not a valid address; check it") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise SourceError(
            f"{shown} cannot be fetched: only http:// and https:// are; give a file by its path"
        )
    if parts.username is not None or parts.password is not None:
        raise SourceError(
            f"{scheme}://…@{host} has a user name in it, which would be kept in the index; "
            "save the page from the browser and give the file"
        )
    if len(url) > _MAX_LENGTH or not host or not host.isprintable() or " " in host:
        raise SourceError(f"{shown} is not a valid address; check it")
    target = quote(parts.path or "/", safe=_PLAIN, errors="replace")
    if parts.query:
        target += "?" + quote(parts.query, safe=_PLAIN, errors="replace")
    return Address(url, scheme, host, port or _PORTS[scheme], target)


def show_url(url: str) -> str:
    """Return a URL shortened and safe to show in a message."""
    line = sanitize_line(url)
    return line if len(line) <= 200 else f"{line[:199]}…"


def resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Return the numeric addresses of a host, best first.

    Raises TimeoutError if the lookup takes longer than `seconds`, OSError if it finds none.
    """
    found: list[str] = []
    faults: list[OSError] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            faults.append(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    # The resolver's own limit is half a minute and cannot be set, so it is left to a thread.
    thread = Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if faults:
        raise faults[0]
    if thread.is_alive():
        raise TimeoutError
    return tuple(found)


def is_public(address: str) -> bool:
    """Return whether a numeric address is one of the public internet.

    Loopback, private, link-local, multicast and reserved addresses are not, and neither are IPv6
    addresses that map to such IPv4 addresses.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
