"""Line numbers of a text."""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Lines:
    """The lines of a text; `\\n`, `\\r\\n` and a lone `\\r` end a line."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _LINE.finditer(text)]
        self.spans = spans[:-1] if len(spans) > 1 and spans[-1][0] == spans[-1][1] else spans
        self._starts = [start for start, _ in self.spans]

    def number(self, offset: int) -> int:
        """Return the line number, from 1, that holds the offset."""
        return bisect_right(self._starts, offset)
