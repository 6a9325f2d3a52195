"""The chat without a terminal: standard input line by line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import Bot
from qa_bot.chat.command import ExitChat
from qa_bot.chat.commands import COMMANDS, KEYS
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.loop import respond
from qa_bot.chat.session import ChatSession
from qa_bot.terminal.console import Console
from qa_bot.text import collapse_whitespace
from tests.conftest import OTTERS, Ran
from tests.terminal.hostile import CONTROLS, HOSTILE_ARTICLE, steering

Run = Callable[..., Ran]
NOT_FOUND = "The article does not say."


def talk(bot: Bot) -> ChatSession:
    console = Console(io.StringIO(), io.StringIO(), False, False, 100)
    return ChatSession(console, BotLoader(BotOptions(), bot))


def said(running: ChatSession) -> tuple[str, str]:
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
    words = collapse_whitespace(said(running)[0])
    for citation in answer.citations:
        assert (
            f"[{citation.n}] {citation.article} ({citation.source}), line {citation.line}, "
            f"characters {citation.start}:{citation.end}"
        ) in words
    for command in ("/show 2", "/show [2]", "/SHOW 2 "):
        respond(running, command)
        out, err = said(running)
        assert f"»{collapse_whitespace(answer.citations[1].quote)}«" in collapse_whitespace(out)
        assert not err
    respond(running, "/show")
    assert f"»{collapse_whitespace(answer.citations[0].quote)}«" in collapse_whitespace(
        said(running)[0]
    )
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
    quote = collapse_whitespace(running.turns[-1].closest[0].quote)
    assert f"»{quote}«" in collapse_whitespace(said(running)[0])


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
    with pytest.raises(ExitChat):
        respond(talk(bot), "/quit")


@given(st.text(st.sampled_from(CONTROLS + "/ shoqw1") | st.characters()))
def test_no_command_steers_the_terminal(bot: Bot, rest: str) -> None:
    running = talk(bot)
    for line in (f"/{rest}", f"/show {rest}"):
        with suppress(ExitChat):
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
        (directory / "index.sqlite").unlink()
        respond(running, "When were nine animals counted?")
        out, err = said(running)
        assert not out
        assert err.count("\n") == 1
        assert str(directory) in err
        respond(running, "/help")
        assert "/quit" in said(running)[0]


def answers(running: ChatSession, *lines: str) -> str:
    """Return what the last of the lines wrote, which is no error."""
    for line in lines:
        said(running)
        respond(running, line)
    out, err = said(running)
    assert not err
    return collapse_whitespace(out)


def refuses(running: ChatSession, line: str) -> str:
    """Return the one line that says why a line cannot be done."""
    said(running)
    respond(running, line)
    out, err = said(running)
    assert not out
    assert err.count("\n") == 1
    return err


def test_a_command_may_be_cut_short_where_that_is_plain(bot: Bot) -> None:
    running = talk(bot)
    assert "threshold" in answers(running, "/set")
    assert "* = searched" in answers(running, "/art")
    assert "did you mean /sources or /show or /save or /set?" in refuses(running, "/s")


def test_more_shows_further_passages_numbered_on(bot: Bot) -> None:
    running = talk(bot)
    answers(running, "what does Putin want?")
    shown = len(running.citations)
    first = answers(running, "/more")
    assert f"[{shown + 1}] line" in first
    assert "[1] line" not in first
    quote = running.citations[shown].quote
    assert f"»{collapse_whitespace(quote)}«" in answers(running, f"/show {shown + 1}")
    for _ in range(12):
        last = answers(running, "/more")
    assert last == "There are no further passages."
    spans = [(one.source, one.start) for one in running.citations]
    assert len(spans) == len(set(spans))
    answers(running, "when was Crimea annexed?")
    assert len(running.citations) == 1


def test_why_shows_every_part_of_the_scores(bot: Bot) -> None:
    running = talk(bot)
    why = answers(running, "when was Crimea annexed?", "/why")
    best = bot.rank("when was Crimea annexed?")[0]
    for value in (best.scored.cosine, best.scored.maxsim, best.score, best.confidence):
        assert f" {value:.2f}" in why
    assert "it asks when" in why
    assert f"at or above the threshold {bot.threshold:.2f}, so it is answered" in why
    why = answers(running, "what is the capital of Japan?", "/why")
    assert f"is below the threshold {bot.threshold:.2f}, so it is not answered" in why
    assert "as a whole (about)" in answers(running, "what is the article about?", "/why")


def test_one_of_the_articles_is_chosen(make_index: Callable[..., Path]) -> None:
    mill = "The mill was built of stone in 1702 by Peter Holm, a farmer."
    with Bot.open(make_index(otters=OTTERS, mill=mill)) as bot:
        running = talk(bot)
        assert "* 1 Otters return to the river (otters.txt)" in answers(running, "/articles")
        assert "which article?" in refuses(running, "/read")
        assert "nine animals" in answers(running, "/read 1")
        assert "Now searching: Otters" in answers(running, "/articles otters")
        listed = answers(running, "/articles")
        assert "* 1 Otters" in listed
        assert "* 2" not in listed
        assert "Peter Holm" not in answers(running, "who built the mill?")
        assert "2 articles" in answers(running, "/articles all")
        assert "Peter Holm" in answers(running, "who built the mill?")
        assert "no article is called 'weir'" in refuses(running, "/articles weir")
        assert "more than one article" in refuses(running, "/articles .txt")


def test_the_cleaned_article_with_its_noise_on_request(bot: Bot) -> None:
    running = talk(bot)
    plain = answers(running, "/read")
    assert "13 Ashe said in a statement" in plain
    assert "Advertisement" not in plain
    assert "- - Advertisement - (advert)" in answers(running, "/read noise")


def test_the_history_of_the_talk(bot: Bot) -> None:
    running = talk(bot)
    answers(running, "when was Crimea annexed?", "what is the capital of Japan?")
    listed = answers(running, "/history")
    assert "1 when was Crimea annexed? (answered, 0." in listed
    assert "2 what is the capital of Japan? (not in the article, 0." in listed
    answers(running, "/new")
    assert answers(running, "/history") == "Nothing was asked yet."


def test_the_talk_is_saved_as_its_name_asks(bot: Bot, tmp_path: Path) -> None:
    running = talk(bot)
    answers(running, "when was Crimea annexed?", "and Donbass?")
    for name, holds in (
        ("talk.md", "> Russia annexed Crimea"),
        ("talk.jsonl", '"question": "when was Crimea annexed?"'),
        ("talk.HTML", "<blockquote>Russia annexed Crimea"),
    ):
        assert f"2 questions → {tmp_path / name}" in answers(running, f"/save {tmp_path / name}")
        assert holds in (tmp_path / name).read_text("utf-8")
    lines = (tmp_path / "talk.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [one.to_dict() for one in running.turns]
    answers(running, "who is Ashe?", f"/save {tmp_path / 'talk.jsonl'}")  # its own, once more
    assert len((tmp_path / "talk.jsonl").read_text("utf-8").splitlines()) == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_saving_never_loses_a_file(bot: Bot, tmp_path: Path) -> None:
    running = talk(bot)
    assert "ask a question first" in refuses(running, f"/save {tmp_path / 'talk.md'}")
    answers(running, "when was Crimea annexed?")
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    assert "exists" in refuses(running, f"/save {mine}")
    assert mine.read_text() == "mine"
    assert "ends in .md, .jsonl, .csv or .html" in refuses(
        running, f"/save {tmp_path / 'talk.txt'}"
    )
    assert "ends in" in refuses(running, "/save")
    assert "cannot be written" in refuses(running, f"/save {tmp_path / 'none' / 'talk.md'}")


def test_copying_says_where_it_cannot(bot: Bot) -> None:
    running = talk(bot)
    assert "ask a question first" in refuses(running, "/copy")
    answers(running, "when was Crimea annexed?")
    assert "no clipboard" in refuses(running, "/copy")
    assert "there is no source '7'" in refuses(running, "/copy 7")


def test_the_settings_of_a_talk(make_index: Callable[..., Path]) -> None:
    bot = Bot.open()
    running = talk(bot)
    assert "Crimea" in answers(running, "when was Crimea annexed?")
    assert "threshold 0.99" in answers(running, "/set threshold 0.99")
    answers(running, "when was Crimea annexed?")
    assert running.turns[-1].status == "uncertain"
    assert len(running.turns) == 2
    assert "reader off" in answers(running, "/set reader = off")
    assert running.bot.reader_version is None
    made = make_index(otters=OTTERS)
    assert str(made) in answers(running, f"/set index {made}")
    assert not running.turns
    answers(running, "/set threshold 0.3")
    assert "nine animals" in answers(running, "When were nine animals counted?")
    assert "there is no index" in refuses(running, f"/set index {made / 'none'}")
    assert "nine animals" in answers(running, "When were nine animals counted?")
    assert "must be a number from 0 to 1" in refuses(running, "/set threshold 7")
    assert "no setting thresold; did you mean threshold" in refuses(running, "/set thresold 1")
    assert "needs a value" in refuses(running, "/set vi")
    assert "by $PAGER" in refuses(running, "/set pager less")
    running.opening.close()


def test_the_readme_shows_the_help_as_it_is(run: Run) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert run("chat", stdin="/help\n").out in readme
