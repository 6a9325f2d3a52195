"""Fit a reader's calibration to gold questions.

Each article is also asked answerable questions about other articles, which it does not answer, so
that off-topic questions are in the mixture. Every file has the same weight. Three things are
fitted: the reader's weight in the ranking (by hit@1), the confidence (logistic regression; the
target is whether the first sentence is right), and the threshold (by cost: a wrong answer costs as
much as two missed ones).
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa_bot.answering import Bot
from qa_bot.answering.calibration import Calibration
from qa_bot.answering.ranking import RankedCandidate
from qa_bot.answering.spelling import lacks_name
from qa_bot.embedding import Encoder
from qa_bot.errors import GoldError
from qa_bot.evaluation.gold import GoldArticle, GoldQuestion, read_gold
from qa_bot.evaluation.run import index_articles
from qa_bot.paths import bundled_index

WRONG_COSTS = 2.0  # missed answers
THRESHOLDS = tuple(n / 100 for n in range(20, 81, 2))
PARTS = 8  # of a JSONL file's questions, taken as articles when cross-validating
_FOREIGN = 10  # questions about other articles for each article, and for each part
_WEIGHTS = (0.03, 0.05, 0.07, 0.09, 0.105, 0.12, 0.15, 0.2)
_MIN_QUESTIONS = 50

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was read: the two parts of its score, its confidence's features, the truth.

    `features` are in the order of `Calibration.weights`.
    """

    score: float
    evidence: float
    features: tuple[float, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class CalibrationExample:
    """One question's candidates; none if nothing was read, which counts as refused.

    `right` and `confidence` describe the first sentence under the calibration in use.
    """

    file: str
    part: str
    answerable: bool
    foreign: bool
    right: bool
    confidence: float
    read: tuple[Candidate, ...]

    def first(self, weight: float) -> Candidate:
        """Return the first candidate under that weight of the evidence."""
        return max(self.read, key=lambda one: one.score + weight * one.evidence)


def collect_examples(
    paths: Sequence[Path], encoder: Encoder, reader: bool | str = True
) -> Iterator[CalibrationExample]:
    """Yield an example for each question of the gold files; JSONL is asked of the bundled index."""
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
                with Bot.open(folder, reader=reader) as bot:
                    yield from _ask(bot, own, name, article.source)
                    yield from _ask(bot, foreign, name, article.source, foreign=True)
        if not articles:
            alone = [q for q in questions if q.conversation is None]
            others = [q for q in everything if q.source]
            with Bot.open(bundled_index(), reader=reader) as bot:
                for part in range(PARTS):
                    foreign = draw.sample(others, min(_FOREIGN, len(others)))
                    yield from _ask(bot, alone[part::PARTS], name, str(part))
                    yield from _ask(bot, foreign, name, str(part), foreign=True)


def calibrate(found: Sequence[CalibrationExample]) -> Calibration:
    """Return the calibration fitted to the examples; raises GoldError if they are too few."""
    read = [one for one in found if one.read]
    if len(read) < _MIN_QUESTIONS or len({one.right for one in read}) < 2:
        raise GoldError(
            f"a calibration needs {_MIN_QUESTIONS} questions that the reader has read, some "
            f"answered wrongly; the gold files give {len(read)}"
        )
    weight = max(_WEIGHTS, key=lambda one: hit_at_1(found, one))
    cosine, reader, missing, intercept = numbers = fit_confidence(found, weight)
    predicted = predict(found, weight, numbers)
    threshold = min(THRESHOLDS, key=lambda one: cost(found, weight, predicted, one))
    return Calibration(weight, cosine, reader, missing, intercept, threshold)


def hit_at_1(found: Sequence[CalibrationExample], weight: float) -> float:
    """Return the share of answerable questions whose first sentence is right, averaged by file."""
    asked = [one for one in found if one.answerable and not one.foreign]
    right = [_right(one, weight) for one in asked]
    return float(np.average(right, weights=equal_weights(asked)))


def fit_confidence(found: Sequence[CalibrationExample], weight: float) -> tuple[float, ...]:
    """Return the confidence's four numbers, in the order of `Calibration`."""
    from sklearn.linear_model import LogisticRegression

    read = [one for one in found if one.read]
    features = np.array([one.first(weight).features for one in read])
    model = LogisticRegression(max_iter=1000)
    model.fit(features, [_right(one, weight) for one in read], sample_weight=equal_weights(read))
    return (*model.coef_[0].tolist(), float(model.intercept_[0]))


def predict(found: Sequence[CalibrationExample], weight: float, numbers: Sequence[float]) -> Floats:
    """Return the confidence of each example, or the one in use if nothing was read."""
    linear = [
        np.dot(numbers[:-1], one.first(weight).features) + numbers[-1] if one.read else 0.0
        for one in found
    ]
    predicted: Floats = 1 / (1 + np.exp(-np.array(linear)))
    return np.where([bool(one.read) for one in found], predicted, [one.confidence for one in found])


def cost(
    found: Sequence[CalibrationExample], weight: float, predicted: Floats, threshold: float
) -> float:
    """Return the mean cost of a question: 2 for a wrong answer, 1 for one that is missed.

    A question whose right sentence is not first is missed too if it is refused.
    """
    shown = predicted >= threshold
    right = np.array([_right(one, weight) for one in found])
    asked = np.array([one.answerable and not one.foreign for one in found])
    costs = np.where(shown, WRONG_COSTS * ~right, 1.0 * asked)
    return float(np.average(costs, weights=equal_weights(found)))


def equal_weights(found: Sequence[CalibrationExample]) -> Floats:
    """Return a weight for each example, 1 on average, so that all files weigh the same."""
    files = np.array([one.file for one in found])
    names, counts = np.unique(files, return_counts=True)
    weight = dict(zip(names.tolist(), len(files) / len(names) / counts, strict=True))
    return np.array([weight[name] for name in files.tolist()])


def _right(one: CalibrationExample, weight: float) -> bool:
    return one.first(weight).right if one.read else one.right


def _ask(
    bot: Bot, questions: Sequence[GoldQuestion], file: str, part: str, *, foreign: bool = False
) -> Iterator[CalibrationExample]:
    for question in questions:
        ranked = bot.rank(question.question)
        if not ranked:
            continue
        parsed = bot.parse(question.question)
        missing = lacks_name(bot.index, parsed)

        def is_right(one: RankedCandidate, question: GoldQuestion = question) -> bool:
            source = bot.index.article(one.passage.article).source
            span = (one.passage.start, one.passage.end)
            return not foreign and question.matches(source, *span, one.text)

        read = [one for one in ranked if one.reader_score is not None]
        candidates = tuple(
            Candidate(
                one.unread_score,
                one.evidence,
                (one.cosine, one.reader_score or 0.0, float(missing)),
                is_right(one),
            )
            for one in read
        )
        first = ranked[0]
        yield CalibrationExample(
            file, part, question.answerable, foreign, is_right(first), first.confidence, candidates
        )
