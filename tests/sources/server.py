"""A server on the loopback that answers each path as a test says, well or badly."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread

Answer = bytes | Callable[[socket.socket], None]


class Server(ThreadingTCPServer):
    """Keeps what was requested; `stopped` lets an endless answer end with the test."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 20

    def __init__(
        self, answers: dict[str, Answer], host: str, port: int, certificate: Path | None
    ) -> None:
        self.answers = answers
        self.requests: list[bytes] = []
        self.stopped = Event()
        super().__init__((host, port), _Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


class _Handler(BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        asked = b""
        with suppress(OSError):  # the client has gone, as it should from some answers
            while b"\r\n\r\n" not in asked:
                if not (chunk := self.request.recv(65_536)):
                    return
                asked += chunk
                if not asked.startswith(b"GET"):  # a greeting in TLS
                    self.request.sendall(response(status="400 Bad Request"))
                    return
            self.server.requests.append(asked)
            answer = self.server.answers[asked.split()[1].decode("ascii")]
            if isinstance(answer, bytes):
                self.request.sendall(answer)
            else:
                answer(self.request)


@contextmanager
def serving(
    answers: dict[str, Answer],
    host: str = "127.0.0.1",
    port: int = 0,
    certificate: Path | None = None,
) -> Iterator[Server]:
    """Run a server until the block ends, with TLS where there is a certificate."""
    with Server(answers, host, port, certificate) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()


def response(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole response; a header's name has _ for -."""
    data = body.encode() if isinstance(body, str) else body
    given = {"Content_Length": str(len(data)), "Content_Type": "text/html"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + data
