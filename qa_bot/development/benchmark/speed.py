"""Cold start, warm latency, batches and indexing, compared with the plain script."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from qa_bot.development.benchmark.measure import Side, alternate, run
from qa_bot.development.benchmark.show import Table
from qa_bot.embedding import find_model
from qa_bot.index import Index
from qa_bot.paths import bundled_index

QUESTION = "what does Putin want?"
_PLAIN = str(Path(__file__).with_name("plain.py"))
_PRODUCT = [sys.executable, "-m", "qa_bot.development.benchmark.product"]
_COLD = ("wall s", "CPU s", "peak MB")
_BASELINE = "sentence-transformers + FAISS"


def prepare(folder: Path, count: int) -> None:
    """Write the article's sentences, `count` questions, and the baseline's index into a folder."""
    index = Index(bundled_index())
    sentences = [one for article in index.articles for one in index.sentences(article.id)]
    texts = [index.embedding_text(one) for one in sentences]
    (folder / "texts.json").write_text(json.dumps(texts), "utf-8")
    # Questions of a usual length, all different: five words of the sentences, in lower case.
    words = [text.rstrip('.”"').split() for text in texts]
    asked = [
        f"{asks} {' '.join(one[start : start + 5]).lower()}?"
        for start in range(0, 40, 2)
        for asks in ("what about", "why", "who said", "when was")
        for one in words
        if len(one) >= start + 5
    ]
    (folder / "questions.json").write_text(json.dumps(asked[:count]), "utf-8")
    run(_plain("build", folder))


def cold(folder: Path, runs: int) -> list[Table]:
    """Measure one question as a whole process, with --help and an empty Python."""
    prepare(folder, 8)
    ask = [sys.executable, "-m", "qa_bot", "ask", QUESTION, "--index", str(bundled_index())]
    sides = [
        Side(_BASELINE, _plain("ask", folder, QUESTION)),
        Side("qa-bot ask --no-reader", [*ask, "--no-reader"]),
        Side("qa-bot ask", ask),
        Side("qa-bot --help", [sys.executable, "-m", "qa_bot", "--help"]),
    ]
    alternate(sides, runs)
    figures = [(s.name, tuple(s.median_of(f) for f in ("wall", "cpu", "peak"))) for s in sides]
    return [Table("one question, whole process", _COLD, tuple(figures), ("wall s", "peak MB"))]


def warm(folder: Path, runs: int, questions: int) -> list[Table]:
    """Measure single questions in a warm process."""
    prepare(folder, questions)
    sides = _question_sides(folder, "loop")
    alternate(sides, runs, warm_up=False)
    rows = []
    for side in sides:
        each = [1000 * seconds for seconds in side.values()[-1]["each"]]
        rows.append((side.name, (median(each), quantiles(each, n=20)[-1], side.median_of("peak"))))
    columns = ("p50 ms", "p95 ms", "peak MB")
    return [Table("a question, warm", columns, tuple(rows), ("p50 ms",))]


def batch(folder: Path, runs: int, questions: int) -> list[Table]:
    """Measure many questions about one article in one process, without opening it."""
    prepare(folder, questions)
    sides = _question_sides(folder, "batch")
    alternate(sides, runs, warm_up=False)
    rates = [(one, median(questions / done["seconds"] for done in one.values())) for one in sides]
    rows = [(one.name, (1 / rate, rate, one.median_of("peak"))) for one, rate in rates]
    title = f"{questions} questions over one article"
    return [Table(title, ("s a question", "a second", "peak MB"), tuple(rows), ("s a question",))]


def indexing(folder: Path, runs: int, texts: Sequence[str]) -> list[Table]:
    """Measure the encoding of the same texts, and the distance of the vectors."""
    (folder / "texts.json").write_text(json.dumps(list(texts)), "utf-8")
    sides = [
        Side(f"{_BASELINE}: encode", _plain("encode", folder)),
        Side("qa-bot", [*_PRODUCT, "encode", str(bundled_index()), str(folder)]),
    ]
    alternate(sides, runs, warm_up=False)
    took = [(one, median(done["seconds"] for done in one.values())) for one in sides]
    rows = [(one.name, (it, len(texts) / it, one.median_of("peak"))) for one, it in took]
    apart = sides[1].values()[-1]["apart"]
    title = f"{len(texts)} sentences encoded; vectors at most {apart:.1e} apart"
    return [Table(title, ("s", "a second", "peak MB"), tuple(rows), ("s",))]


def _question_sides(folder: Path, job: str) -> list[Side]:
    index = str(bundled_index())
    return [
        Side(_BASELINE, _plain("loop", folder)),
        Side("qa-bot --no-reader", [*_PRODUCT, job, index, str(folder), "alone"]),
        Side("qa-bot", [*_PRODUCT, job, index, str(folder), "reader"]),
    ]


def _plain(job: str, folder: Path, *more: str) -> list[str]:
    return [sys.executable, _PLAIN, job, str(find_model().folder), str(folder), *more]
