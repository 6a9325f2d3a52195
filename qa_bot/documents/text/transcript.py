"""Transcripts: the turns of a text in which lines begin with who says them.

The forms: "Anna Berg: text", "ANNA BERG (mayor): text", "**Anna:** text", "[Anna] text",
"**[Anna]**: text", each with a time before or after the name; and a line of name and time, or of
name and colon, above the words. In the record of a court, "Q." and "A." are whom "BY MR. SMITH:"
names, and the witness.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa_bot.documents.document import Block, Document, Turn
from qa_bot.documents.text.stamps import ALONE, DATED, STAMP, TIME
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace, strip_span

_PHRASES = ENGLISH.documents
_WORD = r"(?:[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ][\w.’'-]*+)"
_SMALL = rf"(?:(?:{_PHRASES.IN_NAME})[ \t]+)?"
_NAME = rf"{_WORD}(?:[ \t]+{_SMALL}(?:{_WORD}|\#?\d{{1,2}}\b)){{0,4}}"
_TITLE = r"(?:(?:[ \t]*\((?!\d{1,2}:\d)[^()\n]{1,60}\)){1,2}|,[ \t]?[^:\n*_\[\]]{1,60}?)?"
_BETWEEN = r"[ \t]*(?:[-–—|,](?![!>-]))?[ \t]*"
_AFTER = rf"(?:[ \t]+{TIME})?(?:[ \t]+(?=\S)|[ \t]*$)"
_MARK = r"(?P<mark>\*\*|__|\*|_|)"
_BEFORE = re.compile(rf"[\u200e\u200f]?{STAMP}{_BETWEEN}")
_LABEL = re.compile(
    rf"{_MARK}(?P<name>{_NAME})(?:{_TITLE}(?:[ \t]*{TIME})?[ \t]*:(?P=mark)"
    rf"|(?P=mark){_TITLE}(?:[ \t]*{TIME})?[ \t]*:){_AFTER}"
)
_BRACKETS = re.compile(
    rf"{_MARK}\[(?P<name>{_NAME})\](?P=mark):?[ \t]+(?:{TIME}(?:[ \t]+|$)|(?=\S))"
    r"|<[@+~&%]?(?P<nick>[^\s<>]{1,30})>[ \t]+(?=\S)"  # in chats
    rf"|(?P<member>{_PHRASES.MEMBER})\.[ \t]+(?=\S)"
    rf"|(?P<timed>{_NAME})[ \t]+\[{TIME}[ \t]+(?=\S)"
)
# A line of its own: "Anna Berg  0:03", "12:03 Anna Berg".
_TIMED = re.compile(
    rf"{_MARK}(?P<name>{_NAME}){_TITLE}(?P=mark)"
    rf"(?P<rest>{_BETWEEN}(?:{STAMP}|{_PHRASES.SPELLED_TIME.pattern}))?[ \t]*:?$"
)
# In chats a name may be anything: "mia:", "+44 7700 900123:", "From Anna to Everyone:".
_CHAT = re.compile(
    rf"(?P<from>{_PHRASES.CHAT_FROM}[ \t]++)?(?P<name>[^\s:<>*\[\]-][^:<>\t\n]{{0,40}}?)"
    rf"(?:[ \t]++{_PHRASES.CHAT_TO})?[ \t]*+(?::(?:[ \t]++(?=\S)|[ \t]*+$)|(?<=\t))"
)
_CHAT_ALONE = re.compile(r"\S{1,40}(?: \S{1,40}){0,2}")
_NAMED = ("name", "nick", "member", "timed")
_NOTICE = re.compile(r"(?:-!-|\*{1,3}|-->|<--|--)[ \t]")  # "* anna nods", "-!- mia has joined"
_QUESTION = re.compile(r"(?P<name>[QA])(?:\.[ \t]+|[ \t]{2,})(?=\S)")
# "BY MR. SMITH" alone, "DIRECT EXAMINATION BY MR. SMITH", "(By Mr. Smith)" after "Q.".
_EXAMINER = re.compile(rf"(?:[^()\n]{{1,30}}[ \t])?{_PHRASES.BY_EXAMINER}[ \t]+(?P<name>{_NAME})")
_EXAMINER_INSIDE = re.compile(rf"\(?{_PHRASES.BY_EXAMINER}[ \t]+(?P<name>{_NAME})[):]")
# A witness's name and oath, or "CROSS-EXAMINATION" above: whoever asks next is named again.
_EXAMINATION = re.compile(
    rf"^[ \t]*(?:{_PHRASES.SWEARS}(?P<name>{_NAME}),[^.:]{{0,120}}?\b{_PHRASES.SWORN}\b"
    rf"|{_PHRASES.EXAMINATION}[ \t]*$)",
    re.MULTILINE,
)
_HOLDER = re.compile(rf"(?:{_PHRASES.OFFICE})\b[^()]{{1,60}}\((?P<name>{_NAME})\)")
_NAME_ALONE = re.compile(rf"{_NAME}{_TITLE}")
_HONORIFIC = re.compile(ENGLISH.names.HONORIFIC)
_FULL_NAME = re.compile(rf"{_WORD}[ \t]+{_NAME}")
_CLOSED = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

_RULE = re.compile(r"^[ \t]*([-*_=])(?:[ \t]?\1){2,}[ \t]*$", re.MULTILINE)
_ANY_TIME = re.compile(TIME)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.’' -]{1,40}")

_FORMATS = frozenset(("text", "markdown", "html", "mhtml", "pdf", "docx", "odt", "rtf"))
_MANY = 4  # turns; from this number on, a transcript may have more paragraphs without a name


@dataclass(frozen=True, slots=True)
class _Label:
    """A line's label: where the line begins, what is kept of it, and what is said.

    The `name` is None where only a time stands, and empty where nobody speaks.
    """

    line: int
    start: int
    content: int
    name: str | None
    is_timed: bool
    is_alone: bool


def find_turns(document: Document) -> Document:
    """Return the document with its turns, if it is a transcript; otherwise unchanged.

    Times are made blocks of their own, names stay with the words.
    """
    if document.turns or document.format not in _FORMATS:
        return document
    labels = _name_examiners(document.text, _labels(document))
    if _is_log(labels, document.text):
        return document
    if not _is_transcript(labels, document):
        labels = _names_above(document)
    if not labels:
        return document
    spoken = [one for one in labels if one.name is not None]
    ends = [*(label.line for label in spoken[1:]), _end(document.text, spoken[-1].line)]
    turns = tuple(
        Turn(label.start, end, collapse_whitespace(label.name))
        for label, end in zip(spoken, ends, strict=True)
        if label.name and label.name.casefold() not in _PHRASES.NO_LABELS
    )
    form = "transcript" if document.format == "text" else document.format
    return replace(document, format=form, turns=turns, blocks=_split(document, labels))


def _end(text: str, last: int) -> int:
    """Return where the last turn ends: at a rule, below which an author's note may stand."""
    rule = _RULE.search(text, last)
    return rule.start() if rule else len(text)


