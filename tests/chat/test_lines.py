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
from qa_bot.chat.commands import COMMANDS, KEYS, ExitChat
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.loop import respond
from qa_bot.chat.session import ChatSession
from qa_bot.terminal.console import Console
from qa_bot.text import collapse_whitespace
from tests.conftest import OTTERS, Ran
from tests.terminal.hostile import CONTROLS, HOSTILE_ARTICLE, steering

pytestmark = pytest.mark.slow

Run = Callable[..., Ran]
NOT_FOUND = "✗ The article does not say."


def chat(bot: Bot) -> ChatSession:
    console = Console(io.StringIO(), io.StringIO(), False, 100)
    return ChatSession(console, BotLoader(BotOptions(), bot))


def said(session: ChatSession) -> tuple[str, str]:
    """Return what a chat wrote since the last call: results, and all else."""
    streams = session.console.out, session.console.err
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
    session = chat(bot)
    respond(session, "what does Putin want?")
    said(session)
    answer = session.turns[-1]
    respond(session, "/sources")
    words = collapse_whitespace(said(session)[0])
    for citation in answer.citations:
        assert (
            f"[{citation.n}] {citation.article} ({citation.source}), line {citation.line}, "
            f"characters {citation.start}:{citation.end}"
        ) in words
    for command in ("/show 2", "/show [2]", "/SHOW 2 "):
        respond(session, command)
        out, err = said(session)
        assert f"»{collapse_whitespace(answer.citations[1].quote)}«" in collapse_whitespace(out)
        assert not err
    respond(session, "/show")
    assert f"»{collapse_whitespace(answer.citations[0].quote)}«" in collapse_whitespace(
        said(session)[0]
    )
    respond(session, "/show 9")
    assert said(session) == (
        "",
        f"qa-bot: there is no source '9'; they are 1 to {len(answer.citations)}\n",
    )


def test_the_closest_passages_can_be_shown_too(bot: Bot) -> None:
    session = chat(bot)
    respond(session, "What is the capital of Japan?")
    said(session)
    respond(session, "/show 1")
    quote = collapse_whitespace(session.turns[-1].closest[0].quote)
    assert f"»{quote}«" in collapse_whitespace(said(session)[0])


def test_before_the_first_question_there_is_nothing_to_show(bot: Bot) -> None:
    session = chat(bot)
    for command in ("/sources", "/show 1"):
        respond(session, command)
        out, err = said(session)
        assert not out
        assert "ask a question first" in err


