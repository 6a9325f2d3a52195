"""Who encodes: ONNX Runtime where it can, sentence-transformers where it must."""

from __future__ import annotations

from qa_bot.embedding.encoder import Encoder
from qa_bot.embedding.models import DEFAULT_MODEL, find_model
from qa_bot.embedding.onnx_encoder import OnnxEncoder
from qa_bot.errors import ModelError
from qa_bot.text import sanitize_line


def open_encoder(name: str = DEFAULT_MODEL, *, threads: int = 1) -> Encoder:
    """Return an encoder for the model of that name; raises ModelError where it cannot be had.

    ONNX Runtime runs every plain BERT with mean pooling, the packaged model among them, and starts
    in a tenth of a second; sentence-transformers, which takes seconds to import, runs the rest, and
    a warning is logged. One thread is quickest for a question; indexing takes more.
    """
    model = find_model(name)
    try:
        return OnnxEncoder(model, threads)
    except ModelError as error:
        if name == DEFAULT_MODEL:
            raise
        reason = str(error)
    import logging

    logging.getLogger(__name__).warning(
        "note: ONNX Runtime cannot run this model (%s); sentence-transformers runs it, which takes "
        "seconds to start",
        sanitize_line(reason),
    )
    from qa_bot.embedding.st_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)
