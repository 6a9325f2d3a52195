"""Headings, and the lists that some of them announce."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.documents.boilerplate import columns
from qa_bot.documents.document import Block
from qa_bot.documents.segmentation.line_forms import (
    HEADING_LENGTH,
    HEADING_WORDS,
    are_one_run,
    beside,
    find_speakers,
    is_closed,
    is_dialogue,
    is_prose,
    keeps_data,
    speaker_of,
)
from qa_bot.documents.segmentation.verse import find_verse
from qa_bot.language import ENGLISH

_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
_SECTION = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s")
# News puts words of a quotation above a passage, in single marks: 'We cannot go on'.
_QUOTED_HEAD = re.compile(r"['‘](?:[^'‘’\"“”]|(?<=\w)['’](?=\w))+['’]")
_FIGURES = frozenset("★☆/%$€£")  # "★★★★☆ (4/5)" is a fact, "1914" may be a heading
# Of a page or a person, and nothing else.
_ADDRESS = re.compile(r"(?:[a-z]{2,10}://|www\.)\S++|[^\s@]++@[^\s@]++")


def find_headings(text: str, kept: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return the positions of the headings: marked as such, or short non-sentences above prose.

    In an FAQ, where questions are headings, so is a question with a short answer ("Yes.") below it.
    """
    speakers = find_speakers(lines)
    verse = find_verse(kept, lines)
    formed = {n for n in range(len(kept)) if _may_head(kept, lines, n, speakers)}
    found = {
        n
        for n, block in enumerate(kept)
        if block.kind == "heading"
        and speaker_of(lines[n]) not in speakers
        and not is_dialogue(lines[n])
    }
    found |= {
        n
        for n in formed
        if n + 1 < len(kept)
        and (_is_listed(kept, lines, n + 1) if _is_lead_in(lines[n]) else _heads(kept, lines, n))
        and not {n, n + 1} <= verse
        and not ({n - 1, n - 2} <= formed and are_one_run(text, kept[n - 2 : n + 1]))
    }
    # "2 Background" above "2.1 Habitat".
    for n in sorted(formed - found, reverse=True):
        if n + 1 in found and _is_numbered_above(lines[n], lines[n + 1]):
            found.add(n)
    questions = {n for n in formed if lines[n].endswith("?")}
    if len(questions & found) >= 2:
        found |= {
            n
            for n in questions
            if n + 1 < len(kept) and n + 1 not in formed and not lines[n + 1].endswith("?")
        }
    return found


def _heads(kept: Sequence[Block], lines: Sequence[str], position: int) -> bool:
    """Return whether an item or prose comes below a line."""
    return kept[position + 1].kind == "item" or is_prose(lines[position + 1])


def _is_lead_in(line: str) -> bool:
    """Return whether a line is the beginning of a sentence that a list ends: "You will need:"."""
    return line.endswith(":") and bool(ENGLISH.boilerplate.LEAD_IN.fullmatch(line[:-1]))


def _is_listed(kept: Sequence[Block], lines: Sequence[str], position: int) -> bool:
    """Return whether a block is an item, with a bullet or a number."""
    block = kept[position]
    return block.kind == "item" or (block.kind == "text" and bool(_NUMBERED.match(lines[position])))


def find_lists(
    text: str, kept: Sequence[Block], lines: Sequence[str], heads: set[int]
) -> dict[int, int]:
    """Return where the lists end that lines with a colon announce: such a line heads no more."""
    found: dict[int, int] = {}
    for head in heads:
        if kept[head].kind != "text" or not lines[head].endswith(":"):
            continue
        end = head + 1
        while end < len(kept) and end not in heads and _is_listed(kept, lines, end):
            end += 1
        if end > head + 1:
            found[head] = end
    return found


def _is_numbered_above(line: str, below: str) -> bool:
    number, inner = _SECTION.match(line), _SECTION.match(below)
    return bool(number and inner and inner[1].startswith(f"{number[1]}."))


def _may_head(
    kept: Sequence[Block], lines: Sequence[str], position: int, speakers: set[str]
) -> bool:
    """Return whether a block has the form of a heading."""
    line = lines[position]
    block = kept[position]
    if block.kind != "text" or block.is_spoken or speaker_of(line) in speakers:
        return False
    if len(line) > HEADING_LENGTH or len(line.split()) > HEADING_WORDS:
        return False
    if _NUMBERED.match(line) and any(map(_NUMBERED.match, beside(lines, position))):
        return False  # a step of a list
    if columns(line) > 2:
        return False  # a row of a table
    if _ADDRESS.fullmatch(line):
        return False
    if line[0] in "\"'“‘«([<" and not (" " in line and _QUOTED_HEAD.fullmatch(line)):
        return False
    if not _FIGURES.isdisjoint(line) and not any(map(str.isalpha, line)):
        return False
    return not (is_closed(line) or keeps_data(line))
