"""`qa-bot mcp` as assistants start it: a process, spoken to by its standard streams."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from qa_bot.index import Index, has_index
from tests.conftest import OTTERS, Ran
from tests.mcp_server.conftest import text_of

pytestmark = pytest.mark.slow


def session(work: Callable[[Client], Awaitable[Any]], *options: str) -> Any:
    """Run a session with `qa-bot mcp`, started with these options."""

    async def main() -> Any:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "qa_bot", "mcp", *options], env=dict(os.environ)
        )
        async with Client(server) as client:
            return await work(client)

    return anyio.run(main)


def test_the_sdk_asks_and_adds(tmp_path: Path) -> None:
    (tmp_path / "otters.txt").write_text(OTTERS, "utf-8")

    async def work(client: Client) -> None:
        asked = {"question": "who leads the project?"}
        assert (await client.call_tool("ask", asked)).is_error  # there is no index yet
        added = await client.call_tool("add_article", {"source": str(tmp_path / "otters.txt")})
        assert added.structured_content["status"] == "added", text_of(added)
        assert added.structured_content["article"]["title"] == "Otters return to the river"
        assert "Anna Brandt" in text_of(await client.call_tool("ask", asked))
        again = await client.call_tool("add_article", {"source": str(tmp_path / "otters.txt")})
        assert again.structured_content["status"] == "unchanged"
        for wrong, says in {
            str(tmp_path / "none.txt"): "does not exist",
            str(tmp_path): "is a folder",
            "-": "name a file or a URL to add",
            "--model=x": "does not exist",
            "ftp://a.example/b": "cannot be fetched",
        }.items():
            result = await client.call_tool("add_article", {"source": wrong})
            assert result.is_error and says in text_of(result), wrong
            assert "\n" not in text_of(result)

    session(work, "--index", str(tmp_path / "mine"), "--allow-add")


def test_a_canceled_addition_ends_and_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    endless = tmp_path / "endless.txt"
    os.mkfifo(endless)

    async def is_read() -> bool:
        try:
            os.close(os.open(endless, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            assert error.errno == errno.ENXIO  # nobody has it open
            return False
        return True

    async def work(client: Client) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "add_article", {"source": str(endless)})
            writer = await anyio.to_thread.run_sync(os.open, endless, os.O_WRONLY)  # it reads now
            tasks.cancel_scope.cancel()
        os.close(writer)
        with anyio.fail_after(30):
            while await is_read():
                await anyio.sleep(0.05)
        assert (await client.call_tool("ask", {"question": "who?"})).is_error  # it serves on

    session(work, "--index", str(tmp_path / "mine"), "--allow-add")
    assert not has_index(tmp_path / "mine") or not Index(tmp_path / "mine").articles


def test_a_source_that_is_named_is_asked(tmp_path: Path) -> None:
    (tmp_path / "otters.txt").write_text(OTTERS, "utf-8")

    async def work(client: Client) -> None:
        result = await client.call_tool("ask", {"question": "who leads the project?"})
        assert "Anna Brandt" in text_of(result)

    session(work, "--in", str(tmp_path / "otters.txt"))


def test_nothing_but_the_protocol_is_on_standard_output() -> None:
    messages: list[dict[str, Any]] = [
        {
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        {
            "id": 3,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": {"question": "when was Crimea annexed?"}},
        },
        {"id": 4, "method": "tools/call", "params": {"name": "ask", "arguments": {"x": 1}}},
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "--debug", "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    for message in messages:
        process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    process.stdin.write(b"this is no message\n")
    process.stdin.flush()
    answers = {}
    while len(answers) < 4:
        answer = json.loads(process.stdout.readline())
        assert answer["jsonrpc"] == "2.0"
        if "id" in answer:
            answers[answer["id"]] = answer
    assert answers[3]["result"]["structuredContent"]["short"] == "2014"
    assert answers[4]["result"]["isError"]
    process.stdin.close()  # the client leaves
    assert process.wait(60) == 0
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in process.stdout)
    assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--index", "none"], 1, "qa-bot: there is no index none; create it: "),
        (["--allow-add"], 2, "qa-bot: --allow-add needs an index of your own; name it with "),
        (["--allow-add", "--in", "a.txt"], 2, "qa-bot: --allow-add needs an index of your own"),
        (["--in", "-"], 2, "qa-bot: standard input cannot be both"),
        (["--index", "none", "--in", "a.txt"], 2, "qa-bot: --in and --index cannot be combined"),
    ],
)
def test_what_cannot_be_served_is_told_at_once(
    run: Callable[..., Ran], options: list[str], status: int, says: str
) -> None:
    ran = run("mcp", *options)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(says) and ran.err.count("\n") == 1


def test_a_missing_package_is_named(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("qa_bot.mcp_server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    ran = run("mcp")
    assert ran.status == 2
    assert ran.err == (
        "qa-bot: qa-bot mcp needs the package mcp; install it: pip install 'qa-bot[mcp]'\n"
    )
