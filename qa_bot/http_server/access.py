"""Access control: requests from other sites' pages, or without the token, are refused."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from email.message import Message

from qa_bot.errors import UsageError
from qa_bot.http_server.errors import HttpError
from qa_bot.service.bounds import shorten
from qa_bot.text import sanitize_line

_MIN_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Access:
    """The names of this server, and the token that callers must send, if any.

    A page of another site can make a browser send requests here, and can point its own name here by
    DNS; the headers Origin and Host reveal both.
    """

    names: frozenset[str]
    token: str | None = None

    @classmethod
    def for_host(cls, host: str, names: tuple[str, ...] = (), token: str | None = None) -> Access:
        """Return the access to a server that listens on `host`.

        Raises UsageError if others could reach it without a token, or the token is too short.
        """
        if token is not None and len(token) < _MIN_TOKEN:
            raise UsageError(f"$QA_BOT_TOKEN is too short; use {_MIN_TOKEN} characters or more")
        if token is None and not is_loopback(host):
            shown = sanitize_line(host) or "every address"
            raise UsageError(f"serving on {shown} needs a token; set $QA_BOT_TOKEN to a secret")
        own = {"localhost", host.lower(), *(name.lower().rstrip(".") for name in names)}
        return cls(frozenset(own), token)

    def check(self, headers: Message, address: str) -> None:
        """Raise HttpError unless the request's Host, Origin and token are acceptable.

        `address` is the local address of the connection.
        """
        hosts = headers.get_all("Host", [])
        if len(hosts) != 1:
            raise HttpError(400, "the request must have exactly one Host header")
        if not self._is_own(hosts[0], address):
            shown = shorten(sanitize_line(hosts[0]), 100)
            raise HttpError(
                403,
                f"this server does not answer as {shown!r}; start it with --allow-host NAME to "
                "allow that",
            )
        origin = headers.get("Origin")
        if origin is not None and origin not in (f"http://{hosts[0]}", f"https://{hosts[0]}"):
            raise HttpError(403, "requests from pages of other sites are refused")
        if self.token is not None and not self._is_authorized(headers.get("Authorization", "")):
            raise HttpError(
                401,
                "the token is missing or wrong; send Authorization: Bearer TOKEN",
                {"WWW-Authenticate": "Bearer"},
            )

    def _is_own(self, host: str, address: str) -> bool:
        name = _without_port(host)
        if name in self.names:
            return True
        try:
            return _plain(name) == _plain(address)
        except ValueError:
            return False

    def _is_authorized(self, header: str) -> bool:
        scheme, _, sent = header.partition(" ")
        wanted = (self.token or "").encode()
        same = hmac.compare_digest(sent.strip().encode("utf-8", "surrogateescape"), wanted)
        return scheme.lower() == "bearer" and same


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a server on that host."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].rstrip(".")


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(address.partition("%")[0])
    return getattr(found, "ipv4_mapped", None) or found