def _labels(document: Document) -> list[_Label]:
    """Return the lines that begin with a name or a time, in order."""
    text = document.text
    lines = list(_lines(document))
    found = [_label(text, *line) for line in lines]
    alone = [bool(one and one.name is None and one.is_alone) for one in found]
    names = [
        one is None and end - start < 60 and bool(_NAME_ALONE.fullmatch(text[start:end]))
        for one, (start, end) in zip(found, lines, strict=True)
    ]
    # A name above or below each line that holds only a time.
    above = [n - 1 for n in range(1, len(lines)) if alone[n] and names[n - 1]]
    below = [n + 1 for n in range(len(lines) - 1) if alone[n] and names[n + 1]]
    for n in above if len(above) >= len(below) else below:
        start, end = lines[n]
        name = _NAME_ALONE.match(text, start, end)
        found[n] = _Label(start, start, end, _bare(name[0]) if name else "", True, True)
    # In some chats only the recurrence of what stands after a date, above what is said, shows that
    # it is a name.
    rest = [
        text[one.start : end] if one and one.name == "" and not one.is_alone and not below else ""
        for one, (_, end), below in zip(found, lines, [*found, True][1:], strict=True)
    ]
    counts = Counter(rest)
    return [
        replace(one, name=words, content=end, is_alone=True)
        if _CHAT_ALONE.fullmatch(words) and counts[words] > 1
        else one
        for one, words, (_, end) in zip(found, rest, lines, strict=True)
        if one
    ]


def _bare(name: str) -> str:
    return name.partition("(")[0].partition(",")[0].strip()


def _lines(document: Document) -> Iterator[tuple[int, int]]:
    text = document.text
    for block in document.blocks:
        if block.kind in ("markup", "row") or block.boilerplate:
            continue
        start = block.start
        for line in text[block.start : block.end].splitlines(keepends=True):
            begin, end = strip_span(text, start, start + len(line))
            if begin < end:
                yield begin, end
            start += len(line)


