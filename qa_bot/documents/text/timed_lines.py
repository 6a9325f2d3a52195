"""Captions without arrows: .lrc, Whisper's .tsv, Audacity's labels, YouTube's transcript as copied.

The last is told from a timetable by its pace: it starts within a minute, and a line takes seconds.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf

from qa_bot.documents.text.cues import Cue, cue_lines, seconds, timed_cues
from qa_bot.language import ENGLISH
from qa_bot.types import Facts

_HEAD = 4_000  # bytes that decide
_FEW = 4  # lines; fewer are no sign
_START, _PACE = 60, 10  # seconds

# "[00:12.00][01:10.00]The river"; "[ti:The flood]".
_LYRIC = re.compile(r"\[(\d{1,3}:\d\d\.\d{2,3})\](?:[ \t]*\[\d{1,3}:\d\d\.\d{2,3}\])*+(.*)")
_LYRICS_TAG = re.compile(r"\[(?:ti|ar|al|au|lr|by|re|ve|tool|la|length|offset|#)[ \t]*:[^\]]*\]")
_FACT = re.compile(r"^\[(ti|ar):[ \t]*+([^\[\]\r\n]*+)\]", re.M)
# "3.200000\t5.000000\tThe river", and with a backslash the pitch of the label above.
_LABEL = re.compile(r"(\d{1,9}[.,]\d{3,9})\t(\d{1,9}[.,]\d{3,9})(?:\t(.*))?")
_PITCH = re.compile(r"\\\t.*")
_ROW = re.compile(r"(\d{1,12})\t(\d{1,12})\t(.*)")
_ROW_HEAD = "start\tend\ttext"
# "0:04" on a line of its own, or before the words.
_COPIED = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?)(?:[ \t]++(.*))?")
_SPEAKS = re.compile(r"[A-Z][^:.!?]{0,40}:(?:[ \t]|$)|<[^\s<>\d][^\s<>]{0,30}> ")


def is_timed(data: bytes) -> bool:
    """Return whether bytes begin with lines of one of these forms."""
    head = data[:_HEAD].decode("utf-8", "replace")
    return bool(read_timed(head if len(data) <= _HEAD else head.rpartition("\n")[0]))


def read_timed(text: str) -> list[Cue]:
    """Return the cues of a text in one of these forms, none for any other text."""
    lines = [line for line in map(str.strip, text.removeprefix("\ufeff").splitlines()) if line]
    return _lyrics(lines) or _table(lines) or _copied(lines)


def lyrics_facts(text: str) -> Facts:
    """Return the title and the artist that the tags of .lrc name."""
    found = dict(_FACT.findall(text[:_HEAD]))
    return Facts(title=found.get("ti"), author=found.get("ar"))


def _lyrics(lines: list[str]) -> list[Cue]:
    said = [line for line in lines if not _LYRICS_TAG.fullmatch(line)]
    found = [_LYRIC.fullmatch(line) for line in said]
    count = sum(map(bool, found))
    is_tagged = len(said) < len(lines)
    if count * 2 <= len(said) or (count < 2 and not is_tagged) or _has_names(found):
        return []
    return _cues(
        [
            (seconds(one[1]), one[2]) if one else (None, line)
            for one, line in zip(found, said, strict=True)
        ]
    )


def _table(lines: list[str]) -> list[Cue]:
    if lines[:1] == [_ROW_HEAD]:
        rows, scale = [_ROW.fullmatch(line) for line in lines[1:]], 1_000.0
    else:
        rows = [_LABEL.fullmatch(line) for line in lines if not _PITCH.fullmatch(line)]
        scale = 1.0
    found = [row for row in rows if row]
    if len(found) < len(rows):
        return []
    return [
        Cue(
            float(row[1].replace(",", ".")) / scale,
            float(row[2].replace(",", ".")) / scale,
            cue_lines(row[3] or ""),
        )
        for row in found
    ]


def _copied(lines: list[str]) -> list[Cue]:
    found = [_COPIED.fullmatch(line) for line in lines]
    times = [seconds(one[1]) for one in found if one]
    steps = [after - before for before, after in pairwise(times)]
    if (
        len(times) < _FEW
        or min(steps) < 0
        or times[0] >= _START
        or sorted(steps)[len(steps) // 2] > _PACE
    ):
        return []
    if len(times) * 3 < len(lines) or _has_names(found):
        return []
    return _cues(
        [
            (seconds(one[1]), one[2] or "") if one else (None, line)
            for one, line in zip(found, lines, strict=True)
            if one or not ENGLISH.documents.SPELLED_TIME.fullmatch(line)
        ]
    )


def _has_names(found: list[re.Match[str] | None]) -> bool:
    """Return whether lines begin with names: a transcript, whose words are quoted as they stand."""
    said = [one[2].strip() for one in found if one and one[2]]
    return sum(1 for words in said if _SPEAKS.match(words)) * 4 > len(said)


def _cues(rows: list[tuple[float | None, str]]) -> list[Cue]:
    """Return the cues of lines; those without a time belong to the one above."""
    said: list[tuple[float, list[str]]] = []
    for time, words in rows:
        if time is None and said:
            said[-1][1].append(words)
        else:
            said.append((-inf if time is None else time, [words]))
    return list(timed_cues((start, "\n".join(words), None) for start, words in said))
