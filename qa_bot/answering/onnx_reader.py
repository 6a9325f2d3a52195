"""The reader in ONNX Runtime: whether a window answers the question, and with which words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from tokenizers import Encoding as Pieces
from tokenizers import Tokenizer

from qa_bot.answering.calibration import PACKAGED
from qa_bot.answering.reader import Reading, Window, read_logits
from qa_bot.embedding.checksum import checksum
from qa_bot.embedding.models import WEIGHTS, find_model
from qa_bot.embedding.onnx.engine import READER_HEADS, Engine, pad
from qa_bot.embedding.onnx.tensors import open_tensors
from qa_bot.embedding.onnx.word_pieces import open_tokenizer
from qa_bot.errors import ModelError

READER_VERSION = "reader-v2"
READER_WEIGHTS = Path(__file__).with_name(f"{READER_VERSION}.fp16.safetensors")
READER_SHA256 = "36d6bcedc2278e98ec8deb61355b9e7a2740cac557bd3a5d1305d8b4d4c57b6b"

# Training uses these too.
MAX_QUESTION = 200  # characters read of a question
MAX_TOKENS = 160  # of question and window together
_BATCH = 4  # windows of like length; of 1 to 8 the fastest: seven windows take 81 ms, alone 90


class OnnxReader:
    """Reads windows for a question: some 12 ms for a window of 85 tokens on one thread."""

    version = READER_VERSION
    calibration = PACKAGED
    is_calibrated = True

    def __init__(self, folder: Path, trained: Path) -> None:
        """Take the encoder's folder, and the file of the tensors trained on top.

        They are loaded when the first question is read, in some 40 ms.
        """
        self._folder, self._trained = folder, trained
        # Two threads read in 6/10 of the time of one.
        self._threads = min(4, os.cpu_count() or 1)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return open_tokenizer(self._folder, MAX_TOKENS, "only_second")

    @cached_property
    def _engine(self) -> Engine:
        """The packaged model's first layers, mapped from its file, with the trained tensors on top.

        These 18 MB of float16 are widened exactly to 35 MB in memory. Raises ModelError.
        """
        weights = self._folder / WEIGHTS
        trained = {
            name.removeprefix("bert."): values
            for name, values in open_tensors(self._trained).read_all().items()
        }
        known = {name: one.shape for name, one in open_tensors(weights).tensors.items()}
        known |= READER_HEADS
        for name in trained.keys() | READER_HEADS:
            if name not in trained or trained[name].shape != known.get(name):
                raise ModelError(
                    f"{self._trained} is not a reader of this model (tensor {name}); "
                    "reinstall qa-bot"
                )
        return Engine("reader", self._folder, trained, self._threads)

    def load(self) -> None:
        """Load the weights now rather than at the first question; raises ModelError."""
        _ = self._tokenizer, self._engine

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order.

        Windows of like length share a batch. The batch that a window falls into changes its
        logits by less than 1e-5.
        """
        pairs = [(question[:MAX_QUESTION], window.text) for window in windows]
        pieces: list[Pieces] = self._tokenizer.encode_batch(pairs)
        order = sorted(range(len(windows)), key=lambda n: len(pieces[n].ids))
        found: dict[int, Reading] = {}
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            cls, starts, ends = self._engine.run(
                input_ids=pad([pieces[n].ids for n in batch]),
                attention_mask=pad([pieces[n].attention_mask for n in batch]),
                token_type_ids=pad([pieces[n].type_ids for n in batch]),
            )
            for row, n in enumerate(batch):
                parts, offsets = pieces[n].sequence_ids, pieces[n].offsets
                logit, window = float(cls[row]), windows[n]
                found[n] = read_logits(logit, parts, offsets, window, starts[row], ends[row])
        return [found[n] for n in range(len(windows))]


def open_packaged_reader() -> OnnxReader:
    """Return the trained reader, its weights checked; raises ModelError."""
    if checksum(READER_WEIGHTS) != READER_SHA256:
        raise ModelError(
            f"the reader's weights {READER_WEIGHTS} are damaged; reinstall qa-bot, or answer "
            "without them: --no-reader"
        )
    return OnnxReader(find_model().folder, READER_WEIGHTS)
