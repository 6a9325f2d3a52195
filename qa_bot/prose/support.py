"""The support head: whether the sentences that a claim cites support it.

The packaged MiniLM, with low-rank updates of its matrices, reads claim and evidence as a pair; the
logit is taken at [CLS]. Trained by `python -m qa_bot.development.claims`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa_bot.embedding.checksum import checksum
from qa_bot.embedding.models import WEIGHTS, find_model
from qa_bot.embedding.onnx.engine import READER_HEADS, Engine, pad
from qa_bot.embedding.onnx.tensors import Floats, open_tensors
from qa_bot.embedding.onnx.word_pieces import open_tokenizer
from qa_bot.errors import ModelError

SUPPORT_WEIGHTS = Path(__file__).with_name("support-v1.fp16.safetensors")
SUPPORT_SHA256 = "1bdb7560b971170d271bf51b9fa98bec95169d98e59d5e85b9e4eca4946e16fc"
# From this probability up, a claim counts as supported; docs/prose.md has precision and recall.
THRESHOLD = 0.7
_LENGTH = 256  # tokens of claim and evidence together


class SupportHead:
    """Reads claims with their evidence, some 15 ms per pair on one thread."""

    def __init__(self, folder: Path, trained: Path) -> None:
        """Take the encoder's folder and the trained tensors' file; both are loaded at first use."""
        self._folder, self._trained = folder, trained

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._folder, _LENGTH, "only_second")

    @cached_property
    def _engine(self) -> Engine:
        """The reader's graph with the merged matrices: 35 MB in memory. Raises ModelError."""
        return Engine(
            "reader", self._folder, merge_updates(self._folder / WEIGHTS, self._trained), 1
        )

    def load(self) -> None:
        """Load the weights now, in some 100 ms; raises ModelError."""
        _ = self._tokenizer, self._engine

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return for each pair of claim and evidence the probability of support."""
        if not pairs:
            return []
        pieces = self._tokenizer.encode_batch(list(pairs))
        logits, *_ = self._engine.run(
            input_ids=pad([one.ids for one in pieces]),
            attention_mask=pad([one.attention_mask for one in pieces]),
            token_type_ids=pad([one.type_ids for one in pieces]),
        )
        return [1 / (1 + math.exp(-float(one))) for one in logits]


def merge_updates(weights: Path, trained: Path) -> dict[str, Floats]:
    """Return the tensors that replace the packaged model's: W + B·A for each pair in `trained`.

    The span head that the reader's graph also has is set to zero. Raises ModelError.
    """
    base, own = open_tensors(weights), open_tensors(trained).read_all()
    tensors: dict[str, Floats] = {
        name: np.zeros(shape, np.float32) for name, shape in READER_HEADS.items()
    }
    known = {name: one.shape for name, one in base.tensors.items()} | READER_HEADS
    try:
        for name, values in own.items():
            if name.endswith(".a"):
                weight = f"{name.removesuffix('a')}weight"
                values = base.read(weight) + own[f"{name.removesuffix('a')}b"] @ values  # noqa: PLW2901
                name = weight  # noqa: PLW2901
            elif name.endswith(".b"):
                continue
            if values.shape != known.get(name):
                raise KeyError(name)
            tensors[name] = np.ascontiguousarray(values)
    except (KeyError, ValueError) as error:
        raise ModelError(
            f"{trained} is not a support head of this model ({error}); reinstall qa-bot"
        ) from None
    return tensors


def open_support() -> SupportHead:
    """Return the packaged head, its weights checked; raises ModelError."""
    try:
        is_sound = checksum(SUPPORT_WEIGHTS) == SUPPORT_SHA256
    except OSError:
        is_sound = False
    if not is_sound:
        raise ModelError(
            f"the weights {SUPPORT_WEIGHTS} are damaged or missing; reinstall qa-bot, or ask "
            "without --prose"
        )
    return SupportHead(find_model().folder, SUPPORT_WEIGHTS)
