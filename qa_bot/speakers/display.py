"""An article as displayed, in which speakers are found if the source has markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa_bot.display import displayed_text
from qa_bot.types import Paragraph, Sentence


def display_article(
    text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence], format: str
) -> tuple[str, list[Paragraph], list[Sentence]]:
    """Return the displayed text of the sentences, and the spans in it."""
    parts: list[str] = []
    length = 0
    shown_sentences: list[Sentence] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    before: Sentence | None = None
    for sentence in sentences:
        if before:
            gap = text[before.end : sentence.start]
            same = before.paragraph == sentence.paragraph
            parts.append("\n\n" if not same else "\n" if "\n" in gap else " " if gap else "")
            length += len(parts[-1])
        shown = displayed_text(text[sentence.start : sentence.end], format)
        parts.append(shown)
        starts.setdefault(sentence.paragraph, length)
        shown_sentences.append(replace(sentence, start=length, end=length + len(shown)))
        length += len(shown)
        ends[sentence.paragraph] = length
        before = sentence
    position = 0
    shown_paragraphs = []
    for paragraph in paragraphs:  # a paragraph without sentences is empty
        start = starts.get(paragraph.number, position)
        position = ends.get(paragraph.number, position)
        shown_paragraphs.append(replace(paragraph, start=start, end=position))
    return "".join(parts), shown_paragraphs, shown_sentences
