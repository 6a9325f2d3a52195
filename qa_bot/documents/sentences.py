"""A block of prose → the spans of its sentences.

The boundaries are syntok's. Of sentencex, punkt, pysbd and syntok, read side by side on the
bundled article and on the two SQuAD 2.0 articles and XQuAD, syntok alone keeps "3 p.m. London
time", "(i.e. …)", "Vol. 1", "E. I. du Pont" and "“Why?” she asked" whole *and* parts the
sentences inside a quotation; sentencex and pysbd never part those and cut at "p.m.", punkt cuts
behind "i.e.", "Vol." and "No.". What syntok gets wrong is mended here: it starts a sentence at a
stray closing quote, lets lone punctuation (". .") hang on, and parts lists at semicolons.
"""

from __future__ import annotations

import re

# Closing quotes and brackets that open a segment belong to the one before.
_CLOSERS = re.compile(r"[\s]*[”’»)\]]+(?=\s|[.,;]|$)[.,;]*")
_STRAIGHT_CLOSER = re.compile(r"\s*\"(?=\s|[.,;]|$)[.,;]*")  # where one is open
_STRAY = re.compile(r"(?<=[.!?…”\"’»)\]])(?:\s+[.,;:!?]+)+$")
_LIST_NUMBER = re.compile(r"\(?\w{1,3}[.)]")
_LINK = re.compile(r"\[([^\]]*)(\]\([^)\s]*\))")
# "It has red legs.[2] They are long." and "at 180 °C. Then": what stands at the full stop hides it.
_REFERENCE = re.compile(r"([.!?…][\"'”’»)]*)((?:\[[\w^ ]{1,20}\]|[¹²³⁰⁴-⁹]+)+)(?=\s|$)")
_DEGREES = re.compile(r"°[CFK]\b")
_MEANING = re.compile(r"[^\W_]")


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in `text[start:end]`, in order, stripped, not empty.

    Only white space and lone punctuation stand outside them.
    """
    spans: list[tuple[int, int]] = []
    cuts = [start + cut for cut in _boundaries(text[start:end])]
    for left, right in zip(cuts, [*cuts[1:], end], strict=True):
        begin = left
        if spans and (closers := _closers(text, start, begin, right)):
            spans[-1] = (spans[-1][0], closers.end())
            begin = closers.end()
        piece = text[begin:right]
        begin += len(piece) - len(piece.lstrip())
        finish = begin + len(text[begin:right].rstrip())
        if begin >= finish:
            continue
        if spans and _belongs_before(text, spans[-1], (begin, finish)):
            spans[-1] = (spans[-1][0], finish)
        else:
            spans.append((begin, finish))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _boundaries(text: str) -> list[int]:
    """Return where syntok begins its sentences; the first is always 0."""
    from syntok import segmenter

    # A Markdown link's address would swallow the full stop behind it; same length, so offsets hold.
    masked = _LINK.sub(lambda found: f"x{found[1]}{'x' * len(found[2])}", text)
    masked = _REFERENCE.sub(lambda found: f"{'x' * len(found[2])}{found[1]}", masked)
    masked = _DEGREES.sub("xx", masked)
    cuts = [0]
    for paragraph in segmenter.analyze(masked):
        for tokens in paragraph:
            offset: int = tokens[0].offset
            # Its offsets are of the text as given, for tokens it found there.
            if offset > cuts[-1]:
                cuts.append(offset)
    return cuts


def _closers(text: str, start: int, begin: int, end: int) -> re.Match[str] | None:
    """Return the closing quotes and brackets that a piece begins with, in a block from `start`."""
    straight = _STRAIGHT_CLOSER.match(text, begin, end)
    if straight and text.count('"', start, begin) % 2:
        return straight
    return _CLOSERS.match(text, begin, end)


def _belongs_before(text: str, before: tuple[int, int], piece: tuple[int, int]) -> bool:
    """Tell whether a piece goes on with the one before, which only looked complete."""
    previous = text[before[0] : before[1]]
    if not _MEANING.search(previous) or _LIST_NUMBER.fullmatch(previous):
        return True
    if not _MEANING.search(text[piece[0] : piece[1]]):
        return True  # lone punctuation, which trimming then takes off
    return previous.endswith(";") or text[piece[0]] in ":;,"


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without lone punctuation behind its end; None where nothing is left."""
    if not _MEANING.search(text[start:end]):
        return None
    if stray := _STRAY.search(text[start:end]):
        end = start + stray.start()
    return start, end
