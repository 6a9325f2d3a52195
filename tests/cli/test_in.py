"""Sources asked at once with --in, and what is kept of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qa_bot import Bot, cache
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.errors import SourceError, UsageError
from qa_bot.index import IndexResult, Store
from qa_bot.sources import files
from tests.conftest import OTTERS, Ran
from tests.sources.server import Server, response, serving

Run = Callable[..., Ran]

ASKED = "how many animals were counted?"
CLOCK = "# The town clock\n\nThe clock was made in 1790 by John Wood of Bristol.\n"


def page(text: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><head><title>Otters</title></head><body><article>{paragraphs}</article></body>"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def otters_file(tmp_path: Path) -> Path:
    file = tmp_path / "otters.txt"
    file.write_text(OTTERS, "utf-8")
    return file


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        yield running


def answer(ran: Ran) -> dict[str, object]:
    assert ran.status == 0, ran.err
    value: dict[str, object] = json.loads(ran.out)
    return value


def quotes(ran: Ran) -> list[str]:
    return [one["quote"] for one in answer(ran)["citations"]]  # type: ignore[attr-defined]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that were read, embedded and stored."""
    found: list[str] = []
    add = Store.add

    def note(store: Store, *rest: Any) -> IndexResult:
        done = add(store, *rest)
        found.append(done.source)
        return done

    monkeypatch.setattr(Store, "add", note)
    return found


def test_a_file_is_asked_at_once_and_read_once(
    run: Run, otters_file: Path, reads: list[str]
) -> None:
    first = run("ask", ASKED, "--in", otters_file, "--json")
    assert "nine animals" in quotes(first)[0]
    (citation,) = answer(first)["citations"][:1]  # type: ignore[index]
    assert citation["source"] == str(otters_file)
    assert OTTERS[citation["start"] : citation["end"]] == citation["quote"]
    second = run("ask", ASKED, "--in", otters_file, "--json")
    assert answer(first) | {"seconds": 0} == answer(second) | {"seconds": 0}
    assert reads == [str(otters_file)]


def test_a_file_that_has_changed_is_read_again(
    run: Run, otters_file: Path, reads: list[str]
) -> None:
    assert "nine animals" in quotes(run("ask", ASKED, "--in", otters_file, "--json"))[0]
    otters_file.write_text(OTTERS.replace("nine", "twelve"), "utf-8")
    assert "twelve animals" in quotes(run("ask", ASKED, "--in", otters_file, "--json"))[0]
    assert len(reads) == 2
    assert len(cache.list_entries()) == 1


def test_several_sources_are_asked_together(run: Run, otters_file: Path, tmp_path: Path) -> None:
    (tmp_path / "clock.md").write_text(CLOCK, "utf-8")
    both = ["--in", otters_file, "--in", tmp_path / "clock.md", "--json"]
    assert "nine animals" in quotes(run("ask", ASKED, *both))[0]
    assert "John Wood" in quotes(run("ask", "who made the clock?", *both))[0]


def test_a_folder_is_asked_and_what_is_left_out_is_told(
    run: Run, otters_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "clock.md").write_text(CLOCK, "utf-8")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (tmp_path / "advert.txt").write_text("Advertisement\n", "utf-8")
    ran = run("ask", "who made the clock?", "--in", tmp_path, "--json")
    assert "John Wood" in quotes(ran)[0]
    assert ran.err.splitlines() == [
        f"{tmp_path}/advert.txt contains no article text, only adverts and page chrome; give a "
        "source with sentences",
        f"left out of {tmp_path}: 1 of other kinds (.png 1)",
    ]
    (tmp_path / "clock.md").unlink()
    gone = run("ask", "who made the clock?", "--in", tmp_path, "--json")
    assert not answer(gone)["citations"]


def test_standard_input_is_asked(run: Run, reads: list[str]) -> None:
    for _ in range(2):
        ran = run("ask", ASKED, "--in", "-", "--json", stdin=page(OTTERS))
        assert "nine animals" in quotes(ran)[0]
    assert len(reads) == 1
    empty = run("ask", ASKED, "--in", "-", stdin=" ")
    assert empty.err == "qa-bot: standard input is empty; give a file that holds an article\n"
    other = run("ask", ASKED, "--in", "-", "--json", stdin=OTTERS.replace("nine", "twelve"))
    assert "twelve animals" in quotes(other)[0]


