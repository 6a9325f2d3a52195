"""The training loop: batches through the reader, with curve, held-out figures and checkpoints.

The loss: the mean of start and end cross-entropy (position 0 where the window does not answer) plus
the binary cross-entropy of cls. Only window tokens and position 0 compete for the span, as in
answering.
"""

import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import AdamW

from qa_bot.development.training import TrainingError, checkpoint
from qa_bot.development.training.batches import NO_SPAN, Batch, PairEncoder, walk
from qa_bot.development.training.checkpoint import Mark, Progress
from qa_bot.development.training.data import Example
from qa_bot.development.training.measure import Figures, figures, read_all
from qa_bot.development.training.model import Logits, ReaderNetwork
from qa_bot.files import write_text


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Hyperparameters of a run; the defaults trained the first reader."""

    passes: int = 1
    seed: int = 0
    max_minutes: float | None = None
    learning_rate: float = 2e-4
    head_factor: float = 4.0
    weight_decay: float = 0.01
    warm_up: int = 120  # steps
    clip: float = 1.0
    ranking: float = 0.0  # weight of the ranking loss
    bfloat16: bool = False  # matrix products: 1.3 times as fast where the processor has them
    mark_every: int = 25  # steps, some 20 s on two cores
    dev_every: int = 250  # steps, some 4 minutes; reading 628 examples takes 10 s
    checkpoint_every: int = 100  # steps, some 80 s


class StoppedError(Exception):
    """The run was asked to stop; the checkpoint has been written."""


def loss_of(logits: Logits, batch: Batch) -> Tensor:
    """Return the loss of a batch, the mean over its examples (for spans: over those with one)."""
    loss = functional.binary_cross_entropy_with_logits(logits.answers, batch.answered)
    spanned = batch.starts != NO_SPAN
    if bool(spanned.any()):
        out = ~batch.in_window
        out[:, 0] = False
        for row, gold in ((logits.starts, batch.starts), (logits.ends, batch.ends)):
            scores = row.masked_fill(out, -torch.inf)[spanned]
            loss = loss + 0.5 * functional.cross_entropy(scores, gold[spanned])
    return loss


def ranking_loss(logits: Logits, batch: Batch) -> Tensor:
    """Return how badly a question's windows are ordered by cls; 0 if the batch has no pair.

    It is the mean, over all pairs of a window that answers and one that does not, of
    log(1 + exp(cls of the latter - cls of the former)). A ranking loss on spans too cost 8 points
    of F1.
    """
    score = logits.answers
    groups = [item.example.question.casefold() for item in batch.items]
    pairs = [
        (answers, other)
        for answers, group in enumerate(groups)
        for other, its in enumerate(groups)
        if its == group and batch.answered[answers] > batch.answered[other]
    ]
    if not pairs:
        return score.new_zeros(())
    right, wrong = zip(*pairs, strict=True)
    return functional.softplus(score[list(wrong)] - score[list(right)]).mean()


def share_done(progress: Progress, total: int, settings: TrainingSettings) -> float:
    """Return the share of the run that is done, 0 to 1: by examples, or by time if that is more.

    With a time limit the learning rate thus falls to 0 at its end on any machine: a short run is
    complete, not a long one cut off (but not reproducible to the bit).
    """
    share = progress.examples / total
    if settings.max_minutes is not None:
        share = max(share, progress.seconds / (60 * settings.max_minutes))
    return min(1.0, share)


def train(
    reader: ReaderNetwork,
    examples: Sequence[Example],
    dev: Sequence[Example],
    settings: TrainingSettings,
    out: Path,
    *,
    run: dict[str, Any],
    say: Callable[[str], None],
    stop: Callable[[], bool] = lambda: False,
) -> Progress:
    """Train ``reader`` in place, from the checkpoint in ``out`` if there is one.

    ``run`` must match the checkpoint. ``stop`` is called between steps; if it returns true, the
    checkpoint is written and StoppedError raised. A resumed run gives the same result.
    """
    encoder = PairEncoder()
    torch.manual_seed(settings.seed)
    heads = [*reader.cls.parameters(), *reader.span.parameters()]
    body = [p for p in reader.bert.parameters() if p.requires_grad]
    peaks = [settings.learning_rate, settings.learning_rate * settings.head_factor]
    optimizer = AdamW(  # fused: its steps took a third of the time otherwise
        [{"params": body}, {"params": heads}], weight_decay=settings.weight_decay, fused=True
    )
    progress = checkpoint.load(out, run, reader, optimizer)
    if progress is None:
        progress = Progress()
    else:
        say(f"resumed at step {progress.step:,}, {progress.seconds / 60:.1f} minutes in")
    total = len(examples) * settings.passes
    reader.train()
    clock = time.monotonic() - progress.seconds
    batches = walk(examples, encoder, settings.seed, settings.passes, progress.position)
    while (share := share_done(progress, total, settings)) < 1:
        if stop():
            checkpoint.save(out, run, progress, reader, optimizer)
            raise StoppedError
        begun = time.monotonic()
        # The last batch of a pass is the last of `total`, so there is always a next one.
        position, batch = next(batches)
        # Linear: up over the first steps, then down to 0 at the end of the run.
        factor = min((progress.step + 1) / settings.warm_up, 1 - share)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * factor
        loss = _loss(reader, batch, settings)
        if not math.isfinite(loss.item()):
            raise TrainingError(
                f"the loss is {loss.item()} at step {progress.step + 1}; lower the learning rate"
            )
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(body + heads, settings.clip)
        optimizer.step()
        progress.position = position
        progress.step += 1
        progress.examples += len(batch.items)
        progress.loss_sum += loss.item() * len(batch.items)
        progress.loss_count += len(batch.items)
        progress.busy += time.monotonic() - begun
        if progress.step % settings.mark_every == 0:
            with_dev = bool(dev) and progress.step % settings.dev_every == 0
            measured = figures(read_all(reader, encoder, dev)) if with_dev else None
            progress.seconds = time.monotonic() - clock
            _mark(
                progress,
                rate=peaks[0] * factor,
                dev=measured,
                total=total,
                settings=settings,
                say=say,
            )
            write_curve(out, progress.marks)
        progress.seconds = time.monotonic() - clock
        if progress.step % settings.checkpoint_every == 0:
            checkpoint.save(out, run, progress, reader, optimizer)
    if progress.loss_count:
        _mark(progress, rate=0.0, dev=None, total=total, settings=settings, say=say)
        write_curve(out, progress.marks)
    # A later failure, such as a full disk, must not lose the run.
    checkpoint.save(out, run, progress, reader, optimizer)
    return progress


def _loss(reader: ReaderNetwork, batch: Batch, settings: TrainingSettings) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bfloat16):
        halves = reader(batch.ids, batch.types, batch.mask)
    logits = Logits(*(part.float() for part in halves))
    loss = loss_of(logits, batch)
    if settings.ranking:
        loss = loss + settings.ranking * ranking_loss(logits, batch)
    return loss


def _mark(
    progress: Progress,
    *,
    rate: float,
    dev: Figures | None,
    total: int,
    settings: TrainingSettings,
    say: Callable[[str], None],
) -> None:
    """Add a point to the curve, and print it."""
    mark = Mark(
        progress.step,
        progress.examples,
        progress.seconds / 60,
        progress.loss_count / max(progress.busy, 1e-9),
        rate,
        progress.loss_sum / progress.loss_count,
        None if dev is None else asdict(dev),
    )
    progress.marks.append(mark)
    progress.loss_sum, progress.loss_count, progress.busy = 0.0, 0, 0.0
    share = share_done(progress, total, settings)
    left = mark.minutes * (1 / share - 1) if share else 0.0
    say(
        f"step {mark.step:,}  {mark.examples:,} of {total:,} examples  {mark.rate:.1f}/s"
        f"  loss {mark.loss:.3f}  rate {mark.learning_rate:.1e}"
        f"  {mark.minutes:.1f} min, {left:.0f} left"
    )
    if dev is not None:
        say("  held-out: " + figures_line(dev))


def figures_line(dev: Figures) -> str:
    """Return held-out figures in one line."""
    pairs = (("AUROC cls", dev.auroc), ("span F1", dev.f1), ("EM", dev.exact))
    return ", ".join(f"{name} {value:.3f}" for name, value in pairs if value is not None)


def write_curve(out: Path, marks: Iterable[Mark]) -> None:
    """Write the curve so far, one JSON object per line: ``curve.jsonl``."""
    lines = [json.dumps(asdict(mark)) + "\n" for mark in marks]
    write_text(out / "curve.jsonl", "".join(lines))
