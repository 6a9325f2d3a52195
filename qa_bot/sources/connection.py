"""A single HTTP request to a numeric address, with a deadline for every wait."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING, Any

from qa_bot.sources.addresses import Address

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Deadline:
    """The time that a fetch may take: `read` seconds for each wait, `total` seconds in all."""

    def __init__(self, read: float, total: float) -> None:
        self._read = read
        self.total = total
        self._ends = time.monotonic() + total

    @property
    def is_over(self) -> bool:
        """Whether the time for the whole fetch is up."""
        return time.monotonic() >= self._ends

    def next_wait(self) -> float:
        """Return how many seconds the next wait may take; raises TimeoutError if time is up."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(self._read, left)


class _BoundedStream(io.RawIOBase):
    """A socket's bytes, with a limit on each read, so that a slow server is cut off."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._socket.settimeout(self._deadline.next_wait())
        return self._socket.recv_into(buffer)


class _BoundedSocket:
    """The part of a socket that `http.client` uses; its creator closes the socket."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(self._deadline.next_wait())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_BoundedStream(self._socket, self._deadline))

    def close(self) -> None:
        pass


@contextmanager
def request(
    address: Address, numbers: tuple[str, ...], headers: Mapping[str, str], deadline: Deadline
) -> Iterator[HTTPResponse]:
    """Yield the response to a GET, its body unread, from the first numeric address that connects.

    The name is not resolved here, so that its addresses cannot change after `numbers` were checked;
    TLS still checks the certificate against the name. Raises OSError, TimeoutError and
    HTTPException.
    """
    with ExitStack() as stack:
        sock = stack.enter_context(_connect(numbers, address.port, deadline))
        if address.scheme == "https":
            sock.settimeout(deadline.next_wait())
            context = ssl.create_default_context()
            sock = stack.enter_context(context.wrap_socket(sock, server_hostname=address.host))
        connection = HTTPConnection(address.host, address.port)
        bounded: Any = _BoundedSocket(sock, deadline)
        connection.sock = bounded
        connection.request("GET", address.target, headers={"Host": address.authority, **headers})
        yield stack.enter_context(connection.getresponse())


def _connect(numbers: tuple[str, ...], port: int, deadline: Deadline) -> socket.socket:
    for n, number in enumerate(numbers, 1):
        try:
            return socket.create_connection((number, port), timeout=deadline.next_wait())
        except OSError:
            if n == len(numbers):
                raise
    raise OSError("the name has no address")
