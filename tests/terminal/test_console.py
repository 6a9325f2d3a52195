"""When there is color: the stream, NO_COLOR, FORCE_COLOR, TERM and --no-color."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from qa_bot.terminal.console import Console
from tests.conftest import Ran

pytestmark = pytest.mark.slow


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_color_follows_environment_and_stream(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    on_terminal: bool,
    elsewhere: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert Console.of_process().color_out == elsewhere
    monkeypatch.setattr("sys.stdout", Terminal())
    console = Console.of_process()
    assert console.color_out == on_terminal
    assert ("\x1b[31m" in console.style("x", "red")) == on_terminal
    capable = on_terminal or environment.get("TERM") != "dumb"
    assert ("\x1b[1m" in console.style("x", "bold")) == capable
    assert not Console.of_process(color="never", forced=True).color_out


@pytest.mark.parametrize(
    "arguments",
    [["--no-color", "ask", "who is Ashe?"], ["ask", "who is Ashe?", "--no-color"]],
)
def test_no_color_is_taken_before_and_after_the_command(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("ask", "who is Ashe?").out
    plain = run(*arguments)
    assert plain.status == 0
    assert "\x1b" not in plain.out
