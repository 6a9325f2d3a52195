"""Bytes of a text file → the source text, with no line ending or character changed."""

from __future__ import annotations

import codecs

from qa_bot.documents.parsing.charsets import decode_declared
from qa_bot.documents.parsing.guess_encoding import guess_encoding
from qa_bot.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that text files do hold: tab, new lines, form feed, and escape.
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1b\x85")


def decode(data: bytes, source: str, charset: str | None = None) -> tuple[str, str]:
    """Return the decoded text, without a byte-order mark, and the encoding's name.

    `charset` is what a server said, which counts if the bytes are not UTF-8. Raises
    SourceError for an empty file and for one that is not text.
    """
    text, encoding = _decode(data, source, charset)
    if not text.strip():
        raise SourceError(f"{source} is empty; give a file that holds an article")
    controls = sum(1 for char in text[:100_000] if char < " " and char not in _TEXT_CONTROLS)
    # One stray control character in a hundred may come from scraping; more is a binary file.
    if "\0" in text or controls * 100 > max(len(text[:100_000]), 300):
        raise SourceError(f"{source} is not a text file; convert it to text or Markdown first")
    return text, encoding


def _decode(data: bytes, source: str, charset: str | None) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{source} begins with the byte-order mark of {encoding.removesuffix('-sig')} "
                    f"but is damaged at byte {error.start}; save it again as UTF-8"
                ) from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return (charset and decode_declared(data, charset)) or _guess(data, source)


def _guess(data: bytes, source: str) -> tuple[str, str]:
    if b"\0" in data or data.startswith(b"%PDF-"):
        raise SourceError(f"{source} is not a text file; convert it to text or Markdown first")
    encoding = guess_encoding(data)
    if encoding is None:
        raise SourceError(f"{source} is in an unknown encoding; save it as UTF-8")
    # A byte beyond the sample may not be valid in this encoding.
    return data.decode(encoding, "replace"), encoding
