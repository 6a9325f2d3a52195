"""Find quotations: marks of all kinds, across paragraphs, even garbled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.language import ENGLISH
from qa_bot.types import Paragraph, Sentence

_SPEECH = ENGLISH.speech

# For each opening mark, the closing one, or a mark that shows that it is missing.
_NEXT = {
    "“": re.compile(r"[“”]"),
    "„": re.compile(r"[„“”]"),
    "«": re.compile(r"[«»]"),
    '"': re.compile(r'"'),
    # After punctuation a ’ closes, after a letter it may be an apostrophe.
    "‘": re.compile(r"‘(?=\w)|(?<=[.,!?…—–-])’(?!\w)"),
    "'": re.compile(r"(?<=[.,!?…—–-])'(?!\w)"),
}
_OPENING = re.compile(r"[“„«]|(?<![\w.,!?…])\"(?=\S)|(?<!\w)[‘'](?=[^\W\d])")
_CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_TERM_END = re.compile(r"(?<=\w)’(?!\w)")  # ‘alarmist’
# Characters searched for a closing single mark; apostrophes have none.
_MAX_LENGTH = 3000


@dataclass(frozen=True, slots=True)
class Quotation:
    """A span, both marks included; `joined` if it continues the one before."""

    start: int
    end: int
    paragraph: int
    joined: bool = False


def find_quotations(
    text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]
) -> list[Quotation]:
    """Return the quotations of an article in order, never nested.

    A quotation that is never closed continues in the next paragraph if that begins with the same
    mark; otherwise it ends with its sentence.
    """
    found: list[Quotation] = []
    ends = [sentence.end for sentence in sentences]
    open_mark = ""
    for number, paragraph in enumerate(paragraphs):
        position, joined = paragraph.start, bool(open_mark)
        while opening := _OPENING.search(text, position, paragraph.end):
            start, mark = opening.start(), opening[0]
            joined = joined and start == paragraph.start and mark == open_mark
            open_mark = ""
            end = _end(text, start, mark, paragraph.end)
            if end is None and mark in "'‘":
                position, joined = start + 1, False  # an apostrophe
                continue
            if end is None:
                following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
                rest = not _NEXT[mark].search(text, start + 1, paragraph.end)
                if rest and following and text.startswith(mark, following.start):
                    end, open_mark = paragraph.end, mark
                else:
                    at = bisect_left(ends, start + 1)
                    end = min(ends[at] if at < len(ends) else paragraph.end, paragraph.end)
                    other = _NEXT[mark].search(text, start + 1, end)
                    end = max(start + 1, other.start() if other else end)
            if not _SPEECH.WORK.fullmatch(text, start + 1, end - 1):
                found.append(Quotation(start, end, paragraph.number, joined))
            position, joined = end, False
        if not (found and found[-1].end == paragraph.end):
            open_mark = ""
    return found


def mask_quotations(text: str, quotations: Sequence[Quotation], filler: str) -> str:
    """Return the text with every character of a quotation replaced; offsets stay."""
    parts, position = [], 0
    for quotation in quotations:
        parts += [text[position : quotation.start], filler * (quotation.end - quotation.start)]
        position = quotation.end
    return "".join([*parts, text[position:]])


def _end(text: str, start: int, mark: str, limit: int) -> int | None:
    """Return where the quotation opened by a mark ends, or None if it is never closed."""
    if mark in "'‘":
        limit = min(limit, start + _MAX_LENGTH)
    closing = _NEXT[mark].search(text, start + 1, limit)
    if closing and closing[0] in _CLOSING[mark]:
        return closing.end()
    if mark == "‘" and (term := _TERM_END.search(text, start, limit)):
        return term.end() if not closing or term.start() < closing.start() else None
    return None
