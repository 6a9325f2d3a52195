"""A page's bytes → its text: the declared encoding is a hint, decoding decides."""

from __future__ import annotations

import codecs
import re

from qa_bot.documents.parsing.charsets import (
    count_high,
    decode_if_plausible,
    find_codec,
    visible_bytes,
)
from qa_bot.documents.parsing.guess_encoding import guess_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<meta\b[^>]{0,500}?charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,40})", re.IGNORECASE
)
_PROLOG = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,40})", re.IGNORECASE)
# Encodings whose bytes are all ASCII: they decode as UTF-8 too, but wrongly.
_ESCAPED = ("iso2022_jp", "iso2022_kr", "hz")
_HEAD = 4096  # bytes searched for a declaration; browsers search 1,024


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """Return a page's text, without a byte-order mark, and the encoding's name.

    `charset` is what the server sent: a label or a whole Content-Type. A byte-order mark overrides
    it, and it overrides the page's own declaration. The bytes override all of them: valid UTF-8 is
    UTF-8. Nothing is refused; undecodable bytes become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if wide := _unmarked_utf16(data):
        return data.decode(wide, "replace"), wide
    declared = [name for label in _labels(data, charset) if (name := find_codec(label))]
    for encoding in declared:
        if encoding in _ESCAPED and (text := _strict(data, encoding)) is not None:
            return text, encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut off inside a character
            return data[: error.start].decode("utf-8"), "utf-8"
    for encoding in declared:
        if encoding != "utf-8" and (text := decode_if_plausible(data, encoding)) is not None:
            return text, encoding
    damaged = data.decode("utf-8", "replace")
    # A few pasted bytes are in another encoding.
    if damaged.count("\ufffd") * 20 <= count_high(data):
        return damaged, "utf-8"
    encoding = guess_encoding(visible_bytes(data)) or "cp1252"
    return data.decode(encoding, "replace"), encoding


def _labels(data: bytes, charset: str | None) -> list[str]:
    labels = []
    if charset:
        header = _HEADER.search(charset)
        labels.append(header[1] if header else charset)
    for pattern in (_META, _PROLOG):
        if found := pattern.search(data, 0, _HEAD):
            labels.append(found[1].decode("ascii", "ignore"))
    return labels


def _unmarked_utf16(data: bytes) -> str | None:
    head = data[:200]
    if len(head) > 20 and head[1::2].count(0) > len(head) * 0.4 and 0 not in head[::2]:
        return "utf-16-le"
    if len(head) > 20 and head[::2].count(0) > len(head) * 0.4 and 0 not in head[1::2]:
        return "utf-16-be"
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None
