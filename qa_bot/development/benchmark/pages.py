"""Web pages: one asked at once beside a ready index of it, and a hundred indexed."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

from qa_bot.development.benchmark.measure import Side, run
from qa_bot.development.benchmark.show import Table
from qa_bot.development.benchmark.speed import QUESTION
from qa_bot.index import Index
from qa_bot.paths import bundled_index

SENTENCES = 60
_ASK = [sys.executable, "-m", "qa_bot", "ask", QUESTION]
_INDEX = [sys.executable, "-m", "qa_bot", "index"]

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="A. Writer"><style>nav {{ display: flex }}</style>
<script>window.data = {{"sections": ["News", "Sport"]}};</script></head>
<body><nav><ul>{menu}</ul></nav>
<main><article><h1>{title}</h1>
{text}
</article></main>
<footer><p>© The Paper. All rights reserved.</p></footer></body></html>
"""


def page(title: str, sentences: Sequence[str]) -> str:
    """Return a web page of the sentences, three a paragraph, with the usual things around them."""
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(1, 21))
    paragraphs = [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return _PAGE.format(title=escape(title), menu=menu, text=text)


def ask_at_once(folder: Path, runs: int) -> list[Table]:
    """Measure a question to a page of 60 sentences, whole process: indexed, unread, and read."""
    index = folder / "index"
    ready = Side("qa-bot ask --index", [*_ASK, "--index", str(index)])
    first = Side("qa-bot ask --in, the first time", [])
    again = Side("qa-bot ask --in, again", [])
    with _own_cache(folder):
        for n, file in enumerate(_write_pages(folder / "pages", runs + 1)):
            if n == 0:
                run([*_INDEX, str(file), "--index", str(index)])
            for side in (ready, first, again):
                done = run(side.command or [*_ASK, "--in", str(file)])
                if n:  # the first round fills the system's caches
                    side.runs.append(done)
    sides = (ready, first, again)
    rows = tuple((s.name, tuple(s.median_of(f) for f in ("wall", "cpu", "peak"))) for s in sides)
    title = f"one question to a page of {SENTENCES} sentences, whole process"
    return [Table(title, ("wall s", "CPU s", "peak MB"), rows, ("wall s", "CPU s"))]


def index_pages(folder: Path, count: int) -> list[Table]:
    """Measure the indexing of a folder of different pages of 60 sentences, whole process."""
    _write_pages(folder / "many", count)
    with _own_cache(folder):
        done = run([*_INDEX, str(folder / "many"), "--index", str(folder / "of-many")])
    row = (done.wall, count / done.wall, SENTENCES * count / done.wall, done.peak)
    columns = ("wall s", "pages a second", "sentences a second", "peak MB")
    return [Table(f"{count} pages of {SENTENCES} sentences indexed", columns, (("qa-bot", row),))]


def _write_pages(folder: Path, count: int) -> list[Path]:
    """Write pages of the bundled article's sentences, each in an order of its own."""
    index = Index(bundled_index())
    known = [
        index.embedding_text(one)
        for article in index.articles
        for one in index.sentences(article.id)
    ]
    choose = random.Random(0)
    folder.mkdir()
    files = []
    for n in range(count):
        sentences = choose.sample(known, min(SENTENCES, len(known)))
        sentences += choose.choices(known, k=SENTENCES - len(sentences))
        files.append(folder / f"{n:03}.html")
        files[-1].write_text(page(f"What was said, part {n}", sentences), "utf-8")
    index.close()
    return files


@contextmanager
def _own_cache(folder: Path) -> Iterator[None]:
    """Keep what is asked at once out of the user's cache."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before
