"""A page's bytes → its text: the declared encoding is a hint, decoding decides."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
_META = re.compile(
    rb"<meta\b[^>]{0,500}?charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,40})", re.IGNORECASE
)
_PROLOG = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]{2,40})", re.IGNORECASE)
# Encodings whose bytes are all ASCII: they decode as UTF-8 too, but wrongly.
_ESCAPED = ("iso2022_jp", "iso2022_kr", "hz")
_HIDDEN = re.compile(
    rb"<(script|style)\b.*?</\1|<!--.*?-->|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL
)
_ACCENTED = re.compile(r"(?![\x00-\x7f])[^\W\d_]")
_LETTER = re.compile(r"[^\W\d_]")

_HEAD = 4096  # bytes searched for a declaration; browsers search 1,024
_SAMPLE = 50_000  # bytes of text from which an encoding is guessed


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
    declared = [name for label in _labels(data, charset) if (name := _codec(label))]
    for encoding in declared:
        if encoding in _ESCAPED and (text := _strict(data, encoding)) is not None:
            return text, encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut off inside a character
            return data[: error.start].decode("utf-8"), "utf-8"
    for encoding in declared:
        if encoding != "utf-8" and (text := _believable(data, encoding)) is not None:
            return text, encoding
    damaged = data.decode("utf-8", "replace")
    # A few pasted bytes are in another encoding.
    if damaged.count("\ufffd") * 20 <= _count_high(data):
        return damaged, "utf-8"
    encoding = _guess(data)
    return data.decode(encoding, "replace"), encoding


def decode_declared(data: bytes, charset: str) -> tuple[str, str] | None:
    """Return the text and encoding that a label means; None where the bytes speak against it."""
    encoding = _codec(charset)
    text = _believable(data, encoding) if encoding else None
    return None if text is None or encoding is None else (text, encoding)


def _labels(data: bytes, charset: str | None) -> list[str]:
    labels = []
    if charset:
        header = _HEADER.search(charset)
        labels.append(header[1] if header else charset)
    for pattern in (_META, _PROLOG):
        if found := pattern.search(data, 0, _HEAD):
            labels.append(found[1].decode("ascii", "ignore"))
    return labels


def _codec(label: str) -> str | None:
    """Return Python's name for an encoding's label; None if it is not a text encoding."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    # The declaration was read as ASCII, so it cannot be UTF-16: browsers read the label as UTF-8.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(name, name)


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


def _believable(data: bytes, encoding: str) -> str | None:
    """Return the text in a declared encoding, or None if the bytes contradict it."""
    try:
        text = data.decode(encoding, "replace")
    except (UnicodeError, ValueError):
        return None
    if text.count("\ufffd") * 100 > _count_high(data):
        return None
    if encoding in ("cp1252", "cp1254", "iso8859-15"):
        # The default of old servers: Cyrillic decoded as this has accents on nearly every letter.
        visible = _HIDDEN.sub(b" ", data[: 4 * _SAMPLE])[:_SAMPLE].decode(encoding, "ignore")
        letters = len(_LETTER.findall(visible))
        if len(_ACCENTED.findall(visible)) > 0.4 * letters:
            return None
    return text


def _count_high(data: bytes) -> int:
    return len(data) - len(data.translate(None, delete=bytes(range(0x80, 0x100))))


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    visible = _HIDDEN.sub(b" ", data[: 10 * _SAMPLE])[:_SAMPLE]
    letters = len(_LETTER.findall(western := visible.decode("cp1252", "ignore")))
    # English, French and German have at most some 6 % of accented letters.
    if len(_ACCENTED.findall(western)) <= 0.06 * letters:
        return "cp1252"
    best = from_bytes(visible).best()
    encoding = (_codec(best.encoding) if best else None) or "cp1252"
    # German is the same in the Eastern European encoding, which is often guessed.
    return "cp1252" if visible.decode(encoding, "ignore") == western else encoding
