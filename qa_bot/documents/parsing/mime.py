"""What messages and web archives may hold before the standard library's parser reads them."""

from __future__ import annotations

import re

from qa_bot.errors import SourceError

_MULTIPART = re.compile(rb"(?i)content-type:\s*+multipart/")
_LONG_HEADER = re.compile(rb"(?im)^content-[a-z-]{1,30}:(?:[^\n]|\n[ \t]){5000}")
_MAX_MULTIPARTS = 200  # a message in a message in a message has three
# The parser compares every line with the boundaries of all the parts around it: about 10 seconds.
_MAX_COMPARED = 5_000_000


def check_parts(data: bytes, name: str) -> None:
    """Raise SourceError for bytes over which the parser would take minutes."""
    multiparts = len(_MULTIPART.findall(data))
    compared = multiparts * data.count(b"\n")
    if multiparts > _MAX_MULTIPARTS or compared > _MAX_COMPARED or _LONG_HEADER.search(data):
        raise SourceError(
            f"{name} has more parts than a real message or web archive; save its text as a file"
        )
