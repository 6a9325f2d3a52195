from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import tracemalloc
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from qa_bot import __version__
from qa_bot.errors import SourceError
from qa_bot.sources.addresses import is_public, parse_url
from qa_bot.sources.fetch import FetchedPage, Limits, fetch
from qa_bot.sources.identity import is_url
from tests.sources.server import Server, response, serving

pytestmark = pytest.mark.slow

PAGE = b"<html><body><p>The otters came back to the river.</p></body></html>"
# No test but those of the limits depends on how fast the machine is.
LIMITS = Limits(read=60, total=60, size=100_000)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        yield running


def fails(url: str, limits: Limits = LIMITS) -> str:
    """Return the one line that fetching fails with, without the address."""
    with pytest.raises(SourceError) as caught:
        fetch(url, limits=limits)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 500
    return message.replace(url, "URL")


def test_a_page_and_what_the_server_says_of_it(server: Server) -> None:
    server.answers["/a"] = response(
        PAGE,
        Content_Type="text/html; charset=ISO-8859-2",
        ETag='"v1"',
        Last_Modified="Tue, 24 Nov 2026 10:00:00 GMT",
    )
    page = fetch(server.url("/a#part"))
    assert isinstance(page, FetchedPage)
    assert page.data == PAGE
    assert (page.media_type, page.charset) == ("text/html", "iso-8859-2")
    assert (page.etag, page.last_modified) == ('"v1"', "Tue, 24 Nov 2026 10:00:00 GMT")
    (asked,) = server.requests
    assert asked.startswith(b"GET /a HTTP/1.1\r\n")
    assert f"\r\nUser-Agent: qa-bot/{__version__}\r\n".encode() in asked
    assert b"\r\nAccept-Encoding: gzip\r\n" in asked
    assert f"\r\nHost: 127.0.0.1:{server.port}\r\n".encode() in asked


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    server.answers["/a"] = response(status="304 Not Modified")
    assert fetch(server.url("/a"), etag='"v1"', last_modified="yesterday") is None
    assert b'\r\nIf-None-Match: "v1"\r\n' in server.requests[0]
    assert b"\r\nIf-Modified-Since: yesterday\r\n" in server.requests[0]
    assert "304" in fails(server.url("/a"))  # which nobody asked for


@pytest.mark.parametrize("chunked", [False, True])
def test_gzip_is_unpacked(server: Server, chunked: bool) -> None:
    packed = gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:])  # two members are one page
    if chunked:
        packed = b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n"
        answer = response(
            packed, Content_Encoding="gzip", Transfer_Encoding="chunked", Content_Length=""
        )
    else:
        answer = response(packed, Content_Encoding="gzip")
    server.answers["/a"] = answer
    page = fetch(server.url("/a"))
    assert page is not None
    assert page.data == PAGE


