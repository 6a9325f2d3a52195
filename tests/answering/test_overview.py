"""Questions about the article as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.answering.overview_intent import overview_intent

MILL = """The old mill opens again

By Anna Brandt
Published 12 May 2021

The water mill of Halton was opened again on Saturday after eight years of repairs. Architect Peter
Lund led the work, which cost two million pounds. The first flour was ground in front of guests from
Denmark, Germany and Sweden.

The mill was built in 1743 and burnt down in 1910. Visitors from Denmark gave most of the money.
"""


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what is this about?", "about"),
        ("What's the article about", "about"),
        ("tell me what this text is about", None),
        ("What is the main topic of this article?", "about"),
        ("summarise", "summary"),
        ("Please summarize the article.", "summary"),
        ("Can you give me a short summary?", "summary"),
        ("tl;dr", "summary"),
        ("what are the key takeaways?", "summary"),
        ("who is quoted?", "quoted"),
        ("Which experts are quoted in the article?", "quoted"),
        ("which countries are named?", "countries"),
        ("What countries does the article mention?", "countries"),
        ("list all the countries mentioned", "countries"),
        ("who is mentioned in this story?", "people"),
        ("which dates are given?", "dates"),
        ("when was this written?", "written"),
        ("When was the article published?", "written"),
        ("who wrote this article?", "author"),
        ("who is the author", "author"),
        ("What's the gist?", "about"),
        ("give me the key points", "summary"),
        ("can you give me a short summary of the article please", "summary"),
        ("Who are the people mentioned?", "people"),
        ("who wrote this report?", "author"),
        ("who wrote the report?", None),
        ("when was the document released?", None),
        ("what does Putin want?", None),
        ("What is NATO about?", None),
        ("which countries border Ukraine?", None),
        ("which countries are members of NATO?", None),
        ("when was the treaty written?", None),
        ("who wrote Hamlet?", None),
        ("who is the author of the treaty?", None),
        ("what is the summary of the talks with India?", None),
    ],
)
def test_which_questions_ask_of_the_whole(question: str, kind: str | None) -> None:
    assert overview_intent(question) == kind


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("what is this about?", ["The water mill", "Architect Peter", "The first flour"]),
        ("which countries are named?", ["Denmark, Germany and Sweden"]),
        ("which people are named?", ["Architect Peter\nLund"]),
        ("which dates are given?", ["12 May 2021", "in 1743 and burnt down in 1910"]),
        ("when was this written?", ["Published 12 May 2021"]),
        ("who wrote this?", ["By Anna Brandt"]),
    ],
)
def test_an_article_tells_of_itself(
    make_index: Callable[..., Path], question: str, quotes: list[str]
) -> None:
    with Bot.open(make_index(mill=MILL)) as bot:
        answer = bot.ask(question)
        assert answer.status == "answered"
        assert len(answer.citations) == len(quotes)
        for citation, quote in zip(answer.citations, quotes, strict=True):
            assert quote in citation.quote
            assert MILL[citation.start : citation.end] == citation.quote


def test_what_an_article_does_not_tell_of_itself_is_refused(bot: Bot) -> None:
    for question in ("when was this written?", "who wrote the article?"):
        answer = bot.ask(question)
        assert answer.status == "not_found"
        assert answer.closest


def test_an_article_s_own_summary_is_its_summary(bot: Bot) -> None:
    answer = bot.ask("summarise the article")
    assert [citation.line for citation in answer.citations] == [6, 7, 8, 9]


def test_without_a_summary_the_lead_comes_first(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(mill=MILL)) as bot:
        answer = bot.ask("summary")
        assert "The water mill of Halton" in answer.citations[0].quote
        starts = [citation.start for citation in answer.citations]
        assert starts == sorted(starts)
        assert len(starts) > 1


def test_every_article_of_an_index_says_what_it_is_about(make_index: Callable[..., Path]) -> None:
    other = "Bees\n\nBees have come back to the gardens of the town this spring, keepers said.\n"
    with Bot.open(make_index(mill=MILL, bees=other)) as bot:
        answer = bot.ask("what is this about?")
        assert [citation.source for citation in answer.citations] == ["mill.txt", "bees.txt"]


def test_who_is_quoted_in_a_transcript_is_who_speaks(make_index: Callable[..., Path]) -> None:
    talk = "".join(
        f"{name}: The river rose by {n} metres that night.\n\n"
        for n, name in enumerate(["Host", "Anna Brandt", "Host", "Tom Reed", "Anna Brandt"], 2)
    )
    with Bot.open(make_index(talk=talk)) as bot:
        answer = bot.ask("who is quoted?")
        assert [one.speaker for one in answer.citations] == ["Host", "Anna Brandt", "Tom Reed"]
