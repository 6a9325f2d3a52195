"""Names and questions of an article, and what the prompt completes."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from qa_bot import Bot
from qa_bot.chat.completion import ChatCompleter
from qa_bot.chat.examples import choose_examples, examples_of, names_of
from qa_bot.chat.loader import BotLoader, BotOptions
from qa_bot.chat.session import ChatSession
from qa_bot.chat.suggestions import Suggestions
from qa_bot.chat.toolbar import toolbar
from qa_bot.terminal.console import Console
from tests.conftest import OTTERS
from tests.terminal.hostile import HOSTILE_ARTICLE, steering

MILL = """The mill of Aarup

The mill was built of stone in 1702. Peter Holm, a farmer, said that the European Union pays for it.
"""


def start(bot: Bot) -> ChatSession:
    console = Console(io.StringIO(), io.StringIO(), False, 60)
    return ChatSession(console, BotLoader(BotOptions(), bot))


def completed(session: ChatSession, typed: str, *, by_tab: bool = True) -> list[str]:
    """Return the lines that completing a line can give."""
    completer = ChatCompleter(session, lambda: ["what is the article about?"])
    event = CompleteEvent(completion_requested=by_tab, text_inserted=not by_tab)
    return [
        typed[: len(typed) + one.start_position] + one.text
        for one in completer.get_completions(Document(typed), event)
    ]


def test_names_are_people_places_and_things_as_the_article_writes_them(bot: Bot) -> None:
    names = names_of(bot.index)
    assert {"Putin", "NATO", "Timothy Ashe", "Riga", "Soviet Union"} <= set(names)
    assert not {"The", "On", "First", "Tuesday", "He", "Desires"} & set(names)
    assert names.index("Ukraine") < names.index("Riga")  # the most frequent first


@pytest.mark.parametrize("seed", range(3))
def test_three_questions_that_are_answered_well(bot: Bot, seed: int) -> None:
    chosen = list(islice(choose_examples(bot, examples_of(bot.index), Random(seed), tries=12), 3))
    assert len(set(chosen)) == 3
    for question in chosen:
        answer = bot.ask(question)
        assert answer.status == "answered"
        assert answer.confidence >= 0.6


def test_other_questions_each_time(bot: Bot) -> None:
    examples = list(examples_of(bot.index))
    chosen = {next(choose_examples(bot, examples, Random(seed), tries=12), "") for seed in range(8)}
    assert len(chosen) > 2


def test_questions_of_an_article_are_english(bot: Bot) -> None:
    questions = [one.question for one in examples_of(bot.index)]
    assert "what does the Kremlin say?" in questions
    assert "what does the article say about the Soviet Union?" in questions
    assert not any("no one understands" in one for one in questions)  # a heading, no question
    assert not any("about Russian?" in one or "about The" in one for one in questions)


def test_no_question_is_asked_once_the_user_has_begun(bot: Bot) -> None:
    session = start(bot)
    session.begun = True
    suggestions = Suggestions(session)
    suggestions.learn(bot)
    suggestions.choose(bot)
    assert suggestions.offered == []
    assert suggestions.introduction == ""


def test_the_introduction_names_the_article_and_offers_questions(bot: Bot) -> None:
    session = start(bot)
    suggestions = Suggestions(session)
    suggestions.learn(bot)
    suggestions.choose(bot)
    lines = suggestions.introduction.splitlines()
    assert lines[0].startswith("Asking “Biden wants to prevent")
    assert len(suggestions.offered) == 3
    for question in suggestions.offered:
        assert f" {question}" in suggestions.introduction.replace("\n                 ", " ")
    assert all(len(line) <= 60 for line in lines)
    session.begun = True
    assert suggestions.introduction == ""


def test_the_toolbar_says_which_articles_are_asked(
    bot: Bot, make_index: Callable[..., Path]
) -> None:
    assert "Asking “Biden wants to prevent" in toolbar(start(bot), 80)
    assert "Enter asks" in toolbar(start(bot), 80)
    with Bot.open(make_index(otters=OTTERS, mill=MILL)) as two:
        session = start(two)
        assert "Asking 2 articles in" in toolbar(session, 80)
        session.article = two.index.articles[1].key
        assert "Asking “The mill of Aarup”" in toolbar(session, 80)
        assert all(len(toolbar(session, columns)) < columns for columns in range(20, 90))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("what does tim", "what does Timothy Ashe"),
        ("who is Carnegie mo", "who is Carnegie Moscow Center"),
        ("when was cri", "when was Crimea"),
        ("what says ash", "what says Timothy Ashe"),
        ("", "what is the article about?"),
    ],
)
def test_tab_completes_the_articles_own_names(bot: Bot, typed: str, line: str) -> None:
    session = start(bot)
    session.names = names_of(bot.index)
    assert line in completed(session, typed)
    assert completed(session, typed, by_tab=False) == []  # no menu pops up while typing


def test_commands_complete_articles_by_number_title_and_source(
    make_index: Callable[..., Path],
) -> None:
    with Bot.open(make_index(otters=OTTERS, mill=MILL)) as two:
        session = start(two)
        assert "/articles 2" in completed(session, "/articles ", by_tab=False)
        assert "/read The mill of Aarup" in completed(session, "/read the m", by_tab=False)
        assert "/articles otters.txt" in completed(session, "/articles ott", by_tab=False)


def test_names_of_a_hostile_article_do_not_steer_the_terminal(
    make_index: Callable[..., Path],
) -> None:
    with Bot.open(make_index(hostile=HOSTILE_ARTICLE)) as hostile:
        shown = [*names_of(hostile.index), *(one.question for one in examples_of(hostile.index))]
        session = start(hostile)
        suggestions = Suggestions(session)
        suggestions.learn(hostile)
        suggestions.choose(hostile)
        assert not steering("\n".join([*shown, suggestions.introduction, session.searched]))
