"""A block of prose → the spans of its sentences.

The boundaries are syntok's. Of sentencex, punkt, pysbd and syntok, compared on the bundled article,
two SQuAD 2.0 articles and XQuAD, only syntok keeps "3 p.m. London time", "(i.e. …)", "Vol. 1", "E.
I. du Pont" and "“Why?” she asked" whole *and* splits the sentences inside a quotation; sentencex
and pysbd never split those and cut at "p.m.", punkt cuts after "i.e.", "Vol." and "No.". syntok's
errors are corrected here: it starts a sentence at a stray closing quote, keeps lone punctuation (".
.") and splits lists at semicolons, after "Rev." and "pp.", and between two initials.
"""

from __future__ import annotations

import re

from qa_bot.display import render
from qa_bot.language import ENGLISH
from qa_bot.text import strip_span

# Closing quotes and brackets that open a segment belong to the one before.
_CLOSERS = re.compile(r"\s*+[”’»)\]]+(?=\s|[.,;]|$)[.,;]*+")
_STRAIGHT_CLOSER = re.compile(r"\s*+\"(?=\s|[.,;]|$)[.,;]*+")  # where one is open
_ENDS = '.!?…”"’»)]'
_LIST_NUMBER = re.compile(r"\(?\w{1,3}[.)]")
# "It has red legs.[2] They are long." and "at 180 °C. Then": syntok misses these full stops.
_REFERENCE = re.compile(r"([.!?…][\"'”’»)]*+)((?:\[[\w^ ]{1,20}\]|[¹²³⁰⁴-⁹])++)(?=\s|$)")
_DEGREES = re.compile(r"°[CFK]\b")
# A label in bold before the text of its paragraph: "**E01 on the display.** The oven is too hot."
_LABEL = re.compile(r"\s*+(?:[-*+][ \t]++)?(\*\*|__)(?=\S)([^*_\n]{1,60})(?<!\?)\1[ \t]++(?=\S)")
_WORD = re.compile(r"\w+")
_INITIAL = re.compile(r"(?<!\w)[A-Z]\.$")
_INITIALS_AND_NAME = re.compile(r"(?:[A-Z]\. ?)+[A-Z]\w*[a-z]")  # "A. Hayek"
_MEANING = re.compile(r"[^\W_]")
# A stretch in which no sentence can end; of a sentence each end is looked at.
_ENDLESS = re.compile(r"[^.!?…;:\u3000-\uffff]{3000,}")
_CONTEXT = 500  # characters


def sentence_spans(text: str, start: int, end: int, format: str = "text") -> list[tuple[int, int]]:
    """Return the spans of the sentences in `text[start:end]`, in order, stripped, not empty.

    Boundaries are found in the displayed text; spans count in the source. Only white space, lone
    punctuation and markup without words are outside them.
    """
    shown = render(text[start:end], format)
    spans: list[tuple[int, int]] = []
    for first, last in _sentences(shown.text):
        left, right = shown.span(first, last)
        span = strip_span(text, start + left, start + right)
        if span[0] < span[1]:
            spans.append(span)
    # A label says nothing alone, and the sentence after it does not say what it is about. A
    # question in bold is left to be replied to.
    label = _LABEL.match(text, start, end) if format == "markdown" else None
    if label and len(spans) > 1 and spans[0][1] <= label.end() <= spans[1][0]:
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text without markup."""
    spans: list[tuple[int, int]] = []
    cuts = _boundaries(text)
    marks = 0  # number of straight quotation marks so far
    has_meaning = False  # whether the last span holds a letter or a digit
    for left, right in zip(cuts, [*cuts[1:], len(text)], strict=True):
        begin = left
        if spans and (closers := _closers(text, begin, right, is_open=bool(marks % 2))):
            spans[-1] = (spans[-1][0], closers.end())
            begin = closers.end()
        marks += text.count('"', left, right)
        piece = text[begin:right]
        begin += len(piece) - len(piece.lstrip())
        finish = begin + len(piece.strip())
        if begin >= finish:
            continue
        means = bool(_MEANING.search(piece))
        joins = spans and (not has_meaning or not means or _continues(text, spans[-1], begin))
        if joins:
            spans[-1] = (spans[-1][0], finish)
        else:
            spans.append((begin, finish))
        has_meaning = means or (bool(joins) and has_meaning)
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _boundaries(text: str) -> list[int]:
    """Return where syntok's sentences begin; the first is always 0."""
    from syntok import segmenter

    # Replaced by text of the same length, so that offsets stay valid.
    masked = _REFERENCE.sub(lambda found: f"{'x' * len(found[2])}{found[1]}", text)
    masked = _DEGREES.sub("xx", masked)
    # syntok copies the text before it again for each paragraph; a block is one.
    masked = masked.replace("\n", " ").replace("\r", " ")
    # One long word: it takes a minute for some megabytes of short ones.
    masked = _ENDLESS.sub(_mask_middle, masked)
    cuts = [0]
    for paragraph in segmenter.analyze(masked):
        for tokens in paragraph:
            offset: int = tokens[0].offset
            # Its offsets count in the given text.
            if offset > cuts[-1]:
                cuts.append(offset)
    return cuts


def _mask_middle(stretch: re.Match[str]) -> str:
    text = stretch[0]
    middle = "x" * (len(text) - 2 * _CONTEXT)
    return f"{text[:_CONTEXT]}{middle}{text[-_CONTEXT:]}"


def _closers(text: str, begin: int, end: int, *, is_open: bool) -> re.Match[str] | None:
    """Return the closing quotes and brackets that a piece begins with.

    `is_open` says whether a straight quotation mark before it is not closed.
    """
    straight = _STRAIGHT_CLOSER.match(text, begin, end) if is_open else None
    return straight or _CLOSERS.match(text, begin, end)


def _continues(text: str, before: tuple[int, int], begin: int) -> bool:
    """Return whether a piece continues the one before, which only looks complete."""
    # A bar parts the cells of a row.
    if text[before[1] - 1] == ";" or text[begin] in ":;,|":
        return True
    # Whose words they are: “It is like magic.” — Hannah, Derby
    if text[begin] in "—–" and text[before[1] - 1] in '"”’»':
        return True
    if text[before[1] - 1] == "." and _ends_in_abbreviation(text, before[1], begin):
        return True
    return before[1] - before[0] <= 5 and bool(_LIST_NUMBER.fullmatch(text, *before))


def _ends_in_abbreviation(text: str, end: int, begin: int) -> bool:
    """Return whether a piece ends in an abbreviation that the piece at `begin` goes on from."""
    last = text[max(0, end - 12) : end]
    first = text[begin]
    if first.isdigit():
        return bool(ENGLISH.documents.BEFORE_NUMBER.search(last))
    if first == "(":
        return bool(ENGLISH.documents.BEFORE_BRACKET.search(last))
    if not first.isupper():
        return False
    if ENGLISH.documents.BEFORE_NAME.search(last):
        word = _WORD.match(text, begin)
        return word is None or word[0].lower() not in ENGLISH.words.STOP_WORDS
    return bool(_INITIAL.search(last) and _INITIALS_AND_NAME.match(text, begin))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without lone punctuation after its end; None if nothing is left."""
    if not _MEANING.search(text, start, end):
        return None
    last = len(text[start:end].rstrip(" \t\r\n\xa0.,;:!?")) + start
    for at in range(max(last, start + 1), end):
        if text[at].isspace() and text[at - 1] in _ENDS:
            return start, at
    return start, end
