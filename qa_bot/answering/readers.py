"""Open the reader that the user chose: the packaged one, none, or any model by name."""

from __future__ import annotations

from qa_bot.answering.onnx_reader import READER_VERSION, open_packaged_reader
from qa_bot.answering.reader import Reader

PACKAGED_NAMES = ("default", READER_VERSION)


def open_reader(choice: bool | str) -> Reader | None:
    """Return the packaged reader (True), none (False), or an extractive model by folder or name.

    A hub name that is not on this machine is downloaded. Raises ModelError.
    """
    if choice is False:
        return None
    if choice is True or choice in PACKAGED_NAMES:
        return open_packaged_reader()
    from qa_bot.answering.transformers_reader import open_transformers_reader

    return open_transformers_reader(choice)
