"""The server: one thread per connection, up to a limit, and an orderly shutdown."""

from __future__ import annotations

import socket
import socketserver
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from qa_bot.answering import Bot
from qa_bot.errors import QaBotError
from qa_bot.http_server.access import Access
from qa_bot.http_server.errors import HttpError
from qa_bot.http_server.handler import Handler
from qa_bot.text import sanitize_line, to_json

_CONNECTIONS = 64
_TO_FINISH = 10.0  # seconds that requests have to finish at shutdown


class AnswerServer(ThreadingHTTPServer):
    """Answers with one bot, shared by all threads."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        bot: Bot,
        access: Access,
        host: str,
        port: int,
        *,
        tell: Callable[[str], object] = lambda line: None,
    ) -> None:
        """Listen on a host and port (0: a free one); `tell` is called with a line for each failure.

        Raises QaBotError if listening fails.
        """
        self._tell = tell
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), partial(Handler, bot, access, tell))
        except (OSError, OverflowError) as error:
            raise QaBotError(
                f"cannot listen on {sanitize_line(host)}, port {port} "
                f"({getattr(error, 'strerror', None) or error}); choose another --host or --port"
            ) from None

    @property
    def url(self) -> str:
        """The server's URL."""
        host, port = self.server_address[:2]
        name = str(host)
        return f"http://{f'[{name}]' if ':' in name else name}:{port}"

    def server_bind(self) -> None:
        """Bind without looking up the host's name, as the standard library would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread, or refuse it if there are too many."""
        with self._lock:
            is_full = len(self._open) >= _CONNECTIONS
            if not is_full:
                self._open.add(request)
        if not is_full:
            super().process_request(request, client_address)
            return
        body = to_json(HttpError(503, "too many connections; try again").to_dict()) + "\n"
        head = (
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
        )
        with suppress(OSError):
            request.sendall((head + body).encode())
        self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what failed in one line, unless the caller has simply gone away."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self._tell(sanitize_line(f"unexpected {type(error).__name__}: {error}")[:500])

    def start(self) -> None:
        """Answer in background threads until `finish`."""
        Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def finish(self) -> None:
        """Accept no more connections, give requests ten seconds to finish, and close."""
        self.shutdown()
        self.server_close()
        deadline = time.monotonic() + _TO_FINISH
        with self._lock:
            waiting = [*self._open]
        for connection in waiting:  # idle ones end now, busy ones after their answer
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        while self._open and time.monotonic() < deadline:
            time.sleep(0.02)
