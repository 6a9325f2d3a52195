"""Sentences that share words with a question: the index's own postings, beside search libraries.

All are given the same stems, stop words dropped, and return the sentences that fit best.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from qa_bot.development.benchmark.measure import seconds
from qa_bot.development.benchmark.show import Table
from qa_bot.errors import UsageError
from qa_bot.evaluation.gold import GoldQuestion
from qa_bot.index import Index
from qa_bot.text import stems

_MOST = 150  # as many as the index takes
_COMMON = 0.2  # stems that more sentences hold are left out, as the index does
_COLUMNS = ("making s", "disk MB", "opening ms", "p50 ms", "p95 ms", "right one found")

Search = Callable[[Sequence[str]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Engine:
    """A library: how its index is written into a folder, and opened to search."""

    name: str
    write: Callable[[Mapping[int, Sequence[str]], Path], None]
    open: Callable[[Path], Search]


def compare(index: Index, questions: Sequence[GoldQuestion], folder: Path) -> Table:
    """Measure each way to find sentences by words, over the sentences of an index.

    "right one found": for how many of the questions a right sentence is among the 150.
    Raises UsageError where a library is missing.
    """
    texts = {
        one.id: stems(index.plain(one))
        for article in index.articles
        for one in index.sentences(article.id)
    }
    frequencies = index.document_frequencies({stem for held in texts.values() for stem in held})
    asked = [_telling(question.question, frequencies, len(texts)) for question in questions]
    right = _right(index, questions)
    rows: list[tuple[str, tuple[float | None, ...]]] = [
        ("postings, as the index", (None, None, None, *_searched(index.sharing, asked, right)))
    ]
    for engine in _ENGINES:
        place = folder / engine.name
        place.mkdir()
        try:
            making = seconds(partial(engine.write, texts, place))
            started = time.perf_counter()
            search = engine.open(place)
        except ImportError as error:
            raise UsageError(
                f"{engine.name} is not here ({error}); install it: pip install 'qa-bot[search]'"
            ) from None
        search(asked[0])
        opening = 1000 * (time.perf_counter() - started)
        disk = sum(path.stat().st_size for path in place.rglob("*")) / 1e6
        rows.append((engine.name, (making, disk, opening, *_searched(search, asked, right))))
    return Table(f"by words, among {len(texts)} sentences", _COLUMNS, tuple(rows))


def _telling(question: str, frequencies: Mapping[str, int], count: int) -> list[str]:
    """Return the question's stems that few sentences hold, the rarest first."""
    known = [stem for stem in dict.fromkeys(stems(question)) if stem in frequencies]
    rare = sorted(known, key=lambda stem: frequencies[stem])
    return [stem for stem in rare if frequencies[stem] <= _COMMON * count] or rare[:1]


def _right(index: Index, questions: Sequence[GoldQuestion]) -> list[set[int]]:
    """Return for each question the ids of the sentences that answer it."""
    ids = {article.source: article.id for article in index.articles}
    return [
        {
            one.id
            for one in index.sentences(ids[source])
            if question.matches(source, one.start, one.end, index.plain(one))
        }
        for question in questions
        if (source := str(question.source))
    ]


def _searched(
    search: Search, asked: Sequence[Sequence[str]], right: Sequence[set[int]]
) -> tuple[float, float, float]:
    each, found = [], 0
    for question, wanted in zip(asked, right, strict=True):
        started = time.perf_counter()
        ids = search(question)
        each.append(1000 * (time.perf_counter() - started))
        found += not wanted.isdisjoint(ids)
    return median(each), quantiles(each, n=20)[-1], found / len(asked)


def _term(stem: str) -> str:
    """Return a stem as one term to every library: "3.5" is not to be cut in two."""
    return "".join(char if char.isalnum() else "_" for char in stem)


def _write_fts5(texts: Mapping[int, Sequence[str]], folder: Path) -> None:
    with closing(sqlite3.connect(folder / "fts5.sqlite")) as made, made:
        made.execute(
            "CREATE VIRTUAL TABLE held USING fts5"
            "(body, content='', detail=none, tokenize=\"unicode61 tokenchars '_'\")"
        )
        made.executemany(
            "INSERT INTO held (rowid, body) VALUES (?, ?)",
            ((id_, " ".join(map(_term, held))) for id_, held in texts.items()),
        )
        made.execute("INSERT INTO held (held) VALUES ('optimize')")


def _open_fts5(folder: Path) -> Search:
    opened = sqlite3.connect(folder / "fts5.sqlite")
    statement = f"SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank LIMIT {_MOST}"
    return lambda asked: [
        id_ for (id_,) in opened.execute(statement, [" OR ".join(f'"{_term(s)}"' for s in asked)])
    ]


def _write_tantivy(texts: Mapping[int, Sequence[str]], folder: Path) -> None:
    import tantivy

    writer = tantivy.Index(_schema(), path=str(folder)).writer(100_000_000, 1)
    for id_, held in texts.items():
        writer.add_document(tantivy.Document(id=id_, body=" ".join(map(_term, held))))
    writer.commit()
    writer.wait_merging_threads()


def _open_tantivy(folder: Path) -> Search:
    from tantivy import Index as Opened
    from tantivy import Occur, Query

    schema = _schema()
    searcher = Opened.open(str(folder)).searcher()

    def search(asked: Sequence[str]) -> list[int]:
        terms = [(Occur.Should, Query.term_query(schema, "body", _term(stem))) for stem in asked]
        found = searcher.search(Query.boolean_query(terms), _MOST, count=False).hits
        ids: Any = searcher.fast_field_values("id", [place for _, place in found])
        return list(ids)

    return search


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, fast=True)
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _write_bm25s(texts: Mapping[int, Sequence[str]], folder: Path) -> None:
    import bm25s

    made = bm25s.BM25()
    made.index([list(held) for held in texts.values()], show_progress=False)
    made.save(folder, corpus=[{"id": id_} for id_ in texts], show_progress=False)


def _open_bm25s(folder: Path) -> Search:
    import bm25s

    opened = bm25s.BM25.load(folder, load_corpus=True, mmap=True)

    def search(asked: Sequence[str]) -> list[int]:
        found, _ = opened.retrieve([list(asked)], k=_MOST, show_progress=False)
        return [one["id"] for one in found[0]]

    return search


_ENGINES = (
    _Engine("fts5", _write_fts5, _open_fts5),
    _Engine("tantivy", _write_tantivy, _open_tantivy),
    _Engine("bm25s", _write_bm25s, _open_bm25s),
)
