"""Refit the packaged reader's calibration: `python -m qa_bot.development.fit_confidence GOLD…`.

GOLD: SQuAD JSON files, asked one article at a time, and JSONL files, asked of the bundled index.
All figures are cross-validated by article (the bundled article's questions by eighths); the numbers
printed last are fitted to everything.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from qa_bot.development import run
from qa_bot.embedding import open_encoder
from qa_bot.evaluation.calibrate import (
    PARTS,
    Booleans,
    CalibrationExample,
    Floats,
    calibrate,
    collect_examples,
    cost,
    equal_weights,
    fit_confidence,
    hit_at_1,
    predict,
)
from qa_bot.evaluation.figures import auroc, calibration_error

_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


def figures(found: Sequence[CalibrationExample], weight: float) -> Iterator[str]:
    """Yield the figures of each file and threshold, cross-validated by article."""
    from sklearn.model_selection import GroupKFold

    groups = np.array([f"{one.file}/{one.part}" for one in found])
    predicted = np.zeros(len(found))
    for train, test in GroupKFold(min(PARTS, len(set(groups)))).split(groups, groups=groups):
        numbers = fit_confidence([found[n] for n in train], weight)
        predicted[test] = predict([found[n] for n in test], weight, numbers)
    files = np.array([one.file for one in found])
    foreign = np.array([one.foreign for one in found])
    asked = np.array([one.answerable for one in found]) & ~foreign
    right = np.array([one.first(weight).right if one.read else one.right for one in found])
    sets = {name: (files == name) & ~foreign for name in sorted(set(files))}
    yield f"{len(found)} questions, {foreign.sum()} of them about other articles"
    for name, own in sets.items():
        error = calibration_error(right[own], predicted[own])
        row = f"{name}: {own.sum()} questions, hit@1 {right[own & asked].mean():.3f}, "
        row += f"calibration error {error:.3f}"
        if (own & ~asked).any():
            row += f", AUROC {auroc(asked[own], predicted[own]):.3f}"
        yield row
    even = equal_weights(found)
    error = calibration_error(right, predicted, even)
    yield f"with equal weights of the files: calibration error {error:.3f}"
    heads = [f"{name}: kept, refused" for name in sets]
    yield "   ".join(["threshold", "cost", "off-topic refused", "kept", *heads])
    for threshold in _THRESHOLDS:
        yield _row(threshold, found, weight, predicted, asked, foreign, list(sets.values()))


def _row(
    threshold: float,
    found: Sequence[CalibrationExample],
    weight: float,
    predicted: Floats,
    asked: Booleans,
    foreign: Booleans,
    sets: Sequence[Booleans],
) -> str:
    kept, refused = predicted >= threshold, predicted < threshold
    overall = np.average(kept[asked], weights=equal_weights(found)[asked])
    cells = [f"{_share(kept, own & asked)}, {_share(refused, own & ~asked)}" for own in sets]
    paid = cost(found, weight, predicted, threshold)
    first = f"{threshold:.2f}   {paid:.3f}   {_share(refused, foreign)}   {overall:.3f}"
    return "   ".join([first, *cells])


def _share(true: Booleans, where: Booleans) -> str:
    return f"{true[where].mean():.3f}" if where.any() else "–"


def main() -> None:
    """Read the given gold files and print the fit."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.fit_confidence")
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="SQuAD JSON or JSONL")
    found = list(collect_examples(parser.parse_args().gold, open_encoder()))
    calibration = calibrate(found)
    print(f"hit@1 {hit_at_1(found, calibration.weight):.3f} with weight {calibration.weight}")
    for line in figures(found, calibration.weight):
        print(line)
    print(calibration)


if __name__ == "__main__":
    run(main)
