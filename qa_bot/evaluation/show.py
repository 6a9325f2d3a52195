"""Reports and misses as text, and as a picture (matplotlib, the extra `plot`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from qa_bot.errors import UsageError
from qa_bot.evaluation.figures import Report
from qa_bot.evaluation.run import EvaluatedQuestion
from qa_bot.terminal.render import pluralize
from qa_bot.text import sanitize_line


def report_lines(report: Report) -> Iterator[str]:
    """Yield a report as lines: figure, value, interval."""
    yield f"{pluralize(report.questions, 'question')}, {report.answerable} of them answerable"
    for name, figure in report.figures.items():
        if np.isnan(figure.value):
            yield f"  {name:<28}      –"
        elif name in ("quotes not verbatim", "ms a question"):
            yield f"  {name:<28} {figure.value:6.0f}"
        else:
            yield f"  {name:<28} {figure.value:6.3f}  [{figure.low:.3f}, {figure.high:.3f}]"


def miss_lines(outcomes: Sequence[EvaluatedQuestion]) -> Iterator[str]:
    """Yield every miss: a wrong answer, an answerable question refused, or the reverse."""
    for outcome in outcomes:
        answered = outcome.answer.status == "answered"
        if outcome.gold.answerable and not answered:
            fault = f"refused (right sentence at rank {outcome.rank or 'beyond 12'})"
        elif outcome.gold.answerable and outcome.rank != 1:
            fault = f"right sentence at rank {outcome.rank or 'beyond 12'}"
        elif answered and not outcome.gold.answerable:
            fault = "answered, though the article does not say"
        else:
            continue
        said = outcome.answer.citations or outcome.answer.closest
        quote = sanitize_line(said[0].quote) if said else ""
        yield f"{outcome.answer.confidence:.2f}  {sanitize_line(outcome.gold.question)}: {fault}"
        yield f"      {quote}"


def require_matplotlib() -> None:
    """Raise UsageError if matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise UsageError("--plot needs matplotlib; install it: pip install 'qa-bot[plot]'")


def plot(outcomes: Sequence[EvaluatedQuestion], path: Path) -> None:
    """Draw risk against coverage, and reliability, into an image file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    confidence = np.array([outcome.answer.confidence for outcome in outcomes])
    right = np.array([outcome.rank == 1 for outcome in outcomes], float)
    order = np.argsort(-confidence, kind="stable")
    coverage = np.arange(1, len(order) + 1) / len(order)
    risk = 1 - np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    figure: Any
    figure, (left, middle) = pyplot.subplots(1, 2, figsize=(10, 4.5), layout="constrained")
    left.plot(coverage, risk)
    left.set(xlabel="share of questions answered", ylabel="share of those wrong", ylim=(0, 1))
    left.set_title("risk against coverage")
    bins = np.minimum((confidence * 10).astype(int), 9)
    present = [n for n in range(10) if (bins == n).any()]
    middle.plot([0, 1], [0, 1], linestyle=":", color="gray")
    middle.plot(
        [confidence[bins == n].mean() for n in present],
        [right[bins == n].mean() for n in present],
        marker="o",
    )
    middle.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    middle.set_title("reliability")
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
