"""Tables of contents: lines that name the headings below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa_bot.documents.document import Block
from qa_bot.documents.text.blocks import ends_in_page
from qa_bot.language import ENGLISH

_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z])[.):]?\s+")
_LENGTH = 120  # characters of an entry, dots included
_FEWEST = 3


def contents_lines(blocks: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines in tables of contents.

    Below "Contents", each entry is a line that comes again as a whole block, perhaps without its
    number or page; nothing is lost when it goes.
    """
    titles = [number for number, line in enumerate(lines) if _is_title(blocks[number], line)]
    found: set[int] = set()
    if not titles:
        return found
    names = [name_of(line) for line in lines]
    last = {name: number for number, name in enumerate(names)}
    for title in titles:
        end = title + 1
        while (
            end < len(lines)
            and blocks[end].kind in ("text", "item")
            and not _is_sentence(lines[end])
            and last[names[end]] > end
            # The first heading itself, which may come once more.
            and (end == title + 1 or names[end] != names[title + 1])
        ):
            end += 1
        if end - title > _FEWEST:
            found.update(range(title, end))
    return found


def name_of(line: str) -> str:
    """Return a heading or entry without its number and page, for comparison."""
    if len(line) > _LENGTH:
        return line
    number = _NUMBER.match(line)
    name = line[number.end() :] if number else line
    if ends_in_page(name):
        name = name.rstrip("0123456789").rstrip(". ")
    return name.casefold()


def _is_sentence(line: str) -> bool:
    bare = line.rstrip("\"'”’»)]")
    return bare.endswith((".", "!", "?")) and not bare.endswith("..")


def _is_title(block: Block, line: str) -> bool:
    return block.kind in ("text", "heading") and bool(
        ENGLISH.boilerplate.CONTENTS.fullmatch(line.rstrip(":"))
    )
