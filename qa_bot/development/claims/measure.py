"""Figures of the support head, as it is shipped, on claims whose documents were held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from qa_bot.development.claims.data import Claim, Split
from qa_bot.embedding.models import find_model
from qa_bot.evaluation.figures import auroc
from qa_bot.prose.check import find_fault
from qa_bot.prose.support import SupportHead

_BATCH = 16
_PRECISION = 0.95  # of the claims to choose on, at the threshold


def measure(weights: Path, split: Split, threshold: float | None) -> Iterator[str]:
    """Yield the figures, a line each; without a threshold, one is chosen first."""
    if threshold is None:
        chosen = choose(split.choose, scores(weights, split.choose))
        yield f"threshold for precision {_PRECISION} on {len(split.choose)} claims: {chosen:.2f}"
        threshold = chosen
    claims = split.held_out
    found = scores(weights, claims)
    sound = [find_fault(one.claim, one.evidence) is None for one in claims]
    is_yes = [one >= threshold for one in found]
    fever = [n for n, one in enumerate(claims) if one.kind == "fever"]
    own = {one.evidence for one in claims if one.kind == "contrast"}
    pairs = [
        n
        for n, one in enumerate(claims)
        if one.kind == "contrast" or (one.kind == "fever" and one.supports and one.evidence in own)
    ]
    for name, members in (("FEVER", fever), ("contrastive pairs", pairs)):
        labels = [claims[n].supports for n in members]
        yield f"{name}: {len(members)} claims, {sum(labels)} supported"
        area = auroc(np.array(labels), np.array([found[n] for n in members]))
        yield f"  AUROC of the head {area:.3f}"
        for rule, kept in (
            ("names and numbers alone", [sound[n] for n in members]),
            ("the head alone", [is_yes[n] for n in members]),
            ("both", [sound[n] and is_yes[n] for n in members]),
        ):
            right = sum(a and b for a, b in zip(labels, kept, strict=True))
            precision = right / max(1, sum(kept))
            yield f"  {rule}: precision {precision:.3f}, recall {right / sum(labels):.3f}"


def scores(weights: Path, claims: Sequence[Claim]) -> list[float]:
    """Return the head's probability of each claim; claims of like length share a batch."""
    head = SupportHead(find_model().folder, weights)
    order = sorted(range(len(claims)), key=lambda n: len(claims[n].claim + claims[n].evidence))
    found: dict[int, float] = {}
    for first in range(0, len(order), _BATCH):
        batch = order[first : first + _BATCH]
        pairs = [(claims[n].claim, claims[n].evidence) for n in batch]
        found |= zip(batch, head.score(pairs), strict=True)
    return [found[n] for n in range(len(claims))]


def choose(claims: Sequence[Claim], found: Sequence[float]) -> float:
    """Return the lowest threshold, in hundredths, from which on precision is reached."""
    for hundredths in range(50, 100):
        kept = [one.supports for one, p in zip(claims, found, strict=True) if p >= hundredths / 100]
        if kept and sum(kept) / len(kept) >= _PRECISION:
            return hundredths / 100
    return 0.99