def _label(text: str, line: int, end: int) -> _Label | None:
    if end - line < 80 and ALONE.fullmatch(text, line, end):
        return _Label(line, line, end, None, True, True)
    before = _BEFORE.match(text, line, end)
    start = before.end() if before else line
    # `$` in these is the end of the line, which is that of the string that they are given.
    part = text[start : min(end, start + 200)]
    is_dated = bool(DATED.match(text, line, end))
    in_chat = _CHAT.match(part) if before else None
    in_brackets = _BRACKETS.match(part)
    found = in_chat if in_chat and in_chat["from"] else _LABEL.match(part) or in_brackets
    found = found or _QUESTION.match(part)
    if found is None and is_dated:
        found = in_chat
    if found is None:
        found = _TIMED.match(part) if end - start < 120 else None
        found = found if before or (found and found["rest"]) else None
    if found is None:
        if not before:
            return None
        name = "" if is_dated or _NOTICE.match(part) else None
        return _Label(line, start, start, name, True, False)
    name = next(found[one] for one in _NAMED if found.re.groupindex.get(one) and found[one])
    if _PHRASES.MONTH_DAY.match(name) or ENGLISH.boilerplate.PART.match(f"{name}:"):
        return None
    if holder := _HOLDER.match(found[0]):
        name = holder["name"]
    content = start + found.end()
    has_time = bool(_ANY_TIME.search(found[0]))
    is_alone = content >= end
    return _Label(
        line=line,
        start=content if (has_time or found is in_brackets) and not is_alone else start,
        content=content,
        name=name,
        is_timed=bool(before) or has_time,
        is_alone=is_alone,
    )


def _name_examiners(text: str, labels: Sequence[_Label]) -> list[_Label]:
    """Return the labels of a court's record with the names of those who say "Q." and "A."."""
    if not any(one.name == "Q" for one in labels):
        return list(labels)
    found: list[_Label] = []
    examiner = witness = None
    parts = list(_EXAMINATION.finditer(text))[::-1]
    for one in labels:
        while parts and (part := parts[-1]).start() <= one.line:
            parts.pop()
            examiner, witness = None, part["name"] or witness
            start, _ = strip_span(text, part.start(), part.end())
            if start < one.line:
                found.append(_Label(start, start, start, "", False, False))
        if by := _EXAMINER.fullmatch(one.name or ""):
            examiner = by["name"]
            found.append(replace(one, name="" if one.is_alone else examiner))
        elif one.name in ("Q", "A") and not one.is_timed:
            if one.name == "Q" and (by := _EXAMINER_INSIDE.match(text, one.content)):
                examiner = by["name"]
            if examiner:
                said = examiner if one.name == "Q" else witness or _PHRASES.WITNESS
                found.append(replace(one, name=said))
            elif text[one.start + 1] in ".:":
                found.append(one)
        else:
            found.append(one)
    return found


def _is_log(labels: Sequence[_Label], text: str) -> bool:
    """Return whether the lines are a program's log: most have a level, such as "INFO"."""
    levels = sum(
        bool(_PHRASES.LOG_LEVEL.search(text, one.line, one.content + 60 * (not one.name)))
        for one in labels
    )
    return levels * 2 > len(labels)


def _is_transcript(found: Sequence[_Label], document: Document) -> bool:
    """Return whether the labels are of people who speak in turn, rather than of a list of facts."""
    labels = [one for one in found if one.name]
    names = [
        one.name for one in labels if one.name and one.name.casefold() not in _PHRASES.NO_LABELS
    ]
    counts = Counter(names)
    if len(counts) < 2:
        return False
    if all(map(_PHRASES.TURN_ROLE.fullmatch, names)):
        return True
    # In a timetable, nothing recurs: "9:00 Breakfast".
    recurs = len(names) > len(counts)
    if all(one.is_timed and (recurs or not one.is_alone) for one in labels):
        return True
    paragraphs = sum(
        block.kind in ("text", "item") and not block.boilerplate for block in document.blocks
    ) - sum(one.is_alone for one in found)
    turns = [name for name, _ in groupby(names)]
    if len(turns) == len(counts):  # the lines of each name stand together: a list of fields
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
    """Return the lines that hold only a name, if two or more names recur.

    Names that are not in capitals look like headings: one must be a person's, and few other lines
    may look like headings.
    """
    found, others = [], 0
    for block in document.blocks:
        line = document.text[block.start : min(block.end, block.start + 81)]
        if block.kind not in ("text", "heading") or block.boilerplate or len(line) > 80:
            continue
        if _CAPITALS.fullmatch(line) or (
            _NAME_ALONE.fullmatch(line) and _FULL_NAME.fullmatch(_bare(line))
        ):
            found.append(_Label(block.start, block.start, block.end, _bare(line), False, False))
        elif found and not _CLOSED.search(line[-5:]):
            others += 1
    counts = Counter(one.name for one in found)
    again = [one for one in found if counts[one.name] > 1]
    names = {one.name for one in again if one.name}
    capitals = {name for name in names if name.isupper()}
    if len(capitals) > 1:
        return [one for one in again if one.name in capitals]
    are_few = (others + len(found) - len(again)) * 4 <= len(again)
    return again if len(names) > 1 and are_few and any(map(_is_person, names)) else []


def _is_person(name: str) -> bool:
    first = name.split(maxsplit=1)[0]
    names = ENGLISH.names
    return first in names.HIS_NAMES or first in names.HER_NAMES or bool(_HONORIFIC.match(name))


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
