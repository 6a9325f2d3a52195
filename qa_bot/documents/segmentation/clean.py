"""Blocks → title, headings, paragraphs and boilerplate, by general rules over the run of blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from qa_bot.display import displayed_text
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
from qa_bot.language import ENGLISH
from qa_bot.lines import Lines
from qa_bot.types import Boilerplate, BoilerplateKind, Heading, ParagraphKind

_PHRASES = ENGLISH.boilerplate

_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*+(?:\s++[.,;]++)*+$")
_CLOSED = re.compile(r"[.!;,…][\"'”’»)\]]*+(?:\s++[.,;]++)*+$")
_TAIL = 40  # characters at a line's end that these two search; a line of ". . ." would take n²
_LABEL = re.compile(r"([^\W\d_][\w.'’ -]{0,40}?):\s")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
_SECTION = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s")
# News puts words of a quotation above a passage, in single marks: 'We cannot go on'.
_QUOTED_HEAD = re.compile(r"['‘](?:[^'‘’\"“”]|(?<=\w)['’](?=\w))+['’]")
_LABELED = re.compile(r"\S:\s+\S")
_FIGURES = frozenset("★☆/%$€£")  # "★★★★☆ (4/5)" is a fact, "1914" may be a heading
_HEADLINE_WORDS = 4

# Formats of text that was copied with its surroundings; other loaders leave those out.
_SCRAPED = ("text", "markdown")
# Kinds of lines that a menu is made of.
_PAGE: tuple[BoilerplateKind, ...] = ("navigation", "notice")
_TITLE_LENGTH = 200
_ABOVE_TITLE = 12  # lines of a printed page: menus, the section, the day
# Of a page or a person, and nothing else.
_ADDRESS = re.compile(r"(?:[a-z]{2,10}://|www\.)\S++|[^\s@]++@[^\s@]++")
_HEADING_LENGTH = 90
_HEADING_WORDS = 12
_VERSE = 3  # lines, at least
_VERSE_WORDS = 4  # of each line, at least
_REPEATED_SENTENCE = 10  # words; shorter ones repeat in honest text ("I do not remember that day.")


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
    kinds = _boilerplate(text, blocks, shown, is_scraped=format in _SCRAPED)
    kept = [block for block, kind in zip(blocks, kinds, strict=True) if kind is None]
    kept_lines = [line for line, kind in zip(shown, kinds, strict=True) if kind is None]
    head = _find_title(text, kept, kept_lines, title, format) if has_title else None
    if head and format == "pdf":  # of a printed web page
        kinds[: blocks.index(head)] = _above_title(kinds, shown, blocks.index(head))
        kept = [block for block, kind in zip(blocks, kinds, strict=True) if kind is None]
        kept_lines = [line for line, kind in zip(shown, kinds, strict=True) if kind is None]
    heads = _headings(text, kept, kept_lines)
    lists = _lists(text, kept, kept_lines, heads)
    # "Obituary" above the title is context, too.
    kind_of_document = head is not None and kept[0] is not head and _names_kind(kept_lines[0])
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
            section = None if head and _same_words(line, shown_title) else line
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


def _boilerplate(
    text: str, blocks: Sequence[Block], lines: Sequence[str], *, is_scraped: bool
) -> list[BoilerplateKind | None]:
    menus = _menus(text, blocks, lines)
    contents = contents_lines(blocks, lines)
    repeated = _find_repeated(blocks, lines, is_scraped, contents)
    last_prose = max((n for n, line in enumerate(lines) if _is_prose(line)), default=-1)
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
        if run and not _are_one_run(text, (blocks[number - 1], block)):
            found.update(_menu(lines, run))
            run = []
        run.append(number)
    return found.union(_menu(lines, run))


def _menu(lines: Sequence[str], run: Sequence[int]) -> Sequence[int]:
    if len(run) < 3 or boilerplate_kind(lines[run[0]]) not in _PAGE:
        return ()
    entries = [lines[number] for number in run]
    short = all(len(entry.split()) <= 3 and not _is_closed(entry) for entry in entries)
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
    like = [columns(other) == columns(line) for other in _beside(lines, number)]
    return None if is_menu(line) and any(like) else kind  # a table


def _beside(lines: Sequence[str], number: int) -> list[str]:
    return [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]


def _is_link(line: str) -> bool:
    """Return whether a line under "Related Stories" reads as a link: short, and not a sentence."""
    return len(line) <= CHROME_LENGTH and not _is_closed(line)


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
    speakers = _speakers(lines)
    numbers: dict[str, list[int]] = {}
    for number, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        if block.boilerplate or block.is_spoken or number in contents:
            continue
        if block.kind not in honest and _speaker(line) not in speakers:
            numbers.setdefault(line.casefold(), []).append(number)
    found: set[int] = set()
    short: list[list[int]] = []
    for places in numbers.values():
        line = lines[places[0]]
        if _is_ended(line) and not is_scraped:
            continue
        if len(line.split()) >= (_REPEATED_SENTENCE if _is_ended(line) else 5):
            found.update(places[1:])
        elif len(places) > 1 and not _is_ended(line) and boilerplate_kind(line) is None:
            short.append(places)
    if len(short) == 1:
        found.update(
            number
            for number in short[0][2:]
            if blocks[number].kind == "text" and all(map(_is_prose, _beside(lines, number)))
        )
    return found


def _speakers(lines: Sequence[str]) -> set[str]:
    """Return the labels ("WITNESS:") under which more than one thing is said."""
    labels = Counter(label for line in set(lines) if (label := _speaker(line)))
    return {label for label, count in labels.items() if count > 1}


def _speaker(line: str) -> str | None:
    label = _LABEL.match(line)
    return label[1] if label else None


def _find_title(
    text: str, kept: Sequence[Block], lines: Sequence[str], known: str | None, format: str
) -> Block | None:
    """Return the title: the one in the metadata, or a first line that is not a sentence."""
    if not kept:
        return None
    if known and len(known.split()) > 1:
        for block, line in islice(zip(kept, lines, strict=True), _ABOVE_TITLE):
            may_head = block.kind in ("text", "heading") and not block.is_spoken
            if may_head and not _is_prose(line) and _same_words(line, known):
                return block
    first, line = kept[0], lines[0]
    if first.kind == "heading":
        return first
    if known and format == "pdf":
        return None  # the first line of a printed page is a menu's
    if first.kind == "text" and _names_kind(line):
        below = _headline(kept, lines)
        if below is not None:
            return below
    if first.kind != "text" or len(line) > _TITLE_LENGTH or _is_closed(line) or first.is_spoken:
        return None
    is_data = _keeps_data(line) and not _is_headline(line)
    if is_data or not _is_above_prose(lines[1:]):
        return None
    return None if _begins_verse(text, kept, lines) else first


def _names_kind(line: str) -> bool:
    """Return whether a line only says what the document is: "Obituary", "PRESS RELEASE"."""
    return bool(_PHRASES.DOCUMENT_KIND.fullmatch(line))


def _headline(kept: Sequence[Block], lines: Sequence[str]) -> Block | None:
    """Return the title below a line such as "Obituary", perhaps below a date or byline, too."""
    for position in range(1, min(4, len(kept))):
        block, line = kept[position], lines[position]
        if block.kind != "text" or block.is_spoken or _is_closed(line) or len(line) > _TITLE_LENGTH:
            return None
        if not _keeps_data(line):
            is_title = len(line.split()) > 2 and not line.endswith(":")
            is_title = is_title and _is_above_prose(lines[position + 1 :])
            return block if is_title else None
    return None


def _is_above_prose(lines: Sequence[str]) -> bool:
    return any(map(_is_prose, islice((one for one in lines if not _keeps_data(one)), 12)))


def _above_title(
    kinds: Sequence[BoilerplateKind | None], lines: Sequence[str], position: int
) -> list[BoilerplateKind | None]:
    """Return the kinds of the blocks above the title: all but prose and facts are menus."""
    return [
        kind if kind or _is_prose(line) or _keeps_data(line) else "navigation"
        for kind, line in zip(kinds[:position], lines[:position], strict=True)
    ]


def _headings(text: str, kept: Sequence[Block], lines: Sequence[str]) -> set[int]:
    """Return the positions of the headings: marked as such, or short non-sentences above prose.

    In an FAQ, where questions are headings, so is a question with a short answer ("Yes.") below it.
    """
    speakers = _speakers(lines)
    verse = _verse(kept, lines)
    formed = {n for n in range(len(kept)) if _may_head(kept, lines, n, speakers)}
    found = {
        n
        for n, block in enumerate(kept)
        if block.kind == "heading"
        and _speaker(lines[n]) not in speakers
        and not _is_dialogue(lines[n])
    }
    found |= {
        n
        for n in formed
        if n + 1 < len(kept)
        and (_is_listed(kept, lines, n + 1) if _is_lead_in(lines[n]) else _heads(kept, lines, n))
        and not {n, n + 1} <= verse
        and not ({n - 1, n - 2} <= formed and _are_one_run(text, kept[n - 2 : n + 1]))
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
    return kept[position + 1].kind == "item" or _is_prose(lines[position + 1])


def _is_lead_in(line: str) -> bool:
    """Return whether a line is the beginning of a sentence that a list ends: "You will need:"."""
    return line.endswith(":") and bool(_PHRASES.LEAD_IN.fullmatch(line[:-1]))


def _is_listed(kept: Sequence[Block], lines: Sequence[str], position: int) -> bool:
    """Return whether a block is an item, with a bullet or a number."""
    block = kept[position]
    return block.kind == "item" or (block.kind == "text" and bool(_NUMBERED.match(lines[position])))


def _lists(
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


def _are_one_run(text: str, blocks: Sequence[Block]) -> bool:
    """Return whether no blank line separates the blocks: a list without bullets, not headings."""
    gaps = (text[one.end : other.start] for one, other in pairwise(blocks))
    return all(len(_LINE_END.findall(gap)) <= 1 for gap in gaps)


def _verse(kept: Sequence[Block], lines: Sequence[str]) -> set[int]:
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
        going_on = [lines[one] for one in run if not _is_ended(lines[one])]
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
        and _VERSE_WORDS <= len(words) <= _HEADING_WORDS
        and len(line) <= _HEADING_LENGTH
        and not _keeps_data(line)
    )


def _begins_verse(text: str, kept: Sequence[Block], lines: Sequence[str]) -> bool:
    """Return whether the first line is a line of verse, rather than the verse's title.

    A title has capitals, no comma within, or more space below it.
    """
    first, *_ = lines
    is_titled = first == first.title() or "," not in first
    verse = _verse(kept[:_ABOVE_TITLE], lines[:_ABOVE_TITLE])
    if is_titled or not {0, 1, 2} <= verse:
        return False
    return _are_one_run(text, kept[:2]) or not _are_one_run(text, kept[1:3])


def _may_head(
    kept: Sequence[Block], lines: Sequence[str], position: int, speakers: set[str]
) -> bool:
    """Return whether a block has the form of a heading."""
    line = lines[position]
    block = kept[position]
    if block.kind != "text" or block.is_spoken or _speaker(line) in speakers:
        return False
    if len(line) > _HEADING_LENGTH or len(line.split()) > _HEADING_WORDS:
        return False
    if _NUMBERED.match(line) and any(map(_NUMBERED.match, _beside(lines, position))):
        return False  # a step of a list
    if columns(line) > 2:
        return False  # a row of a table
    if _ADDRESS.fullmatch(line):
        return False
    if line[0] in "\"'“‘«([<" and not (" " in line and _QUOTED_HEAD.fullmatch(line)):
        return False
    if not _FIGURES.isdisjoint(line) and not any(map(str.isalpha, line)):
        return False
    return not (_is_closed(line) or _keeps_data(line))


def _keeps_data(line: str) -> bool:
    """Return whether a line holds a fact of its own: a byline, a date, "Population: 3,000"."""
    if _PHRASES.DATE.search(line) or (_PHRASES.BYLINE.match(line) and line[:2].istitle()):
        return True
    label = _LABELED.search(line[:40])
    if label and _PHRASES.PART.match(line):  # "Chapter 3: The river"
        line = line[label.end() - 1 :]
    return bool(label) and any(char.isdigit() for char in line)


def _is_headline(line: str) -> bool:
    """Return whether what looks like a fact is a headline: "Rovers 3-2 City: Diaz saves the day".

    Its figures are before the colon, and words follow.
    """
    label, _, rest = line.partition(": ")
    is_fact = _PHRASES.DATE.search(line) or _PHRASES.BYLINE.match(label)
    has_words = len(rest.split()) >= _HEADLINE_WORDS and not any(map(str.isdigit, rest))
    return has_words and len(label.split()) > 1 and not is_fact


def _is_prose(line: str) -> bool:
    return len(line) >= 100 or (len(line.split()) >= 4 and _is_ended(line))


def _is_ended(line: str) -> bool:
    """Return whether a line ends as a sentence does, lone punctuation after it aside."""
    return bool(_ENDED.search(line, max(0, len(line) - _TAIL)))


def _is_closed(line: str) -> bool:
    """Return whether a line ends with punctuation that no title or heading ends with."""
    return bool(_CLOSED.search(line, max(0, len(line) - _TAIL)))


def _is_dialogue(line: str) -> bool:
    """Return whether a marked heading is part of the dialogue: “Why?” he asked."""
    return line[0] in '"“‘«„' and _is_ended(line)


def _same_words(one: str, other: str) -> bool:
    """Return whether the lines are equal, or differ only by a site's name at the end."""
    short, long = sorted(
        (one[:_TITLE_LENGTH].casefold(), other[:_TITLE_LENGTH].casefold()), key=len
    )
    return short == long or (len(short) > 20 and short in long)
