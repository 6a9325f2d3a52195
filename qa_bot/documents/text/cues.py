"""The cues of subtitles, in every usual form: their times, and the lines that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

_TIME = r"\d{1,4}(?::\d{1,2}){1,3}(?:[.,]\d{1,3})?"
# "0:00:01,5 --> 0:00:03,0"; "0:00:01.5,0:00:03.0" (.sbv); "[0:01 --> 0:03]  words" (Whisper).
_TIMES = re.compile(
    rf"[ \t]*(\[)?({_TIME})[ \t]*(?:-{{1,2}}>|,)[ \t]*({_TIME})(?(1)\](.*)|(?:[ \t].*)?)$"
)
_HEAD = re.compile(
    rb"(?:\s*\d+\s*[\r\n]+)?[ \t]*\[?\d{1,3}:\d{1,2}(?::\d{1,2})?[.,]\d{1,3}"
    rb"(?:[ \t]*-->|,\d{1,3}:\d\d:\d\d\.\d{3}\s)"
)
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# Tags but voices; times within a cue; override tags of ASS ("{\an8}") and MicroDVD ("{y:i}").
_TAG = re.compile(
    r"</[A-Za-z][^<>]*>|<(?!v[ \t.>])[A-Za-z][^<>]*>|<[ \t]*+/?[ \t]*+(?:[bius]|font)\b[^<>]*>"
    r"|<\d[\d:.]*>|\{\\[^{}]*\}|\{[A-Za-z]:[^{}]*\}"
)
_SPACE = re.compile(r"\\[Nh]")  # a new line and a space in ASS, which converters leave
_LASTS = 8.0  # seconds, at most, where no end is given
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue's times in seconds, what it shows (its lines without tags but voices), and who says it.

    `speaker` is set if the format names it apart from the lines.
    """

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str | None = None


def is_subtitles(data: bytes) -> bool:
    """Return whether bytes begin as WebVTT or with the first cue of another format."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf")
    return head.startswith(b"WEBVTT") or bool(_HEAD.match(head))


def read_cues(text: str) -> Iterator[Cue]:
    """Yield the cues in order.

    A cue goes on until the next one begins: some programs leave blank lines in cues.
    """
    lines = [line.strip() for line in text.splitlines()]
    found = [(number, times) for number, line in enumerate(lines) if (times := _TIMES.match(line))]
    if not found:
        return
    is_vtt = text.startswith("WEBVTT")
    above = [line for line in lines[: found[0][0]] if line]
    has_numbers = bool(above) and above[-1].isdigit()
    starts = [number for number, _ in found]
    for (start, times), end in zip(found, [*starts[1:], None], strict=True):
        body = lines[start + 1 : end]
        if end is not None:
            body = _without_name(body, is_vtt=is_vtt, has_numbers=has_numbers)
        if is_vtt:
            body = _without_comments(body)
        shown = "\n".join([times[4] or "", *body])
        yield Cue(seconds(times[2]), seconds(times[3]), cue_lines(shown))


def _without_name(body: list[str], *, is_vtt: bool, has_numbers: bool) -> list[str]:
    """Return a cue's lines without the number or name of the next cue."""
    count = len(body)
    while count and not body[count - 1]:
        count -= 1
    is_name = is_vtt and count == len(body) and count > 1 and not body[-2]
    if count and (is_name or (has_numbers and body[count - 1].isdigit())):
        count -= 1
    return body[:count]


def _without_comments(body: list[str]) -> list[str]:
    """Return a cue's lines without the blocks of comments and styles that follow it."""
    kept: list[str] = []
    is_comment = False
    for before, line in pairwise(["", *body]):
        if not before:
            is_comment = bool(kept and _NO_CUE.match(line))
        if not is_comment:
            kept.append(line)
    return kept


def timed_cues(said: Iterable[tuple[float, str, str | None]]) -> Iterator[Cue]:
    """Yield the cues of starts, texts and speakers; each lasts until the next, or some seconds."""
    rows = list(said)
    ends = [*(start for start, _, _ in rows[1:]), inf]
    for (start, shown, speaker), end in zip(rows, ends, strict=False):
        yield Cue(start, min(end, start + _LASTS), cue_lines(shown), speaker)


def cue_lines(shown: str) -> tuple[str, ...]:
    """Return the lines of what a cue shows, without tags but voices."""
    shown = _SPACE.sub(" ", _TAG.sub("", shown))
    shown = _BRACKETS.sub(lambda found: found[0].replace("\n", " "), shown)
    return tuple(line for line in map(str.strip, shown.split("\n")) if line)


def seconds(time: str) -> float:
    """Return the seconds of "1:02:03.5"; a fourth part counts frames."""
    found = 0.0
    for part in time.replace(",", ".").split(":")[:3]:
        found = found * 60 + float(part)
    return found
