"""How an index grows: build time, size, opening, asking, finding, and needles in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from qa_bot.answering import Bot
from qa_bot.development.benchmark.haystack import (
    articles,
    make_questions,
    open_caching_encoder,
    sentences_of,
)
from qa_bot.development.benchmark.measure import Side, alternate, seconds
from qa_bot.development.benchmark.show import Table
from qa_bot.embedding import Encoder
from qa_bot.evaluation.gold import GoldQuestion, read_gold
from qa_bot.index import Index
from qa_bot.ingest import Indexer

_QUESTION = "how is the kernel lockdown enabled?"
_QUESTIONS = 200  # questions of each size
_ADDED = b"A note on otters\n\nThe otters came back to the Lune in May. They stayed till August.\n"
_OPENINGS = 7  # and whole processes
_TOGETHER = 50  # articles whose sentences are encoded together


def grow(
    kept: Path, files: Sequence[Path], sizes: Sequence[int], needle: Path | None
) -> list[Table]:
    """Measure indexes of these sizes, built from `files`; vectors are kept in `kept`."""
    encoder = open_caching_encoder(kept)
    made, asked, found = [], [], []
    for size in sizes:
        directory = kept / f"index-{size}"
        shutil.rmtree(directory, ignore_errors=True)
        held = list(articles(files, size))
        print(f"{size} sentences: {len(held)} articles", file=sys.stderr)
        for first in range(0, len(held), _TOGETHER):
            part = held[first : first + _TOGETHER]
            encoder.keep([text for source, data in part for text in sentences_of(source, data)])
        making = seconds(partial(_write, directory, held, encoder))
        one_more = seconds(partial(_write, directory, [("note.txt", _ADDED)], encoder))
        disk = sum(path.stat().st_size for path in directory.iterdir()) / 1e6
        index = Index(directory)
        name = f"{index.size} sentences"
        index.close()
        opening = [1000 * seconds(partial(_open, directory)) for _ in range(_OPENINGS)]
        made.append((name, (making, 1000 * one_more, disk, median(opening))))
        asked.append((name, _time_process(directory)))
        found.append((name, _time_questions(directory, encoder)))
    tables = [
        Table(
            "building an index, without encoding",
            ("build s", "add article ms", "disk MB", "opening ms"),
            tuple(made),
        ),
        Table("qa-bot ask, whole process", ("wall s", "CPU s", "peak MB"), tuple(asked)),
        Table(
            "a question in a warm process, without the reader",
            ("candidates p50 ms", "candidates p95 ms", "answer p50 ms", "answer p95 ms"),
            tuple(found),
        ),
    ]
    if needle:
        tables.append(_find_needles(kept, list(articles(files, max(sizes))), needle, encoder))
    return tables


def _write(directory: Path, held: Sequence[tuple[str, bytes]], encoder: Encoder) -> None:
    with Indexer(directory, encoder.model, lambda: encoder) as indexer:
        for source, data in held:
            indexer.add(data, source)


def _open(directory: Path) -> None:
    index = Index(directory)
    _ = index.vectors
    index.close()


def _time_process(directory: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "qa_bot", "ask", _QUESTION, "--index", str(directory)]
    side = Side("ask", command)
    alternate([side], _OPENINGS)
    return side.median_of("wall"), side.median_of("cpu"), side.median_of("peak")


def _time_questions(directory: Path, encoder: Encoder) -> tuple[float, ...]:
    candidates, answers, index = [], [], Index(directory)
    with Bot.open(directory, reader=False) as bot:
        for question in _questions(bot.index):
            parsed = bot.parse(question)
            query = encoder.encode([parsed.text])[0].sentence
            # Separate indexes, so that neither profits from the other's reads.
            candidates.append(1000 * seconds(partial(index.candidates, query, parsed.stems)))
            answers.append(1000 * seconds(partial(bot.ask, question)))
    return (
        median(candidates),
        quantiles(candidates, n=20)[-1],
        median(answers),
        quantiles(answers, n=20)[-1],
    )


def _questions(index: Index) -> list[str]:
    """Return questions from the index's words: five words of sentences spread over it."""
    step = max(1, index.newest // _QUESTIONS)
    passages = [index.passage(n) for n in range(1, index.newest, step)]
    return make_questions([index.embedding_text(one) for one in passages if one])


def _find_needles(
    kept: Path, hay: Sequence[tuple[str, bytes]], needle: Path, encoder: Encoder
) -> Table:
    """Return hit@1 of a gold set's questions over its articles alone, and in the haystack."""
    gold, whole = read_gold(needle)
    articles_ = [(one.source, one.text.encode()) for one in whole]
    questions = [one for one in gold if one.answerable]
    rows = []
    for name, held in (("alone", articles_), ("in the haystack", [*articles_, *hay])):
        directory = kept / "needles"
        shutil.rmtree(directory, ignore_errors=True)
        _write(directory, held, encoder)
        figures: list[float | None] = []
        for reader in (False, True):
            with Bot.open(directory, reader=reader) as bot:
                figures.append(sum(_is_first(bot, one) for one in questions) / len(questions))
        rows.append((name, tuple(figures)))
    return Table(
        f"hit@1 of {len(questions)} questions",
        ("hybrid score alone", "with the reader"),
        tuple(rows),
    )


def _is_first(bot: Bot, question: GoldQuestion) -> bool:
    ranked = bot.rank(question.question)
    if not ranked:
        return False
    best = ranked[0]
    source = bot.index.article(best.passage.article).source
    return question.matches(source, best.passage.start, best.passage.end, best.text)
