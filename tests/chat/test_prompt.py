"""The chat at a prompt, in a real terminal."""

from __future__ import annotations

import base64
import os
import re
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pexpect
import pytest

from tests.conftest import OTTERS

pytestmark = pytest.mark.slow

Start = Callable[..., pexpect.spawn]
PROMPT = r"\?(?: |\x1b\[0m)"  # the space after it is a move of the cursor


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Return a function that starts the chat in a terminal of 100 columns."""
    started: list[pexpect.spawn] = []

    def call(
        *arguments: str,
        prompt: str = PROMPT,
        program: Sequence[str] = ("-m", "qa_bot"),
        **environment: str,
    ) -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable,
            [*program, *arguments],
            env={
                **os.environ,
                "TERM": "xterm-256color",
                "XDG_STATE_HOME": str(state),
                "PROMPT_TOOLKIT_NO_CPR": "1",
                **environment,
            },
            encoding="utf-8",
            dimensions=(40, 100),
            timeout=120,  # seconds; a wait ends as soon as what it waits for is there
        )
        started.append(child)
        child.expect(prompt)
        return child

    yield call
    for child in started:
        child.close(force=True)


def enter(child: pexpect.spawn, line: str) -> None:
    """Type a line and press Enter, which sends a carriage return; a line feed is Ctrl-J."""
    child.send(f"{line}\r")


def status(child: pexpect.spawn) -> int | None:
    child.expect(pexpect.EOF)
    child.wait()  # the terminal is left before the process ends
    child.close()
    return child.exitstatus


def test_a_conversation(start: Start, state: Path) -> None:
    chat = start()
    enter(chat, "what does Putin want?")
    chat.expect("security guarantees")
    chat.expect("confidence")
    chat.expect(PROMPT)
    enter(chat, "/sources")
    chat.expect(r"line \d+, characters \d+:\d+")
    chat.expect(PROMPT)
    enter(chat, "/show 1")
    chat.expect("»“In a matter")
    chat.expect(PROMPT)
    enter(chat, "/sorces")
    chat.expect("did you mean /sources")
    chat.expect(PROMPT)
    enter(chat, "")
    enter(chat, "/quit")
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
    enter(chat, "/help")
    chat.expect("source N in the article, marked")
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0


def test_the_menu_completes_a_command_that_is_valid_now_and_its_number(start: Start) -> None:
    chat = start()
    enter(chat, "what does Putin want?")
    chat.expect("confidence")
    chat.expect(PROMPT)
    chat.send("/sou")
    chat.expect("sources of the last answer")  # the menu
    chat.send("\t")
    chat.expect("rces")
    chat.send("\r")  # takes the item
    chat.send("\r")
    chat.expect(r"characters \d+:\d+")
    chat.expect(PROMPT)
    chat.send("/show ")
    chat.expect("In a matter of days")  # what source 1 says
    enter(chat, "1")
    chat.expect("»“In a matter")
    chat.expect(PROMPT)
    enter(chat, "exit")
    assert status(chat) == 0


def test_a_question_may_be_typed_before_the_model_is_loaded(start: Start) -> None:
    chat = start()
    enter(chat, "what does Putin want?")
    enter(chat, "/quit")
    chat.expect("security guarantees")
    assert status(chat) == 0


def test_what_is_typed_while_an_answer_is_made_is_asked_next(start: Start) -> None:
    chat = start()
    for line in ("what does Putin want?", "when was Crimea annexed?", "/history", "/quit"):
        enter(chat, line)
    chat.expect("security guarantees")
    chat.expect("annexed.*Crimea")
    chat.expect("2  when was Crimea annexed")
    assert status(chat) == 0


def test_a_missing_index_is_said_before_the_prompt(start: Start, tmp_path: Path) -> None:
    chat = start("chat", "--index", str(tmp_path / "none"), prompt="create it: qa-bot index")
    assert status(chat) == 1
    assert "for example" not in chat.before


def test_an_index_that_cannot_be_opened_ends_the_prompt(
    start: Start, make_index: Callable[..., Path]
) -> None:
    directory = make_index(otters=OTTERS)
    (directory / "index.sqlite").write_bytes(b"no database" * 1000)
    chat = start("chat", "--index", str(directory))
    chat.expect("qa-bot: the index .* is damaged")
    assert status(chat) == 1
    assert "Traceback" not in chat.before


def test_the_gray_suggestion_is_a_question_of_the_article(start: Start) -> None:
    chat = start()
    chat.expect("for example:")  # the index is open
    chat.send("WHO IS Tim")
    chat.expect("othy Ashe")
    chat.send("\x05")  # Ctrl-E takes it
    chat.send("\r")
    chat.expect("sovereign strategist at")
    chat.expect(PROMPT)
    chat.send("\x12")  # Ctrl-R
    chat.expect("reverse-i-search")
    chat.send("tIMOTHY")
    chat.expect("WHO IS .*Timothy")
    chat.send("\r\r")
    chat.expect("sovereign strategist at")
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "\x1b[200~what does\nPutin want?\x1b[201~",
        "what does\nPutin want?",
        "what does\x1b\rPutin want?",
    ],
    ids=["pasted", "Ctrl-J", "Alt-Enter"],
)
def test_two_lines_are_one_question(start: Start, state: Path, typed: str) -> None:
    chat = start()
    enter(chat, typed)
    chat.expect("security guarantees")
    chat.expect("confidence")
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0
    assert "+what does\n+Putin want?" in (state / "qa-bot" / "history").read_text("utf-8")


def test_the_history_drops_repeats(start: Start, state: Path) -> None:
    for _ in range(2):
        chat = start()
        for line in ("/articles", "/new", "/articles"):
            enter(chat, line)
            chat.expect(PROMPT)
        chat.sendcontrol("d")
        assert status(chat) == 0
    chat = start()
    chat.send("\x1b[A\x1b[A")  # up, up
    chat.expect("/new")
    chat.sendcontrol("c")
    chat.expect("to leave")


def test_what_does_not_fit_goes_to_the_pager(start: Start, tmp_path: Path) -> None:
    paged = tmp_path / "paged"
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {paged}\necho paged it\n")
    pager.chmod(0o700)
    chat = start(PAGER=str(pager))
    enter(chat, "/read noise")
    chat.expect("paged it")
    chat.expect(PROMPT)
    enter(chat, "/set")
    chat.expect("threshold")  # which fits, and is printed
    chat.expect(PROMPT)
    enter(chat, "/quit")
    assert status(chat) == 0
    text = paged.read_text("utf-8")
    assert "Timothy Ashe" in text
    assert "(advert)" in text


def test_a_pager_that_is_left_early_does_not_end_the_chat(
    start: Start, make_index: Callable[..., Path]
) -> None:
    # More than a pipe holds, in few words.
    tale = "\n\n".join(f"Line {n} is l{'o' * 300}ng." for n in range(300))
    directory = make_index(long=tale)
    chat = start("chat", "--index", str(directory), PAGER="true")
    enter(chat, "/read")
    chat.expect(PROMPT)
    enter(chat, "/history")
    chat.expect("Nothing has been asked yet")
    enter(chat, "/quit")
    assert status(chat) == 0


def test_a_source_opens_in_the_editor_at_its_line(start: Start, tmp_path: Path) -> None:
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\necho "editing $1"; grep -c Crimea "$2"\n')
    editor.chmod(0o700)
    chat = start(EDITOR=str(editor))
    enter(chat, "when was Crimea annexed?")
    chat.expect("confidence")
    enter(chat, "/open 1")
    chat.expect(r"editing \+53\s+[1-9]")
    chat.expect(PROMPT)
    enter(chat, "/quit")
    assert status(chat) == 0


def test_copying_is_left_to_the_terminal(start: Start) -> None:
    chat = start()
    enter(chat, "when was Crimea annexed?")
    chat.expect("confidence")
    enter(chat, "/copy 1")
    chat.expect(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")
    assert base64.b64decode(chat.match[1]).decode().startswith("Russia annexed Crimea")
    enter(chat, "/quit")
    assert status(chat) == 0


def test_vi_keys_by_setting(start: Start) -> None:
    chat = start("chat", "--vi")
    chat.send("/helpxx\x1b")
    chat.send("xx")  # in vi's way deletes
    chat.send("\r")
    chat.expect("source N in the article, marked")
    chat.expect(PROMPT)
    chat.send("\x1bI:q\r")
    assert status(chat) == 0


SLOW = """
import threading
import time
from qa_bot import Bot
from qa_bot.chat import BotOptions, run_chat
from qa_bot.terminal.console import Console

