import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import repeat
from pathlib import Path

import jsonschema
import pytest

from qa_bot import Answer, Bot
from qa_bot.answering.bot import failed_answer
from qa_bot.answering.onnx_reader import READER_WEIGHTS, OnnxReader, open_packaged_reader
from qa_bot.answering.reader import Reading, Window
from qa_bot.embedding import Encoder, find_model
from qa_bot.errors import UnusableIndexError, UsageError
from qa_bot.index import Index
from qa_bot.ingest import Indexer
from qa_bot.text import to_json
from tests.conftest import OTTERS

SCHEMA = json.loads((files("qa_bot") / "answer.schema.json").read_text("utf-8"))

MILL = "The mill\n\nThe mill at Brook was built of stone in 1702 by Peter Holm, a farmer.\n"


def check(bot: Bot, answer: Answer) -> None:
    """Hold an answer against the contract: its schema, and quotes that are verbatim."""
    jsonschema.validate(json.loads(to_json(answer.to_dict())), SCHEMA)
    ids = {article.source: article.id for article in bot.index.articles}
    for citation in (*answer.citations, *answer.closest):
        text = bot.index.article_text(ids[citation.source])
        assert citation.quote == text[citation.start : citation.end]
        assert text[: citation.start].count("\n") + 1 == citation.line
    for citation in answer.citations:
        assert f"{citation.text} [{citation.n}]" in answer.answer
    if answer.short not in (None, "yes", "no"):
        assert answer.short in answer.citations[0].quote


@pytest.mark.parametrize("reader", [True, False])
def test_what_does_putin_want(bot: Bot, reader: bool) -> None:
    asked = bot if reader else Bot.open(reader=False)
    answer = asked.ask("what does Putin want?")
    check(asked, answer)
    assert answer.status == "answered"
    assert "Putin wants security guarantees" in answer.answer
    assert "a deal to prevent Ukraine from joining NATO" in answer.answer
    assert "what does russia want" not in answer.answer


@pytest.mark.parametrize("question", ["What is the capital of Japan?", "how do I bake bread"])
def test_what_the_article_does_not_say_is_refused_with_the_closest(bot: Bot, question: str) -> None:
    answer = bot.ask(question)
    check(bot, answer)
    assert (answer.status, answer.answer, answer.citations) == ("not_found", "", ())
    assert len(answer.closest) == 3
    assert answer.confidence < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("reader", [True, False])
