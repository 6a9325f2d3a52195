"""Documents that are zip archives: read part by part, within bounds, and never to disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Literal
from urllib.parse import unquote

from qa_bot.errors import SourceError

ArchiveKind = Literal["docx", "odt", "epub", "xlsx", "pptx", "ods", "odp", "zip"]

# A long novel's parts are 2 MB in all; a part of text is packed 5 to 20 times.
_MAX_PARTS = 10_000
_MAX_PART = 50_000_000
_MAX_TOTAL = 200_000_000
_MAX_TAGS = 3_000_000  # all parts together; the Bible has 400,000, and a million take 4 s
_MAX_RATIO = 200
_RATIO_FROM = 1_000_000  # a short part may be packed very well

_MIME_TYPES: dict[bytes, ArchiveKind] = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_FOLDERS: dict[str, ArchiveKind] = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Archive:
    """A zip archive in memory.

    Raises SourceError if it is damaged, encrypted, or unpacks to more than a document holds.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._total = self._tags = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise SourceError(f"{name} is damaged or cut short; get the file again") from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > _MAX_PARTS:
            raise self._too_large_error()

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """Return a part's bytes; raises SourceError if it is missing, damaged or too large."""
        info = self._parts.get(part)
        if info is None:
            raise SourceError(f"{self._name} is incomplete (no {part}); get the file again")
        if info.flag_bits & 1:
            raise SourceError(f"{self._name} is encrypted; save it without a password")
        limit = min(_MAX_PART, _MAX_TOTAL - self._total)
        limit = min(limit, max(_RATIO_FROM, info.compress_size * _MAX_RATIO))
        try:
            # The stated size may be wrong, so the unpacked bytes are counted.
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except _BROKEN:
            raise SourceError(f"{self._name} is damaged ({part}); get the file again") from None
        self._total += len(data)
        self._tags += data.count(b"<")
        if len(data) > limit or self._tags > _MAX_TAGS:
            raise self._too_large_error()
        return data

    def _too_large_error(self) -> SourceError:
        return SourceError(
            f"{self._name} unpacks to more data than a document has; it may be a zip bomb"
        )


def resolve_part(base: str, link: str) -> str | None:
    """Return the part that a link in the part `base` leads to, or None if outside the archive."""
    path = unquote(link.partition("#")[0])
    path = (
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    )
    path = posixpath.normpath(path)
    return None if path.startswith("..") or "://" in link else path


def archive_kind(data: bytes) -> ArchiveKind | None:
    """Return which document a zip archive holds, by its parts; None if it is not a zip archive."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    # The type of OpenDocument and EPUB is the first part, not packed, for just this purpose.
    if data[30:38] == b"mimetype":
        for mime_type, kind in _MIME_TYPES.items():
            if data.startswith(mime_type, 38):
                return kind
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _BROKEN:
        names = [folder for folder in _FOLDERS if folder.encode() in data[:100_000]]
    for folder, kind in _FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return kind
    if "META-INF/container.xml" in names:
        return "epub"
    return "odt" if "content.xml" in names else "zip"
