"""A server in this process, on a free port of the loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import pytest

from qa_bot import Bot
from qa_bot.http_server.access import Access
from qa_bot.http_server.server import AnswerServer

TOKEN = "a-secret-of-tests"


@dataclass(frozen=True)
class Response:
    """A response: its status, headers, and body."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The body as JSON; it must be one line."""
        assert self.body.endswith("\n") and self.body.count("\n") == 1
        return json.loads(self.body)


@dataclass(frozen=True)
class Running:
    """A running server, and what it told."""

    server: AnswerServer
    told: list[str]

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.server.server_address[1])

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Response:
        """Send a request over a connection of its own; a body that is not text is sent as JSON."""
        sent = dict(headers or {})
        if body is not None and not isinstance(body, bytes | str):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        found = Response(
            response.status, dict(response.headers.items()), response.read().decode("utf-8")
        )
        connection.close()
        return found


@pytest.fixture
def serve() -> Iterator[Callable[..., Running]]:
    """Return a function that starts a server over a bot."""
    started: list[AnswerServer] = []

    def start(bot: Bot, access: Access | None = None) -> Running:
        told: list[str] = []
        allowed = access or Access.for_host("127.0.0.1")
        server = AnswerServer(bot, allowed, "127.0.0.1", 0, tell=told.append)
        started.append(server)
        server.start()
        return Running(server, told)

    yield start
    for server in started:
        server.finish()


@pytest.fixture
def running(serve: Callable[..., Running], bot: Bot) -> Running:
    """A server over the bundled article."""
    return serve(bot)
