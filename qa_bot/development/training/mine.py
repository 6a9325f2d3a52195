"""``python -m qa_bot.development.training.mine ITEMS --out MINED``: hard negatives for the reader.

ITEMS holds whole paragraphs with questions: ``q``, ``ctx`` (paragraph), ``a`` (span in it or null)
and ``kind``; paragraphs of one article follow each other. The sentences of a question's paragraph
and its neighbors are ranked as in answering (cosine, MaxSim, shared words), and the best windows
that cannot answer become negatives, as in real articles: one of its own paragraph (``neg_par``) and
one of another (``neg_art``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa_bot.answering.reader import MAX_WINDOW
from qa_bot.answering.scoring import CONTEXT_WEIGHT, LEX_WEIGHT
from qa_bot.development import run
from qa_bot.development.training import TrainingError
from qa_bot.development.training.data import answer_of, read_records
from qa_bot.documents.segmentation.sentences import sentence_spans
from qa_bot.embedding import Encoding, open_encoder
from qa_bot.text import collapse_whitespace, stems

_NEIGHBOR_PARAGRAPHS = 12  # paragraphs before and after, about an article's worth
_BEST = 8  # as many candidates as answering reads
_CHUNK = 4096  # questions encoded together


class SplitParagraph:
    """A paragraph's sentences, split as for answering."""

    def __init__(self, text: str) -> None:
        """Cut the text into sentences."""
        self.sentences = [
            collapse_whitespace(text[start:end])
            for start, end in sentence_spans(text, 0, len(text))
        ]
        self.stems = [frozenset(stems(sentence)) for sentence in self.sentences]
        self.encodings: list[Encoding] = []

    def window(self, place: int) -> str:
        """Return a sentence with its neighbors, without the one before if that is too long."""
        own, *after = self.sentences[place : place + 2]
        tail = "".join(f" {text}" for text in after)
        before = self.sentences[place - 1] + " " if place else ""
        return (before if len(before + own + tail) <= MAX_WINDOW else "") + own + tail


def mine(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield training records of hard negatives, up to two per question."""
    texts = list(dict.fromkeys(item["ctx"] for item in items))
    numbers = {text: number for number, text in enumerate(texts)}
    paragraphs = [SplitParagraph(text) for text in texts]
    encoder = open_encoder("all-MiniLM-L6-v2", threads=2)
    encoded = iter(encoder.encode([s for p in paragraphs for s in p.sentences], progress=True))
    for paragraph in paragraphs:
        for _ in paragraph.sentences:
            one = next(encoded)
            paragraph.encodings.append(Encoding(one.sentence, one.tokens.astype(np.float16)))
    frequencies = Counter(stem for p in paragraphs for held in p.stems for stem in held)
    total = sum(len(p.sentences) for p in paragraphs)
    for begin in range(0, len(items), _CHUNK):
        chunk = items[begin : begin + _CHUNK]
        for item, question in zip(
            chunk, encoder.encode([item["q"] for item in chunk]), strict=True
        ):
            own = numbers[item["ctx"]]
            ranked = _rank(item["q"], question, own, paragraphs, frequencies, total)
            yield from _negatives(item, own, ranked, paragraphs)


def _rank(
    text: str,
    question: Encoding,
    own: int,
    paragraphs: list[SplitParagraph],
    frequencies: Counter[str],
    total: int,
) -> list[tuple[int, int]]:
    """Return (paragraph, sentence) of the best neighbors by the hybrid score."""
    asked = set(stems(text))
    weights = {
        s: math.log(1 + (total - frequencies[s] + 0.5) / (frequencies[s] + 0.5)) for s in asked
    }
    norm = sum(weights.values()) or 1.0
    scored = []
    for number in range(
        max(0, own - _NEIGHBOR_PARAGRAPHS), min(len(paragraphs), own + _NEIGHBOR_PARAGRAPHS + 1)
    ):
        before: frozenset[str] = frozenset()
        for place, (held, one) in enumerate(
            zip(paragraphs[number].stems, paragraphs[number].encodings, strict=True)
        ):
            lex = sum(weights[s] for s in asked & held) / norm
            context = sum(weights[s] for s in asked & (held | before)) / norm
            score = float(one.sentence @ question.sentence)
            score += LEX_WEIGHT * lex + CONTEXT_WEIGHT * context
            scored.append((score, number, place))
            before = held
    scored.sort(reverse=True)
    best = []
    for score, number, place in scored[: 3 * _BEST]:
        tokens = paragraphs[number].encodings[place].tokens
        near = tokens.astype(np.float32) @ question.tokens.T if len(tokens) else np.zeros((1, 1))
        maxsim = float(near.max(axis=0).mean()) if near.size else 0.0
        best.append((score + maxsim, number, place))
    best.sort(reverse=True)
    return [(number, place) for _, number, place in best[:_BEST]]


def _negatives(
    item: dict[str, Any], own: int, ranked: list[tuple[int, int]], paragraphs: list[SplitParagraph]
) -> Iterator[dict[str, Any]]:
    answer = item["a"] and item["ctx"][slice(*item["a"])].casefold()
    answerable = item["kind"] != "imp"
    found: set[bool] = set()
    for number, place in ranked:
        is_own = number == own
        if is_own in found:
            continue
        window = paragraphs[number].window(place)
        if answer and answer in window.casefold():
            continue
        if answerable and not answer and is_own:
            continue
        found.add(is_own)
        kind = "neg_par" if is_own else "neg_art"
        yield {
            "q": item["q"],
            "ctx": window,
            "a": None,
            "src": f"mined_{item['src']}",
            "kind": kind,
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the items, mine and write."""
    parser = argparse.ArgumentParser(prog="python -m qa_bot.development.training.mine")
    parser.add_argument("items", type=Path, metavar="ITEMS.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, metavar="MINED.jsonl.gz")
    parser.add_argument("--source", action="append", help="only items of this src (repeatable)")
    given = parser.parse_args(arguments)
    items = []
    for number, item in read_records(given.items, "q", "ctx", "kind", "src"):
        if item["kind"] in ("pos", "imp") and (not given.source or item["src"] in given.source):
            answer_of(item, given.items, number)
            items.append(item)
    if not items:
        raise TrainingError(f"{given.items}: no questions of these sources in it")
    count = 0
    with gzip.open(given.out, "wt", encoding="utf-8") as out:
        for record in mine(items):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    sys.stderr.write(f"{count:,} negatives of {len(items):,} questions → {given.out}\n")


if __name__ == "__main__":
    run(main)
