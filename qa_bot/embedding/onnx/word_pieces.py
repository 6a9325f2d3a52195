"""The model's tokenizer, without transformers."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from qa_bot.errors import ModelError


def open_tokenizer(folder: Path, length: int, strategy: str = "longest_first") -> Tokenizer:
    """Return the tokenizer of a model folder, truncating at `length` tokens, without padding.

    The file's own settings (128 tokens, padded to 128) are those of training.
    Raises ModelError if it cannot be read.
    """
    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"the tokenizer {path} cannot be read ({error})") from None
    tokenizer.no_padding()
    tokenizer.enable_truncation(length, strategy=strategy)
    return tokenizer
