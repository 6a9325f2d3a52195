"""Whatever the server does, the quotes are shown within the time limit, with one line why."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from qa_bot.errors import UsageError
from qa_bot.prose import ProseOptions
from qa_bot.prose.client import LanguageModel
from qa_bot.types import Answer
from tests.prose.server import Handler, says, serving

pytestmark = pytest.mark.slow

QUESTION = "when was Crimea annexed?"
KEPT = "Russia annexed Crimea from Ukraine in 2014. [1]"
KEY = "sk-very-secret-0123456789"


Ask = Callable[..., tuple[str | None, str]]


@pytest.fixture
def ask_it(ask: Callable[..., Answer]) -> Ask:
    """Return a function that gives the prose, and why it is not there or not complete."""

    def call(url: str, seconds: float = 60) -> tuple[str | None, str]:
        answer = ask(url, QUESTION, key=KEY, seconds=seconds)
        assert answer.status == "answered" and answer.citations
        error = answer.prose_error or ""
        assert "\n" not in error and KEY not in error
        return answer.prose, error

    return call


def refuse_key(request: Handler) -> None:
    message = f"Incorrect API key provided: {KEY[:8]}…; also {KEY}"
    request.send(401, {"error": {"message": message, "code": "invalid_api_key"}})


def break_off(request: Handler) -> None:
    request.begin()
    request.piece(f"{KEPT} Moscow denies this, and ")
    request.connection.shutdown(socket.SHUT_RDWR)


def send_page(request: Handler) -> None:
    request.send(200, b"<html>Welcome to the router</html>")


def send_nonsense(request: Handler) -> None:
    request.begin()
    request.wfile.write(b"data: {not json}\n\n")


@pytest.mark.parametrize(
    ("script", "says_why"),
    [
        (refuse_key, "refuses the key; set $OPENAI_API_KEY"),
        (lambda one: one.send(404, {"error": {"message": "no such model"}}), "no such model"),
        (lambda one: one.send(500, {"error": {"message": f"oops {KEY}"}}), "status 500"),
        (lambda one: one.send(429, {}, Retry_After="900"), "asks to wait 900 s"),
        (send_page, "sent no text"),
        (send_nonsense, "does not answer as an OpenAI-compatible server does"),
        (says(""), "sent no text"),
    ],
    ids=["key", "model", "500", "429", "page", "nonsense", "nothing"],
)
def test_a_server_that_fails(ask_it: Ask, script: Callable[[Handler], None], says_why: str) -> None:
    with serving(script) as server:
        prose, error = ask_it(server.url)
    assert prose is None
    assert says_why in error and server.url in error


def test_no_server(ask_it: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    prose, error = ask_it(f"http://127.0.0.1:{port}/v1")
    assert prose is None
    assert error.startswith("no answer from the language model at http://127.0.0.1:")


def test_a_server_that_is_busy_is_asked_again_when_it_says(ask_it: Ask) -> None:
    def script(request: Handler) -> None:
        if len(request.server.asked) < 3:
            request.send(429, {}, Retry_After="0.1")
        else:
            says(KEPT)(request)

    with serving(script) as server:
        assert ask_it(server.url) == (KEPT, "")
        assert len(server.asked) == 3


def test_a_server_that_knows_fewer_options_is_asked_without_them(ask_it: Ask) -> None:
    def script(request: Handler) -> None:
        if "temperature" in request.server.asked[-1]:
            request.send(400, {"error": {"message": "Unsupported value: 'temperature'"}})
        else:
            says(KEPT)(request)

    with serving(script) as server:
        assert ask_it(server.url) == (KEPT, "")


def test_a_cut_connection_leaves_what_was_complete(ask_it: Ask) -> None:
    with serving(break_off) as server:
        prose, error = ask_it(server.url)
    assert prose == KEPT
    assert error == f"the connection to the language model at {server.url} was cut"


@pytest.mark.parametrize("pause", [30.0, 0.2])
def test_a_slow_or_endless_stream_ends_at_the_time_limit(ask_it: Ask, pause: float) -> None:
    def script(request: Handler) -> None:
        request.begin()
        request.piece(f"{KEPT} ")
        for _ in range(200):
            request.piece("and so on ")
            time.sleep(pause)

    with serving(script) as server:
        # The first question loads the client, which takes seconds on a busy machine.
        prose, error = ask_it(server.url, seconds=8)
    assert prose == KEPT
    assert "took longer than 8 s; give it more with --llm-timeout" in error


def test_a_flood_of_text_is_cut(ask_it: Ask) -> None:
    def script(request: Handler) -> None:
        request.begin()
        while True:
            request.piece("blah " * 1000)

    with serving(script) as server:
        prose, error = ask_it(server.url)
    assert (prose, error) == (None, "")


def test_a_model_must_be_named_if_there_are_several(
    ask_it: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(request: Handler) -> None:
        request.send(200, {"object": "list", "data": [{"id": "small"}, {"id": "large"}]})

    monkeypatch.setattr(Handler, "do_GET", both)
    with serving(says(KEPT)) as server:
        _, error = ask_it(server.url)
        assert "has 2 models (small, large); name one with --llm-model" in error
        assert not server.asked


@pytest.mark.parametrize(
    ("url", "key", "says_why"),
    [
        (None, None, "name a server, for example: --llm-url http://localhost:11434/v1"),
        ("localhost:8080", None, "--llm-url must be an address such as"),
        ("http://[::1", None, "--llm-url must be an address such as"),
        ("http://me:pw@host/v1", None, "--llm-url must not hold a password"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(
    url: str | None, key: str | None, says_why: str
) -> None:
    with pytest.raises(UsageError, match=says_why.replace("[", r"\[")) as raised:
        ProseOptions.from_values(url, None, key)
    assert "pw" not in str(raised.value).replace("password", "")


def test_the_key_is_sent_and_never_shown(ask_it: Ask) -> None:
    options = ProseOptions.from_values(None, None, KEY)
    assert options.url == "https://api.openai.com/v1"
    assert KEY not in repr(options) and KEY not in repr(LanguageModel(options))
    with serving(says(KEPT)) as server:
        ask_it(server.url)
        assert server.keys == [f"Bearer {KEY}"]
