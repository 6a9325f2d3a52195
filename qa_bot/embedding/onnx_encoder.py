"""The encoder on ONNX Runtime, for the packaged model, without torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from tokenizers import Encoding as Pieces

from qa_bot.embedding.content_tokens import content_tokens
from qa_bot.embedding.encoder import Encoding, unit
from qa_bot.embedding.models import Model
from qa_bot.embedding.onnx.engine import Engine, pad
from qa_bot.embedding.onnx.word_pieces import open_tokenizer
from qa_bot.embedding.progress import progress_bar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_LENGTH = 256  # tokens read from a text: max_seq_length in the model's sentence_bert_config.json
# Characters passed to the tokenizer, which needs a kilobyte per word even for megabytes of text.
_CLIPPED = 100_000
# tokens in a batch: 128 to 256 take the same time; 384 takes 6 % more on web pages, by padding.
# With repacked weights, 128 take 8 % less than 256.
_BATCH = 256
_BATCH_OF_MANY = 128


class OnnxEncoder:
    """Encodes like sentence-transformers, to 1e-5, but starts in a tenth of a second."""

    engine = "ONNX Runtime"
    dimensions = 384

    def __init__(self, model: Model, threads: int = 1, *, many: bool = False) -> None:
        """Load the packaged model, its weights mapped, not read; raises ModelError.

        `many` is for the texts of whole articles: 13 % faster, but slower to start.
        """
        self.model = model
        self._tokenizer = open_tokenizer(model.folder, _LENGTH)
        self._engine = Engine("encoder", model.folder, {}, threads=1, repack=many)
        self._threads = threads
        self._batch = _BATCH_OF_MANY if many else _BATCH

    def is_word(self, word: str) -> bool:
        """Return whether the vocabulary has a word as one piece, in lower case."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(
        self, texts: Sequence[str], *, exact: bool = False, progress: bool = False
    ) -> list[Encoding]:
        """Return an encoding for each text, in order.

        Texts of similar length share a batch, to pad little. Padding changes a sentence vector by
        less than 1e-6; with `exact`, only texts of equal length share a batch, nothing is padded,
        and a text's vectors are the same to the last bit in any batch.
        """
        pieces: list[Pieces] = self._tokenizer.encode_batch([text[:_CLIPPED] for text in texts])
        lengths = [len(piece.ids) for piece in pieces]
        found: dict[int, Encoding] = {}
        batches = list(_batches(lengths, self._batch, exact=exact))

        def run(batch: list[int]) -> list[Encoding]:
            return self._run([texts[n] for n in batch], [pieces[n] for n in batch])

        workers = min(self._threads, len(batches))
        with progress_bar(len(texts), shown=progress) as bar, _pool(workers) as pool:
            done = pool.map(run, batches) if pool else map(run, batches)
            for batch, encodings in zip(batches, done, strict=True):
                found |= zip(batch, encodings, strict=True)
                bar.update(len(batch))
        return [found[n] for n in range(len(texts))]

    def _run(self, texts: Sequence[str], pieces: Sequence[Pieces]) -> list[Encoding]:
        tokens, sentences = self._engine.run(
            input_ids=pad([one.ids for one in pieces]),
            attention_mask=pad([one.attention_mask for one in pieces]),
        )
        kept = [content_tokens(text, one.offsets) for text, one in zip(texts, pieces, strict=True)]
        return [
            Encoding(sentence, unit(own[rows]))
            for sentence, own, rows in zip(sentences, tokens, kept, strict=True)
        ]


def _pool(workers: int) -> AbstractContextManager[ThreadPoolExecutor | None]:
    """Return threads for one call, or nothing if one thread is enough.

    They end with the call, since a process forked later would wait for threads that it did not
    inherit.
    """
    if workers < 2:
        return nullcontext()
    from concurrent.futures import ThreadPoolExecutor  # 16 ms, not needed for one question

    return ThreadPoolExecutor(workers, "encoder")


def _batches(lengths: Sequence[int], limit: int, *, exact: bool) -> Iterator[list[int]]:
    """Yield the numbers of the texts in each batch of at most `limit` tokens, shortest first."""
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = (len(batch) + 1) * lengths[n] > limit
        if batch and (full or (exact and lengths[batch[0]] != lengths[n])):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
