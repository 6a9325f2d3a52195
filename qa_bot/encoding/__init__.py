"""Encoding: texts become vectors."""

from qa_bot.encoding.encoder import Encoder, Encoding, Matrix, Vector
from qa_bot.encoding.models import DEFAULT_MODEL, Model, find_model
from qa_bot.encoding.opening import open_encoder

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "Encoding",
    "Matrix",
    "Model",
    "Vector",
    "find_model",
    "open_encoder",
]
