"""`/ask` and `/articles`, and what is refused."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from qa_bot import Bot, Conversation
from qa_bot.embedding import Encoder, find_model
from qa_bot.errors import QaBotError, UsageError
from qa_bot.http_server.access import Access
from qa_bot.http_server.handler import MAX_BODY
from qa_bot.http_server.server import AnswerServer
from qa_bot.ingest import Indexer
from tests.conftest import OTTERS
from tests.http_server.conftest import TOKEN, Running

QUESTION = "when was Crimea annexed?"
JSON = {"Content-Type": "application/json"}


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "seconds": 0}


def test_ask_gives_the_answer_of_the_bot(running: Running, bot: Bot) -> None:
    response = running.request("POST", "/ask", {"question": QUESTION, "id": "q1"})
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert without_time(response.json) == without_time(bot.ask(QUESTION, id="q1").to_dict())


def test_a_follow_up_is_understood_from_the_conversation_that_is_sent(
    running: Running, bot: Bot
) -> None:
    asked = {"question": "and Biden?", "conversation": ["what does Putin want?"]}
    conversation = Conversation(bot)
    conversation.ask("what does Putin want?")
    answer = conversation.ask("and Biden?").to_dict()
    assert without_time(running.request("POST", "/ask", asked).json) == without_time(answer)


def test_articles_are_listed_and_read(running: Running, bot: Bot) -> None:
    listing = running.request("GET", "/articles").json
    assert (listing["total"], listing["next"]) == (1, None)
    (article,) = listing["articles"]
    assert article["source"] == "article.txt"
    parts: list[dict[str, Any]] = []
    start = 0
    while start is not None:
        page = running.request("GET", f"/articles/{article['id']}?start={start}").json
        parts += page["parts"]
        start = page["next"]
    assert len(parts) >= article["paragraphs"]
    text = bot.index.article_text(bot.index.articles[0].id)
    assert all(part["text"] == text[part["start"] : part["end"]] for part in parts)
    one = running.request("GET", "/articles/1?paragraph=21").json
    assert one["parts"][0]["text"].startswith("Russia annexed Crimea")


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "says"),
    [
        ("GET", "/nothing", None, {}, 404, "no such path; known paths: /ask, "),
        ("GET", "/articles/none", None, {}, 404, "the index holds no article “none”"),
        ("GET", "/articles/1?paragraph=99", None, {}, 400, "there is no paragraph 99"),
        ("GET", "/articles/1?start=x", None, {}, 400, "start must be a number"),
        ("GET", "/articles?start=7", None, {}, 400, "there is no article 7; the last is 1"),
        ("GET", "/ask", None, {}, 405, "use POST for this path"),
        ("PUT", "/articles", {}, {}, 405, "use GET for this path"),
        ("BREW", "/ask", None, {}, 405, "Unsupported method ('BREW')"),
        ("POST", "/ask", None, {"Content-Length": "x"}, 400, "Content-Length must be one number"),
        ("POST", "/ask", {}, {}, 400, '"question" is missing; send {"question": "…"}'),
        ("POST", "/ask", {"question": " "}, {}, 400, "the question is empty"),
        ("POST", "/ask", {"question": 1}, {}, 400, "question must be a string"),
        (
            "POST",
            "/ask",
            {"question": "x", "conversation": "y"},
            {},
            400,
            "conversation must be a list",
        ),
        ("POST", "/ask", {"question": "x", "k": 1}, {}, 400, "unknown field 'k'; known fields: "),
        ("POST", "/ask", {"question": "x", "article": "z"}, {}, 400, "the index holds no article"),
        ("POST", "/ask", [], {}, 400, "the body must be a JSON object"),
        ("POST", "/ask", "{", JSON, 400, "the body is not valid JSON in UTF-8"),
        ("POST", "/ask", b'{"question": "\xff"}', JSON, 400, "the body is not valid JSON in UTF-8"),
        ("POST", "/ask", "[" * 100_000, JSON, 400, "the body is not valid JSON in UTF-8"),
        ("POST", "/ask", "question=x", {}, 415, "the body is not JSON"),
        ("POST", "/ask", "{}", {"Content-Type": "text/plain"}, 415, "the body is not JSON"),
        ("POST", "/ask", "x" * (MAX_BODY + 1), JSON, 413, "the body is larger than 1,000,000"),
        (
            "GET",
            "/",
            None,
            {"Host": "evil.example"},
            403,
            "this server does not answer as 'evil.example'",
        ),
        (
            "GET",
            "/",
            None,
            {"Host": "localhost.evil.example"},
            403,
            "this server does not answer as ",
        ),
        ("GET", "/", None, {"Host": "10.1.2.3"}, 403, "this server does not answer as '10.1.2.3'"),
        ("GET", "/", None, {"Origin": "http://evil.example"}, 403, "requests from pages of other"),
        (
            "GET",
            "/",
            None,
            {"Origin": "null"},
            403,
            "requests from pages of other sites are refused",
        ),
    ],
)
def test_what_is_refused_is_one_line_of_json(
    running: Running,
    method: str,
    path: str,
    body: Any,
    headers: dict[str, str],
    status: int,
    says: str,
) -> None:
    response = running.request(method, path, body, headers)
    assert response.status == status
    assert response.json["error"]["message"].startswith(says)
    assert not running.told
    assert running.request("GET", "/").status == 200


def test_own_names_and_origins_are_allowed(running: Running) -> None:
    for host in ("localhost", "127.0.0.1", f"LOCALHOST:{running.port}"):
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert running.request("GET", "/", headers=headers).status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"POST /ask HTTP/1.1\r\nHost: localhost\r\n\r\n", 411),
        (
            b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            411,
        ),
        (
            b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            400,
        ),
    ],
    ids=[
        "no host",
        "two hosts",
        "nonsense",
        "version",
        "path",
        "header",
        "length",
        "chunks",
        "two",
    ],
)
def test_what_is_no_good_request_is_refused(running: Running, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while data := connection.recv(65_536):
            received += data
    head, _, body = received.partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    assert body.startswith(b'{"error": ') and body.count(b"\n") == 1
    assert received.count(b"HTTP/1.1 ") == 1  # what follows is not taken for another request
    assert not running.told


def test_a_connection_is_kept_and_survives_a_refusal(running: Running) -> None:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    statuses = []
    for path, body in (("/ask", b'{"question": 1}'), ("/ask", b'{"question": "who is Ashe?"}')):
        connection.request("POST", path, body, JSON)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
        assert connection.sock is not None
    connection.close()
    assert statuses == [400, 200]


def test_a_token_is_needed_where_there_is_one(serve: Callable[..., Running], bot: Bot) -> None:
    running = serve(bot, Access.for_host("127.0.0.1", token=TOKEN))
    for sent in (None, TOKEN, f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer é"):
        headers = {"Authorization": sent.encode().decode("latin-1")} if sent else {}
        response = running.request("GET", "/", headers=headers)
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert TOKEN not in response.body
    assert running.request("GET", "/", headers={"Authorization": f"bearer {TOKEN}"}).status == 200


def test_others_than_this_machine_need_a_token_and_a_known_name() -> None:
    for host in ("0.0.0.0", "::", "", "192.168.1.2", "answers.example.org"):
        with pytest.raises(UsageError, match=r"needs a token; set \$QA_BOT_TOKEN"):
            Access.for_host(host)
        assert Access.for_host(host, token=TOKEN)
    with pytest.raises(UsageError, match="too short; use 16 characters"):
        Access.for_host("127.0.0.1", token="short")
    for host in ("127.0.0.1", "::1", "localhost", "127.8.9.1"):
        assert Access.for_host(host).token is None


def test_a_port_that_is_taken_is_told(running: Running, bot: Bot) -> None:
    with pytest.raises(QaBotError, match=f"cannot listen on 127.0.0.1, port {running.port} "):
        AnswerServer(bot, Access.for_host("127.0.0.1"), "127.0.0.1", running.port)


def test_hostile_text_is_escaped(
    serve: Callable[..., Running], make_index: Callable[..., Path]
) -> None:
    with Bot.open(make_index(mill="The \x1b[2J mill was built \x9b31m\u202e by Holm.")) as bot:
        running = serve(bot)
        for response in (
            running.request("POST", "/ask", {"question": "who built the mill?\x1b[2J\x9b\ud800"}),
            running.request("GET", "/articles"),
            running.request("GET", "/articles/1"),
            running.request("GET", "/articles/%1b%5b2J"),
        ):
            assert not set("\x1b\x9b\u202e") & set(response.body)
        running.server.finish()


def test_a_changed_index_is_noticed(
    serve: Callable[..., Running], make_index: Callable[..., Path], encoder: Encoder
) -> None:
    index = make_index(otters=OTTERS)
    with Bot.open(index) as bot:
        running = serve(bot)
        assert running.request("GET", "/articles").json["total"] == 1
        with Indexer(index, find_model(), lambda: encoder) as indexer:
            indexer.add(b"The mill was built by Peter Holm in 1702.", "mill.txt")
        assert running.request("GET", "/articles").json["total"] == 2
        found = running.request("POST", "/ask", {"question": "who built the mill?"}).json
        assert found["citations"][0]["source"] == "mill.txt"
        running.server.finish()


def test_many_clients_get_what_each_gets_alone(running: Running, bot: Bot) -> None:
    questions = ["what does Putin want?", QUESTION, "who is Ashe?", "what is the capital of Japan?"]

    def ask(n: int) -> dict[str, Any]:
        return running.request("POST", "/ask", {"question": questions[n % 4]}).json

    with ThreadPoolExecutor(8) as pool:
        for n, answer in enumerate(pool.map(ask, range(24))):
            assert without_time(answer) == without_time(bot.ask(questions[n % 4]).to_dict())


def test_idle_connections_do_not_hold_up_the_end(running: Running) -> None:
    idle = socket.create_connection(("127.0.0.1", running.port))
    assert running.request("GET", "/").status == 200
    running.server.finish()
    assert idle.recv(1) == b""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", running.port))
