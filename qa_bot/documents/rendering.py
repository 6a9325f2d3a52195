"""The plain-text rendering of a document whose file is not text: blocks between blank lines."""

from __future__ import annotations

import re

from qa_bot.documents.document import Block, BlockKind, Document, Format, Turn
from qa_bot.errors import SourceError
from qa_bot.text import collapse_whitespace
from qa_bot.types import BoilerplateKind, Facts, Place

# Control characters, lone surrogates, byte-order marks and non-characters; soft hyphens, which
# would split "ex-ample" for every search.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_PARTED = "\n\n"
_BULLET = "• "


class Rendering:
    """A source text being built, with its blocks, places and turns.

    Within a block white space is collapsed and lines end with `\\n`; items begin with a bullet or
    a number, which is the block's marker.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._places: list[Place] = []
        self._turns: list[Turn] = []

    @property
    def is_empty(self) -> bool:
        """Whether only boilerplate has been added so far."""
        return all(block.boilerplate for block in self._blocks)

    def add(
        self,
        text: str,
        kind: BlockKind = "text",
        *,
        boilerplate: BoilerplateKind | None = None,
        marker: str = "",
        speaker: str | None = None,
        is_spoken: bool = False,
    ) -> int | None:
        """Add a block and return its start, or None if the text has nothing visible.

        An item begins with its number, the `marker`, or a bullet. With a `speaker`, the block
        begins with the name, as in a written transcript, so that questions that name the person
        find it.
        """
        text = _clean(text)
        if not text:
            return None
        if self._parts:
            self._append(_PARTED)
        before = ""
        if kind == "item":
            before = f"{number} " if (number := clean_line(marker)) else _BULLET
            self._append(before)
        start = self._length
        if speaker and (speaker := collapse_whitespace(_clean(speaker))):
            self._append(f"{speaker}: ")
        self._append(text)
        self._blocks.append(Block(start, self._length, kind, len(before), boilerplate, is_spoken))
        if speaker:
            self._turns.append(Turn(start, self._length, speaker))
        return start

    def begin(
        self, *, page: int | None = None, chapter: str | None = None, at: int | None = None
    ) -> None:
        """Note that a page or chapter begins, at an offset or with the next block."""
        start = self._length + len(_PARTED) * bool(self._parts) if at is None else at
        if self._places and self._places[-1].start == start:
            self._places.pop()  # a page without text, or a part that holds only its chapters
        self._places.append(Place(start, page, chapter and collapse_whitespace(_clean(chapter))))

    def finish(
        self, form: Format, name: str, *, encoding: str = "utf-8", facts: Facts | None = None
    ) -> Document:
        """Return the document; raises SourceError if only boilerplate was added."""
        if self.is_empty:
            raise SourceError(f"{name} holds no text; give a file that holds an article")
        places = tuple(place for place in self._places if place.start < self._length)
        return Document(
            "".join(self._parts),
            tuple(self._blocks),
            form,
            encoding,
            facts or Facts(),
            places,
            tuple(self._turns),
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def clean_line(text: str) -> str:
    """Return text as one line, as in a block."""
    return collapse_whitespace(_UNPRINTABLE.sub("", text))


def _clean(text: str) -> str:
    lines = map(collapse_whitespace, _LINE_END.split(_UNPRINTABLE.sub("", text)))
    return "\n".join(line for line in lines if line)
