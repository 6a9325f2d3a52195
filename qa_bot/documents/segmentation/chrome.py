"""Which blocks are not the article: menus, links, notices, repeated lines."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.documents.boilerplate import (
    CHROME_LENGTH,
    begins_links,
    begins_topics,
    boilerplate_kind,
    columns,
    is_menu,
)
from qa_bot.documents.document import Block
from qa_bot.documents.segmentation.contents import contents_lines
from qa_bot.documents.segmentation.line_forms import (
    are_one_run,
    beside,
    find_speakers,
    is_closed,
    is_ended,
    is_prose,
    speaker_of,
)
from qa_bot.types import BoilerplateKind

# Kinds of lines that a menu is made of.
_PAGE: tuple[BoilerplateKind, ...] = ("navigation", "notice")
_REPEATED_SENTENCE = 10  # words; shorter ones repeat in honest text ("I do not remember that day.")


def find_boilerplate(
    text: str, blocks: Sequence[Block], lines: Sequence[str], *, is_scraped: bool
) -> list[BoilerplateKind | None]:
    """Return for each block what kind of boilerplate it is, or None for the article's text.

    `lines` are the blocks as displayed; `is_scraped` says that a text was copied with its page.
    """
    menus = _menus(text, blocks, lines)
    contents = contents_lines(blocks, lines)
    repeated = _find_repeated(blocks, lines, is_scraped, contents)
    last_prose = max((n for n, line in enumerate(lines) if is_prose(line)), default=-1)
    kinds: list[BoilerplateKind | None] = []
    hanging = False  # below "Related Stories" and the like, until prose comes
    for number, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        kind = _form(blocks, lines, number)
        if kind is None and number in menus:
            kind = "navigation"
        if kind is None and number in contents:
            kinds.append("links")
            continue
        if kind == "links" and number < last_prose and begins_topics(line):
            kind = None
        if (
            kind is None
            and hanging
            and block.kind not in ("heading", "row", "code")
            and _is_link(line)
        ):
            kind = "links"
        elif kind is None and number in repeated:
            kind = "repeated"
        if kind in (None, "links"):
            hanging = kind == "links" and (hanging or begins_links(line))
        kinds.append(kind)
    return kinds


def _menus(text: str, blocks: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return the numbers of the blocks in menus: runs of lines without a blank line.

    Three lines or more of one to three words, the first of which is navigation by itself.
    """
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate(blocks):
        if run and not are_one_run(text, (blocks[number - 1], block)):
            found.update(_menu(lines, run))
            run = []
        run.append(number)
    return found.union(_menu(lines, run))


def _menu(lines: Sequence[str], run: Sequence[int]) -> Sequence[int]:
    if len(run) < 3 or boilerplate_kind(lines[run[0]]) not in _PAGE:
        return ()
    entries = [lines[number] for number in run]
    short = all(len(entry.split()) <= 3 and not is_closed(entry) for entry in entries)
    return run if short and all(entry[0].isupper() for entry in entries) else ()


def _form(blocks: Sequence[Block], lines: Sequence[str], number: int) -> BoilerplateKind | None:
    """Return what kind of page chrome a block is on its own; table rows never are."""
    block, line = blocks[number], lines[number]
    if block.boilerplate:
        return block.boilerplate
    if block.kind == "markup":
        return "markup"
    kind = boilerplate_kind(line)
    if kind in (None, "punctuation"):
        return kind
    if block.kind in ("row", "code"):
        return None
    like = [columns(other) == columns(line) for other in beside(lines, number)]
    return None if is_menu(line) and any(like) else kind  # a table


def _is_link(line: str) -> bool:
    """Return whether a line under "Related Stories" reads as a link: short, and not a sentence."""
    return len(line) <= CHROME_LENGTH and not is_closed(line)


def _find_repeated(
    blocks: Sequence[Block], lines: Sequence[str], is_scraped: bool, contents: set[int]
) -> set[int]:
    """Return the numbers of the blocks that repeat an earlier one, outside tables of contents.

    Table rows, speech and short sentences repeat in honest text, so they are kept; long sentences
    and list items do so in manuals and contracts, but seldom in a text that was scraped. Lines of
    fewer than five words repeat as names of speakers, as headings and as facts ("Yes"): one is
    removed only if it occurs three times, between prose, and no other line does so.
    """
    honest = ("markup", "row", "code", *(() if is_scraped else ("item",)))
    speakers = find_speakers(lines)
    numbers: dict[str, list[int]] = {}
    for number, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        if block.boilerplate or block.is_spoken or number in contents:
            continue
        if block.kind not in honest and speaker_of(line) not in speakers:
            numbers.setdefault(line.casefold(), []).append(number)
    found: set[int] = set()
    short: list[list[int]] = []
    for places in numbers.values():
        line = lines[places[0]]
        if is_ended(line) and not is_scraped:
            continue
        if len(line.split()) >= (_REPEATED_SENTENCE if is_ended(line) else 5):
            found.update(places[1:])
        elif len(places) > 1 and not is_ended(line) and boilerplate_kind(line) is None:
            short.append(places)
    if len(short) == 1:
        found.update(
            number
            for number in short[0][2:]
            if blocks[number].kind == "text" and all(map(is_prose, beside(lines, number)))
        )
    return found
