"""One connection: requests are checked, read within limits, and answered as JSON of one line."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from qa_bot.answering import Bot
from qa_bot.errors import QaBotError, UsageError
from qa_bot.http_server import api, chat_completions
from qa_bot.http_server.access import Access
from qa_bot.http_server.errors import HttpError
from qa_bot.text import sanitize_line, to_json

MAX_BODY = 1_000_000  # bytes; a day's conversation takes 100,000
_LINGER = 4_000_000  # bytes of a refused body that are read, so that the refusal arrives


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # a response in HTTP/0.9 would have no headers
    timeout = 30  # seconds that a connection may be silent
    wbufsize = -1  # head and body leave together: otherwise the body waits 40 ms for the head's ACK
    disable_nagle_algorithm = True
    _unread = False  # whether the request has a body that has not been read

    def __init__(
        self, bot: Bot, access: Access, tell: Callable[[str], object], *connection: Any
    ) -> None:
        """Answer with a bot what `access` allows; `tell` is called with a line for each failure."""
        self._bot, self._access, self._tell = bot, access, tell
        super().__init__(*connection)  # answers

    def respond(self) -> None:
        """Answer a request of any method."""
        self._unread = "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        try:
            address = str(self.connection.getsockname()[0])
            self._access.check(self.headers, address)
            self._route()
        except HttpError as error:
            self._fail(error)
        except UsageError as error:
            self._fail(HttpError(400, str(error)))
        except QaBotError as error:
            self._fail(HttpError(503, str(error)))
        except OSError:  # the caller has gone
            raise
        except Exception as error:
            message = f"unexpected {type(error).__name__}: {error}"
            self._tell(sanitize_line(message)[:500])
            self._fail(HttpError(500, message))

    do_GET = do_POST = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = respond  # noqa: N815

    def _route(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)[:20])
        bot = self._bot
        if path == "/ask":
            self._allow("POST")
            self._send(api.ask(bot, self._body()))
        elif path == "/v1/chat/completions":
            self._allow("POST")
            request = chat_completions.parse_request(self._body())
            reply = chat_completions.reply_to(bot, request)
            if request.stream:
                self._stream(chat_completions.events(reply, with_usage=request.with_usage))
            else:
                self._send(chat_completions.completion(reply))
        else:
            self._get(path, query)

    def _get(self, path: str, query: Mapping[str, str]) -> None:
        bot = self._bot
        found: Callable[[], dict[str, Any]] | None = {
            "/": lambda: api.about(bot),
            "/articles": lambda: api.articles(bot, query),
            "/v1/models": chat_completions.models,
        }.get(path)
        if path.startswith("/articles/"):
            found = lambda: api.article(bot, query, path.removeprefix("/articles/"))  # noqa: E731
        elif path.startswith("/v1/models/"):
            found = lambda: chat_completions.model(path.removeprefix("/v1/models/"))  # noqa: E731
        if found is None:
            raise HttpError(
                404,
                "no such path; known paths: /ask, /articles, /v1/models, /v1/chat/completions",
            )
        self._allow("GET")
        self._send(found())

    def _allow(self, method: str) -> None:
        if self.command != method:
            raise HttpError(405, f"use {method} for this path", {"Allow": method})

    def _body(self) -> dict[str, Any]:
        """Return the request's JSON object; raises HttpError if it is not one or too large."""
        if "Transfer-Encoding" in self.headers:
            raise HttpError(411, "the body has no length; send Content-Length")
        lengths = self.headers.get_all("Content-Length", [])
        if not lengths:
            raise HttpError(411, "the body has no length; send Content-Length")
        if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            raise HttpError(400, "Content-Length must be one number")
        if len(lengths[0]) > 15 or (length := int(lengths[0])) > MAX_BODY:
            raise HttpError(413, f"the body is larger than {MAX_BODY:,} bytes")
        if self.headers.get_content_type() != "application/json" or not self.headers.get(
            "Content-Type"
        ):
            raise HttpError(415, "the body is not JSON; send Content-Type: application/json")
        data = self.rfile.read(length)
        self._unread = False
        if len(data) < length:
            raise HttpError(400, "the body ended early")
        try:
            value = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise HttpError(400, "the body is not valid JSON in UTF-8") from None
        if not isinstance(value, dict):
            raise HttpError(400, "the body must be a JSON object")
        return value

    def _send(
        self, value: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        data = (to_json(value) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        if self._unread:
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        if self._unread:
            self._linger()

    def _stream(self, events: Iterable[bytes]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")  # the body ends with the connection
        self.close_connection = True
        self.end_headers()
        for event in events:
            self.wfile.write(event)
            self.wfile.flush()

    def _fail(self, error: HttpError) -> None:
        self._send(error.to_dict(), error.status, error.headers)

    def _linger(self) -> None:
        """Keep reading for a while: closing a connection with unread data can lose the response."""
        self.wfile.flush()
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            left = _LINGER
            while left > 0 and (data := self.rfile.read1(65_536)):
                left -= len(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request that the standard library could not parse."""
        self.close_connection = True
        status = 405 if code == HTTPStatus.NOT_IMPLEMENTED else code
        headers = {"Allow": "GET, POST"} if status == 405 else {}
        self._fail(HttpError(status, message or HTTPStatus(code).phrase, headers))

    def handle_expect_100(self) -> bool:
        """Let a caller that waits for permission send its body."""
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def version_string(self) -> str:
        """Return the Server header, without Python's version."""
        return "qa-bot"

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: what people ask is private."""
