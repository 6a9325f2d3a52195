"""Blocks → title, headings, paragraphs and boilerplate, by general rules over the run of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.display import displayed_text
from qa_bot.documents.document import Block
from qa_bot.documents.segmentation.chrome import find_boilerplate
from qa_bot.documents.segmentation.headings import find_headings, find_lists
from qa_bot.documents.segmentation.line_forms import have_same_words
from qa_bot.documents.segmentation.titles import clear_above_title, find_title, names_kind
from qa_bot.lines import Lines
from qa_bot.types import Boilerplate, Heading, ParagraphKind

# Formats of text that was copied with its surroundings; other loaders leave those out.
_SCRAPED = ("text", "markdown")


@dataclass(frozen=True, slots=True)
class Prose:
    """A block kept as text, the heading above it, and its role in the article."""

    start: int
    end: int
    section: str | None
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """What cleaning found; every block of the input is in exactly one of the four."""

    title: Heading | None
    headings: tuple[Heading, ...]
    prose: tuple[Prose, ...]
    boilerplate: tuple[Boilerplate, ...]


def clean(
    text: str,
    blocks: Sequence[Block],
    lines: Lines,
    format: str = "text",
    *,
    title: str | None = None,
    has_title: bool = True,
) -> CleanedDocument:
    """Sort the blocks of a source text into title, headings, prose and boilerplate.

    Blocks are judged by their displayed text, rendered from `format`. `title` is the one in
    the metadata: a line that repeats it is the title, whatever is above it. `has_title` is false
    if the text itself holds none.
    """
    shown = [displayed_text(text[block.start : block.end], format) for block in blocks]
    kinds = find_boilerplate(text, blocks, shown, is_scraped=format in _SCRAPED)
    kept = [block for block, kind in zip(blocks, kinds, strict=True) if kind is None]
    kept_lines = [line for line, kind in zip(shown, kinds, strict=True) if kind is None]
    head = find_title(text, kept, kept_lines, title, format) if has_title else None
    if head and format == "pdf":  # of a printed web page
        kinds[: blocks.index(head)] = clear_above_title(kinds, shown, blocks.index(head))
        kept = [block for block, kind in zip(blocks, kinds, strict=True) if kind is None]
        kept_lines = [line for line, kind in zip(shown, kinds, strict=True) if kind is None]
    heads = find_headings(text, kept, kept_lines)
    lists = find_lists(text, kept, kept_lines, heads)
    # "Obituary" above the title is context, too.
    kind_of_document = head is not None and kept[0] is not head and names_kind(kept_lines[0])
    shown_title = kept_lines[kept.index(head)] if head else ""
    headings: list[Heading] = []
    prose: list[Prose] = []
    section: str | None = None
    is_below_heading = False
    ends: dict[int, str | None] = {}  # where a list ends, and the heading above its lead-in
    for position, (block, line) in enumerate(zip(kept, kept_lines, strict=True)):
        section = ends.pop(position, section)
        if block is head:
            continue
        if kind_of_document and not position:
            headings.append(Heading(block.start, block.end, lines.number(block.start)))
        elif position in heads:
            is_below_heading = True
            if position in lists:
                ends[lists[position]] = section
            else:
                ends.clear()
            headings.append(Heading(block.start, block.end, lines.number(block.start)))
            # The page may show the title twice.
            section = None if head and have_same_words(line, shown_title) else line
        else:
            kind: ParagraphKind = "row" if block.kind == "row" else "text"
            if block.kind == "item":
                is_lead = head is not None and all(
                    before.kind == "summary" for before in prose if before.start > head.start
                )
                kind = "summary" if is_lead and not is_below_heading else "item"
            prose.append(Prose(block.start, block.end, section, kind))
    return CleanedDocument(
        Heading(head.start, head.end, lines.number(head.start)) if head else None,
        tuple(headings),
        tuple(prose),
        tuple(
            Boilerplate(block.start - block.marker, block.end, lines.number(block.start), kind)
            for block, kind in zip(blocks, kinds, strict=True)
            if kind is not None
        ),
    )
