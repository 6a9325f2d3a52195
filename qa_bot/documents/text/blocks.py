"""Plain text → blocks: runs of lines that belong together, before cleaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa_bot.documents.boilerplate import boilerplate_kind
from qa_bot.documents.document import Block
from qa_bot.language import ENGLISH
from qa_bot.lines import Lines
from qa_bot.text import strip_span

_PHRASES = ENGLISH.boilerplate

_BULLET = re.compile(r"[ \t]*[•‣▪◦●∙·*–—-][ \t]+(?=\S)")
# "Rovers: Berg; Ness" below "City: Sand; Lind": entries, whatever their width.
_LABELED = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s")
_NUMBERED = re.compile(r"[ \t]*\(?(\d{1,3})[.)][ \t]+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")

# Widths at which text is wrapped by hand; wider lines are paragraphs, narrower ones entries.
_WRAP_WIDTHS = range(40, 121)

# The lines at an article's head or foot, "By Anna Brandt" above "Share this article", are few.
_FEW = 6


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
        apart = _apart([text[start:end] for start, end in group])
        for position, (start, end) in enumerate(group):
            line = text[start:end]
            bullet = _BULLET.match(line)
            before = text[slice(*previous)] if previous else ""
            first_word = len(line.split(None, 1)[0])
            is_wrapped = (
                bool(before)
                and position not in apart
                and _continues(before, line, first_word, width, full)
            )
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


def ends_in_page(line: str) -> bool:
    """Return whether a line of a table of contents ends here: "Enemies . . . . 19"."""
    dots = line.rstrip("0123456789").rstrip()
    return line[-1:].isdigit() and dots.endswith(("...", ". . ."))


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


def _apart(lines: list[str]) -> set[int]:
    """Return the positions in a short run of lines that do not continue the line before.

    Those are the lines before and after a byline or a date, and page chrome below such a line.
    """
    found: set[int] = set()
    if not 1 < len(lines) <= _FEW or max(map(len, lines)) not in _WRAP_WIDTHS:
        return found
    is_fact = False  # whether the line before is a byline, a date or page chrome below them
    for position, line in enumerate(lines):
        was_fact = is_fact
        is_fact = _is_date(line)
        if not is_fact and (was_fact or not position):
            is_fact = bool(_PHRASES.BYLINE_ALONE.fullmatch(line))
        if not is_fact and was_fact and line[0].isupper():
            is_fact = boilerplate_kind(line) is not None
        if position and (is_fact or was_fact):
            found.add(position)
    return found


def _is_date(line: str) -> bool:
    return bool(_PHRASES.DATE.search(line) and _PHRASES.DATE_ALONE.fullmatch(line))


def _is_ended(line: str) -> bool:
    """Return whether a line ends a sentence, not with the "(e.g." of "(e.g. 15) …"."""
    return bool(_SENTENCE_END.search(line)) and line.count("(") <= line.count(")")


def _continues(before: str, line: str, first_word: int, width: int, full: int) -> bool:
    """Return whether `line` continues `before`, which a hard wrap at `width` broke off.

    `full` counts the lines of about that width: a single complete line is no sign of wrapping.
    """
    if (_LABELED.match(line) and _LABELED.match(before)) or ends_in_page(before):
        return False
    if width not in _WRAP_WIDTHS or (full < 2 and _SENTENCE_END.search(before)):
        return False
    if not _SENTENCE_END.search(before) and line[0].islower() and len(before) > width // 2:
        return True
    # The line was broken where the next word did not fit. Five columns of tolerance: wrapping at 80
    # seldom fills all 80 in any line of a short paragraph.
    return len(before) + 1 + first_word > width - 5 and len(before) > width // 2