def test_a_source_that_has_changed_is_not_shown_as_if_it_had_not(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        session = chat(bot)
        respond(session, "When were nine animals counted?")
        said(session)
        make_index(otters="# News\n\nThere is nothing new here, and nobody was counted at all.\n")
        respond(session, "who was counted?")
        session.conversation.turns.pop()
        said(session)
        respond(session, "/show 1")
        out, err = said(session)
    assert not out
    assert "has been changed or removed since; ask again" in err


def test_help_lists_every_command(bot: Bot) -> None:
    session = chat(bot)
    respond(session, "/help")
    out, _ = said(session)
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
    session = chat(bot)
    respond(session, line)
    out, err = said(session)
    assert not out
    assert says in err
    assert not session.turns


def test_quit_leaves(bot: Bot) -> None:
    with pytest.raises(ExitChat):
        respond(chat(bot), "/quit")


@given(st.text(st.sampled_from(CONTROLS + "/ shoqw1") | st.characters()))
def test_no_command_steers_the_terminal(bot: Bot, rest: str) -> None:
    session = chat(bot)
    for line in (f"/{rest}", f"/show {rest}"):
        with suppress(ExitChat):
            respond(session, line)
        assert not steering("".join(said(session)))


def test_a_hostile_article_does_not_steer_the_terminal(make_index: Callable[..., Path]) -> None:
    directory = make_index(mill=HOSTILE_ARTICLE)
    with Bot.open(directory) as bot:
        session = chat(bot)
        for line in ("When was the mill built?", "/sources", "/show 1"):
            respond(session, line)
            out, err = said(session)
            assert out
            assert not steering(out + err)


def test_an_index_that_breaks_is_said_and_the_chat_goes_on(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        session = chat(bot)
        (directory / "index.sqlite").unlink()
        respond(session, "When were nine animals counted?")
        out, err = said(session)
        assert not out
        assert err.count("\n") == 1
        assert str(directory) in err
        respond(session, "/help")
        assert "/quit" in said(session)[0]


def answers(session: ChatSession, *lines: str) -> str:
    """Return what the last of the lines wrote, which is no error."""
    for line in lines:
        said(session)
        respond(session, line)
    out, err = said(session)
    assert not err
    return collapse_whitespace(out)


def refuses(session: ChatSession, line: str) -> str:
    """Return the one line that says why a line cannot be done."""
    said(session)
    respond(session, line)
    out, err = said(session)
    assert not out
    assert err.count("\n") == 1
    return err


def test_a_command_may_be_cut_short_where_that_is_plain(bot: Bot) -> None:
    session = chat(bot)
    assert "threshold" in answers(session, "/set")
    assert "57 sentences" in answers(session, "/art")
    assert "did you mean /sources or /show or /save or /set?" in refuses(session, "/s")


def test_more_shows_further_passages_numbered_on(bot: Bot) -> None:
    session = chat(bot)
    answers(session, "what does Putin want?")
    shown = len(session.citations)
    first = answers(session, "/more")
    assert f"[{shown + 1}] line" in first
    assert "[1] line" not in first
    quote = session.citations[shown].quote
    assert f"»{collapse_whitespace(quote)}«" in answers(session, f"/show {shown + 1}")
    for _ in range(12):
        last = answers(session, "/more")
    assert last == "There are no more passages."
    spans = [(one.source, one.start) for one in session.citations]
    assert len(spans) == len(set(spans))
    answers(session, "when was Crimea annexed?")
    assert len(session.citations) == 1


@pytest.mark.parametrize("line", ["What else?", "tell me more", "Anything else?"])
def test_more_may_be_asked_for_in_words(bot: Bot, line: str) -> None:
    session = chat(bot)
    answers(session, "when was Crimea annexed?")
    assert "More passages" in answers(session, line)
    assert len(session.turns) == 1
    assert "nothing has been asked yet" in refuses(chat(bot), line)


def test_a_command_without_arguments_takes_none(bot: Bot) -> None:
    session = chat(bot)
    answers(session, "when was Crimea annexed?")
    assert "/new takes nothing after it" in refuses(session, "/new what does Putin want?")
    assert session.turns


def test_why_explains_in_words_and_in_full(bot: Bot) -> None:
    session = chat(bot)
    why = answers(session, "when was Crimea annexed?", "/why")
    best = bot.rank("when was Crimea annexed?")[0]
    assert "it asks when" in why
    assert f"1. {collapse_whitespace(best.text)}" in why
    assert f"at or above the threshold of {bot.threshold:.2f}, so this is an answer" in why
    assert f"{best.scored.cosine:.2f}" not in why
    full = answers(session, "/why full")
    assert full.count("cosine") == full.count("maxsim")
    assert full.count("evidence") + full.count("(not read") == full.count("cosine")
    for value in (best.scored.cosine, best.scored.maxsim, best.score, best.confidence):
        assert f" {value:.2f}" in full
    why = answers(session, "what is the capital of Japan?", "/why")
    assert f"below the threshold of {bot.threshold:.2f}, so this is not an answer" in why
    assert "the article as a whole (about)" in answers(
        session, "what is the article about?", "/why"
    )
    assert "/why full" in refuses(session, "/why not")
    answers(session, "Does Russia plan to invade Ukraine?")
    assert "Searched with the question before, “Does Russia plan to invade Ukraine?”" in answers(
        session, "who denies it?", "/why"
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("help", "/sources"),
        ("Help!", "/sources"),
        ("?", "/sources"),
        ("hello", "Ask about the article"),
        ("Good morning!", "Ask about the article"),
        ("thanks", "You are welcome"),
        ("really?", "Ask about the article"),
        ("asdf", "The article does not mention “asdf”"),
        ("Japan?", "The article does not mention “Japan”"),
        ("\u202easdf\x9b", "The article does not mention “asdf”"),
    ],
)
def test_small_talk_is_no_question_for_the_article(bot: Bot, line: str, says: str) -> None:
    session = chat(bot)
    said = answers(session, line)
    assert says in said
    assert "confidence" not in said
    assert not session.turns


@pytest.mark.parametrize(
    "doubt", ["really?", "What do you mean?", "How do you know that?", "I don’t understand."]
)
def test_who_doubts_an_answer_is_shown_how_to_check_it(bot: Bot, doubt: str) -> None:
    session = chat(bot)
    assert "See for yourself: /show 1" in answers(session, "when was Crimea annexed?", doubt)
    assert len(session.turns) == 1


@pytest.mark.parametrize("line", ["Putin", "Crimea?", "putn", "who helps Ukraine?", "why?", "2014"])
def test_what_the_article_may_know_is_a_question(bot: Bot, line: str) -> None:
    session = chat(bot)
    answers(session, "what does Putin want?", line)
    assert len(session.turns) == 2


def test_questions_from_a_pipe_are_shown_above_their_answers(run: Run) -> None:
    out = run("chat", stdin="/set\nwhen was \x1b[31mCrimea annexed?\nWhere is Japan?\nquit\n").out
    assert out.index("? when was [31mCrimea annexed?\n") < out.index("Russia annexed Crimea")
    assert out.index("Russia annexed Crimea") < out.index("? Where is Japan?\n")
    assert "? /set" not in out
    assert "? quit" not in out


def test_one_of_the_articles_is_chosen(make_index: Callable[..., Path]) -> None:
    mill = "The mill was built of stone in 1702 by Peter Holm, a farmer."
    with Bot.open(make_index(otters=OTTERS, mill=mill)) as bot:
        session = chat(bot)
        assert "* 1 Otters return to the river (otters.txt)" in answers(session, "/articles")
        assert "name an article" in refuses(session, "/read")
        assert "nine animals" in answers(session, "/read 1")
        assert "Now searching: Otters" in answers(session, "/articles otters")
        listed = answers(session, "/articles")
        assert "* 1 Otters" in listed
        assert "* 2" not in listed
        assert "Peter Holm" not in answers(session, "who built the mill?")
        assert "2 articles" in answers(session, "/articles all")
        assert "Peter Holm" in answers(session, "who built the mill?")
        assert "no article matches 'weir'" in refuses(session, "/articles weir")
        assert "more than one article" in refuses(session, "/articles .txt")


def test_the_cleaned_article_with_its_boilerplate_on_request(bot: Bot) -> None:
    session = chat(bot)
    plain = answers(session, "/read")
    assert "13 Ashe said in a statement" in plain
    assert "Advertisement" not in plain
    assert "- - Advertisement - (advert)" in answers(session, "/read noise")


def test_the_history_lists_questions_and_outcomes(bot: Bot) -> None:
    session = chat(bot)
    answers(session, "when was Crimea annexed?", "what is the capital of Japan?")
    listed = answers(session, "/history")
    assert "1 when was Crimea annexed? (answered, 0." in listed
    assert "2 what is the capital of Japan? (not in the article, 0." in listed
    answers(session, "/new")
    assert answers(session, "/history") == "Nothing has been asked yet."


def test_the_conversation_is_saved_as_its_name_asks(bot: Bot, tmp_path: Path) -> None:
    session = chat(bot)
    answers(session, "when was Crimea annexed?", "and Donbass?")
    for name, holds in (
        ("talk.md", "> Russia annexed Crimea"),
        ("talk.jsonl", '"question": "when was Crimea annexed?"'),
        ("talk.HTML", "<blockquote>Russia annexed Crimea"),
    ):
        assert f"2 questions → {tmp_path / name}" in answers(session, f"/save {tmp_path / name}")
        assert holds in (tmp_path / name).read_text("utf-8")
    lines = (tmp_path / "talk.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [one.to_dict() for one in session.turns]
    answers(session, "who is Ashe?", f"/save {tmp_path / 'talk.jsonl'}")  # its own, once more
    assert len((tmp_path / "talk.jsonl").read_text("utf-8").splitlines()) == 3
    assert len(list(tmp_path.iterdir())) == 3


def test_saving_never_loses_a_file(bot: Bot, tmp_path: Path) -> None:
    session = chat(bot)
    assert "ask a question first" in refuses(session, f"/save {tmp_path / 'talk.md'}")
    answers(session, "when was Crimea annexed?")
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    assert "already exists" in refuses(session, f"/save {mine}")
    assert mine.read_text() == "mine"
    assert "name a .md, .jsonl, .csv or .html file" in refuses(
        session, f"/save {tmp_path / 'talk.txt'}"
    )
    assert "name a .md" in refuses(session, "/save")
    assert "cannot write" in refuses(session, f"/save {tmp_path / 'none' / 'talk.md'}")


def test_copying_says_where_it_cannot(bot: Bot) -> None:
    session = chat(bot)
    assert "ask a question first" in refuses(session, "/copy")
    answers(session, "when was Crimea annexed?")
    assert "no clipboard" in refuses(session, "/copy")
    assert "there is no source '7'" in refuses(session, "/copy 7")


def test_the_settings_of_a_chat(make_index: Callable[..., Path]) -> None:
    bot = Bot.open()
    session = chat(bot)
    assert "Crimea" in answers(session, "when was Crimea annexed?")
    assert "threshold 0.99" in answers(session, "/set threshold 0.99")
    answers(session, "when was Crimea annexed?")
    assert session.turns[-1].status == "uncertain"
    assert len(session.turns) == 2
    assert "reader off" in answers(session, "/set reader = off")
    assert session.bot.reader_version is None
    made = make_index(otters=OTTERS)
    assert str(made) in answers(session, f"/set index {made}")
    assert not session.turns
    answers(session, "/set threshold 0.3")
    assert "nine animals" in answers(session, "When were nine animals counted?")
    assert "there is no index" in refuses(session, f"/set index {made / 'none'}")
    assert "nine animals" in answers(session, "When were nine animals counted?")
    assert "must be a number from 0 to 1" in refuses(session, "/set threshold 7")
    assert "unknown setting thresold; did you mean threshold" in refuses(session, "/set thresold 1")
    assert "give the setting a value" in refuses(session, "/set vi")
    assert "set $PAGER before" in refuses(session, "/set pager less")
    assert "set $QA_BOT_HISTORY before" in refuses(session, "/set history off")
    session.loader.close()
