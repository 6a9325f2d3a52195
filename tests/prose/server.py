"""A scripted OpenAI-compatible server on the loopback: what it says, and how it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

MODEL = "scripted"


class Scripted(ThreadingHTTPServer):
    """Answers each request by `script`; keeps what it was asked, and the keys it was sent."""

    daemon_threads = True

    def __init__(self, script: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that has hung up."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def given(self) -> str:
        """The last question and sentences that the model was given."""
        return str(self.asked[-1]["messages"][-1]["content"])


class Handler(BaseHTTPRequestHandler):
    """Reads a request and hands it to the script."""

    server: Scripted

    def log_message(self, *_: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self.send(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.server.keys.append(self.headers["Authorization"])
        self.server.script(self)

    def send(self, status: int, body: object, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """Begin a stream."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def piece(self, text: str, finish: str | None = None) -> None:
        """Stream a piece of text."""
        delta = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
        self.wfile.write(b"data: " + json.dumps({**chunk, "choices": [delta]}).encode() + b"\n\n")
        self.wfile.flush()

    def end(self) -> None:
        """End the stream."""
        self.piece("", "stop")
        self.wfile.write(b"data: [DONE]\n\n")
        self.wfile.flush()


def says(text: str, pause: float = 0.0) -> Callable[[Handler], None]:
    """Return a script that streams a text in small pieces."""

    def script(request: Handler) -> None:
        request.begin()
        for start in range(0, len(text), 7):
            request.piece(text[start : start + 7])
            time.sleep(pause)
        request.end()

    return script


@contextmanager
def serving(script: Callable[[Handler], None]) -> Iterator[Scripted]:
    """Serve by a script while the block runs."""
    server = Scripted(script)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
