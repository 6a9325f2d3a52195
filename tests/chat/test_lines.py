"""The chat without a terminal: standard input line by line."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import Bot
from qa_bot.chat.command import Leave
from qa_bot.chat.commands import COMMANDS, KEYS
from qa_bot.chat.loop import respond
from qa_bot.chat.opening import Choices, Opening
from qa_bot.chat.talk import Talk
from qa_bot.terminal.console import Console
from qa_bot.text import collapse
from tests.conftest import OTTERS, Ran
from tests.terminal.hostile import CONTROLS, HOSTILE_ARTICLE, steering

Run = Callable[..., Ran]
NOT_FOUND = "The article does not say."


def talk(bot: Bot) -> Talk:
    console = Console(io.StringIO(), io.StringIO(), False, False, 100)
    return Talk(console, Opening(Choices(), bot))


def said(running: Talk) -> tuple[str, str]:
    """Return what a chat wrote since the last call: results, and all else."""
    streams = running.console.out, running.console.err
    written = []
    for stream in streams:
        assert isinstance(stream, io.StringIO)
        written.append(stream.getvalue())
        stream.seek(0)
        stream.truncate()
    return written[0], written[1]


@pytest.mark.parametrize("arguments", [[], ["chat"]])
def test_each_line_is_answered(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments, stdin="what does Putin want?\r\n\n  \nWhat is the capital of Japan?")
    assert ran.status == 0
    assert ran.out.index("Putin wants security guarantees") < ran.out.index(NOT_FOUND)
    assert ran.out.count("confidence") == 2
    assert not ran.err


def test_no_line_is_no_error(run: Run) -> None:
    assert run("chat") == Ran(0, "", "")


@pytest.mark.parametrize("word", ["/quit", "quit", "exit", ":q", " EXIT "])
def test_leaving_ends_it(run: Run, word: str) -> None:
    assert run("chat", stdin=f"{word}\nwhat does Putin want?\n") == Ran(0, "", "")


def test_a_conversation_with_sources_and_show(bot: Bot) -> None:
    running = talk(bot)
    respond(running, "what does Putin want?")
    said(running)
    answer = running.turns[-1]
    respond(running, "/sources")
    words = collapse(said(running)[0])
    for citation in answer.citations:
        assert (
            f"[{citation.n}] {citation.article} ({citation.source}), line {citation.line}, "
            f"characters {citation.start}:{citation.end}"
        ) in words
    for command in ("/show 2", "/show [2]", "/SHOW 2 "):
        respond(running, command)
        out, err = said(running)
        assert f"»{collapse(answer.citations[1].quote)}«" in collapse(out)
        assert not err
    respond(running, "/show")
    assert f"»{collapse(answer.citations[0].quote)}«" in collapse(said(running)[0])
    respond(running, "/show 9")
    assert said(running) == (
        "",
        f"qa-bot: there is no source '9'; there are 1 to {len(answer.citations)}\n",
    )


def test_the_closest_passages_can_be_shown_too(bot: Bot) -> None:
    running = talk(bot)
    respond(running, "What is the capital of Japan?")
    said(running)
    respond(running, "/show 1")
    quote = collapse(running.turns[-1].closest[0].quote)
    assert f"»{quote}«" in collapse(said(running)[0])


def test_before_the_first_question_there_is_nothing_to_show(bot: Bot) -> None:
    running = talk(bot)
    for command in ("/sources", "/show 1"):
        respond(running, command)
        out, err = said(running)
        assert not out
        assert "ask a question first" in err


def test_a_source_that_has_changed_is_not_shown_as_if_it_had_not(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        running = talk(bot)
        respond(running, "When were nine animals counted?")
        said(running)
        make_index(otters="# News\n\nThere is nothing new here, and nobody was counted at all.\n")
        respond(running, "who was counted?")
        running.conversation.turns.pop()
        said(running)
        respond(running, "/show 1")
        out, err = said(running)
    assert not out
    assert "no longer in the index, or has changed" in err


def test_help_lists_every_command(bot: Bot) -> None:
    running = talk(bot)
    respond(running, "/help")
    out, _ = said(running)
    assert all(f"/{one.usage}" in out and one.about in out for one in COMMANDS.values())
    assert all(key in out and does in out for key, does in KEYS)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/sorces", "there is no command /sorces; did you mean /sources? /help lists them"),
        ("/xyzzy 1", "there is no command /xyzzy; /help lists them"),
        ("/", "there is no command /; /help lists them"),
        ("/what does Putin want?", "there is no command /what"),
    ],
)
def test_an_unknown_command_is_no_question(bot: Bot, line: str, says: str) -> None:
    running = talk(bot)
    respond(running, line)
    out, err = said(running)
    assert not out
    assert says in err
    assert not running.turns


def test_quit_leaves(bot: Bot) -> None:
    with pytest.raises(Leave):
        respond(talk(bot), "/quit")


@given(st.text(st.sampled_from(CONTROLS + "/ shoqw1") | st.characters()))
def test_no_command_steers_the_terminal(bot: Bot, rest: str) -> None:
    running = talk(bot)
    for line in (f"/{rest}", f"/show {rest}"):
        with suppress(Leave):
            respond(running, line)
        assert not steering("".join(said(running)))


def test_a_hostile_article_does_not_steer_the_terminal(make_index: Callable[..., Path]) -> None:
    directory = make_index(mill=HOSTILE_ARTICLE)
    with Bot.open(directory) as bot:
        running = talk(bot)
        for line in ("When was the mill built?", "/sources", "/show 1"):
            respond(running, line)
            out, err = said(running)
            assert out
            assert not steering(out + err)


def test_an_index_that_breaks_is_said_and_the_chat_goes_on(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        running = talk(bot)
        make_index(mill="The mill was built of stone in 1702 by Peter Holm, a farmer.")
        for vectors in directory.glob("*.faiss"):
            vectors.unlink()
        respond(running, "When were nine animals counted?")
        out, err = said(running)
        assert not out
        assert err.count("\n") == 1
        assert str(directory) in err
        respond(running, "/help")
        assert "/quit" in said(running)[0]
