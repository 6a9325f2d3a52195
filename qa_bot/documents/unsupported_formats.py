"""Known formats that are not supported: each is refused with what to do instead."""

from __future__ import annotations

import re
from typing import NoReturn

from qa_bot.documents.parsing.archive import archive_kind
from qa_bot.errors import SourceError

_ARCHIVES = {
    "xlsx": "a spreadsheet (XLSX); save the sheet as text",
    "ods": "a spreadsheet (ODS); save the sheet as text",
    "pptx": "a presentation (PPTX); save it as PDF",
    "odp": "a presentation (ODP); save it as PDF",
    "zip": "a zip archive; unpack it and give the files in it",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What compound files hold, by the name of a part, which is in UTF-16. Documents may have embedded
# sheets, and messages attached documents, so that the order counts.
_COMPOUND_KINDS = (
    ("EncryptedPackage", "encrypted; save it without a password"),
    ("__substg1.0_", "an Outlook message (MSG); save it as .eml"),
    ("WordDocument", "in the format of Word 97 to 2003; save it as DOCX"),
    ("PowerPoint Document", "a presentation of PowerPoint 97 to 2003; save it as PDF"),
    ("Workbook", "a spreadsheet of Excel 97 to 2003; save the sheet as text"),
)
_MAGIC = (
    (b"\x1f\x8b", "compressed with gzip; decompress it first"),
    (b"BZh", "compressed with bzip2; decompress it first"),
    (b"\xfd7zXZ", "compressed with xz; decompress it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it and give the files in it"),
    (b"Rar!", "a RAR archive; unpack it and give the files in it"),
    (b"\x89PNG", "an image; run OCR on it first"),
    (b"\xff\xd8\xff", "an image; run OCR on it first"),
    (b"GIF8", "an image; run OCR on it first"),
    (b"II*\0", "an image; run OCR on it first"),
    (b"MM\0*", "an image; run OCR on it first"),
    (b"%!PS", "PostScript; convert it to PDF"),
    (b"SQLite format 3\0", "a database; export what it holds as text"),
    (b"ID3", "an audio file; give its transcript"),
    (b"OggS", "an audio file; give its transcript"),
)
# ASS, SAMI, TTML and MicroDVD; SubRip and WebVTT are read.
_SUBTITLES = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:\[Script Info\]|<SAMI>|(?:<\?xml[^>]{0,200}>\s*+)?<(?:tt:)?tt[\s>]"
    rb"|\{\d+\}\{\d+\})",
    re.IGNORECASE,
)


def unsupported_kind(data: bytes) -> str | None:
    """Return what an unsupported file is and what to do; None for any other file."""
    if data.startswith(_COMPOUND):
        for part, kind in _COMPOUND_KINDS:
            if part.encode("utf-16-le") in data:
                return kind
        return "in the format of Word 97 to 2003; save it as DOCX"
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return "a Kindle book; convert it to EPUB"
    if data[4:8] == b"ftyp":
        return "a video or image; give its transcript or subtitles"
    if _SUBTITLES.match(data[:2000]):
        return "in another format of subtitles; convert it to .srt or .vtt"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _ARCHIVES.get(archive_kind(data) or "")


def load(data: bytes, name: str) -> NoReturn:
    """Raise SourceError with what to do instead."""
    raise SourceError(f"{name} is {unsupported_kind(data)}")
