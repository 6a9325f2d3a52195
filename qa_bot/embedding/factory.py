"""Choose the encoder: ONNX Runtime for the packaged model, sentence-transformers for others."""

from __future__ import annotations

from qa_bot.embedding.encoder import Encoder
from qa_bot.embedding.models import DEFAULT_MODEL, Model, find_model
from qa_bot.embedding.onnx_encoder import OnnxEncoder
from qa_bot.text import sanitize_line


def open_encoder(
    model: Model | str = DEFAULT_MODEL, *, threads: int = 1, many: bool = False
) -> Encoder:
    """Return an encoder for a model, or for the model that the user names.

    ONNX Runtime starts in a tenth of a second; sentence-transformers takes seconds to import, so a
    warning is logged. One thread is fastest for a single question; indexing uses more, and sets
    `many`. Raises ModelError.
    """
    model = find_model(model) if isinstance(model, str) else model
    if model.name == DEFAULT_MODEL:
        return OnnxEncoder(model, threads, many=many)
    import logging

    logging.getLogger(__name__).warning(
        "note: the model %s runs in sentence-transformers, which takes several seconds to start",
        sanitize_line(model.name),
    )
    from qa_bot.embedding.st_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)
