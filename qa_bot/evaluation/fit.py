"""Fit the confidence anew: `python -m qa_bot.evaluation.fit GOLD…` prints the numbers of `refusal`.

GOLD: SQuAD JSON files, asked one article at a time, and JSONL files, asked of the ready-made index.
Each article of a SQuAD file is also asked ten answerable questions of other articles, which it
does not answer. Every file weighs the same; questions that are hopeless by the recipe alone are
left out, for they are not read. What is predicted is whether the first sentence is right;
figures are cross-validated by article, the numbers printed last are of a fit to everything.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.answering import Bot
from qa_bot.encoding import Encoder, open_encoder
from qa_bot.evaluation.gold import GoldArticle, GoldQuestion, read_gold
from qa_bot.evaluation.run import index_articles
from qa_bot.places import bundled_index

_FOREIGN = 10  # questions of other articles asked of each
_FOLDS = 8


@dataclass(frozen=True, slots=True)
class Example:
    """The first sentence of one question: what the confidence sees, and whether it is right."""

    file: str
    article: str
    answerable: bool
    foreign: bool
    right: bool
    seen: tuple[float, float]  # cosine, rd


def examples(path: Path, encoder: Encoder) -> Iterator[Example]:
    """Yield an example for each question of a gold file that the reader reads."""
    questions, articles = read_gold(path)
    if not articles:
        for number, one in enumerate(q for q in questions if q.conversation is None):
            yield from _ask(bundled_index(), [one], path.stem, f"{path.stem}-{number % _FOLDS}")
        return
    draw = random.Random(0)
    for article in articles:
        own = [q for q in questions if q.source == article.source]
        others = [q for q in questions if q.source != article.source and q.answerable]
        foreign = draw.sample(others, min(_FOREIGN, len(others)))
        with tempfile.TemporaryDirectory() as folder:
            index_articles([GoldArticle(article.source, article.text)], Path(folder), encoder)
            yield from _ask(Path(folder), own, path.stem, article.source)
            yield from _ask(Path(folder), foreign, path.stem, article.source, foreign=True)


def fit(found: Sequence[Example]) -> Iterator[str]:
    """Yield the figures, cross-validated by article, and the fitted numbers."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    seen = np.array([one.seen for one in found])
    right = np.array([one.right for one in found])
    files = np.array([one.file for one in found])
    answerable = np.array([one.answerable and not one.foreign for one in found])
    foreign = np.array([one.foreign for one in found])
    weights = np.array([1 / (files == one.file).sum() for one in found]) * len(found)
    predicted = np.zeros(len(found))
    groups = np.array([f"{one.file}/{one.article}" for one in found])
    folds = min(_FOLDS, len(set(groups)))
    for train, test in GroupKFold(folds).split(seen, right, groups):
        model = LogisticRegression(max_iter=1000)
        model.fit(seen[train], right[train], sample_weight=weights[train])
        predicted[test] = model.predict_proba(seen[test])[:, 1]
    line = float(np.quantile(predicted[answerable], 0.08))
    yield f"{len(found)} questions; 92 % of the answerable are kept from confidence {line:.2f}"
    if foreign.any():
        yield f"questions of other articles refused there: {(predicted[foreign] < line).mean():.3f}"
    for file in sorted(set(files)):
        own = (files == file) & ~foreign
        kept = (predicted[own & answerable] >= line).mean()
        row = f"{file}: kept {kept:.3f}"
        if (own & ~answerable).any():
            auroc = roc_auc_score(answerable[own], predicted[own])
            refused = (predicted[own & ~answerable] < line).mean()
            row += f", refused {refused:.3f}, AUROC {auroc:.3f}"
        yield row
    model = LogisticRegression(max_iter=1000).fit(seen, right, sample_weight=weights)
    cosine, rd, missing = model.coef_[0]
    yield (f"p = σ({cosine:.2f}·S + {rd:.2f}·rd {missing:+.2f}·missing {model.intercept_[0]:+.2f})")


def _ask(
    index: Path,
    questions: Sequence[GoldQuestion],
    file: str,
    article: str,
    *,
    foreign: bool = False,
) -> Iterator[Example]:
    with Bot.open(index) as bot:
        for question in questions:
            first = bot.rank(question.question)[0]
            if first.rd is None:
                continue  # hopeless by the recipe, and refused without asking the reader
            place = bot.index.article(first.passage.article).source
            span = (first.passage.start, first.passage.end)
            right = not foreign and question.matches(place, *span, first.text)
            yield Example(
                file,
                article,
                question.answerable,
                foreign,
                right,
                (first.scored.cosine, first.rd),
            )


def main() -> None:
    """Read the gold files named on the command line and print the fit."""
    if len(sys.argv) < 2:
        sys.exit("usage: python -m qa_bot.evaluation.fit GOLD…")
    encoder = open_encoder()
    found = [one for name in sys.argv[1:] for one in examples(Path(name), encoder)]
    for line in fit(found):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
