"""Encodings by their labels: the encoding that a label means, unless the bytes contradict it."""

from __future__ import annotations

import codecs
import re

# Browsers read these labels as the larger Windows encoding (WHATWG, "Encoding").
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_LABELS = {"x-sjis": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "unicode": "utf-16-le"}
_HIDDEN = re.compile(
    rb"<(script|style)\b.*?</\1|<!--.*?-->|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL
)
_ACCENTED = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
_LETTER = re.compile(r"[^\W\d_]")

_SAMPLE = 50_000  # bytes of text by which an encoding is judged


def decode_declared(data: bytes, charset: str) -> tuple[str, str] | None:
    """Return the text and encoding that a label means; None if the bytes contradict it."""
    encoding = find_codec(charset)
    text = decode_if_plausible(data, encoding) if encoding else None
    return None if text is None or encoding is None else (text, encoding)


def find_codec(label: str) -> str | None:
    """Return Python's name for an encoding's label; None if it is not a text encoding."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    # The declaration was read as ASCII, so it cannot be UTF-16: browsers read the label as UTF-8.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(name, name)


def decode_if_plausible(data: bytes, encoding: str) -> str | None:
    """Return the text in a declared encoding, or None if the bytes contradict it."""
    try:
        text = data.decode(encoding, "replace")
    except (UnicodeError, ValueError):
        return None
    if text.count("\ufffd") * 100 > count_high(data):
        return None
    if encoding in ("cp1252", "cp1254", "iso8859-15"):
        # The default of old servers: Cyrillic decoded as this has accents on nearly every letter.
        visible = visible_bytes(data).decode(encoding, "ignore")
        letters = len(_LETTER.findall(visible))
        if len(_ACCENTED.findall(visible)) > 0.4 * letters:
            return None
    return text


def visible_bytes(data: bytes) -> bytes:
    """Return a sample of the bytes of a page that a reader sees: no markup, scripts or styles."""
    return _HIDDEN.sub(b" ", data[: 10 * _SAMPLE])[:_SAMPLE]


def count_high(data: bytes) -> int:
    """Return how many bytes are not ASCII."""
    return len(data) - len(data.translate(None, delete=bytes(range(0x80, 0x100))))
