"""The training loop of the support head."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim import AdamW

from qa_bot.development.claims.data import Claim
from qa_bot.development.training import TrainingError
from qa_bot.development.training.model import ReaderNetwork
from qa_bot.embedding.models import find_model
from qa_bot.embedding.onnx.engine import pad
from qa_bot.embedding.onnx.word_pieces import open_tokenizer

_LENGTH = 128  # tokens of claim and evidence in training; 2 % of the evidence is cut
_BATCH = 16
_PEAK, _WARM_UP = 5e-4, 20  # learning rate and steps
_SAY_EVERY = 25  # steps
_SMOOTHING = 0.03  # of the labels: some of FEVER's are wrong, as some near claims are true


def train(
    network: ReaderNetwork,
    claims: Sequence[Claim],
    minutes: float,
    seed: int,
    say: Callable[[str], object],
) -> None:
    """Train in place for a time, in passes over the claims; the learning rate falls to 0."""
    random = Random(seed)
    trained = [one for one in network.parameters() if one.requires_grad]
    optimizer = AdamW(trained, weight_decay=0.01)
    network.train()
    tokenizer = open_tokenizer(find_model().folder, _LENGTH, "only_second")
    started, step, total, count = time.monotonic(), 0, 0.0, 0
    batches = _batches(claims, random)
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        batch = next(batches)
        optimizer.param_groups[0]["lr"] = _PEAK * min((step + 1) / _WARM_UP, 1 - share)
        labels = torch.tensor([float(one.supports) for one in batch])
        labels = labels * (1 - 2 * _SMOOTHING) + _SMOOTHING
        logits = network(*_encode(tokenizer, batch)).answers
        loss = functional.binary_cross_entropy_with_logits(logits, labels)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        step, total, count = step + 1, total + loss.item(), count + 1
        if step % _SAY_EVERY == 0:
            say(f"step {step}, {step * _BATCH:,} claims, loss {total / count:.3f}, {share:.0%}")
            total, count = 0.0, 0
            if not math.isfinite(loss.item()):
                raise TrainingError("the loss is not finite; try another --seed")
    network.eval()


def _encode(tokenizer: Tokenizer, claims: Sequence[Claim]) -> tuple[Tensor, ...]:
    """Return ids, types and mask of the pairs of claim and evidence."""
    pieces = tokenizer.encode_batch([(one.claim, one.evidence) for one in claims])
    rows = zip(*((one.ids, one.type_ids, one.attention_mask) for one in pieces), strict=True)
    return tuple(torch.from_numpy(pad(part)).long() for part in rows)


def _batches(claims: Sequence[Claim], random: Random) -> Iterator[list[Claim]]:
    """Yield batches for ever; claims of like length share one, so that little is padded."""
    while True:
        order = sorted(claims, key=lambda one: _length(one) * random.uniform(0.8, 1.25))
        batches = [order[n : n + _BATCH] for n in range(0, len(order), _BATCH)]
        random.shuffle(batches)
        yield from batches


def _length(claim: Claim) -> int:
    return len(claim.claim) + len(claim.evidence)
