"""The chat at a prompt, in a real terminal."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

Start = Callable[..., pexpect.spawn]
PROMPT = r"\?(?: |\x1b\[0m)"  # the space behind it is a move of the cursor


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Return a function that starts the chat in a terminal of 100 columns."""
    started: list[pexpect.spawn] = []

    def call(*arguments: str, **environment: str) -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "qa_bot", *arguments],
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "XDG_STATE_HOME": str(state),
                "PROMPT_TOOLKIT_NO_CPR": "1",
                **environment,
            },
            encoding="utf-8",
            dimensions=(40, 100),
            timeout=20,
        )
        started.append(child)
        child.expect(PROMPT)
        return child

    yield call
    for child in started:
        child.close(force=True)


def status(child: pexpect.spawn) -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_conversation(start: Start, state: Path) -> None:
    chat = start()
    chat.sendline("what does Putin want?")
    chat.expect("security guarantees")
    chat.expect("confidence")
    chat.expect(PROMPT)
    chat.sendline("/sources")
    chat.expect(r"\[1\] Biden wants .*line \d+, characters \d+:\d+")
    chat.expect(PROMPT)
    chat.sendline("/show 1")
    chat.expect("»Ashe said")
    chat.expect(PROMPT)
    chat.sendline("/sorces")
    chat.expect("did you mean /sources")
    chat.expect(PROMPT)
    chat.sendline("")
    chat.sendline("/quit")
    assert status(chat) == 0
    history = state / "qa-bot" / "history"
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    assert "+what does Putin want?" in history.read_text("utf-8")


def test_ctrl_c_clears_the_line_and_ctrl_d_leaves(start: Start) -> None:
    chat = start("chat")
    chat.send("what does Pu")
    chat.expect("what does Pu")
    chat.sendcontrol("c")
    chat.expect("to leave: /quit or Ctrl-D")
    chat.expect(PROMPT)
    chat.sendline("/help")
    chat.expect("source N in its place")
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0


def test_tab_completes_a_command(start: Start) -> None:
    chat = start()
    chat.send("/sou")
    chat.expect("where the last answer")  # the menu
    chat.send("\t")
    chat.expect("rces")
    chat.sendline("")
    chat.expect("ask a question first")
    chat.expect(PROMPT)
    chat.sendline("exit")
    assert status(chat) == 0


def test_a_history_that_cannot_be_kept_is_said_and_no_more(start: Start, state: Path) -> None:
    state.write_text("a file where the folder should be")
    chat = start()
    assert "cannot be kept" in chat.before
    chat.sendline(":q")
    assert status(chat) == 0


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [((), {"NO_COLOR": "1"}), (("--no-color",), {}), (("chat", "--no-color"), {})],
)
def test_colour_can_be_had_off(
    start: Start, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    chat = start(*arguments, **environment)
    chat.sendline("What is the capital of Japan?")
    chat.expect("The article does not say")
    chat.expect("confidence")
    written = chat.before + chat.after
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0
    assert not re.search(r"\x1b\[[0-9;]*(?:3[1-7]|38;[0-9;]*)m", written + chat.before)


def test_a_dumb_terminal_is_spoken_to_in_plain_text(start: Start) -> None:
    chat = start(TERM="dumb")
    chat.sendline("what does Putin want?")
    chat.expect("security guarantees")
    chat.expect("confidence [0-9.]+")
    assert not re.search(r"\x1b\[[0-9;]*m", chat.before + chat.after)
    chat.expect(PROMPT)
    chat.sendline("/quit")
    assert status(chat) == 0
