"""The right kind of quantity, the reason for what is asked why, and the whole of a list."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.answering.question import holds_measure, parse_question

MARKET = """The market hall of Eastley

The market hall was closed in May. A beam had been eaten away by beetles. The repair took seven
months and cost £48,000. Builder Omar Haddad, 52, led the work; the new beam is 11 metres long and
weighs 3 tonnes.

The council sees two risks. The first is damp from the river. The second is the price of oak.

The clerk left the town in 1931. He had been refused a seat on the board. He moved to Leeds."""


@pytest.fixture
def market(make_index: Callable[..., Path]) -> Bot:
    return Bot.open(make_index(market=MARKET))


@pytest.mark.parametrize(
    ("question", "measure", "holding", "lacking"),
    [
        ("How much did the repair cost?", "money", "It cost £48,000.", "It took 7 months [3]."),
        ("How much did it cost?", "money", "It costs twice as much.", "It costs 15 percent more."),
        ("How much did fees rise?", "money or share", "They rose by 15%.", "They rose in 1990."),
        ("How much more does oak cost?", "money or share", "15 percent more.", "It is harder."),
        ("How old is the builder?", "age", "Haddad, 52, led it.", "It took 11 days, at 14:30."),
        ("How old is the keeper?", "age", "She is 83 years old.", "It was empty for eleven years."),
        ("How old is the witness?", "age", "She was seventy when she testified.", "It was 14:30."),
        ("How old must members be?", "age", "Over the age of 18.", "There are over 18 members."),
        ("How long did it take?", "duration", "It took hours.", "It took place in 1931."),
        ("How long is the report?", "duration or length", "It has 80 pages.", "It has 8 authors."),
        ("How often is it used?", "frequency", "They use it routinely.", "It was used in 1931."),
        ("How old is the tree?", "age", "It turned eighty-three.", "They turned against it."),
        ("How long did it take?", "duration", "It took seven months.", "Version 2.1 came out."),
        ("How long do they live?", "duration", "From May to June.", "They left Lisbon a year ago."),
        ("How tall is the tower?", "height", "It is 30 metres tall.", "It has 30 rooms."),
        ("How tall is the bridge?", "height", "It is 87 metres high.", "It is 142 metres long."),
        ("How deep is it?", "depth", "It is 2 metres deep.", "It runs 52 km between Ware and Hoo."),
        ("How wide is the lock?", "width", "It is five metres.", "It is nine metres long."),
        ("How thick is the wall?", "thickness", "It is a foot thick.", "It is eight feet high."),
        ("How far did we get?", "distance", "It ran 63 miles.", "It ran 4 hours and 40 minutes."),
        ("How far is the sea?", "length", "It is 8 miles away.", "It is down the road."),
        ("How old is your father?", "age", "He is 78 and sails.", "He is 78 and 8 miles away."),
        ("How old is the boy?", "age", "I'm eleven months into it; he's three.", "He's been away."),
        ("How old was the witness?", "age", "A woman of seventy.", "A band of seventy."),
        ("How old is the cat?", "age", "She is only six months.", "She left for six months."),
        ("How old were they?", "age", "Both were in their early twenties.", "Both were early."),
        (
            "What does it cost?",
            "money",
            "It costs a third less.",
            "We sold it in the third quarter.",
        ),
        ("What were sales in the third quarter?", "money", "NOK 12 million.", "More pumps."),
        ("What was the mill's net profit?", "money", "It was €4.", "It fell."),
        ("what was the net profit", "money", "It was $4.", "It fell in the third quarter."),
        ("How much does it weigh?", "weight", "It weighs 3 tonnes.", "It uses 5 millilitres."),
        ("How much does it weigh?", "weight", "Some two and a half tons.", "Anton de Bary did."),
        ("What percentage agreed?", "percent", "Some 40 per cent did.", "In 1990, 40 came."),
        ("What time does it start?", "clock", "It starts at 6.30 pm.", "It starts in 2031."),
        ("How often is it cleaned?", "frequency", "It is cleaned twice a year.", "It is clean."),
    ],
)
def test_a_quantity_is_answered_by_its_kind_alone(
    question: str, measure: str, holding: str, lacking: str
) -> None:
    assert parse_question(question).measure == measure
    assert holds_measure(holding, measure)
    assert not holds_measure(lacking, measure)


@pytest.mark.parametrize(
    "question",
    [
        "How many people came?",
        "How much is known?",
        "What is operating profit?",
        "Why now?",
        "How many pounds of wheat does it hold?",
        "What did the reviewer think of the price?",
        "What is another name for an insurance fee?",
        "What will cost the most?",
        "During what time was the cult popular?",
        "What survey asked how often they stopped?",
        "How many years ago did it begin?",
    ],
)
def test_a_count_asks_for_no_unit(question: str) -> None:
    assert parse_question(question).measure is None


def test_a_reason_that_follows_is_quoted_too(market: Bot) -> None:
    answer = market.ask("Why was the market hall closed?")
    assert "eaten away by beetles" in answer.citations[0].quote
    answer = market.ask("Why did the clerk leave the town?")
    assert "refused a seat" in answer.citations[0].quote


def test_the_sentences_that_continue_a_list_are_quoted_too(market: Bot) -> None:
    quotes = " ".join(
        one.quote for one in market.ask("Which risks does the council see?").citations
    )
    assert "damp from the river" in quotes
    assert "price of oak" in quotes


def test_a_quantity_of_another_kind_does_not_answer(market: Bot) -> None:
    assert market.ask("How old is the clerk?").status != "answered"


INTERVIEW = """The keeper of Skerry Head

Tomos Reid met Marged Pugh at her home in Holyhead.

TOMOS REID: What was your job before you became a keeper?

MARGED PUGH: I was a teacher of mathematics in Bangor.

TOMOS REID: Were you ever afraid?

MARGED PUGH: Only once. A ship ran on to the reef in fog."""


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("what was her job before she became a keeper?", "a teacher of mathematics in Bangor"),
        ("was she ever afraid?", "Only once."),
    ],
)
def test_the_reply_to_a_question_of_the_article_is_the_answer(
    make_index: Callable[..., Path], question: str, reply: str
) -> None:
    with Bot.open(make_index(interview=INTERVIEW)) as bot:
        answer = bot.ask(question)
    shown = answer.citations or answer.closest
    assert reply in shown[0].quote
    assert not any(one.quote.endswith("?") for one in shown[:1])


FERRY = """# Questions about the ferry

## What does a ticket cost?

Adults pay 12 euros, children half of that.

## Where is the harbour?

Behind the old customs house in Eastley.
"""


@pytest.mark.parametrize(
    ("question", "answer"),
    [("how much is a ticket?", "Adults pay 12 euros"), ("where is the harbour?", "Behind the old")],
)
def test_a_sentence_is_found_by_the_heading_above_it(
    tmp_path: Path, question: str, answer: str
) -> None:
    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    with Bot.over(tmp_path / "ferry.md") as bot:
        assert bot.ask(question).citations[0].quote.startswith(answer)


def test_a_quantity_in_a_list_of_data_is_found(make_index: Callable[..., Path]) -> None:
    data = "Garden pump\n\nNever run the pump dry. Unplug the pump before you open it.\n\n"
    data += "Power: 800 W\nWeight: 9.4 kg\nMaximum flow: 3,500 litres per hour\n"
    with Bot.open(make_index(pump=data)) as bot:
        assert bot.ask("how heavy is the pump?").short == "9.4 kg"
