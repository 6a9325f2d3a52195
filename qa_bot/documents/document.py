"""A loaded file: one plain-text rendering, its blocks, and its metadata, before cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qa_bot.types import BoilerplateKind, Facts, Place

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

BlockKind = Literal["text", "item", "row", "code", "heading", "markup"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stripped, non-empty span of the source text, and what it is according to its form.

    `marker` counts the characters of a list marker ("• ") before the start. `boilerplate` is its
    kind, if the format itself marks it as such: a page's running head.
    A block of speech in a transcript `is_spoken`: it may be repeated, and is not a heading.
    """

    start: int
    end: int
    kind: BlockKind = "text"
    marker: int = 0
    boilerplate: BoilerplateKind | None = None
    is_spoken: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A speaker's turn in a transcript: `text[start:end]` is said by `speaker`."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded file, before cleaning.

    `text` is the source text: the index keeps it whole, and every offset counts in it. `blocks` are
    in order and do not overlap. `places` are where pages or chapters begin, in order; `turns` are
    set if the format itself names the speakers.
    """

    text: str
    blocks: tuple[Block, ...]
    format: Format
    encoding: str = "utf-8"
    facts: Facts = field(default_factory=Facts)
    places: tuple[Place, ...] = ()
    turns: tuple[Turn, ...] = ()
