"""Checkpoints of a training run: written atomically, resumed only by the same run.

A checkpoint holds the trained tensors in fp32, the optimizer's moments, torch's random state
(dropout), the position in the data and the curve so far: 107 MB. It is deleted when the run is
finished.
"""

import pickle
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch.optim import Optimizer

from qa_bot.development.training import TrainingError
from qa_bot.development.training.batches import Position
from qa_bot.development.training.model import ReaderNetwork, set_trained, trained_tensors
from qa_bot.files import write_atomically

NAME = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the curve; the loss is the mean since the last mark, ``dev`` is held-out."""

    step: int
    examples: int
    minutes: float
    rate: float  # examples a second since the last mark, without held-out evaluation
    learning_rate: float
    loss: float
    dev: dict[str, float | int | None] | None


@dataclass(slots=True)
class Progress:
    """Everything that changes during a run, except tensors."""

    position: Position = field(default_factory=Position)
    step: int = 0
    examples: int = 0
    seconds: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    # since the last mark:
    loss_sum: float = 0.0
    loss_count: int = 0
    busy: float = 0.0


def save(
    out: Path, run: dict[str, Any], progress: Progress, reader: ReaderNetwork, optimizer: Optimizer
) -> None:
    """Write the checkpoint; a crash leaves the previous one."""
    path = out / NAME
    state = {
        "run": run,
        # plain values only: weights_only refuses a class, even a tuple's
        "progress": {**asdict(progress), "position": list(progress.position)},
        "trained": trained_tensors(reader),
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
    }
    try:
        with write_atomically(path) as file:
            torch.save(state, file)
    except (OSError, RuntimeError) as error:  # torch reports a full disk as RuntimeError
        raise TrainingError(
            f"{path} cannot be written ({error}); free some 250 MB, then run the same command"
            " again to resume"
        ) from error


def load(
    out: Path, run: dict[str, Any], reader: ReaderNetwork, optimizer: Optimizer
) -> Progress | None:
    """Load the checkpoint in ``out``, if any; raises TrainingError if it is another run's."""
    path = out / NAME
    if not path.exists():
        return None
    try:
        # weights_only: tensors and plain values; nothing in the file can run.
        state = torch.load(path, weights_only=True)
        marks = [Mark(**mark) for mark in state["progress"].pop("marks")]
        position = Position(*state["progress"].pop("position"))
        progress = Progress(position=position, marks=marks, **state["progress"])
        theirs = state["run"]
    except (OSError, RuntimeError, EOFError, KeyError, TypeError, pickle.UnpicklingError) as error:
        raise TrainingError(
            f"{path} is damaged or from another version; delete it to start over"
        ) from error
    other = sorted(name for name in run.keys() | theirs.keys() if run.get(name) != theirs.get(name))
    if other:
        told = ", ".join(f"{name} {theirs.get(name)} → {run.get(name)}" for name in other)
        raise TrainingError(
            f"{out} holds a run with other settings ({told}); use those, another --out,"
            f" or delete {path} to start over"
        )
    set_trained(reader, state["trained"], path)
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    return progress
