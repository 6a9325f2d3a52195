"""Lines of verse, which are neither headings nor a title."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.documents.document import Block
from qa_bot.documents.segmentation.line_forms import (
    HEADING_LENGTH,
    HEADING_WORDS,
    are_one_run,
    is_ended,
    keeps_data,
)

_VERSE = 3  # lines, at least
_BEGINNING = 12  # lines in which a title may stand
_VERSE_WORDS = 4  # of each line, at least


def find_verse(kept: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return the positions of the lines of verse: runs of short ones, few of which end sentences.

    At least half of those that do not have a comma, which headings above short paragraphs seldom
    have.
    """
    found: set[int] = set()
    run: list[int] = []
    for n in range(len(kept) + 1):
        if n < len(kept) and _may_be_verse(kept[n], lines[n]):
            run.append(n)
            continue
        going_on = [lines[one] for one in run if not is_ended(lines[one])]
        commas = sum("," in line for line in going_on)
        if len(run) >= _VERSE and len(going_on) * 2 > len(run) and commas * 2 >= len(going_on):
            found.update(run)
        run = []
    return found


def _may_be_verse(block: Block, line: str) -> bool:
    words = line.split()
    return (
        block.kind == "text"
        and not block.is_spoken
        and _VERSE_WORDS <= len(words) <= HEADING_WORDS
        and len(line) <= HEADING_LENGTH
        and not keeps_data(line)
    )


def begins_verse(text: str, kept: Sequence[Block], lines: Sequence[str]) -> bool:
    """Return whether the first line is a line of verse, rather than the verse's title.

    A title has capitals, no comma within, or more space below it.
    """
    first, *_ = lines
    is_titled = first == first.title() or "," not in first
    verse = find_verse(kept[:_BEGINNING], lines[:_BEGINNING])
    if is_titled or not {0, 1, 2} <= verse:
        return False
    return are_one_run(text, kept[:2]) or not are_one_run(text, kept[1:3])
