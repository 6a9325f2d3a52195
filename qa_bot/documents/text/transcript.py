"""Transcripts: the turns of a text in which lines begin with who says them.

The forms: "Anna Berg: text", "ANNA BERG (mayor): text", "**Anna:** text", "[Anna] text",
"**[Anna]**: text", each with a time before or after the name; and a line of name and time, or of
name and colon, above the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.documents.document import Block, Document, Turn
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace, strip_span

# "0:03", "[00:12:03]", "\[00:12:03.19\\]" in Markdown.
_TIME = r"(?:\\?[\[(<])?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\\?[\])>])?(?!\d)"
_WORD = r"(?:[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ][\w.’'-]*+)"
_SMALL = rf"(?:(?:{ENGLISH.documents.IN_NAME})[ \t]+)?"
_NAME = rf"{_WORD}(?:[ \t]+{_SMALL}(?:{_WORD}|\#?\d{{1,2}}\b)){{0,4}}"
_TITLE = r"(?:[ \t]*\((?!\d{1,2}:\d)[^()\n]{1,60}\)|,[ \t]?[^:\n*_\[\]]{1,60}?)?"
_BETWEEN = r"[ \t]*[-–—|,]?[ \t]*"
_AFTER = rf"(?:[ \t]+{_TIME})?(?:[ \t]+(?=\S)|[ \t]*$)"
_MARK = r"(?P<mark>\*\*|__|\*|_|)"
_BEFORE = re.compile(rf"(?P<before>{_TIME}){_BETWEEN}")
_LABEL = re.compile(
    rf"{_MARK}(?P<name>{_NAME})(?:{_TITLE}(?:[ \t]*{_TIME})?[ \t]*:(?P=mark)"
    rf"|(?P=mark){_TITLE}(?:[ \t]*{_TIME})?[ \t]*:){_AFTER}"
)
_BRACKETS = re.compile(
    rf"{_MARK}\[(?P<name>{_NAME})\](?P=mark):?[ \t]+(?:{_TIME}(?:[ \t]+|$)|(?=\S))"
)
# A line of its own: "Anna Berg  0:03", "12:03 Anna Berg".
_TIMED = re.compile(
    rf"{_MARK}(?P<name>{_NAME}){_TITLE}(?P=mark)(?P<rest>{_BETWEEN}{_TIME})?[ \t]*:?$"
)

_PHRASES = ENGLISH.documents
_ANY_TIME = re.compile(_TIME)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’' -]{1,40}")

_FORMATS = frozenset(("text", "markdown", "html", "mhtml", "pdf", "docx", "odt", "rtf"))
_MANY = 4  # turns; from this number on, a transcript may have more paragraphs without a name


@dataclass(frozen=True, slots=True)
class _Label:
    """A line's label: where the line begins, what is kept of it, and what is said."""

    line: int
    start: int
    content: int
    name: str
    is_timed: bool
    is_alone: bool


def find_turns(document: Document) -> Document:
    """Return the document with its turns, if it is a transcript; otherwise unchanged.

    Times are made blocks of their own, names stay with the words.
    """
    if document.turns or document.format not in _FORMATS:
        return document
    labels = list(_labels(document))
    if not _is_transcript(labels, document):
        labels = _names_above(document)
    if not labels:
        return document
    ends = [*(label.line for label in labels[1:]), len(document.text)]
    turns = tuple(
        Turn(label.start, end, collapse_whitespace(label.name))
        for label, end in zip(labels, ends, strict=True)
        if label.name.casefold() not in _PHRASES.NO_LABELS
    )
    form = "transcript" if document.format == "text" else document.format
    return replace(document, format=form, turns=turns, blocks=_split(document, labels))


def _labels(document: Document) -> Iterator[_Label]:
    text = document.text
    for block in document.blocks:
        if block.kind in ("markup", "row") or block.boilerplate:
            continue
        start = block.start
        for line in text[block.start : block.end].splitlines(keepends=True):
            begin, end = strip_span(text, start, start + len(line))
            if label := _label(text, begin, end):
                yield label
            start += len(line)


def _label(text: str, line: int, end: int) -> _Label | None:
    before = _BEFORE.match(text, line, end)
    start = before.end() if before else line
    # `$` in these is the end of the line, which is that of the string that they are given.
    part = text[start : min(end, start + 200)]
    in_brackets = _BRACKETS.match(part)
    found = _LABEL.match(part) or in_brackets
    if found is None:
        found = _TIMED.match(part) if end - start < 120 else None
        if found is None or not (before or found["rest"]):
            return None
    content = start + found.end()
    has_time = bool(_ANY_TIME.search(found[0]))
    is_alone = content >= end
    return _Label(
        line=line,
        start=content if (has_time or in_brackets) and not is_alone else start,
        content=content,
        name=found["name"],
        is_timed=bool(before) or has_time,
        is_alone=is_alone,
    )


def _is_transcript(labels: Sequence[_Label], document: Document) -> bool:
    """Return whether the labels are of people who speak in turn, rather than of a list of facts."""
    names = [one.name for one in labels if one.name.casefold() not in _PHRASES.NO_LABELS]
    counts = Counter(names)
    if len(counts) < 2:
        return False
    if all(one.is_timed for one in labels) or all(map(_PHRASES.TURN_ROLE.fullmatch, names)):
        return True
    paragraphs = sum(
        block.kind in ("text", "item") and not block.boilerplate for block in document.blocks
    ) - sum(one.is_alone for one in labels)
    if len(names) == len(counts):
        return False
    if len(names) * 2 >= paragraphs:
        return True
    persons = sum(
        " " in name or name.isupper() or bool(_PHRASES.TURN_ROLE.fullmatch(name)) for name in names
    )
    return (
        len(names) >= _MANY
        and persons * 2 > len(names)
        and min(count for _, count in counts.most_common(2)) > 1
    )


def _names_above(document: Document) -> list[_Label]:
    """Return the lines that hold only a name in capitals, if two or more names recur."""
    found = []
    for block in document.blocks:
        name = document.text[block.start : block.end]
        if (
            block.kind in ("text", "heading")
            and not block.boilerplate
            and _CAPITALS.fullmatch(name)
        ):
            found.append(_Label(block.start, block.start, block.end, name, False, False))
    counts = Counter(one.name for one in found)
    again = {name for name, count in counts.items() if count > 1}
    return [one for one in found if one.name in again] if len(again) > 1 else []


def _split(document: Document, labels: Sequence[_Label]) -> tuple[Block, ...]:
    """Return the blocks, split at the labels' lines; times and lone labels are markup."""
    text = document.text
    pending = list(reversed(labels))
    found: list[Block] = []
    for block in document.blocks:
        start = block.start
        marker = block.marker
        while pending and pending[-1].line < block.end:
            label = pending.pop()
            if start < label.line:
                found += _block(text, start, label.line, replace(block, marker=marker))
                marker = 0
            content = label.content if label.is_alone else label.start
            found += _block(text, label.line, content, Block(0, 0, "markup", marker))
            if content > label.line:
                marker = 0
            start = content
        found += _block(text, start, block.end, replace(block, marker=marker))
    first, names = labels[0].line, {label.content for label in labels}
    return tuple(
        replace(one, is_spoken=one.start >= first and one.end not in names) for one in found
    )


def _block(text: str, start: int, end: int, like: Block) -> list[Block]:
    start, end = strip_span(text, start, end)
    return [replace(like, start=start, end=end)] if start < end else []
