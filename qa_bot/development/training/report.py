"""The report of a finished run: ``report.json``.

The held-out figures are those of the weights as written, in half precision, not of the network in
memory.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
import transformers

from qa_bot.development.training.batches import PairEncoder
from qa_bot.development.training.checkpoint import Progress
from qa_bot.development.training.data import Example, contradictions
from qa_bot.development.training.loop import TrainingSettings
from qa_bot.development.training.measure import Figures, figures, interval, read_all
from qa_bot.development.training.model import load_reader
from qa_bot.files import write_text

WEIGHTS = "reader.fp16.safetensors"
REPORT = "report.json"
FIGURES: dict[str, Callable[[Figures], float | None]] = {
    "auroc": lambda f: f.auroc,
    "auroc_score": lambda f: f.auroc_score,
    "f1": lambda f: f.f1,
    "exact": lambda f: f.exact,
}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def held_out(weights: Path, dev: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """Return figures with 95 % intervals on held-out examples: all, and by group.

    A group is the kind without ``_ans`` and ``_imp``: ``dev``, ``test2``.
    """
    if not dev:
        return {}
    readings = read_all(load_reader(weights), PairEncoder(), dev)
    groups = {"all": readings}
    for reading in readings:
        stem, _, end = reading.example.kind.rpartition("_")
        if end in ("ans", "imp"):
            groups.setdefault(stem, []).append(reading)
    if len(groups) == 2:  # a single group equals all of them
        groups.popitem()
    return {
        name: {
            **asdict(figures(group)),
            "intervals": {key: interval(group, pick) for key, pick in FIGURES.items()},
        }
        for name, group in groups.items()
    }


def write_report(
    out: Path,
    *,
    run: dict[str, Any],
    settings: TrainingSettings,
    progress: Progress,
    examples: Sequence[Example],
    dev: Sequence[Example],
) -> dict[str, Any]:
    """Measure the weights in ``out`` and write the report beside them."""
    weights = out / WEIGHTS
    report: dict[str, Any] = {
        "run": run,
        "weights": {"name": WEIGHTS, "bytes": weights.stat().st_size, "sha256": digest(weights)},
        "settings": asdict(settings),
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "threads": torch.get_num_threads(),
        "steps": progress.step,
        "examples_seen": progress.examples,
        "minutes": progress.seconds / 60,
        "data": {
            "examples": len(examples),
            "contradictions": contradictions(examples),
            "kinds": dict(Counter(e.kind for e in examples).most_common()),
            "sources": dict(Counter(e.source for e in examples).most_common()),
        },
        "held_out": held_out(weights, dev),
        "curve": [asdict(mark) for mark in progress.marks],
    }
    write_text(out / REPORT, json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    return report
