"""The encoder that ONNX Runtime runs: plain BERT models with mean pooling, without torch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Encoding as Pieces

from qa_bot.embedding.content_tokens import content_tokens
from qa_bot.embedding.encoder import Encoding, unit
from qa_bot.embedding.models import Model
from qa_bot.embedding.onnx.bert_graph import encoder_graph, read_shape
from qa_bot.embedding.onnx.engine import Engine, padded
from qa_bot.embedding.onnx.tensors import open_tensors
from qa_bot.embedding.onnx.word_pieces import open_tokenizer, read_length
from qa_bot.embedding.progress import progress_bar
from qa_bot.errors import ModelError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

# Tokens of the texts that share a batch: 256 to 512 take the same time, and more take more memory.
_BATCH = 384
_MODULES = ["Transformer", "Pooling", "Normalize"]


class OnnxEncoder:
    """Encodes as sentence-transformers does, to 1e-5, from a start of a tenth of a second."""

    engine = "ONNX Runtime"

    def __init__(self, model: Model, threads: int = 1) -> None:
        """Load the model of a sentence-transformers folder, its weights mapped and not read.

        Raises ModelError where the folder is damaged or is not a plain BERT with mean pooling:
        another encoder may still be able to run it.
        """
        self.model = model
        _check_modules(model.folder)
        shape = read_shape(model.folder)
        weights = open_tensors(model.folder / "model.safetensors")
        self._width = shape.width
        self._tokenizer = open_tokenizer(model.folder, read_length(model.folder))
        self._engine = Engine(encoder_graph(shape, weights), weights.path.parent, {}, threads=1)
        self._threads = threads

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return self._width

    def is_word(self, word: str) -> bool:
        """Tell whether the model's vocabulary has a word whole, in lower case."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(
        self, texts: Sequence[str], *, exact: bool = False, progress: bool = False
    ) -> list[Encoding]:
        """Return an encoding for each text, in order.

        Texts of like length share a batch, to pad little. Padding changes a text's sentence vector
        by less than 1e-6; with `exact`, only texts of the same length share a batch, and nothing
        is padded: the vectors are those of the text alone, to the last bit.
        """
        pieces: list[Pieces] = self._tokenizer.encode_batch(list(texts))
        lengths = [len(piece.ids) for piece in pieces]
        found: dict[int, Encoding] = {}
        batches = list(_batches(lengths, exact=exact))

        def run(batch: list[int]) -> list[Encoding]:
            return self._run([texts[n] for n in batch], [pieces[n] for n in batch])

        alone = self._threads == 1 or len(batches) == 1
        with progress_bar(len(texts), shown=progress) as bar:
            done = map(run, batches) if alone else self._workers.map(run, batches)
            for batch, encodings in zip(batches, done, strict=True):
                found |= zip(batch, encodings, strict=True)
                bar.update(len(batch))
        return [found[n] for n in range(len(texts))]

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # 16 ms, which one question need not pay

        return ThreadPoolExecutor(self._threads, "encoder")

    def _run(self, texts: Sequence[str], pieces: Sequence[Pieces]) -> list[Encoding]:
        tokens, sentences = self._engine.run(
            input_ids=padded([one.ids for one in pieces]),
            attention_mask=padded([one.attention_mask for one in pieces]),
        )
        kept = [content_tokens(text, one.offsets) for text, one in zip(texts, pieces, strict=True)]
        return [
            Encoding(sentence, unit(own[rows]))
            for sentence, own, rows in zip(sentences, tokens, kept, strict=True)
        ]


def _batches(lengths: Sequence[int], *, exact: bool) -> Iterator[list[int]]:
    """Yield the numbers of the texts that share a batch, shortest first."""
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = (len(batch) + 1) * lengths[n] > _BATCH
        if batch and (full or (exact and lengths[batch[0]] != lengths[n])):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _check_modules(folder: Path) -> None:
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
        pooling = json.loads((folder / modules[1]["path"] / "config.json").read_text("utf-8"))
        chosen = {key for key, value in pooling.items() if key.startswith("pooling_") and value}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(f"{folder} is not a sentence-transformers model ({error})") from None
    if kinds != _MODULES or chosen != {"pooling_mode_mean_tokens"}:
        raise ModelError(f"the model {folder} does not pool by the mean and normalise")
