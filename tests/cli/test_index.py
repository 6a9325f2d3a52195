"""`index`: pages by their URLs, standard input, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import snapshot
from tests.conftest import OTTERS, Ran
from tests.sources.server import Server, response, serving

Run = Callable[..., Ran]


def page(text: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>Otters</title></head><body><article>{paragraphs}</article></body>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        yield running


def test_a_page_is_indexed_by_its_url(run: Run, server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = response(page(OTTERS), ETag='"1"')
    ran = run("index", server.url("/a"), "--index", tmp_path / "new")
    assert ran.status == 0
    assert ran.out.startswith(f"added {server.url('/a')}: 2 paragraphs, 4 sentences")
    listed = run("list", "--index", tmp_path / "new").out
    assert server.url("/a") in listed
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    assert f" · fetched {day} " in listed
    assert f"\nfetched {day} " in run("show", "1", "--index", tmp_path / "new").out
    asked = run("ask", "How many animals were counted?", "--index", tmp_path / "new")
    assert "nine animals" in asked.out


def test_update_asks_only_for_what_has_changed(run: Run, server: Server, tmp_path: Path) -> None:
    own, new = tmp_path / "own.txt", tmp_path / "new"
    own.write_text(OTTERS, "utf-8")
    server.answers["/a"] = response(page(OTTERS), ETag='"1"', Last_Modified="yesterday")
    server.answers["/b"] = response(page(OTTERS))
    run("index", own, server.url("/a"), server.url("/b"), "--index", new)

    server.answers["/a"] = response(status="304 Not Modified")
    before = snapshot(new)
    ran = run("index", "--update", "--index", new)
    assert ran.status == 0
    assert ran.out.splitlines() == [
        f"unchanged {own}",
        f"unchanged {server.url('/a')}",
        f"unchanged {server.url('/b')}",
    ]
    assert b'If-None-Match: "1"\r\nIf-Modified-Since: yesterday\r\n' in server.requests[2]
    assert b"If-" not in server.requests[3]  # which said nothing to ask it by
    assert snapshot(new).keys() == before.keys()

    own.write_text(OTTERS.replace("nine", "ten"), "utf-8")
    server.answers["/b"] = response(page(OTTERS.replace("nine", "twelve")))
    ran = run("index", "--update", "--index", new)
    assert [line.split()[0] for line in ran.out.splitlines()] == [
        "replaced",
        "unchanged",
        "replaced",
    ]


def test_what_fails_meanwhile_stays_as_it_was(run: Run, server: Server, tmp_path: Path) -> None:
    own, new = tmp_path / "own.txt", tmp_path / "new"
    own.write_text(OTTERS, "utf-8")
    server.answers["/a"] = response(page(OTTERS))
    run("index", own, server.url("/a"), "--index", new)
    before = snapshot(new)
    own.unlink()
    server.answers["/a"] = response(page("Not here."), "404 Not Found")
    ran = run("index", "--update", "--index", new)
    assert ran.status == 1
    assert not ran.out
    assert [line.split(";")[0] for line in ran.err.splitlines()] == [
        f"qa-bot: {own} does not exist",
        f"qa-bot: {server.url('/a')} answers 404 Not Found: there is no such page",
    ]
    assert snapshot(new) == before


def test_offline_fetches_nothing(run: Run, server: Server, tmp_path: Path) -> None:
    ran = run("index", server.url("/a"), "--index", tmp_path / "new", "--offline")
    assert ran.status == 1
    assert "is not fetched while offline" in ran.err
    assert not server.requests
    assert not (tmp_path / "new").exists()


def test_standard_input_is_indexed(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    ran = run("index", "-", "--index", new, stdin=page(OTTERS))
    assert ran.status == 0
    assert ran.out.startswith("added -: 2 paragraphs, 4 sentences")
    assert run("index", "-", "--index", new, stdin=page(OTTERS)).out == "unchanged -\n"
    assert run("index", "--update", "--index", new).status == 0


def test_one_bad_name_does_not_keep_the_others_out(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(OTTERS, "utf-8")
    (tmp_path / "empty").mkdir()
    names = ["ftp://a.example/", tmp_path / "none.txt", tmp_path / "empty", own, own]
    ran = run("index", *names, "--index", tmp_path / "new")
    assert ran.status == 1
    assert ran.err.count("\n") == 3
    assert ran.out.startswith(f"added {own}: ")
    assert ran.out.count("\n") == 1


def test_nothing_to_index_is_a_wrong_call(run: Run) -> None:
    ran = run("index")
    assert ran.status == 2
    assert "name a file, folder or URL, or add --update" in ran.err
