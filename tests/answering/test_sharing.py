"""One bot, shared by threads: the answers of one thread, also while the index changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from qa_bot import Answer, Bot
from qa_bot.answering.reader import window_of
from qa_bot.embedding import Encoder, Encoding
from qa_bot.errors import UnusableIndexError, UsageError
from qa_bot.index import Index
from qa_bot.ingest import Indexer

pytestmark = pytest.mark.slow

GOLD = Path(__file__).parents[1] / "gold" / "article.jsonl"
THREADS = 8
RIVER = "The mill\n\nThe mill at Brook was built of stone in 1702 by {}, a farmer.\n"


def timeless(answer: Answer) -> Answer:
    return replace(answer, seconds=0)


@pytest.mark.slow
def test_threads_that_share_a_bot_get_the_answers_of_one() -> None:
    lines = GOLD.read_text("utf-8").splitlines()[::5]
    questions = [*[json.loads(line)["question"] for line in lines][:28], "summarise", "who is he?"]
    with Bot.open() as alone:
        expected = [timeless(alone.ask(question)) for question in questions]
    starting = Barrier(THREADS)
    with Bot.open() as shared, ThreadPoolExecutor(THREADS) as pool:

        def ask_from(first: int) -> list[Answer]:
            starting.wait()
            order = questions[first:] + questions[:first]  # each thread begins elsewhere
            found = [timeless(shared.ask(question)) for question in order]
            return found[-first:] + found[:-first] if first else found

        for found in pool.map(ask_from, range(0, 3 * THREADS, 3)):
            assert found == expected


def test_a_changed_index_is_noticed_by_all_threads(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(mill=RIVER.format("Peter Holm"))
    names = ["Peter Holm", "Anna Berg", "Nils Lund", "Kari Dahl"]
    done = Event()
    with Bot.open(directory, reader=False) as bot, ThreadPoolExecutor(THREADS) as pool:

        def ask_until_done() -> list[str]:
            found = []
            while not done.is_set():
                answer = bot.ask("who built the mill?")
                text = f"{answer.answer}{''.join(one.quote for one in answer.closest)}"
                found += [name for name in names if name in text]
            return found

        asking = [pool.submit(ask_until_done) for _ in range(THREADS)]
        for name in names[1:]:
            with Indexer(directory, encoder.model, lambda: encoder) as indexer:
                indexer.add(RIVER.format(name).encode(), "mill.txt")
            assert name in bot.ask("who built the mill?").answer
        done.set()
        for one in asking:
            found = one.result()
            assert found == sorted(found, key=names.index)  # never an older article again
        assert names[-1] in bot.ask("who built the mill?").answer


def test_an_article_replaced_while_it_is_asked_is_asked_again(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(mill=RIVER.format("Peter Holm"))
    names = ["Anna Berg", "Nils Lund"]

    class Interrupted:
        """An encoder during whose work the article is replaced, once for each name."""

        model, engine, dimensions = encoder.model, encoder.engine, encoder.dimensions
        is_word = staticmethod(encoder.is_word)

        def encode(self, *args: Any, **options: Any) -> list[Encoding]:
            if names:
                with Indexer(directory, encoder.model, lambda: encoder) as indexer:
                    indexer.add(RIVER.format(names.pop(0)).encode(), "mill.txt")
            return encoder.encode(*args, **options)

    with Bot(Index(directory), Interrupted()) as bot:
        answer = bot.ask("who built the mill?")
        assert (answer.status, "Nils Lund" in answer.answer) == ("answered", True)


def test_a_snapshot_in_use_outlives_a_change_and_the_bot(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(mill=RIVER.format("Peter Holm"))
    bot = Bot.open(directory, reader=False)
    with bot.use_index() as before:
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(RIVER.format("Anna Berg").encode(), "mill.txt")
        assert "Anna Berg" in bot.ask("who built the mill?").answer
        bot.close()
        assert before.document_frequencies(["mill"])  # it reads its files still
    with pytest.raises(UsageError, match="this Bot is closed"):
        bot.ask("who built the mill?")


def test_what_was_prepared_before_a_change_is_answered_after_it(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(mill=RIVER.format("Peter Holm"))
    questions = ["who built the mill?", "who bilt the mil?"]
    with Bot.open(directory, reader=False) as bot:
        prepared = [one for _, one in bot.prepare_all(questions, str)]
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(RIVER.format("Anna Berg").encode(), "mill.txt")
        for question, one in zip(questions, prepared, strict=True):
            assert one is not None
            answer = bot.ask(one)
            shown = (*answer.citations, *answer.closest)
            assert "Anna Berg" in shown[0].quote
            assert timeless(answer) == timeless(bot.ask(question))


@pytest.mark.parametrize("threshold", [7, -0.1, float("nan")])
def test_a_threshold_that_is_no_confidence_is_refused(threshold: float) -> None:
    with pytest.raises(UsageError, match="must be a number from 0 to 1"):
        Bot.open(threshold=threshold)


def test_a_sentence_that_is_gone_is_a_damage(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(mill=RIVER.format("Peter Holm"))
    with Bot.open(directory, reader=False) as bot, closing(Index(directory)) as index:
        passage = bot.rank("who built the mill?")[0].passage
        with Indexer(directory, encoder.model, lambda: encoder) as indexer:
            indexer.add(RIVER.format("Anna Berg").encode(), "mill.txt")
        with pytest.raises(UnusableIndexError, match="a sentence is missing"):
            window_of(index, passage)
