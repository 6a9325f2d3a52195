"""The last conversation, kept for the next session."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.chat.last_conversation import (
    _FILES,
    _TURNS,
    keep_conversation,
    kept_file,
    load_conversation,
)
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.loop import respond
from qa_bot.chat.session import ChatSession
from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from tests.conftest import OTTERS, Ran


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def start(bot: Bot, *, keeps: bool = True) -> ChatSession:
    console = Console(io.StringIO(), io.StringIO(), False, 100)
    return ChatSession(console, BotLoader(BotOptions(), bot), keeps=keeps)


def said(session: ChatSession) -> str:
    assert isinstance(session.console.out, io.StringIO)
    assert isinstance(session.console.err, io.StringIO)
    return session.console.out.getvalue() + session.console.err.getvalue()


def questions(session: ChatSession) -> list[str]:
    return [one.question for one in session.turns]


def test_the_last_conversation_is_taken_up(bot: Bot) -> None:
    before = start(bot)
    respond(before, "what does Putin want?")
    respond(before, "who denies it?")  # searched with the question before it
    session = start(bot)
    respond(session, "/resume")
    assert "2 questions, the last “who denies it?”" in said(session)
    assert list(session.turns) == list(before.turns)
    assert session.conversation.searched == before.conversation.searched
    assert session.conversation.joined_with == before.conversation.joined_with
    respond(session, "and Biden?")
    assert session.turns[-1].resolved_question == "what does Biden want?"
    assert "and Biden?" in [one.question for one in load_conversation(BotOptions().key)]


def test_one_begun_already_comes_after_the_one_taken_up(bot: Bot) -> None:
    respond(start(bot), "what does Putin want?")
    session = start(bot)
    respond(session, "when was Crimea annexed?")
    respond(session, "/resume")
    both = ["what does Putin want?", "when was Crimea annexed?"]
    assert questions(session) == both
    respond(session, "/resume")
    assert "no earlier conversation" in said(session)
    respond(session, "/new")
    respond(session, "/resume")
    assert questions(session) == both
    assert [one.question for one in load_conversation(BotOptions().key)] == both


def test_nothing_is_kept_unless_it_may_be(bot: Bot, state: Path) -> None:
    session = start(bot, keeps=False)
    respond(session, "when was Crimea annexed?")
    assert not state.exists()
    respond(session, "/resume")
    assert "no earlier conversation" in said(session)


def test_the_file_is_private_whatever_the_umask(bot: Bot, state: Path) -> None:
    before = os.umask(0)
    try:
        respond(start(bot), "when was Crimea annexed?")
    finally:
        os.umask(before)
    file = kept_file(BotOptions().key)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("damage", [b"{}\n", b"\xff\x00", b"[" * 100_000, b"x" * 2_000_000])
def test_a_damaged_file_is_said_in_one_line(bot: Bot, damage: bytes) -> None:
    respond(start(bot), "when was Crimea annexed?")
    file = kept_file(BotOptions().key)
    file.write_bytes(damage)
    session = start(bot)
    respond(session, "/resume")
    assert said(session) == f"qa-bot: the last conversation in {file} is damaged; delete it\n"
    respond(session, "what does Putin want?")
    assert session.turns[-1].status == "answered"
    assert file.read_bytes() == damage  # and it is said that nothing is kept
    assert "the conversation is not kept" in said(session)


def test_what_is_kept_is_bounded(bot: Bot) -> None:
    answer = bot.ask("when was Crimea annexed?")
    keep_conversation("a", [answer] * (_TURNS + 5))
    assert len(load_conversation("a")) == _TURNS
    for n in range(_FILES + 3):
        keep_conversation(f"place {n}", [answer])
    assert len(list(kept_file("a").parent.iterdir())) == _FILES
    assert load_conversation(f"place {_FILES + 2}") == [answer]
    assert load_conversation("a") == []


def test_each_index_has_its_own(make_index: Callable[..., Path]) -> None:
    session = start(Bot.open())  # which a change of the index closes
    respond(session, "when was Crimea annexed?")
    respond(session, f"/set index {make_index(otters=OTTERS)}")
    respond(session, "/resume")
    assert "no earlier conversation" in said(session)
    respond(session, "who is Anna Brandt?")
    assert questions(session) == ["who is Anna Brandt?"]
    session.loader.close()


def test_a_chat_from_a_pipe_continues_but_keeps_nothing(
    run: Callable[..., Ran], bot: Bot, state: Path
) -> None:
    ran = run("chat", "--continue", stdin="why?\n")
    assert (ran.status, ran.out) == (2, "")
    assert "no earlier conversation" in ran.err
    assert not state.exists()
    respond(start(bot), "what does Putin want?")
    file = kept_file(BotOptions().key)
    kept = file.read_bytes()
    assert "why does Putin want that?" in run("--continue", stdin="why?\n").out
    assert file.read_bytes() == kept


def test_a_place_that_cannot_be_written_is_said_once(bot: Bot, state: Path) -> None:
    state.write_text("a file where the folder should be")
    session = start(bot)
    respond(session, "when was Crimea annexed?")
    respond(session, "what does Putin want?")
    assert said(session).count("the conversation is not kept") == 1
    with pytest.raises(QaBotError, match="cannot read the last conversation"):
        load_conversation(BotOptions().key)
