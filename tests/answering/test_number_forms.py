"""Numbers and times in the article's form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot import Bot
from qa_bot.answering.number_forms import normalize_numbers
from qa_bot.index import Index

FARM = """The farm

The farm has two dozen cows, thirty-one pigs and 1,200 hens. Milk is fetched at 6:30 p.m. and at
7 AM. Some 20 percent of it goes bad, and 5% is given away. Nine people work there since 1995.
"""


@pytest.fixture(scope="module")
def farm(encoder, tmp_path_factory):  # type: ignore[no-untyped-def]
    from qa_bot.ingest import Indexer

    directory = tmp_path_factory.mktemp("farm") / "index"
    with Indexer(directory, encoder.model, lambda: encoder) as indexer:
        indexer.add(FARM.encode(), "farm.txt")
    index = Index(directory)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Are there 24 cows?", "Are there two dozen cows?"),
        ("Are there twenty-four cows?", "Are there two dozen cows?"),
        ("Are there 31 pigs?", "Are there thirty-one pigs?"),
        ("Are there 1200 hens?", "Are there 1,200 hens?"),
        ("Is milk fetched at 18:30?", "Is milk fetched at 6:30 p.m.?"),
        ("Is milk fetched at 07:00?", "Is milk fetched at 7 am?"),
        ("Is milk fetched at 7 a.m.?", "Is milk fetched at 7 am?"),
        ("Does 20% go bad?", "Does 20 percent go bad?"),
        ("Is 5 per cent given away?", "Is 5% given away?"),
        ("Do 9 people work there?", "Do nine people work there?"),
        ("Do nine people work there?", "Do nine people work there?"),
        ("What was in 1995?", "What was in 1995?"),
        ("Are there 25 cows?", "Are there 25 cows?"),
        ("Is it 3.5 or 24.5?", "Is it 3.5 or 24.5?"),
        ("Is it O9, MPEG-9 or 9B?", "Is it O9, MPEG-9 or 9B?"),
        ("Is it 26,000, 09?", "Is it 26,000, 09?"),
    ],
)
def test_a_number_takes_the_article_s_form(farm: Index, asked: str, meant: str) -> None:
    assert normalize_numbers(asked, farm) == meant


@given(st.text("0123456789:,.% apmdozentwy-", max_size=30))
def test_any_text_is_restated(farm: Index, text: str) -> None:
    assert isinstance(normalize_numbers(text, farm), str)


def test_the_article_answers_in_its_own_form(bot: Bot) -> None:
    for question in ("Were over 24 deals signed in New Delhi?", "Is the call at 15:00?"):
        assert bot.ask(question).status == "answered"
