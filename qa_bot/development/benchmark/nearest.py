"""The nearest among very many vectors, without the articles that they would be of."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from qa_bot.development.benchmark.haystack import asking_of, kept_encoder
from qa_bot.development.benchmark.measure import seconds
from qa_bot.development.benchmark.show import Table
from qa_bot.embedding.encoder import unit
from qa_bot.index.vectors import Vectors, write_vectors

_ASKED = 200
_OPENINGS = 7


def compare(kept: Path, count: int) -> Table:
    """Measure the search among that many vectors, by the index's own choice of FAISS, one thread.

    They are those of the sentences in `kept`, and beyond them mixtures of two with some noise; the
    questions are made of the sentences' own words. Recall is of the exact 10 and 150 nearest.
    """
    encoder = kept_encoder(kept)
    texts, real = encoder.all_kept()
    generator = np.random.default_rng(1)
    rows = np.empty((count, encoder.dimensions), np.float32)
    rows[: len(real)] = real[:count]
    for first in range(len(real), count, 100_000):
        part = rows[first : first + 100_000]
        one, other = generator.integers(len(real), size=(2, len(part)))
        noise = generator.standard_normal(part.shape, np.float32) / np.sqrt(part.shape[1])
        part[:] = unit(real[one] + 0.7 * real[other] + 0.4 * noise)
    generator.shuffle(rows)
    drawn = [texts[n] for n in generator.permutation(len(texts))[: 2 * _ASKED]]
    queries = [one.sentence for one in encoder.encode(asking_of(drawn)[:_ASKED])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.faiss"
        making = seconds(partial(write_vectors, np.arange(count), rows, path))
        opening = [1000 * seconds(partial(Vectors, [path], len(rows[0]))) for _ in range(_OPENINGS)]
        opened, size = Vectors([path], len(rows[0])), path.stat().st_size / 1e6
    opened.search(queries[0], 10)
    each, found = [], np.zeros(2)
    for query in queries:
        started = time.perf_counter()
        ids, _ = opened.search(query, 150)
        each.append(1000 * (time.perf_counter() - started))
        exact = np.argsort(rows @ query)[::-1]
        found += [len(set(ids[:k].tolist()) & set(exact[:k].tolist())) / k for k in (10, 150)]
    recalls = found / len(queries)
    figures = (making, size, median(opening), median(each), quantiles(each, n=20)[-1], *recalls)
    columns = ("making s", "disk MB", "opening ms", "p50 ms", "p95 ms", "recall@10", "recall@150")
    return Table("the nearest vectors alone", columns, ((f"{count} vectors", figures),))
