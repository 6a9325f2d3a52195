"""Subtitles and captions of every kind: cues joined to sentences.

Times and sounds are left out, speakers kept. A new paragraph begins when the speaker changes, after
a pause, and at the end of a sentence once the paragraph is long; automatic captions without
sentences are cut into passages of some lines.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.decode import decode
from qa_bot.documents.rendering import Rendering
from qa_bot.documents.text.caption_json import read_json
from qa_bot.documents.text.cues import Cue, read_cues
from qa_bot.documents.text.repeats import PAUSE, without_repeats
from qa_bot.documents.text.timed_lines import lyrics_facts, read_timed
from qa_bot.errors import SourceError
from qa_bot.language import ENGLISH

_PHRASES = ENGLISH.documents

_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?(?:[ \t]++([^<>]*+))?>")
_SQUARE = re.compile(r"\[([^\[\]]*)\]")
_DASH = re.compile(r"[-–—‐][ \t]*(?=[\w\"“‘'\[(>])")
_NEXT_DASH = re.compile(r"(?<=[.!?…\"”’])[ \t]+(?=[-–—‐][ \t]*[^\W\d_])")
_CHANGE = re.compile(r">>+[ \t]*")
_NEXT_CHANGE = re.compile(r"(?<!>)(?=>>)")
# "ANNA:", "Anna Berg:", "MAN 2 [on radio]:": in capitals, or as a name.
_NAME = r"(?:[A-Z][\w.'’-]*|#?\d{1,2})"
_NAMES = rf"{_NAME}(?:[ \t]+(?:{_NAME}|{_PHRASES.IN_LABEL})){{0,3}}"
_LABEL = re.compile(
    rf"({_NAMES}(?:[ \t]*(?:\([^)]{{1,40}}\)|\[[^\]]{{1,40}}\]))?)[ \t]*:(?:[ \t]+(?=\S)|$)"
)
_NAME_ALONE = re.compile(_NAMES)
_IN_BRACKETS = re.compile(rf"\[({_NAMES})\](:?)[ \t]*(?=\S)")
_ANY_LABEL = re.compile(r"([^\s:<>\[\]][^:<>\[\]]{0,59}):[ \t]+(?=\S)")
_SOUND = re.compile(r"\W*(?:\[[^\]]*\]|\([^)]*\)|♪[^♪]*♪?|♫[^♫]*♫?|[♪♫\W])+\W*|#[ \t][^#]*#")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")

_HELD = 30.0  # seconds; no caption stays that long, a chapter's title does
_LONG = 500  # characters of a paragraph
_PASSAGE = 200  # characters of a passage, where nothing ends sentences
_MAX_LINES = 1_000  # of a cue; real ones have two or three


def load(data: bytes, name: str) -> Document:
    """Return the document of a file of subtitles; raises SourceError if it holds none."""
    text, encoding = decode(data, name)
    found = read_json(text) or read_timed(text) or read_cues(text)
    cues = _named([cue for cue in found if cue.lines])
    if not cues:
        raise SourceError(f"{name} holds no subtitles; give a .srt or .vtt file, or plain text")
    if (most := max(len(cue.lines) for cue in cues)) > _MAX_LINES:
        raise SourceError(f"{name} has a cue of {most:,} lines; give subtitles cut into cues")
    rendering = Rendering()
    said = _Paragraphs(rendering, cues)
    ended = cues[0].start
    for cue in without_repeats(cues):
        is_held = cue.end - cue.start > _HELD
        if cue.start - ended > PAUSE or is_held:
            said.end()
        for line in cue.lines:
            said.add(line, cue.speaker)
        if is_held:
            said.end()
        ended = cue.end
    said.end()
    return rendering.finish("subtitles", name, encoding=encoding, facts=lyrics_facts(text))


def _named(cues: list[Cue]) -> list[Cue]:
    """Return the cues with their first lines as speakers, where these are names that recur."""
    names = [
        cue.lines[0] for cue in cues if len(cue.lines) > 1 and _NAME_ALONE.fullmatch(cue.lines[0])
    ]
    if len(names) < len(cues) or len(set(names)) * 2 > len(names):
        return cues
    return [replace(cue, lines=cue.lines[1:], speaker=cue.lines[0]) for cue in cues]


def _find_names(cues: list[Cue]) -> frozenset[str]:
    """Return the names in brackets: they stand before words, and never alone, as sounds do.

    What is in capitals must recur: "[DOOR SLAMS] Who is it?"
    """
    before: Counter[str] = Counter()
    alone: set[str] = set()
    for cue in cues:
        for line in cue.lines:
            if found := _IN_BRACKETS.match(line):
                before[found[1]] += 1
            elif found := _SQUARE.fullmatch(line):
                alone.add(found[1])
    return frozenset(
        name
        for name, count in before.items()
        if name not in alone and (count > 1 or not name.isupper()) and not _names_sound(name)
    )


def _all_labeled(cues: list[Cue]) -> bool:
    """Return whether the cues begin with recurring labels: then these are names of any form."""
    labels = [found[1] for cue in cues if (found := _ANY_LABEL.match(cue.lines[0]))]
    return len(labels) * 10 >= len(cues) * 9 and len(set(labels)) * 2 <= len(labels)


def _have_sentences(cues: list[Cue]) -> bool:
    """Return whether lines end sentences, as they seldom do in automatic captions."""
    lines = [line for cue in cues for line in cue.lines]
    return sum(map(len, lines)) < 2 * _LONG * sum(1 for line in lines if _SENTENCE_END.search(line))


def _names_sound(words: str) -> bool:
    return not _PHRASES.SOUNDS.isdisjoint(words.lower().split())


class _Paragraphs:
    """Gathers lines of cues into paragraphs of one speaker; sounds come after them."""

    def __init__(self, rendering: Rendering, cues: list[Cue]) -> None:
        self._rendering = rendering
        self._names = _find_names(cues)
        self._all_labeled = _all_labeled(cues)
        self._most = 4 * _LONG if _have_sentences(cues) else _PASSAGE
        self._lines: list[str] = []
        self._sounds: list[str] = []
        self._length = 0
        self._speaker: str | None = None

    def add(self, line: str, speaker: str | None = None) -> None:
        """Add a line of a cue, tags of voices included."""
        before, *parts = _VOICE.split(line)
        for part in _split_changes(html.unescape(before)):
            self._add(part.strip(), speaker)
        for voice, text in zip(parts[::2], parts[1::2], strict=True):
            self._add(html.unescape(text).strip(), html.unescape(voice or "").strip() or None)

    def end(self) -> None:
        """End the paragraph; the next speaker is unknown."""
        self._end()
        self._speaker = None

    def _add(self, line: str, voice: str | None) -> None:
        if _SOUND.fullmatch(line):
            self._sounds.append(line)
            if not self._lines or _SENTENCE_END.search(self._lines[-1]):
                self._end()
            return
        changes = False
        for mark in (_DASH, _CHANGE):
            if found := mark.match(line):
                line, changes = line[found.end() :], True
        if voice is None:
            voice, line = self._label(line)
        if voice is not None and voice != self._speaker:
            self.end()
            self._speaker = voice
        elif voice is None and changes:
            self.end()
        elif self._length > self._most or (
            self._length > _LONG and _SENTENCE_END.search(self._lines[-1])
        ):
            self._end()
        if line := _SQUARE.sub(self._sound, line).strip():
            self._lines.append(line)
            self._length += len(line) + 1

    def _label(self, line: str) -> tuple[str | None, str]:
        """Return the speaker that a line names, if any, and the rest of the line."""
        label = _ANY_LABEL.match(line) if self._all_labeled else _LABEL.match(line)
        in_brackets = _IN_BRACKETS.match(line)
        if in_brackets and (in_brackets[2] or in_brackets[1] in self._names):
            label = in_brackets
        if label is None or label[1].casefold() in _PHRASES.NO_LABELS:
            return None, line
        # A colon that ends a line may introduce a list: "Two things:".
        if label.end() == len(line) and not label[1].isupper():
            return None, line
        return label[1], line[label.end() :]

    def _sound(self, found: re.Match[str]) -> str:
        """Return what of square brackets is said: nothing, if capitals or a word show a sound."""
        words = found[1]
        if any(map(str.isalpha, words)) and not words.isupper() and not _names_sound(words):
            return found[0]
        self._sounds.append(found[0])
        return ""

    def _end(self) -> None:
        self._rendering.add(" ".join(self._lines), speaker=self._speaker, is_spoken=True)
        for sound in self._sounds:
            self._rendering.add(sound, "markup")
        self._lines.clear()
        self._sounds.clear()
        self._length = 0


def _split_changes(line: str) -> Iterator[str]:
    """Yield a line's parts of one speaker each: "- Hi. - Hello.", "yes >> no"."""
    for part in _NEXT_CHANGE.split(line):
        yield from _NEXT_DASH.split(part) if _DASH.match(part) else [part]
