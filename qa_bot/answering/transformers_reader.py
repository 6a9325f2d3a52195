"""Any extractive question-answering model (SQuAD 2.0 style) as a reader, run by transformers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Any

from qa_bot.answering.calibration import PACKAGED, Calibration, load_calibration
from qa_bot.answering.reader import Reading, Window, read_logits
from qa_bot.embedding.models import Model, open_model
from qa_bot.errors import ModelError
from qa_bot.text import sanitize_line

_LENGTH = 384  # tokens of question and window together; windows have some 110
_BATCH = 8  # windows


class TransformersReader:
    """Reads windows with a model that gives start and end logits, the first token for no answer.

    The model is loaded at the first question. Only safetensors are loaded: no code in the model's
    folder runs, and no pickle is opened.
    """

    def __init__(self, model: Model, calibration: Calibration | None = None) -> None:
        """Take a model on this machine, and its calibration (by default the packaged reader's)."""
        self._model = model
        self._lock = Lock()
        self.is_calibrated = calibration is not None
        self.calibration = calibration or PACKAGED

    @property
    def weights(self) -> str:
        """The model's name and the first digits of its weights' SHA-256."""
        return f"{self._model.name}@{self._model.sha256[:12]}"

    @property
    def version(self) -> str:
        """The weights and their calibration: what the answers depend on."""
        return f"{self.weights}+{self.calibration.digest}"

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        """The tokenizer and the network; raises ModelError."""
        try:
            from transformers import AutoModelForQuestionAnswering, AutoTokenizer
            from transformers.utils import logging

            logging.set_verbosity_error()
            logging.disable_progress_bar()
            folder = self._model.folder
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            network, loaded = AutoModelForQuestionAnswering.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, output_loading_info=True
            )
        except Exception as error:  # transformers and its libraries raise what they like
            reason = sanitize_line(str(error).strip().partition("\n")[0]) or type(error).__name__
            raise ModelError(
                f"{self._shown} cannot be used as a reader: {reason[:160]}; name another with "
                "--reader, or leave it out"
            ) from None
        missing = sorted(loaded["missing_keys"])
        if missing or not tokenizer.is_fast:
            what = f"no tensor {missing[0]}" if missing else "no fast tokenizer"
            raise ModelError(
                f"{self._shown} is not an extractive question-answering model ({what}); name one "
                "trained on SQuAD 2.0"
            )
        return tokenizer, network.eval()

    @property
    def _shown(self) -> str:
        return f"the model {sanitize_line(repr(self._model.name))}"

    def load(self) -> None:
        """Load the model now rather than at the first question; raises ModelError."""
        with self._lock:
            _ = self._parts

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return a reading of each window, in order."""
        self.load()
        return [
            reading
            for first in range(0, len(windows), _BATCH)
            for reading in self._read(question, windows[first : first + _BATCH])
        ]

    def _read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        import torch

        tokenizer, network = self._parts
        pieces = tokenizer(
            [question] * len(windows),
            [window.text for window in windows],
            truncation="only_second",
            max_length=min(_LENGTH, tokenizer.model_max_length),
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = pieces.pop("offset_mapping").tolist()
        with torch.inference_mode():
            output = network(**pieces)
        starts, ends = output.start_logits.float().numpy(), output.end_logits.float().numpy()
        return [
            _reading(pieces.sequence_ids(row), offsets[row], window, starts[row], ends[row])
            for row, window in enumerate(windows)
        ]


def _reading(
    parts: list[int | None], offsets: list[list[int]], window: Window, starts: Any, ends: Any
) -> Reading:
    spans = [(start, end) for start, end in offsets]
    reading = read_logits(0.0, parts, spans, window, starts, ends)
    # Such a model does not judge the window apart from its spans: half of the best span's score is
    # used.
    best = max(one.log_odds for one in (reading.own, reading.before, reading.after))
    return replace(reading, logit=max(-24.0, min(24.0, best)) / 2)


def open_transformers_reader(name: str) -> TransformersReader:
    """Return the model of that folder or hub name as a reader, with its calibration if it has one.

    Raises ModelError if it cannot be found.
    """
    model = open_model(name, download=True)
    return TransformersReader(model, load_calibration(TransformersReader(model).weights))
