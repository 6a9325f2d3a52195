"""Subtitles (SubRip .srt, WebVTT .vtt): cues joined to sentences, with their speakers if named.

Times are left out. A new paragraph begins when the speaker changes, after a pause, and at the end
of a sentence once the paragraph is long.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.rendering import Rendering
from qa_bot.errors import SourceError
from qa_bot.language import ENGLISH

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMES = re.compile(rf"[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})(?:[ \t].*)?$")
_HEAD = re.compile(rb"(?:\s*\d+\s*[\r\n]+)?[ \t]*\d{1,3}:\d{1,2}(?::\d{1,2})?[.,]\d{1,3}[ \t]*-->")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]++)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_DASH = re.compile(r"[-–—‐][ \t]*(?=[\w\"“‘'\[(>])")
_CHANGE = re.compile(r">>+[ \t]*")
# "ANNA:", "Anna Berg:", "MAN 2:": in capitals, or as a name.
_NAME = r"(?:[A-Z][\w.'’-]*|#?\d{1,2})"
_LABEL = re.compile(
    rf"({_NAME}(?:[ \t]+(?:{_NAME}|{ENGLISH.documents.IN_LABEL})){{0,3}}"
    r"(?:[ \t]*\([^)]{1,40}\))?)[ \t]*:[ \t]+(?=\S)"
)
_SOUND = re.compile(r"\W*(?:\[[^\]]*\]|\([^)]*\)|♪[^♪]*♪?|♫[^♫]*♫?|[♪♫\W])+\W*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")

_PAUSE = 4.0  # seconds
_LONG = 500  # characters
_ROLLING = 4  # lines of a cue that the next one may repeat
_MAX_LINES = 1_000  # of a cue; real ones have two or three


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    lines: tuple[str, ...]


def is_subtitles(data: bytes) -> bool:
    """Return whether bytes begin as WebVTT or with SubRip's first cue."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf")
    return head.startswith(b"WEBVTT") or bool(_HEAD.match(head))


def load(data: bytes, name: str) -> Document:
    """Return the document of a file of subtitles; raises SourceError if it holds none."""
    text, encoding = decode(data, name)
    cues = list(_cues(text))
    if not cues:
        raise SourceError(f"{name} holds no subtitles; give a .srt or .vtt file, or plain text")
    if (most := max(len(cue.lines) for cue in cues)) > _MAX_LINES:
        raise SourceError(f"{name} has a cue of {most:,} lines; give subtitles cut into cues")
    rendering = Rendering()
    said = _Paragraphs(rendering)
    ended = cues[0].start
    shown: tuple[str, ...] = ()
    for cue in cues:
        if cue.start - ended > _PAUSE:
            said.end()
        # Roll-up captions repeat the last line.
        most = min(len(shown), _ROLLING)
        again = next((n for n in range(most, 0, -1) if cue.lines[:n] == shown[-n:]), 0)
        is_rolling = again and cue.start - ended < _PAUSE
        for line in cue.lines[again:] if is_rolling else cue.lines:
            said.add(line)
        ended, shown = cue.end, cue.lines
    said.end()
    return rendering.finish("subtitles", name, encoding=encoding)


def _cues(text: str) -> Iterator[_Cue]:
    """Yield the cues in order; comments, styles and numbers between them are skipped."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if found := _TIMES.match(line):
            if times and lines:
                # Without a blank line before, the last line is this cue's number.
                yield _cue(times, lines[:-1] if lines[-1].strip().isdigit() else lines)
            times, lines = found, []
        elif line.strip():
            if times:
                lines.append(line)
        elif times:
            if lines:
                yield _cue(times, lines)
            times, lines = None, []


def _cue(times: re.Match[str], lines: list[str]) -> _Cue:
    return _Cue(_seconds(times[1]), _seconds(times[2]), tuple(line.strip() for line in lines))


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


class _Paragraphs:
    """Gathers lines of cues into paragraphs of one speaker."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering
        self._lines: list[str] = []
        self._length = 0
        self._speaker: str | None = None

    def add(self, line: str) -> None:
        """Add a line of a cue, tags included."""
        parts = _VOICE.split(line)
        self._add(parts[0], None)
        for voice, text in zip(parts[1::2], parts[2::2], strict=True):
            self._add(text, html.unescape(voice).strip())

    def _add(self, line: str, voice: str | None) -> None:
        line = html.unescape(_TAG.sub("", line)).strip()
        changes = False
        for mark in (_DASH, _CHANGE):
            if found := mark.match(line):
                line, changes = line[found.end() :], True
        label = _LABEL.match(line)
        if label and voice is None:
            voice, line = label[1], line[label.end() :]
        if not line:
            return
        if _SOUND.fullmatch(line):
            self._end()
            self._rendering.add(line, "markup")
            return
        if voice is not None and voice != self._speaker:
            self.end()
            self._speaker = voice
        elif voice is None and changes:
            self.end()
        elif self._length > _LONG and _SENTENCE_END.search(self._lines[-1]):
            self._end()
        self._lines.append(line)
        self._length += len(line) + 1

    def end(self) -> None:
        """End the paragraph; the next speaker is unknown."""
        self._end()
        self._speaker = None

    def _end(self) -> None:
        self._rendering.add(" ".join(self._lines), speaker=self._speaker, is_spoken=True)
        self._lines.clear()
        self._length = 0
