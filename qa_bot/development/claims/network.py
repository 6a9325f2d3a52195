"""The support head's network: the packaged MiniLM with low-rank updates, and a logit on [CLS].

LoRA (Hu et al., 2021): each linear layer's matrix W becomes W + B·A with A [rank, in] and B [out,
rank]; biases and layer norms are trained too. Only these are stored: 2.8 MB.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from qa_bot.development.training.model import (
    FROZEN,
    ReaderNetwork,
    load_weights,
    new_reader,
    save_halves,
    trained_tensors,
)

RANK = 40


class LowRank(nn.Module):
    """A linear layer with a trained low-rank update; its own matrix stays."""

    def __init__(self, base: nn.Linear, start: Tensor | None) -> None:
        """Begin with no update, or with the nearest one to a matrix `start`."""
        super().__init__()
        self.weight, self.bias = base.weight, base.bias
        width = base.in_features
        self.a = nn.Parameter(torch.randn(RANK, width) / width**0.5)
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))
        if start is not None:
            left, sizes, right = torch.linalg.svd(start - base.weight.detach(), full_matrices=False)
            roots = sizes[:RANK].sqrt()
            self.a.data = roots[:, None] * right[:RANK]
            self.b.data = left[:, :RANK] * roots

    def forward(self, hidden: Tensor) -> Tensor:
        """Return the layer's output with the update."""
        update = functional.linear(functional.linear(hidden, self.a), self.b)
        return functional.linear(hidden, self.weight, self.bias) + update


def new_network(reader: Path | None = None) -> ReaderNetwork:
    """Return the network to train (seed torch first); of the reader's heads only cls is used.

    It begins as near to a trained `reader` as its low rank allows: that one has learned to compare
    two texts, on thirty times as many pairs. Layer 0 is frozen, as in the reader.
    """
    network = new_reader()
    start = (
        {} if reader is None else {name: one.float() for name, one in load_weights(reader).items()}
    )
    layers: Any = network.bert.encoder.layer
    for number, layer in enumerate(layers[1:], 1):
        own, name = layer.attention.self, f"bert.encoder.layer.{number}"
        for part in ("query", "key", "value"):
            weight = start.pop(f"{name}.attention.self.{part}.weight", None)
            setattr(own, part, LowRank(getattr(own, part), weight))
        parts = ("attention.output", "intermediate", "output")
        for part in parts:
            weight = start.pop(f"{name}.{part}.dense.weight", None)
            holder = layer.get_submodule(part)
            holder.dense = LowRank(holder.dense, weight)
    network.load_state_dict(start, strict=False)  # biases, norms and heads
    for name, parameter in network.named_parameters():
        trained = name.endswith((".a", ".b", ".bias")) or "LayerNorm" in name
        is_frozen = name.startswith((*FROZEN, "span."))
        parameter.requires_grad_((trained or name.startswith("cls.")) and not is_frozen)
    return network


def save_support(network: ReaderNetwork, path: Path) -> None:
    """Write the trained tensors in half precision, atomically, under the packaged model's names."""
    tensors = trained_tensors(network)
    save_halves({name.removeprefix("bert."): tensors[name] for name in tensors}, path)