def test_a_pipe_is_asked(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        pool.submit(pipe.write_text, OTTERS, "utf-8")
        ran = run("ask", ASKED, "--in", pipe, "--json")
    assert "nine animals" in quotes(ran)[0]


@pytest.mark.parametrize("command", [("ask", ASKED, "--in"), ("eval",), ("index",)])
def test_a_pipe_that_nobody_writes_to_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(files, "_WAIT", 0.05)
    os.mkfifo(tmp_path / "pipe")
    index = ["--index", tmp_path / "index"] if command == ("index",) else []
    ran = run(*command, tmp_path / "pipe", *index)
    assert ran.status == ExitStatus.FAILED
    assert ran.err == f"qa-bot: {tmp_path}/pipe is a pipe that nothing writes to; name a file\n"


def test_a_url_is_fetched_once_in_a_while(
    run: Run, server: Server, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = response(page(OTTERS), ETag='"1"')
    asked = ["ask", ASKED, "--in", server.url("/a"), "--json"]
    first = run(*asked)
    assert "nine animals" in quotes(first)[0]
    (citation,) = answer(first)["citations"][:1]  # type: ignore[index]
    assert citation["source"] == server.url("/a")
    assert citation["url"].startswith(server.url("/a#:~:text=Anna%20Brandt"))
    run(*asked)
    assert len(server.requests) == 1
    monkeypatch.setattr(cache, "FRESH", 0)
    server.answers["/a"] = response(status="304 Not Modified")
    assert "nine animals" in quotes(run(*asked))[0]
    assert b'If-None-Match: "1"' in server.requests[1]
    assert len(reads) == 1
    server.answers["/a"] = response(page(OTTERS.replace("nine", "twelve")), ETag='"2"')
    assert "twelve animals" in quotes(run(*asked))[0]


def test_offline_asks_what_was_fetched_and_fetches_nothing(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = response(page(OTTERS))
    asked = ["ask", ASKED, "--in", server.url("/a"), "--json"]
    ran = run(*asked, "--offline")
    assert ran.status == 1
    assert "is not fetched while offline; leave --offline out" in ran.err
    assert not server.requests
    run(*asked)
    monkeypatch.setattr(cache, "FRESH", 0)
    assert "nine animals" in quotes(run(*asked, "--offline"))[0]
    monkeypatch.setenv("QA_BOT_OFFLINE", "1")
    assert "nine animals" in quotes(run(*asked))[0]
    assert len(server.requests) == 1


def test_a_page_that_is_gone_is_an_error_that_names_the_copy(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = response(page(OTTERS))
    asked = ["ask", ASKED, "--in", server.url("/a"), "--json"]
    run(*asked)
    monkeypatch.setattr(cache, "FRESH", 0)
    server.answers["/a"] = response(status="404 Not Found")
    ran = run(*asked)
    assert ran.status == 1
    assert "answers 404 Not Found" in ran.err
    assert "--offline uses the copy of 20" in ran.err
    assert "nine animals" in quotes(run(*asked, "--offline"))[0]


def test_the_charset_of_the_server_is_heard(run: Run, server: Server) -> None:
    polish = "Wydry wróciły do rzeki Łyny. Naliczono dziewięć zwierząt, mówi Łucja Żółć."
    body = page("\n\n".join([polish] * 1)).encode("iso-8859-2")
    server.answers["/a"] = response(body, Content_Type="text/html; charset=iso-8859-2")
    ran = run("ask", "Naliczono zwierząt?", "--in", server.url("/a"), "--json")
    found = answer(ran)
    shown = [*found["citations"], *found["closest"]]  # type: ignore[misc]
    assert any("dziewięć zwierząt" in one["quote"] for one in shown)


def test_a_page_opens_in_the_browser_at_the_sentence_when_that_is_asked(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: not opened.append(url))
    server.answers["/a"] = response(page(OTTERS))
    run("chat", "--in", server.url("/a"), stdin=f"{ASKED}\n/sources\n")
    assert not opened
    ran = run("chat", "--in", server.url("/a"), stdin=f"{ASKED}\n/open\n")
    assert not ran.status
    assert [url.partition("#:~:text=")[0] for url in opened] == [server.url("/a")]


def test_a_file_that_can_no_longer_be_read_opens_as_indexed(
    run: Run, otters_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == otters_file.name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = run("chat", "--in", otters_file, "--no-reader", stdin=f"{ASKED}\n/open\n")
    assert ran.status == 0
    assert "opened the text as indexed" in ran.out + ran.err


@pytest.mark.parametrize("command", ["ask", "batch", "chat"])
def test_every_way_of_asking_takes_sources(
    run: Run, otters_file: Path, tmp_path: Path, command: str
) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text(f"{ASKED}\n", "utf-8")
    arguments = {"ask": [ASKED], "batch": [questions], "chat": []}[command]
    ran = run(command, *arguments, "--in", otters_file, stdin=f"{ASKED}\n")
    assert ran.status == 0
    assert "nine animals" in ran.out


def test_a_source_is_shown_without_an_index(run: Run, otters_file: Path) -> None:
    assert "nine animals" in run("show", "--in", otters_file).out
    quote = answer(run("ask", ASKED, "--in", otters_file, "--json"))["citations"][0]
    span = f"{quote['start']}:{quote['end']}"
    assert f"»{quote['quote']}«" in run("show", "--in", otters_file, "--at", span).out


def test_gold_questions_are_asked_of_sources(
    run: Run, otters_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"question": ASKED, "answers": ["nine animals"]}), "utf-8")
    monkeypatch.setenv("QA_BOT_INDEX", str(tmp_path / "none"))  # gives way to sources
    for arguments in (["--in", otters_file], [otters_file]):
        assert "hit@1                         1.000" in run("eval", gold, *arguments).out
    ran = run("eval", gold, "--in", otters_file, "--threshold", "1", "--json", "-")
    figures = json.loads(ran.out)
    assert figures["answered of the answerable"]["value"] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ASKED, "--in", "a.txt", "--index", "mine"], "choose one"),
        (["show", "--in", "a.txt", "--index", "mine"], "choose one"),
        (["eval", "a.jsonl", "--misses", "--json", "-"], "cannot be combined"),
        (["ask", "-", "--in", "-"], "standard input cannot be both the questions and a source"),
        (["batch", "-", "--in", "-"], "standard input cannot be both the questions and a source"),
        (["chat", "--in", "-"], "standard input cannot be both the questions and a source"),
    ],
)
def test_contradictions_are_refused(run: Run, arguments: list[str], says: str) -> None:
    ran = run(*arguments, stdin=OTTERS)
    assert ran.status == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none.txt", "none.txt does not exist; check the name"),
        ("ftp://a.example/", "only http:// and https:// are"),
        ("empty.txt", "is empty"),
        ("a.example/page", "does not exist; for a page write https://a.example/page"),
    ],
)
def test_a_source_that_cannot_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").touch()
    ran = run("ask", ASKED, "--in", name)
    assert ran.status == 1
    assert not ran.out
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_the_environment_s_index_gives_way_to_sources(
    run: Run, otters_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_BOT_INDEX", "nowhere")
    assert "nine animals" in quotes(run("ask", ASKED, "--in", otters_file, "--json"))[0]


def test_cache_shows_and_clears_what_is_kept(run: Run, otters_file: Path) -> None:
    run("ask", ASKED, "--in", otters_file)
    ran = run("cache")
    assert ran.status == 0
    assert ran.out.rstrip().endswith(f"MB  {otters_file}")
    assert ran.err.startswith("1 index, ")
    (entry,) = cache.list_entries()
    assert entry.directory.parent.stat().st_mode & 0o077 == 0  # nobody else's to read
    assert run("cache", "--clear").out.startswith("deleted 1 index, ")
    assert not entry.directory.exists()
    assert run("cache").out == ""


def test_what_is_being_asked_is_not_deleted(run: Run, otters_file: Path) -> None:
    with Bot.over(otters_file, reader=False) as bot:
        ran = run("cache", "--clear")
        assert ran.out.startswith("deleted 0 indexes, ")
        assert ran.err == f"kept {otters_file}: it is in use; close the chat that uses it first\n"
        assert "nine animals" in bot.ask(ASKED).citations[0].quote
    assert run("cache", "--clear").out.startswith("deleted 1 index, ")


@pytest.mark.parametrize("name", ["https://nowhere.example/a", "missing.txt"])
def test_what_cannot_be_read_leaves_nothing_in_the_cache(run: Run, name: str) -> None:
    assert run("ask", ASKED, "--in", name, "--offline").status == ExitStatus.FAILED
    assert cache.list_entries() == []


def test_a_damaged_cache_is_made_again(run: Run, otters_file: Path) -> None:
    run("ask", ASKED, "--in", otters_file)
    (entry,) = cache.list_entries()
    (entry.directory / "index.sqlite").write_bytes(b"not a database" * 1000)
    assert "nine animals" in quotes(run("ask", ASKED, "--in", otters_file, "--json"))[0]


def test_without_a_cache_the_index_is_in_memory(
    run: Run, otters_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(cache, "entries_directory", lambda: tmp_path / "file" / "sources")
    assert "nine animals" in quotes(run("ask", ASKED, "--in", otters_file, "--json"))[0]
    assert "nine animals" in run("chat", "--in", otters_file, stdin=ASKED).out


def test_the_cache_does_not_grow_without_end(
    run: Run, otters_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 2)
    files = []
    for n, name in enumerate(["a.txt", "b.txt", "c.txt"]):
        files.append(tmp_path / name)
        files[-1].write_text(OTTERS, "utf-8")
        run("ask", ASKED, "--in", files[-1], "--no-reader")
        (newest, *_) = cache.list_entries()
        os.utime(newest.directory / "sources.json", (n + 1, n + 1))
    names = [entry.names for entry in cache.list_entries()]
    assert names == [(str(files[2]),), (str(files[1]),)]


def test_python_asks_sources_too(otters_file: Path) -> None:
    with Bot.over(otters_file, reader=False) as bot:
        assert "nine animals" in bot.ask(ASKED).citations[0].quote
        assert [one.source for one in bot.index.articles] == [str(otters_file)]
    with pytest.raises(UsageError, match="name a source to ask"):
        Bot.over()
    with pytest.raises(SourceError, match="does not exist"):
        Bot.over("none.txt")


def test_what_the_server_says_of_a_page_is_heeded(run: Run, server: Server) -> None:
    body = page("\n\n".join([OTTERS, "The prime minister of Łódź — “naïve” — spoke of otters."]))
    latin = page(OTTERS.replace("Anna Brandt", "Zoë Brandt – €5")).encode("cp1252")
    server.answers = {
        "/old": response(status="301 Moved", Location="/new/page?id=2"),
        "/new/page?id=2": response(latin, Content_Type="text/html; charset=windows-1252"),
        "/own": response(
            body.replace("<head>", f'<head><link rel="canonical" href="{server.url("/otters")}">')
        ),
        "/mallory": response(
            body.replace("<head>", '<head><link rel="canonical" href="https://a.example/otters">')
        ),
        "/text": response(
            OTTERS.replace("Anna Brandt", "Łucja Brandt").encode("cp1250"),
            Content_Type="text/plain; charset=windows-1250",
        ),
    }
    (moved,) = answer(run("ask", ASKED, "--in", server.url("/old"), "--json"))["citations"]  # type: ignore[attr-defined]
    assert "Zoë Brandt – €5" in moved["quote"]
    assert moved["source"] == server.url("/old")
    assert moved["url"].startswith(server.url("/new/page?id=2#:~:text="))
    (own,) = answer(run("ask", ASKED, "--in", server.url("/own"), "--json"))["citations"]  # type: ignore[attr-defined]
    assert own["url"].startswith(server.url("/otters#:~:text="))
    (liar,) = answer(run("ask", ASKED, "--in", server.url("/mallory"), "--json"))["citations"]  # type: ignore[attr-defined]
    assert liar["url"].startswith(server.url("/mallory#:~:text="))
    (text,) = answer(run("ask", ASKED, "--in", server.url("/text"), "--json"))["citations"]  # type: ignore[attr-defined]
    assert "Łucja Brandt" in text["quote"]
    with Bot.over(server.url("/text"), reader=False) as bot:
        assert bot.index.articles[0].facts.url == server.url("/text")
