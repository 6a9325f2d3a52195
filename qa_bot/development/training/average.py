"""``python -m qa_bot.development.training.average A B --out C``: average two readers.

Only runs that started from the same weights, or near them, can be averaged.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from qa_bot.development import run
from qa_bot.development.training import TrainingError
from qa_bot.development.training.model import load_weights, save_halves


def main(arguments: Sequence[str] | None = None) -> None:
    """Read both files, average and write."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.training.average")
    parser.add_argument("first", type=Path, metavar="A.safetensors")
    parser.add_argument("second", type=Path, metavar="B.safetensors")
    parser.add_argument("--out", type=Path, required=True, metavar="C.safetensors")
    parser.add_argument("--share", type=float, default=0.5, help="weight of the first (0.5)")
    given = parser.parse_args(arguments)
    if not 0 <= given.share <= 1:
        parser.error(f"--share must be from 0 to 1, not {given.share:g}")
    first, second = load_weights(given.first), load_weights(given.second)
    shapes = [{name: one.shape for name, one in some.items()} for some in (first, second)]
    if different := {name for name, _ in shapes[0].items() ^ shapes[1].items()}:
        raise TrainingError(
            f"{given.first} and {given.second} are not of the same network: {len(different)}"
            f" tensors differ ({min(different)}, …); average weights of one"
        )
    save_halves(
        {name: first[name].float().lerp(second[name].float(), 1 - given.share) for name in first},
        given.out,
    )
    print(f"{given.share:g} of {given.first}, {1 - given.share:g} of {given.second} → {given.out}")


if __name__ == "__main__":
    run(main)
