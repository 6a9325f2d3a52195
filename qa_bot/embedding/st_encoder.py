"""The encoder on sentence-transformers, for any model that it can load."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from qa_bot.embedding.content_tokens import content_tokens
from qa_bot.embedding.encoder import Encoding, unit
from qa_bot.embedding.models import Model
from qa_bot.embedding.progress import progress_bar
from qa_bot.errors import ModelError
from qa_bot.text import sanitize_line

_BATCH = 64


class SentenceTransformerEncoder:
    """Encodes with sentence-transformers on the CPU; importing it costs some 4 s and 500 MB."""

    engine = "sentence-transformers"

    def __init__(self, model: Model) -> None:
        """Load the model; raises ModelError if its folder cannot be loaded."""
        self.model = model
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        for name in ("sentence_transformers", "transformers", "huggingface_hub"):
            logging.getLogger(name).setLevel(logging.ERROR)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        try:
            self._transformer = SentenceTransformer(
                str(model.folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # the folder's files can raise anything
            reason = sanitize_line(str(error).strip().partition("\n")[0]) or repr(error)
            raise ModelError(
                f"the model {model.folder} cannot be loaded ({reason[:160]}); "
                "check that it is a sentence-transformers model"
            ) from None

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._transformer.get_embedding_dimension() or 0)

    def is_word(self, word: str) -> bool:
        """Return whether the vocabulary has a word as one piece, in lower case."""
        return len(self._transformer.tokenizer.tokenize(word)) == 1

    def encode(
        self, texts: Sequence[str], *, exact: bool = False, progress: bool = False
    ) -> list[Encoding]:
        """Return an encoding for each text, in order; with `exact`, each is encoded alone."""
        size = 1 if exact else _BATCH
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found: dict[int, Encoding] = {}
        with progress_bar(len(texts), shown=progress) as bar:
            for first in range(0, len(order), size):
                batch = order[first : first + size]
                outputs = self._forward([texts[n] for n in batch])
                for n, output in zip(batch, outputs, strict=True):
                    found[n] = self._encoding(texts[n], output)
                bar.update(len(batch))
        return [found[n] for n in range(len(texts))]

    def _forward(self, texts: list[str]) -> list[dict[str, Any]]:
        outputs: Any = self._transformer.encode(
            texts, output_value=None, batch_size=len(texts), show_progress_bar=False
        )
        return list(outputs)

    def _encoding(self, text: str, output: dict[str, Any]) -> Encoding:
        tokens = output["token_embeddings"].float().numpy()
        sentence = np.asarray(output["sentence_embedding"].float().numpy(), np.float32)
        rows = [n for n in self._content(text, len(tokens)) if n < len(tokens)]
        return Encoding(unit(sentence), unit(tokens[rows]))

    def _content(self, text: str, count: int) -> list[int]:
        tokenizer = self._transformer.tokenizer
        if not getattr(tokenizer, "is_fast", False):
            return list(range(1, count - 1)) or list(
                range(count)
            )  # such a tokenizer gives no offsets
        offsets = tokenizer(text, return_offsets_mapping=True, truncation=True, max_length=count)
        return content_tokens(text, offsets["offset_mapping"])