def ask(*arguments, **options):
    is_asked = threading.current_thread() is threading.main_thread()
    print("answering" if is_asked else "choosing", flush=True)
    while True:  # slices: a signal that comes just before a sleep does not shorten it
        time.sleep(0.05)

class SlowBot(Bot):
    ask = ask

class Slow(BotOptions):
    def open(self):
        return SlowBot.open()

run_chat(Slow(), Console.of_process())
"""


def test_ctrl_c_while_answering_ends_that_answer_only(start: Start) -> None:
    chat = start(program=["-c", SLOW])
    enter(chat, "what does Putin want?")
    chat.expect("answering")
    chat.kill(signal.SIGINT)
    chat.expect(r"\(interrupted\)")
    chat.expect(PROMPT)
    enter(chat, "/history")
    chat.expect("Nothing has been asked yet")
    chat.expect(PROMPT)
    enter(chat, "/quit")
    assert status(chat) == 0


def test_leaving_does_not_wait_for_the_examples(start: Start) -> None:
    chat = start(program=["-c", SLOW])
    chat.expect("choosing")
    enter(chat, "/quit")
    assert status(chat) == 0


def test_leaving_does_not_wait_for_the_index_to_be_opened(start: Start) -> None:
    chat = start(program=["-c", SLOW.replace("return Slow", "ask(); return Slow")])
    enter(chat, "/quit")
    assert status(chat) == 0


def test_the_greeting_is_there_before_anything_is_loaded(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def log(event, arguments):\n"
        "    if event == 'import' and arguments[0] in ('typer', 'prompt_toolkit', 'numpy'):\n"
        f"        open({str(log)!r}, 'a').write('imported ')\n"
        "sys.addaudithook(log)\n"
        "class Out:\n"
        "    def __init__(self, out): self.out = out\n"
        "    def __getattr__(self, name): return getattr(self.out, name)\n"
        "    def write(self, text):\n"
        f"        if '/help' in text: open({str(log)!r}, 'a').write('greeted ')\n"
        "        return self.out.write(text)\n"
        "sys.stdout = Out(sys.stdout)\n"
    )
    chat = start(prompt="/help lists the commands", PYTHONPATH=str(tmp_path))
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0
    assert log.read_text().startswith("greeted imported")


def test_a_history_that_cannot_be_kept_is_said_and_no_more(start: Start, state: Path) -> None:
    state.write_text("a file where the folder should be")
    chat = start()
    assert "cannot keep the history" in chat.before
    enter(chat, ":q")
    assert status(chat) == 0


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [((), {"NO_COLOR": "1"}), (("--no-color",), {}), (("chat", "--no-color"), {})],
)
def test_color_can_be_turned_off(
    start: Start, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    chat = start(*arguments, **environment)
    enter(chat, "What is the capital of Japan?")
    chat.expect("The article does not say")
    chat.expect("confidence")
    written = chat.before + chat.after
    chat.expect(PROMPT)
    chat.sendcontrol("d")
    assert status(chat) == 0
    assert not re.search(r"\x1b\[[0-9;]*(?:3[1-7]|38;[0-9;]*)m", written + chat.before)


def test_a_dumb_terminal_is_spoken_to_in_plain_text(start: Start) -> None:
    chat = start(TERM="dumb")
    enter(chat, "what does Putin want?")
    chat.expect("security guarantees")
    chat.expect("confidence [0-9.]+")
    assert not re.search(r"\x1b\[[0-9;]*m", chat.before + chat.after)
    chat.expect(PROMPT)
    enter(chat, "/quit")
    assert status(chat) == 0
