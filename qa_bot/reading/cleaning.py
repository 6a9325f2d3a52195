"""Blocks → title, headings, paragraphs and noise, by general rules over the run of blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.reading.blocks import Block, Lines
from qa_bot.reading.noise import CHROME_LENGTH, begins_links, noise_kind
from qa_bot.text import collapse
from qa_bot.types import Heading, Noise, NoiseKind, ParagraphKind

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s+[.,;]+)*$")
_CLOSED = re.compile(r"[.!;,…][\"'”’»)\]]*(?:\s+[.,;]+)*$")
_DATE = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}\b|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?,? \d{4}\b|"
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|from|written by|author|reporting by|edited by|published|updated)\b", re.I
)

_TITLE_LENGTH = 200
_HEADING_LENGTH = 90
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Prose:
    """A block kept as text, the heading that it stands under, and its part in the article."""

    start: int
    end: int
    section: str | None
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning found; every block of the input is in exactly one of the four."""

    title: Heading | None
    headings: tuple[Heading, ...]
    prose: tuple[Prose, ...]
    noise: tuple[Noise, ...]


def clean(text: str, blocks: Sequence[Block], lines: Lines) -> Cleaned:
    """Sort the blocks of a source text into title, headings, prose and noise."""
    kinds = _noise(text, blocks)
    kept = [block for block, kind in zip(blocks, kinds, strict=True) if kind is None]
    title = _title(text, kept)
    headings: list[Heading] = []
    prose: list[Prose] = []
    section: str | None = None
    for position, block in enumerate(kept):
        if block is title:
            continue
        if _is_heading(text, kept, position):
            headings.append(Heading(block.start, block.end, lines.number(block.start)))
            section = collapse(text[block.start : block.end])
            if title and _same_words(section, text[title.start : title.end]):
                section = None  # the page shows the title twice
        else:
            kind: ParagraphKind = "text"
            if block.kind == "item":
                is_lead = all(before.kind == "summary" for before in prose) and not headings
                kind = "summary" if title and is_lead else "item"
            prose.append(Prose(block.start, block.end, section, kind))
    return Cleaned(
        Heading(title.start, title.end, lines.number(title.start)) if title else None,
        tuple(headings),
        tuple(prose),
        tuple(
            Noise(block.start - block.marker, block.end, lines.number(block.start), kind)
            for block, kind in zip(blocks, kinds, strict=True)
            if kind is not None
        ),
    )


def _noise(text: str, blocks: Sequence[Block]) -> list[NoiseKind | None]:
    kinds: list[NoiseKind | None] = []
    seen: dict[str, int] = {}
    hanging = False  # below "Related Stories" and the like, until prose comes
    for block in blocks:
        line = collapse(text[block.start : block.end])
        kind = "markup" if block.kind == "markup" else noise_kind(line)
        if kind is None and hanging and block.kind != "heading" and _is_link(line):
            kind = "links"
        elif kind is None and _is_repeated(line, seen):
            kind = "repeated"
        if kind in (None, "links"):
            hanging = kind == "links" and (hanging or begins_links(line))
        kinds.append(kind)
        seen[line.casefold()] = seen.get(line.casefold(), 0) + 1
    return kinds


def _is_link(line: str) -> bool:
    """Tell whether a line under "Related Stories" reads as a link: short, and not a sentence."""
    return len(line) <= CHROME_LENGTH and not _CLOSED.search(line)


def _is_repeated(line: str, seen: dict[str, int]) -> bool:
    """Tell whether a block says again what one before said.

    Short lines ("Yes.") repeat in honest text, so they must come a third time and be no sentence.
    """
    times = seen.get(line.casefold(), 0)
    return times >= 1 if len(line.split()) >= 5 else times >= 2 and not _ENDED.search(line)


def _title(text: str, kept: Sequence[Block]) -> Block | None:
    """Return the title: a first block that is no sentence, above prose."""
    if not kept:
        return None
    first = kept[0]
    line = collapse(text[first.start : first.end])
    if first.kind == "heading":
        return first
    if first.kind != "text" or len(line) > _TITLE_LENGTH or _CLOSED.search(line):
        return None
    if _keeps_data(line) or not any(_is_prose(text, block) for block in kept[1:6]):
        return None
    return first


def _is_heading(text: str, kept: Sequence[Block], position: int) -> bool:
    """Tell whether a block is a heading: marked as one, or a short non-sentence above prose."""
    block = kept[position]
    if block.kind != "text":
        return block.kind == "heading"
    line = collapse(text[block.start : block.end])
    if len(line) > _HEADING_LENGTH or len(line.split()) > _HEADING_WORDS:
        return False
    if _CLOSED.search(line) or line[0] in "\"'“‘«([" or _keeps_data(line):
        return False
    below = kept[position + 1 : position + 2]
    return bool(below) and (below[0].kind == "item" or _is_prose(text, below[0]))


def _keeps_data(line: str) -> bool:
    """Tell whether a short line holds a fact of its own: a byline, a date, "Population: 3,000"."""
    return bool(
        _DATE.search(line)
        or (_BYLINE.match(line) and line[:2].istitle())
        or (re.search(r"\S:\s+\S", line[:40]) and any(char.isdigit() for char in line))
    )


def _is_prose(text: str, block: Block) -> bool:
    line = collapse(text[block.start : block.end])
    return len(line) >= 100 or (len(line.split()) >= 4 and bool(_ENDED.search(line)))


def _same_words(one: str, other: str) -> bool:
    """Tell whether one line is the other, or the part of it that a site's name follows."""
    first, second = collapse(one).casefold(), collapse(other).casefold()
    return first == second or (len(first) > 20 and (first in second or second in first))