def test_many_questions_get_the_answers_of_each_alone(reader: bool) -> None:
    gold = (Path(__file__).parents[1] / "gold" / "second.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in gold][:: 4 if reader else 1]
    questions[3:3] = [" ", questions[0], "who is Stoltenburg?", "what is this article about?"]
    with Bot.open(reader=reader, threads=2) as bot, Bot.open(reader=reader) as other:
        for question, answer in zip(questions, bot.ask_all(questions), strict=True):
            if question == " ":
                assert answer.status == "error"
                continue
            alone = other.ask(question)
            assert replace(answer, seconds=0) == replace(alone, seconds=0)


def test_questions_without_end_are_answered_as_they_come(bot: Bot) -> None:
    taken: list[str] = []
    endless = (taken.append(question) or question for question in repeat("who is Ashe?"))
    answers = bot.ask_all(endless)
    assert [next(answers).status for _ in range(2)] == ["answered", "answered"]
    assert len(taken) <= 512
    answers.close()


def test_a_question_that_comes_again_is_not_read_again(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    class Counting(OnnxReader):
        read_windows = 0

        def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
            self.read_windows += len(windows)
            return super().read(question, windows)

    reader = Counting(find_model().folder, READER_WEIGHTS)
    with Bot(Index(make_index(otters=OTTERS, mill=MILL)), encoder, reader) as bot:
        first = bot.ask("who built the mill?")
        read = reader.read_windows
        assert read
        again = bot.ask("who built the mill?")
        assert replace(again, seconds=0) == replace(first, seconds=0)
        assert bot.rank("who built the mill?")
        assert reader.read_windows == read
        with Indexer(bot.index.directory, find_model(), lambda: encoder) as indexer:
            indexer.add(MILL.replace("Peter Holm", "Anna Berg").encode(), "mill.txt")
        assert "Anna Berg" in bot.ask("who built the mill?").answer
        assert reader.read_windows > read


def test_what_came_before_a_fault_of_the_questions_is_answered(bot: Bot) -> None:
    def questions() -> Iterator[str]:
        yield from ["who is Ashe?"] * 300
        raise ValueError("the file ended in the middle of a line")

    answered = 0
    with pytest.raises(ValueError, match="the middle of a line"):
        for _ in bot.prepare_all(questions(), str):
            answered += 1
    assert answered == 300


def test_equal_sentences_come_in_the_order_of_their_articles(
    make_index: Callable[..., Path],
) -> None:
    story = "The clock\n\nThe town clock was made by John Wood. It struck seven on day {}."
    index = make_index(**{f"story{n}": story.format(n) for n in range(9)})
    with Bot.open(index, reader=False) as opened:
        ids = [one.passage.id for one in opened.rank("who made the town clock?")[:9]]
    assert ids == sorted(ids)


def test_a_failure_is_an_answer_of_the_same_form(bot: Bot) -> None:
    answer = failed_answer("", UsageError("the question is empty"), id="7")
    check(bot, answer)
    assert answer.error is not None
    assert answer.error.message == "the question is empty"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("when was Crimea annexed?", "2014"),
        ("where does Samorukov work", "Carnegie Moscow Center"),
        ("why is Russia under sanctions?", None),
        ("what does Putin want?", None),
    ],
)
def test_the_short_answer_is_the_words_that_answer(
    bot: Bot, question: str, short: str | None
) -> None:
    answer = bot.ask(question)
    check(bot, answer)
    assert answer.status == "answered"
    assert (answer.short or "").endswith(short or "")
    assert (answer.short is None) == (short is None)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("wat does putin wnat", "Putin wants security guarantees"),
        ("is ukrane in nato", "Ukraine is not a member of NATO"),
        ("How did the Kremlin describe relations with America?", "quite disappointing"),
        ("what time is the call", "3 PM LONDON TIME"),
    ],
)
def test_questions_as_people_type_them(bot: Bot, question: str, quote: str) -> None:
    answer = bot.ask(question)
    check(bot, answer)
    assert any(quote in citation.quote for citation in answer.citations)


def test_a_quotation_is_shown_to_its_end(bot: Bot) -> None:
    quotes = [citation.quote for citation in bot.ask("what does Putin want?").citations]
    ashe = next(quote for quote in quotes if quote.startswith("Ashe said"))
    assert ashe.endswith("Ukraine will never give it.”")


def test_citations_do_not_repeat_each_other(bot: Bot) -> None:
    for question in ("what does Putin want?", "what do experts say", "tell me about the call"):
        spans = [(one.start, one.end) for one in bot.ask(question).citations]
        assert all(a[1] <= b[0] or b[1] <= a[0] for a in spans for b in spans if a != b)
        assert len(set(spans)) == len(spans) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "???",
        "漢字は何ですか",
        "🙂",
        "\x1b[31mred\x07",
        "a" * 100_000,
        "who is he?",
        "\ud800",
        "' OR 1=1 --",
    ],
)
def test_strange_questions_are_answered_or_refused(bot: Bot, question: str) -> None:
    check(bot, bot.ask(question))


