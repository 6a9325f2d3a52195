"""The model's text, as it arrives → its sentences, each with the numbers it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa_bot.documents.segmentation.sentences import sentence_spans
from qa_bot.text import sanitize, sanitize_line

_MARKER = re.compile(r"(?<!\s)\s*[\[【]\s*(\d{1,3}(?:\s*(?:[,;&]|and)\s*\d{1,3})*)\s*[\]】]")
# "It ended. [1] then": a marker after a full stop ends its sentence, whatever follows.
_ENDED = re.compile(r"([.!?…][\"”’)]*+(?: ?[\[【][\d,; &]{1,20}[\]】])++)[ \t]+")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_MARKUP = re.compile(r"\*\*|__|`|^[ \t]*(?:[-*•#>]+|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_END = re.compile(r"[.!?…\n]")
_BEGUN = 15  # characters of the next sentence
_UNFINISHED = re.compile(r"(?<!\s)\s*(?:[\[【][^\[\]【】]*|<t?h?i?n?k?)$")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence without its markers, and the numbers in them, in order."""

    text: str
    numbers: tuple[int, ...]


class SentenceStream:
    """Splits text that arrives in pieces; a sentence is ready when the next one begins."""

    def __init__(self) -> None:
        self._text = ""
        self._tried = 0  # characters at the last attempt
        self._given = 0  # sentences

    def feed(self, piece: str) -> Iterator[CitedSentence]:
        """Yield the sentences that another piece completes."""
        self._text += piece
        # "He met Mr." looks complete until more text arrives.
        if len(self._text) < self._tried + _BEGUN or not _END.search(self._text):
            return
        self._tried = len(self._text)
        found = split(_UNFINISHED.sub("", self._text))
        if found and len(found[-1].text) >= _BEGUN:
            yield from self._new(found[:-1])

    def finish(self, *, is_cut: bool = False) -> Iterator[CitedSentence]:
        """Yield what is left at the end; if the text was cut off, only a complete sentence."""
        for one in self._new(split(self._text)):
            if not is_cut or (one.numbers and _END.search(one.text)):
                yield one

    def _new(self, found: list[CitedSentence]) -> list[CitedSentence]:
        new = found[self._given :]
        self._given += len(new)
        return new


def split(text: str) -> list[CitedSentence]:
    """Return the sentences of a text, each with the markers in it or after it.

    Markers at the beginning of a line belong to its first sentence. Markup and a model's reasoning
    are left out.
    """
    text = _MARKUP.sub("", _THOUGHT.sub("", sanitize(text)))
    lines = _ENDED.sub(r"\1\n", text).splitlines()
    return [one for line in lines for one in _split_line(line)]


def _split_line(line: str) -> list[CitedSentence]:
    plain, markers, end = "", [], 0
    for found in _MARKER.finditer(line):
        plain += line[end : found.start()]
        markers += [(len(plain), int(n)) for n in re.findall(r"\d+", found[1])]
        end = found.end()
    plain += line[end:]
    spans = sentence_spans(plain, 0, len(plain))
    sentences = []
    for place, (start, stop) in enumerate(spans):
        first = 0 if place == 0 else start + 1
        last = spans[place + 1][0] if place + 1 < len(spans) else len(plain)
        numbers = dict.fromkeys(n for at, n in markers if first <= at <= last)
        sentences.append(CitedSentence(sanitize_line(plain[start:stop]), tuple(numbers)))
    return sentences
