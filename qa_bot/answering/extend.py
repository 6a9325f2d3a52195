"""Extend a sentence by what is needed to understand it: name, quotation, reason, list."""

from __future__ import annotations

from qa_bot.answering.question import Question
from qa_bot.index import Index, Passage
from qa_bot.language import ENGLISH

# How much longer than its sentence a quote may grow.
_MAX_MORE_SENTENCES = 2
_MAX_MORE_CHARACTERS = 400
_MAX_LIST = 5  # sentences


def extend(index: Index, passage: Passage, question: Question) -> tuple[int, int]:
    """Return the span to quote for a sentence that answers: the sentence, or more.

    The span is extended to both ends of a quotation that the sentence is part of, to the name that
    "he" refers to, and to a retraction that follows; for "why", to the reason next to it; for a
    list, to the sentences that continue it.
    """
    start, end = _extend_to_quotation(index, passage)
    start = _start_with_name(index, passage, start)
    end = _end_with_retraction(index, passage, end)
    if ENGLISH.questions.WHY.search(question.text):
        return _extend_to_reason(index, passage, start, end)
    if ENGLISH.questions.LIST.search(question.text):
        end = _end_of_list(index, passage, end)
    return start, end


def _extend_to_reason(index: Index, passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return the span with the next sentence, unless it states a cause itself.

    The last sentence of a paragraph gets the one before it.
    """
    if ENGLISH.discourse.CAUSE.search(index.article_text(passage.article)[start:end]):
        return start, end
    sentences = index.sentences(passage.article, passage.paragraph)
    after = next((one for one in sentences if one.start >= end), None)
    if after and after.end - end <= _MAX_MORE_CHARACTERS:
        return start, after.end
    before = next((one for one in reversed(sentences) if one.end <= start), None)
    if before and not after and start - before.start <= _MAX_MORE_CHARACTERS:
        return before.start, end
    return start, end


def _end_of_list(index: Index, passage: Passage, end: int) -> int:
    """Return where a quote ends: after the sentences that continue its list, at most five."""
    text = index.article_text(passage.article)
    after = [one for one in index.sentences(passage.article, passage.paragraph) if one.start >= end]
    for one in after[: _MAX_LIST - 1]:
        if not ENGLISH.discourse.CONTINUED_LIST.match(text[one.start : one.end]):
            break
        end = one.end
    return end


def _extend_to_quotation(index: Index, passage: Passage) -> tuple[int, int]:
    """Return the sentence's span, extended to both ends of the quotation that it is part of."""
    text = index.article_text(passage.article)
    sentences = index.sentences(passage.article, passage.paragraph)
    start, end = passage.start, passage.end
    if _balance(text[start:end]) > 0:
        for other in [one for one in sentences if one.start > start][:_MAX_MORE_SENTENCES]:
            if other.end - passage.end > _MAX_MORE_CHARACTERS:
                break
            if _balance(text[start : other.end]) <= 0:
                end = other.end
                break
    if _balance(text[start:end]) < 0:
        for other in [one for one in sentences if one.start < start][
            : -_MAX_MORE_SENTENCES - 1 : -1
        ]:
            if passage.start - other.start > _MAX_MORE_CHARACTERS:
                break
            if _balance(text[other.start : end]) >= 0:
                start = other.start
                break
    return start, end


def _start_with_name(index: Index, passage: Passage, start: int) -> int:
    """Return where a quote begins: with the previous sentence if its own begins with "he"."""
    found = ENGLISH.discourse.UNNAMED.match(index.text(passage))
    before = index.before(passage)
    if found is None or before is None or start < passage.start:
        return start
    return before.start if start - before.start <= _MAX_MORE_CHARACTERS else start


def _end_with_retraction(index: Index, passage: Passage, end: int) -> int:
    """Return where a quote ends: after the next sentence if that one retracts it."""
    after = [one for one in index.sentences(passage.article, passage.paragraph) if one.start >= end]
    if (
        after
        and ENGLISH.discourse.RETRACTION.match(index.text(after[0]))
        and after[0].end - end <= _MAX_MORE_CHARACTERS
    ):
        return after[0].end
    return end


def _balance(text: str) -> int:
    """Return how many more quotations are opened than closed; straight marks open, in doubt."""
    return text.count("“") - text.count("”") + text.count('"') % 2
