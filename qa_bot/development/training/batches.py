"""From examples to padded batches: tokens, targets, and an order that can be resumed anywhere.

A batch holds windows of similar length, to pad little: 512 shuffled groups of examples are sorted
by length, cut into batches of at most 3,072 tokens (19 to 120 examples), and the batches shuffled.
What a position yields depends on the seed alone, so a resumed run sees the same batches.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Encoding
from torch import Tensor

from qa_bot.answering.onnx_reader import MAX_QUESTION, MAX_TOKENS
from qa_bot.development.training import TrainingError
from qa_bot.development.training.data import Example
from qa_bot.embedding.models import find_model
from qa_bot.embedding.onnx.word_pieces import open_tokenizer

MIN_WINDOW = 32  # tokens
BATCH_TOKENS = 3072
CHUNK = 512  # groups
_GROUP = 8  # examples at most, 1,280 tokens
NO_SPAN = -100  # cross-entropy's ignore_index


class Position(NamedTuple):
    """The position of the next batch in the data."""

    turn: int = 0  # pass over the data
    chunk: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class EncodedExample:
    """An example in tokens; ``offsets`` are characters of question or window, as ``types`` says."""

    example: Example
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of some examples, in the order of ``items``."""

    items: list[EncodedExample]
    ids: Tensor
    types: Tensor
    mask: Tensor
    in_window: Tensor  # bool: where a span may start and end
    starts: Tensor
    ends: Tensor
    answered: Tensor


class PairEncoder:
    """The packaged model's tokenizer, set for ``[CLS] question [SEP] window [SEP]``."""

    def __init__(self) -> None:
        folder = find_model().folder
        self._pairs = open_tokenizer(folder, MAX_TOKENS, "only_second")
        self._plain = open_tokenizer(folder, MAX_TOKENS)
        self._plain.no_truncation()

    def check(self, examples: Sequence[Example], path: Path) -> None:
        """Refuse questions that leave no room for the window, before training starts.

        A token is at least a third of a character (Hangul is decomposed), so short questions need
        no check.
        """
        room = MAX_TOKENS - 3 - MIN_WINDOW
        for example in examples:
            question = example.question[:MAX_QUESTION]
            if 3 * len(question) <= room:
                continue
            tokens = len(self._plain.encode(question, add_special_tokens=False).ids)
            if tokens > room:
                raise TrainingError(
                    f"{path}, line {example.line}: the question takes {tokens} tokens and leaves"
                    f" the window under {MIN_WINDOW} of {MAX_TOKENS}: shorten it"
                )

    def encode(self, examples: Sequence[Example]) -> list[EncodedExample]:
        """Return tokens and targets of the examples, in order."""
        pairs = [(e.question[:MAX_QUESTION], e.window) for e in examples]
        return [
            _to_encoded(example, encoding)
            for example, encoding in zip(examples, self._pairs.encode_batch(pairs), strict=True)
        ]


def _to_encoded(example: Example, encoding: Encoding) -> EncodedExample:
    start, end = 0, 0
    if not example.has_span:
        start = end = NO_SPAN
    elif example.answer is not None:
        first, last = example.answer
        inside = [
            place
            for place, (part, (left, right)) in enumerate(
                zip(encoding.sequence_ids, encoding.offsets, strict=True)
            )
            if part == 1 and left < last and right > first
        ]
        # An answer cut off by truncation gives no span target: position 0 would contradict cls,
        # which says that the window answers.
        cut = encoding.offsets[-2][1] < last and bool(encoding.overflowing)
        start, end = (inside[0], inside[-1]) if inside and not cut else (NO_SPAN, NO_SPAN)
    return EncodedExample(example, encoding.ids, encoding.type_ids, encoding.offsets, start, end)


def to_batch(items: list[EncodedExample]) -> Batch:
    """Pad the items to the longest of them."""
    width = max(len(item.ids) for item in items)
    ids = torch.zeros(len(items), width, dtype=torch.long)  # 0 is [PAD]
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, item in enumerate(items):
        length = len(item.ids)
        ids[row, :length] = torch.tensor(item.ids)
        types[row, :length] = torch.tensor(item.types)
        mask[row, :length] = 1
    in_window = types.bool()
    in_window[torch.arange(len(items)), mask.sum(1) - 1] = False  # the last [SEP]
    return Batch(
        items,
        ids,
        types,
        mask,
        in_window,
        torch.tensor([item.start for item in items]),
        torch.tensor([item.end for item in items]),
        torch.tensor([float(item.example.answered) for item in items]),
    )


def pack(
    groups: list[list[EncodedExample]], limit: int = BATCH_TOKENS
) -> list[list[EncodedExample]]:
    """Join groups of similar length, at most ``limit`` tokens with padding; groups stay whole."""
    packed: list[list[EncodedExample]] = []
    for group in sorted(groups, key=_width):
        if packed and (len(packed[-1]) + len(group)) * _width(group) <= limit:
            packed[-1].extend(group)
        else:
            packed.append(list(group))
    return packed


def _width(group: list[EncodedExample]) -> int:
    return max(len(item.ids) for item in group)


def shuffle(examples: Sequence[Example], seed: str) -> list[list[int]]:
    """Return the examples' numbers in random order, in groups that share a batch.

    A group is an unanswerable question and its answerable twin, or the windows of one question: in
    one batch, what tells them apart is learned in one step.
    """
    groups: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        groups.setdefault(group_of(example), []).append(number)
    order = [
        members[first : first + _GROUP]
        for members in groups.values()
        for first in range(0, len(members), _GROUP)
    ]
    random.Random(seed).shuffle(order)
    return order


def group_of(example: Example) -> str:
    """Return what the members of a group have in common: the pair's name, or the question."""
    return example.pair or example.question.casefold()


def walk(
    examples: Sequence[Example], encoder: PairEncoder, seed: int, passes: int, begin: Position
) -> Iterator[tuple[Position, Batch]]:
    """Yield batches from ``begin`` on, each with the position after it; passes differ in order."""
    for turn in range(begin.turn, passes):
        order = shuffle(examples, f"{seed}/{turn}")
        chunks = range(0, len(order), CHUNK)
        for chunk in range(begin.chunk if turn == begin.turn else 0, len(chunks)):
            chosen = order[chunks[chunk] : chunks[chunk] + CHUNK]
            items = iter(encoder.encode([examples[number] for group in chosen for number in group]))
            packed = pack([[next(items) for _ in group] for group in chosen])
            random.Random(f"{seed}/{turn}/{chunk}").shuffle(packed)
            here = (turn, chunk) == (begin.turn, begin.chunk)
            for number in range(begin.batch if here else 0, len(packed)):
                yield Position(turn, chunk, number + 1), to_batch(packed[number])
