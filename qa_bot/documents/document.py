"""What a loader makes of a file: one plain-text rendering, its blocks, and its metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qa_bot.documents.blocks import Block
from qa_bot.types import Facts, Place

Format = Literal[
    "text",
    "markdown",
    "html",
    "mhtml",
    "pdf",
    "docx",
    "epub",
    "odt",
    "rtf",
    "email",
    "subtitles",
    "transcript",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """A speaker's turn in a transcript: `text[start:end]` is said by `speaker`."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded file, before anything in it is judged.

    `text` is the source text: what the index keeps whole and what every offset counts in. `blocks`
    are in order and do not overlap. `places` say from which offset on a page or chapter begins, in
    order; `turns` are set where the format itself names who speaks.
    """

    text: str
    blocks: tuple[Block, ...]
    format: Format
    encoding: str = "utf-8"
    facts: Facts = field(default_factory=Facts)
    places: tuple[Place, ...] = ()
    turns: tuple[Turn, ...] = ()
