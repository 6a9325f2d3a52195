"""`python -m qa_bot.development.claims FEVER.jsonl.gz --out DIR`: train and measure the head.

With `--measure` nothing is trained: the packaged head, or the one in DIR, is measured.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.development import run

if TYPE_CHECKING:
    from qa_bot.development.claims.data import Claim

WEIGHTS = "support.fp16.safetensors"


def main() -> None:
    """Train, write the weights, and print the figures on what was held out."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.claims")
    parser.add_argument("fever", type=Path, help="FEVER's claims, gold evidence and labels")
    parser.add_argument("--questions", type=Path, help="the reader's examples, for statements")
    parser.add_argument("--reader", type=Path, help="the reader's weights, to begin with")
    parser.add_argument("--out", type=Path, help="folder for the weights")
    parser.add_argument("--measure", action="store_true", help="train nothing")
    parser.add_argument("--minutes", type=float, default=25, help="of training (25)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if not (given.out or given.measure):
        parser.error("name a folder for the weights: --out DIR")

    from qa_bot.development.claims.data import load_claims
    from qa_bot.development.claims.measure import measure
    from qa_bot.prose.support import SUPPORT_WEIGHTS, THRESHOLD

    split = load_claims(given.fever, None if given.measure else given.questions, given.seed)
    weights = given.out / WEIGHTS if given.out else SUPPORT_WEIGHTS
    if not given.measure:
        _train(given, split.train, weights)
    for line in measure(weights, split, None if given.out else THRESHOLD):
        print(line, flush=True)


def _train(given: argparse.Namespace, claims: list[Claim], weights: Path) -> None:
    import torch

    from qa_bot.development.claims.network import new_network, save_support
    from qa_bot.development.claims.train import train

    print(f"{len(claims):,} claims to train on", flush=True)
    torch.manual_seed(given.seed)
    network = new_network(given.reader)
    weights.parent.mkdir(parents=True, exist_ok=True)
    train(network, claims, given.minutes, given.seed, lambda line: print(line, flush=True))
    save_support(network, weights)


if __name__ == "__main__":
    run(main)
