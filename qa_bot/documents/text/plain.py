"""Plain text: decoded unchanged and cut at blank lines; Markdown if its signs say so."""

from __future__ import annotations

from pathlib import PurePath

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.text import markdown
from qa_bot.documents.text.blocks import text_blocks
from qa_bot.documents.text.sniff import is_markdown

# Standard input and README have none. Any other suffix says that the text is not Markdown: code
# with comments looks like it.
_SAYS_NOTHING = frozenset(("", ".txt", ".text"))


def load(data: bytes, name: str, *, charset: str | None = None) -> Document:
    """Return the document of a text file; `charset` is its encoding according to the server.

    Raises SourceError if it is empty or not text.
    """
    text, encoding = decode(data, name, charset)
    if PurePath(name).suffix.lower() in _SAYS_NOTHING and is_markdown(text):
        return markdown.load(data, name, charset=charset)
    return Document(text, tuple(text_blocks(text)), "text", encoding)
