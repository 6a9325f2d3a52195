"""Embedding: turn texts into vectors."""

from qa_bot.embedding.encoder import Encoder, Encoding, Matrix, Vector
from qa_bot.embedding.factory import open_encoder
from qa_bot.embedding.models import DEFAULT_MODEL, Model, find_model
from qa_bot.embedding.trust import find_trusted_model, trust_model

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "Encoding",
    "Matrix",
    "Model",
    "Vector",
    "find_model",
    "find_trusted_model",
    "open_encoder",
    "trust_model",
]
