"""Transcripts: lines that begin with who says them ("NAME: text")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace
from qa_bot.types import Paragraph, Sentence

_SPEECH = ENGLISH.speech


def transcript_speakers(
    text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]
) -> dict[int, str]:
    """Return the speakers by sentence in a transcript ("NAME: text"), nothing for other texts."""
    labels: dict[int, str | None] = {}
    for number, sentence in enumerate(sentences):
        line = text[
            text.rfind("\n", max(0, sentence.start - 100), sentence.start) + 1 : sentence.start
        ]
        begins = sentence.start == paragraphs[sentence.paragraph - 1].start
        if begins or (
            "\n" in text[max(0, sentence.start - 100) : sentence.start] and not line.strip()
        ):
            if name := _label(text, sentence.start, sentence.end):
                labels[number] = name
            elif begins:
                labels[number] = None
    counts = Counter(name for name in labels.values() if name)
    repeated = {name for name, count in counts.items() if count > 1}
    if len(counts) < 2 or not repeated or counts.total() * 2 < len(paragraphs):
        return {}
    found: dict[int, str] = {}
    current: str | None = None
    for number in range(len(sentences)):
        current = labels.get(number, current)
        if current and current.lower() not in ENGLISH.documents.NO_LABELS:
            found[number] = collapse_whitespace(current)
    return found


def _label(text: str, start: int, end: int) -> str | None:
    """Return the name before the colon at the start of a transcript's line, or None."""
    found = _SPEECH.LABEL.match(text, start, end)
    return found[1] if found else None
