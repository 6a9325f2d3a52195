"""Bytes of a text file → the source text, with no line ending or character changed."""

from __future__ import annotations

import codecs
import re

from qa_bot.documents.parsing.charsets import decode_declared
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
# Signs of another encoding read as cp1252: a symbol inside a word, other than an apostrophe or a
# dash, and the letters that Turkish encodings replace.
_MISPLACED = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f\w’—–](?=[^\W\d_])|[ýþðÝÞÐ]")
_ACCENTED = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
_LETTER = re.compile(r"[^\W\d_]")


def decode(data: bytes, source: str, charset: str | None = None) -> tuple[str, str]:
    """Return the decoded text, without a byte-order mark, and the encoding's name.

    `charset` is what a server said of it, which counts where the bytes are not UTF-8. Raises
    SourceError for an empty file and for one that is not text.
    """
    if not data.strip():
        raise SourceError(f"{source} is empty; give a file that holds an article")
    text, encoding = _decode(data, source, charset)
    if not text.strip():
        raise SourceError(f"{source} is empty; give a file that holds an article")
    controls = sum(1 for char in text[:100_000] if char < " " and char not in _TEXT_CONTROLS)
    # One stray control in a hundred characters is a scrape; more is a binary file.
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
    from charset_normalizer import from_bytes

    if b"\0" in data or data.startswith(b"%PDF-"):
        raise SourceError(f"{source} is not a text file; convert it to text or Markdown first")
    if (text := _western(data)) is not None:
        return text, "cp1252"
    match = from_bytes(data).best()
    if match is None:
        raise SourceError(f"{source} is in an unknown encoding; save it as UTF-8")
    return data.decode(match.encoding), match.encoding


def _western(data: bytes) -> str | None:
    """Return the text decoded as cp1252 if the result looks like text, else None.

    An English page in cp1252 differs from ASCII in a few quotes and accents, from which
    charset-normalizer guesses Icelandic, Chinese or Eastern European encodings.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    # Accented letters: 5 % in French, 13 % in Czech read as cp1252, 100 % in Russian.
    is_rare = len(_ACCENTED.findall(text)) <= 0.06 * len(_LETTER.findall(text))
    return text if is_rare and not _MISPLACED.search(text) else None
