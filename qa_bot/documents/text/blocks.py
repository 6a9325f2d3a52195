"""Plain text → blocks: runs of lines that belong together, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa_bot.documents.document import Block
from qa_bot.lines import Lines
from qa_bot.text import strip_span

_BULLET = re.compile(r"[ \t]*[•‣▪◦●∙·*–—-][ \t]+(?=\S)")
# "Rovers: Berg; Ness" below "City: Sand; Lind": entries, whatever their width.
_LABELED = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s")
_NUMBERED = re.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t]+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")

# Widths at which text is wrapped by hand; wider lines are paragraphs, narrower ones entries.
_WRAP_WIDTHS = range(40, 121)


def text_blocks(text: str) -> list[Block]:
    """Return the blocks of plain text in order.

    Blank lines separate blocks. Within a run of lines a bullet or an item's number begins a block,
    and a line continues the one before if that one is hard-wrapped.
    """
    blocks: list[Block] = []
    for group in _groups(text):
        width = max(end - start for start, end in group)
        full = sum(end - start > width * 0.8 for start, end in group)
        previous: tuple[int, int] | None = None
        number = 0  # of the last numbered item
        for start, end in group:
            line = text[start:end]
            bullet = _BULLET.match(line)
            before = text[slice(*previous)] if previous else ""
            first_word = len(line.split(None, 1)[0])
            is_wrapped = bool(before) and _continues(before, line, first_word, width, full)
            if is_wrapped and line[0] in "–—" and blocks[-1].kind == "text":
                # In a paragraph of two lines or more that has not ended, a dash is no bullet.
                is_paragraph = previous is not None and blocks[-1].start < previous[0]
                bullet = None if is_paragraph and not _is_ended(before) else bullet
            numbered = _NUMBERED.match(line)
            if numbered and (
                not before or int(numbered[1]) in (1, number + 1) or _is_ended(before)
            ):
                number = int(numbered[1])
            elif is_wrapped and not bullet:
                blocks[-1] = replace(blocks[-1], end=end)
                previous = (start, end)
                continue
            marker = bullet.end() if bullet else 0
            blocks.append(Block(start + marker, end, "item" if bullet else "text", marker))
            previous = (start, end)
    return blocks


def _groups(text: str) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    for raw_start, raw_end in Lines(text).spans:
        start, end = strip_span(text, raw_start, raw_end)
        if start < end:
            group.append((start, end))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_ended(line: str) -> bool:
    """Return whether a line ends a sentence, not with the "(e.g." of "(e.g. 15) …"."""
    return bool(_SENTENCE_END.search(line)) and line.count("(") <= line.count(")")


def _continues(before: str, line: str, first_word: int, width: int, full: int) -> bool:
    """Return whether `line` continues `before`, which a hard wrap at `width` broke off.

    `full` counts the lines of about that width: a single complete line is no sign of wrapping.
    """
    if _LABELED.match(line) and _LABELED.match(before):
        return False
    if width not in _WRAP_WIDTHS or (full < 2 and _SENTENCE_END.search(before)):
        return False
    if not _SENTENCE_END.search(before) and line[0].islower() and len(before) > width // 2:
        return True
    # The line was broken where the next word did not fit. Five columns of tolerance: wrapping at 80
    # seldom fills all 80 in any line of a short paragraph.
    return len(before) + 1 + first_word > width - 5 and len(before) > width // 2
