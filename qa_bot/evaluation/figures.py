"""Figures of evaluated questions, with bootstrap intervals.

hit@k: a right sentence is among the first k. MRR: mean reciprocal rank (0 beyond the twelfth).
AUROC: how well the confidence separates answerable from unanswerable questions. ECE: expected
calibration error in ten bins, of the confidence as the probability that the first sentence is
right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from qa_bot.answering.question import AnswerType, parse_question
from qa_bot.evaluation.run import EvaluatedQuestion
from qa_bot.language import ENGLISH

RESAMPLES = 1000
_BINS = 10

QuestionType = AnswerType | Literal["why", "yes-no", "other"]
FigureName = Literal[
    "hit@1",
    "hit@3",
    "MRR",
    "answered of the answerable",
    "refused of the unanswerable",
    "precision of shown answers",
    "AUROC",
    "ECE",
    "quotes not verbatim",
    "ms a question",
]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95 % bootstrap interval; NaN if there is nothing to measure."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a set of outcomes, by name."""

    questions: int
    answerable: int
    figures: dict[FigureName, Figure]

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain JSON types; a missing figure is null."""
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            **{
                name: None
                if np.isnan(figure.value)
                else {"value": figure.value, "low": figure.low, "high": figure.high}
                for name, figure in self.figures.items()
            },
        }


def question_type(question: str) -> QuestionType:
    """Return the answer type of a question, or why, yes-no or other."""
    line = question.strip()
    found = parse_question(line).answer_type
    if found:
        return found
    if ENGLISH.questions.WHY.search(line):
        return "why"
    return "yes-no" if ENGLISH.questions.YES_NO.match(line) else "other"


def measure(outcomes: Sequence[EvaluatedQuestion]) -> Report:
    """Return the figures of the outcomes; intervals resample the questions."""
    answerable = np.array([o.gold.answerable for o in outcomes], bool)
    answered = np.array([o.answer.status == "answered" for o in outcomes], bool)
    right = np.array([o.is_right for o in outcomes], bool)
    # The confidence predicts whether the first sentence is right, shown or not.
    first = np.array([o.rank == 1 for o in outcomes], bool)
    reciprocal = np.array([1 / o.rank if o.rank else 0.0 for o in outcomes])
    within3 = np.array([o.rank is not None and o.rank <= 3 for o in outcomes], bool)
    confidence = np.array([o.answer.confidence for o in outcomes])
    broken = np.array([not o.is_verbatim for o in outcomes], bool)
    milliseconds = np.array([o.answer.seconds * 1000 for o in outcomes])

    measures: dict[FigureName, Callable[[npt.NDArray[np.int64]], float]] = {
        "hit@1": lambda n: _mean(first[n], answerable[n]),
        "hit@3": lambda n: _mean(within3[n], answerable[n]),
        "MRR": lambda n: _mean(reciprocal[n], answerable[n]),
        "answered of the answerable": lambda n: _mean(answered[n], answerable[n]),
        "refused of the unanswerable": lambda n: _mean(~answered[n], ~answerable[n]),
        "precision of shown answers": lambda n: _mean(right[n], answered[n]),
        "AUROC": lambda n: auroc(answerable[n], confidence[n]),
        "ECE": lambda n: calibration_error(first[n], confidence[n]),
        "quotes not verbatim": lambda n: float(broken[n].sum()),
        "ms a question": lambda n: float(np.median(milliseconds[n])) if len(n) else float("nan"),
    }
    generator = np.random.default_rng(0)
    everyone = np.arange(len(outcomes))
    samples = [generator.choice(everyone, len(everyone)) for _ in range(RESAMPLES)]
    figures: dict[FigureName, Figure] = {}
    for name, figure in measures.items():
        drawn = np.array([figure(sample) for sample in samples])
        drawn = drawn[~np.isnan(drawn)]
        low, high = np.quantile(drawn, (0.025, 0.975)) if len(drawn) else (np.nan, np.nan)
        figures[name] = Figure(figure(everyone), float(low), float(high))
    return Report(len(outcomes), int(answerable.sum()), figures)


def by_type(outcomes: Sequence[EvaluatedQuestion]) -> dict[QuestionType, Report]:
    """Return a report for each type of question."""
    groups: dict[QuestionType, list[EvaluatedQuestion]] = {}
    for outcome in outcomes:
        groups.setdefault(question_type(outcome.gold.question), []).append(outcome)
    return {name: measure(group) for name, group in sorted(groups.items())}


def _mean(values: npt.NDArray[np.float64] | Booleans, where: Booleans) -> float:
    return float(values[where].mean()) if where.any() else float("nan")


def auroc(answerable: Booleans, confidence: npt.NDArray[np.float64]) -> float:
    """Return the area under the ROC curve; NaN where all or none are answerable."""
    from sklearn.metrics import roc_auc_score

    if answerable.all() or not answerable.any():
        return float("nan")
    return float(roc_auc_score(answerable, confidence))


def calibration_error(
    right: Booleans,
    confidence: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64] | None = None,
) -> float:
    """Return the expected calibration error of weighted questions, in ten bins of equal width."""
    if not len(right):
        return float("nan")
    weights = np.ones(len(right)) if weights is None else weights
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(((right[bins == n] - confidence[bins == n]) * weights[bins == n]).sum())
        for n in range(_BINS)
    ]
    return float(sum(gaps) / weights.sum())