@pytest.mark.parametrize("question", ["", " \n\t"])
def test_an_empty_question_is_a_usage_error(bot: Bot, question: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        bot.ask(question)
    assert [answer.status for answer in bot.ask_all([question])] == ["error"]


def test_the_same_question_gives_the_same_answer_and_id(bot: Bot) -> None:
    one, other = (bot.ask("who is Ashe?").to_dict() for _ in range(2))
    one.pop("seconds"), other.pop("seconds")
    assert one == other


def test_articles_added_meanwhile_are_found(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        assert bot.ask("When did the beavers build a dam?").status == "not_found"
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(b"Beavers\n\nThe beavers built a dam in June 1999.\n", "beavers.txt")
        answer = bot.ask("When did the beavers build a dam?")
        check(bot, answer)
        assert answer.status == "answered"
        assert answer.citations[0].source == "beavers.txt"


def test_an_encoder_of_another_model_is_refused(otters: Index, encoder: Encoder) -> None:
    otters.manifest["model_sha256"] = "0" * 64
    with pytest.raises(UnusableIndexError, match="other weights"):
        Bot(otters, encoder)


def test_the_readers_weights_are_read_in_place_of_the_models(bot: Bot) -> None:
    # A runtime that ignored the replaced tensors would still answer, with other logits than these.
    from qa_bot.answering.reader import Window

    window = Window("Anna Brandt wrote the report in 2021.", 0, 37)
    reading = open_packaged_reader().read("Who wrote the report?", [window])[0]
    assert window.text[reading.own.start : reading.own.end] == "Anna Brandt"
    other = open_packaged_reader().read("Who built the mill?", [window])[0]
    assert reading.logit > 0 > other.logit
    assert reading.own.log_odds > other.own.log_odds


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("what does putin say about nato", "what does Putin say about NATO?"),
        ("is ukrane in nato?", "is Ukraine in NATO?"),
        ("what does the us want", "what does the US want?"),
        ("what do they tell us", "what do they tell us?"),
        ("who leads china", "who leads China?"),
        ("what does the united states want?", "what does the United States want?"),
        ("what does america want", "what does america want?"),
        ("is the uk involved", "is the UK involved?"),
        ("is it at 15:00 London time?", "is it at 3 p.m. London time?"),
        ("were F\u0130VE deals or \u017fix signed?", "were F\u0130VE deals or \u017fix signed?"),
        ("Is time running out?", "Is time running out?"),
    ],
)
def test_how_a_question_is_understood(bot: Bot, typed: str, understood: str) -> None:
    assert bot.parse(typed).text == understood


def test_only_a_broad_question_gets_several_sentences(bot: Bot) -> None:
    assert len(bot.ask("what does Putin want?").citations) >= 3
    assert len(bot.ask("Is Ukraine in NATO?").citations) == 1
    assert len(bot.ask("When was Crimea annexed?").citations) == 1


def test_a_quote_that_begins_with_he_brings_the_sentence_that_names_him(
    make_index: Callable[..., Path],
) -> None:
    text = "Peter Lund\n\nThe architect Peter Lund grew up in Halton. He was born in 1961.\n"
    with Bot.open(make_index(lund=text)) as bot:
        citation = bot.ask("When was Peter Lund born?").citations[0]
    assert citation.quote == "The architect Peter Lund grew up in Halton. He was born in 1961."


def test_one_article_alone_can_be_asked(make_index: Callable[..., Path]) -> None:
    mill = "The mill was built of stone in 1702 by Peter Holm, a farmer."
    directory = make_index(otters=OTTERS, mill=mill)
    with Bot.open(directory) as bot:
        assert (bot.ask("who built the mill?").short or "").startswith("Peter Holm")
        answer = bot.ask("who built the mill?", article="otters.txt")
        assert answer.status == "not_found"
        assert {one.source for one in answer.closest} == {"otters.txt"}
        about = bot.ask("what is the article about?", article="otters.txt")
        assert {one.source for one in about.citations} == {"otters.txt"}
        assert bot.ask("who built the mill?").short  # that one question alone
        make_index(otters=OTTERS, mill=f"{mill} It burnt down in 1790.")
        (answer,) = bot.ask_all(["who built the mill?"], article="otters.txt")
        assert {one.source for one in answer.closest} == {"otters.txt"}
        with pytest.raises(UsageError, match="holds no article"):
            bot.ask("who built the mill?", article="gone.txt")


def test_one_article_of_many_sentences_is_still_asked(make_index: Callable[..., Path]) -> None:
    crowd = "\n\n".join(
        f"The mill number {n} was built by a farmer of {n} acres." for n in range(420)
    )
    with Bot.open(make_index(crowd=crowd, otters=OTTERS)) as bot:
        answer = bot.ask("which mill was built?", article="otters.txt")
        assert {one.source for one in answer.closest} == {"otters.txt"}


def test_a_quote_has_its_speaker_and_names_them(bot: Bot) -> None:
    answer = bot.ask("what does Putin want?")
    lines = answer.answer.splitlines()
    assert {citation.speaker for citation in answer.citations} == {
        "Timothy Ashe",
        "Maxim Samorukov",
    }
    for citation, line in zip(answer.citations, lines, strict=True):
        if citation.quote.startswith("“"):
            assert line.startswith(f"{citation.speaker}: “")
        else:  # "Ashe said in a statement, “…”" says it itself
            assert line.startswith("Ashe said")
