"""Refit the confidence: `python -m qa_bot.development.fit_confidence GOLD…` prints its numbers.

GOLD: SQuAD JSON files, asked one article at a time, and JSONL files, asked over the bundled index.
Each article is also asked answerable questions about other articles, which it does not answer.
Every file has the same weight. The target is whether the first sentence is right. Questions with a
hopeless hybrid score are not read: they count as refused, and are left out of the fit. All figures
are cross-validated by article (the bundled article's questions by eighths); the numbers printed
last are fitted to everything.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa_bot.answering import Bot
from qa_bot.answering.confidence import confidence_features
from qa_bot.embedding import Encoder, open_encoder
from qa_bot.evaluation.gold import GoldArticle, GoldQuestion, read_gold
from qa_bot.evaluation.measure import auroc, calibration_error
from qa_bot.evaluation.run import index_articles
from qa_bot.paths import bundled_index

_FOREIGN = 10  # questions about other articles for each article, and for each JSONL file's 8 parts
_FOLDS = 8
_LINES = (0.2, 0.3, 0.38, 0.45, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class ConfidenceExample:
    """The first sentence of one question: the confidence's features, and whether it is right.

    `seen` is None if the question was not read; `confidence` is then the hybrid score's.
    """

    file: str
    part: str
    answerable: bool
    foreign: bool
    right: bool
    seen: tuple[float, ...] | None  # from `confidence_features`
    confidence: float


def make_examples(paths: Sequence[Path], encoder: Encoder) -> Iterator[ConfidenceExample]:
    """Yield an example for each question of the gold files."""
    golds = [(path.stem, *read_gold(path)) for path in paths]
    draw = random.Random(0)
    everything = [
        question for _, questions, _ in golds for question in questions if question.answerable
    ]
    for name, questions, articles in golds:
        for article in articles:
            own = [q for q in questions if q.source == article.source]
            others = [q for q in everything if q.source not in (article.source, None)]
            with tempfile.TemporaryDirectory() as folder:
                index_articles([GoldArticle(article.source, article.text)], Path(folder), encoder)
                foreign = draw.sample(others, min(_FOREIGN, len(others)))
                yield from _ask(Path(folder), own, name, article.source)
                yield from _ask(Path(folder), foreign, name, article.source, foreign=True)
        if not articles:
            alone = [q for q in questions if q.conversation is None]
            others = [q for q in everything if q.source]
            for part in range(_FOLDS):
                foreign = draw.sample(others, min(_FOREIGN, len(others)))
                yield from _ask(bundled_index(), alone[part::_FOLDS], name, str(part))
                yield from _ask(bundled_index(), foreign, name, str(part), foreign=True)


def fit(found: Sequence[ConfidenceExample]) -> Iterator[str]:
    """Yield the figures, cross-validated by article, and the fitted numbers."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    read = np.array([one.seen is not None for one in found])
    seen = np.array([one.seen or (0.0,) * 4 for one in found])
    right = np.array([one.right for one in found])
    files = np.array([one.file for one in found])
    groups = np.array([f"{one.file}/{one.part}" for one in found])
    predicted = np.array([one.confidence for one in found])
    for train, test in GroupKFold(min(_FOLDS, len(set(groups)))).split(seen, right, groups):
        learnt = train[read[train]]
        model = LogisticRegression(max_iter=1000)
        model.fit(seen[learnt], right[learnt], sample_weight=_equal_weights(files[learnt]))
        asked = test[read[test]]
        predicted[asked] = model.predict_proba(seen[asked])[:, 1]
    yield from _figures(found, files, predicted)
    model = LogisticRegression(max_iter=1000)
    model.fit(seen[read], right[read], sample_weight=_equal_weights(files[read]))
    cosine, rd, beyond, typed = model.coef_[0]
    yield (
        f"p = σ({cosine:.2f}·S {rd:+.2f}·rd {beyond:+.2f}·max(rd − 1, 0) {typed:+.2f}·typed "
        f"{model.intercept_[0]:+.2f})"
    )


def _figures(
    found: Sequence[ConfidenceExample],
    files: npt.NDArray[np.str_],
    predicted: npt.NDArray[np.float64],
) -> Iterator[str]:
    foreign = np.array([one.foreign for one in found])
    answerable = np.array([one.answerable for one in found]) & ~foreign
    right = np.array([one.right for one in found])
    sets = {name: (files == name) & ~foreign for name in sorted(set(files))}
    yield f"{len(found)} questions, {foreign.sum()} of them about other articles"
    for name, own in sets.items():
        error = calibration_error(right[own], predicted[own])
        row = f"{name}: {own.sum()} questions, calibration error {error:.3f}"
        if (own & ~answerable).any():
            row += f", AUROC {auroc(answerable[own], predicted[own]):.3f}"
        yield row
    even = _equal_weights(files)
    error = calibration_error(right, predicted, even)
    yield f"with equal weights of the files: calibration error {error:.3f}"
    heads = [f"{name}: kept, refused" for name in sets]
    yield "   ".join(["line", "off-topic refused", "kept", *heads])
    for line in _LINES:
        kept, refused = predicted >= line, predicted < line
        overall = np.average(kept[answerable], weights=even[answerable])
        cells = [
            f"{_share(kept, own & answerable)}, {_share(refused, own & ~answerable)}"
            for own in sets.values()
        ]
        yield f"{line:.2f}   {_share(refused, foreign)}   {overall:.3f}   " + "   ".join(cells)


def _equal_weights(files: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
    """Return a weight for each question, 1 on average, so that all files have equal weight."""
    names, counts = np.unique(files, return_counts=True)
    weight = dict(zip(names.tolist(), len(files) / len(names) / counts, strict=True))
    return np.array([weight[name] for name in files.tolist()])


def _share(true: npt.NDArray[np.bool_], where: npt.NDArray[np.bool_]) -> str:
    return f"{true[where].mean():.3f}" if where.any() else "–"


def _ask(
    index: Path,
    questions: Sequence[GoldQuestion],
    file: str,
    part: str,
    *,
    foreign: bool = False,
) -> Iterator[ConfidenceExample]:
    with Bot.open(index) as bot:
        for question in questions:
            ranked = bot.rank(question.question)
            if not ranked:
                continue
            first = ranked[0]
            place = bot.index.article(first.passage.article).source
            span = (first.passage.start, first.passage.end)
            right = not foreign and question.matches(place, *span, first.text)
            seen = None
            if first.reader_score is not None:
                parsed = bot.parse(question.question)
                seen = confidence_features(first.scored, first.reader_score, parsed)
            yield ConfidenceExample(
                file, part, question.answerable, foreign, right, seen, first.confidence
            )


def main() -> None:
    """Read the given gold files and print the fit."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.fit_confidence")
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="SQuAD JSON or JSONL")
    found = list(make_examples(parser.parse_args().gold, open_encoder()))
    for line in fit(found):
        print(line)


if __name__ == "__main__":
    main()
