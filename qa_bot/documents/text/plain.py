"""Plain text: decoded unchanged and cut at blank lines."""

from __future__ import annotations

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.text.blocks import text_blocks


def load(data: bytes, name: str, *, charset: str | None = None) -> Document:
    """Return the document of a text file; `charset` is its encoding according to the server.

    Raises SourceError if it is empty or not text.
    """
    text, encoding = decode(data, name, charset)
    return Document(text, tuple(text_blocks(text)), "text", encoding)