def test_a_gzip_bomb_is_cut_off(server: Server) -> None:
    server.answers["/a"] = response(gzip.compress(bytes(200_000_000)), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert "larger than 100 kB" in fails(server.url("/a"), Limits(size=100_000))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_body_that_is_announced_as_too_large_is_not_read(server: Server) -> None:
    def ten_gigabytes(client: socket.socket) -> None:
        client.sendall(response(Content_Length=str(10**10)))
        server.stopped.wait(60)

    server.answers["/a"] = ten_gigabytes
    assert "larger than 20 MB; download it and give the file" in fails(server.url("/a"), Limits())


def test_a_body_without_end_is_cut_off(server: Server) -> None:
    sent = 0

    def endless(client: socket.socket) -> None:
        nonlocal sent
        client.sendall(response(Content_Length=""))
        while True:
            client.sendall(bytes(10_000))
            sent += 10_000

    server.answers["/a"] = endless
    assert "larger than" in fails(server.url("/a"))
    assert sent < 50_000_000


@pytest.mark.parametrize("part", ["status", "headers", "body"])
def test_a_server_that_drips_is_left_after_the_whole_time(server: Server, part: str) -> None:
    whole = {
        "status": b"HTTP/1.1 200 " + b"O" * 1000,
        "headers": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000,
        "body": response(b"x" * 1000),
    }[part]

    def drip(client: socket.socket) -> None:
        for byte in whole:
            client.sendall(bytes([byte]))
            if server.stopped.wait(0.05):
                return

    server.answers["/a"] = drip
    assert "took more than 1 s in all" in fails(server.url("/a"), Limits(read=60, total=1))


def test_a_server_that_falls_silent_is_left_after_one_wait(server: Server) -> None:
    def silent(client: socket.socket) -> None:
        client.sendall(response(PAGE)[:-10])
        server.stopped.wait(60)

    server.answers["/a"] = silent
    assert "sent nothing for 0.3 s" in fails(server.url("/a"), Limits(read=0.3, total=60))


@pytest.mark.parametrize(
    "answer",
    [
        response(PAGE)[:-10],
        response(gzip.compress(PAGE)[:-10], Content_Encoding="gzip"),
        response(b"5\r\nabcde\r\n", Transfer_Encoding="chunked", Content_Length=""),
        response(b"5\r\nabc", Transfer_Encoding="chunked", Content_Length=""),
    ],
    ids=["length", "gzip", "chunks", "chunk"],
)
def test_a_page_that_is_cut_short_is_not_taken(server: Server, answer: bytes) -> None:
    server.answers["/a"] = answer
    assert "closed the connection before the end; try again" in fails(server.url("/a"))


def test_redirects_are_followed_five_times(server: Server) -> None:
    for n in range(6):
        server.answers[f"/{n}"] = response(status="302 Found", Location=f"/{n + 1}")
    server.answers["/6"] = response(PAGE)
    page = fetch(server.url("/1"))
    assert page is not None
    assert page.url == server.url("/6")
    assert page.data == PAGE
    assert "redirected more than 5 times" in fails(server.url("/0"))
    assert len(server.requests) == 12


def test_a_redirect_leads_to_no_other_private_host(server: Server) -> None:
    with serving({"/": response(PAGE)}, host="127.0.0.2") as private:
        for target in (private.url("/", "127.0.0.2"), private.url("/", "localhost")):
            server.answers["/a"] = response(status="301 Moved", Location=target)
            message = fails(server.url("/a"))
            assert message == (
                f"URL cannot be fetched: it redirects to {target}, which is not a public address; "
                "if you mean that one, give it directly"
            )
        assert not private.requests
        page = fetch(private.url("/", "127.0.0.2"))  # but it may be asked for by a person
        assert page is not None


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that changes its mind cannot lead a redirect to another machine."""
    answers = (f"127.0.0.{n}" for n in count(1))

    def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 0))]

    with serving({}) as first, serving({"/b": response(PAGE)}, "127.0.0.2", first.port) as second:
        first.answers["/a"] = response(status="302 Found", Location="/b")
        first.answers["/b"] = response(b"<p>From the first.</p>")
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: (
                look_up() if host == "rebinding.example" else real(host, *rest, **more)
            ),
        )
        page = fetch(first.url("/a", "rebinding.example"))
        assert page is not None
        assert page.data == b"<p>From the first.</p>"
        assert not second.requests


@pytest.mark.parametrize("location", ["http://[", "http://.../", "https://.x/", "//me:pw@x/"])
def test_a_redirect_to_no_address_is_told_in_a_line(server: Server, location: str) -> None:
    server.answers["/a"] = response(status="302 Found", Location=location)
    assert fails(server.url("/a")).startswith("URL cannot be fetched: ")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/"])
def test_a_redirect_leads_to_the_web_only(server: Server, location: str) -> None:
    server.answers["/a"] = response(status="302 Found", Location=location)
    assert "only http:// and https:// are" in fails(server.url("/a"))


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("404 Not Found", "URL answers 404 Not Found: there is no such page; check the address"),
        ("403 Forbidden", "open it in a browser, save it, and give the file"),
        ("500 \x1b[31mOops", "URL answers 500 [31mOops: the server failed; try again later"),
        ("204 No Content", "answers 204"),
        ("300 Choose", "answers 300"),
        ("302 Found", "answers 302"),  # without saying where
    ],
)
def test_only_a_page_that_is_there_is_taken(server: Server, status: str, advice: str) -> None:
    server.answers["/a"] = response(PAGE, status)
    assert advice in fails(server.url("/a"))


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/json", "text/css"])
def test_what_is_no_article_by_its_type_is_not_read(server: Server, kind: str) -> None:
    server.answers["/a"] = response(PAGE, Content_Type=kind)
    assert f"URL is {kind}, not text" in fails(server.url("/a"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (response(PAGE, Content_Encoding="br"), "compressed with br, which is not supported"),
        (response(PAGE, Content_Encoding="gzip"), "the server sent invalid gzip"),
        (response(b" \n"), "URL is empty"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "reply is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "reply is not valid HTTP"),
        (b"", "closed the connection without an answer; try again"),
        (response(PAGE, Content_Length="many")[:-5], None),
    ],
    ids=["br", "no gzip", "empty", "ssh", "headers", "nothing", "length"],
)
def test_a_bad_answer_is_told_in_a_line(server: Server, answer: bytes, says: str | None) -> None:
    server.answers["/a"] = answer
    if says:
        assert says in fails(server.url("/a"))
    else:
        assert fetch(server.url("/a")) is not None


def test_nobody_listens(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert "Connection refused; check the address and the network" in fails(url)


def test_a_server_without_tls(server: Server) -> None:
    server.answers["/a"] = response(PAGE)
    assert "no secure connection" in fails(server.url("/a").replace("http:", "https:"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificate")
def test_a_certificate_is_checked_for_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = tmp_path / "both.pem"
    certificate = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost".split()
    command += ["-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(both), "-out", str(certificate)]
    subprocess.run(command, capture_output=True, check=True)
    both.write_text(both.read_text() + certificate.read_text())
    with serving({"/a": response(PAGE)}, certificate=both) as secure:
        url = secure.url("/a", "localhost").replace("http:", "https:")
        assert "its certificate is not valid (self-signed certificate)" in fails(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        page = fetch(url)
        assert page is not None
        assert page.data == PAGE
        assert "its certificate is not valid" in fails(url.replace("localhost", "127.0.0.1"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/a", "only http:// and https:// are"),
        ("file:///etc/passwd", "give a file by its path"),
        ("http://", "not a valid address"),
        ("http:///path", "not a valid address"),
        ("http://[::1/", "not a valid address"),
        ("http://a:99999/", "not a valid address"),
        ("http://a:b/", "not a valid address"),
        ("http://exa mple/", "not a valid address"),
        ("http://" + "é" * 100 + ".org/", "not a valid address"),
        ("http://a/" + "x" * 9000, "not a valid address"),
        ("http://me:secret@example.org/", "has a user name in it"),
    ],
)
def test_addresses_that_are_refused(url: str, says: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_url(url)
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_an_address_is_escaped_once() -> None:
    address = parse_url("https://Bücher.example:8443/Straße/a%20b c?q=ü&x=%C3%BC\r\nEvil: 1#top")
    assert address.authority == "xn--bcher-kva.example:8443"
    assert address.target == "/Stra%C3%9Fe/a%20b%20c?q=%C3%BC&x=%C3%BCEvil:%201"


def test_what_is_a_url() -> None:
    assert is_url("http://a")
    assert is_url("HTTPS://a")
    assert is_url("ftp://a")
    assert not is_url("article.txt")
    assert not is_url("C:/article.txt")
    assert not is_url("a/http://b")


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.8.9.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 "
    "224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 "
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 2001:db8::1 "
    "localhost 0x7f.1".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)
