"""Shards: a batch answered by several machines, and merged into one file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from qa_bot.batch.journal import Entry, Journal
from qa_bot.batch.records import Record
from qa_bot.errors import BatchError, UsageError


@dataclass(frozen=True, slots=True)
class Shard:
    """Shard `number` (from 1) of `count`: every count-th record, conversations kept together."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the shard that "2/4" means; raises UsageError."""
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise UsageError(f"--shard {text!r} is not I/N with I from 1 to N; for example: 2/4")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, place: int, record: Record) -> bool:
        """Return whether the record at that position of the input, from 0, is in this shard."""
        return _shard_of(place, record, self.count) == self.number - 1

    def path(self, out: Path) -> Path:
        """Return the path of this shard's answers, beside the merged output."""
        return out.with_name(f"{out.name}.shard-{self.number}-of-{self.count}.jsonl")


def find_shards(out: Path) -> list[Path]:
    """Return the shards of an output, in order; raises BatchError if one is missing."""
    name = re.compile(rf"{re.escape(out.name)}\.shard-([0-9]+)-of-([0-9]+)\.jsonl")
    found = [match for file in out.parent.iterdir() if (match := name.fullmatch(file.name))]
    counts = sorted({int(match[2]) for match in found})
    if not counts:
        raise BatchError(f"{out} has no shards; first run --shard 1/N to N/N")
    if len(counts) > 1:
        raise BatchError(
            f"{out} mixes shards of different runs (of {' and of '.join(map(str, counts))}); "
            "delete one set"
        )
    paths = [Shard(number, counts[0]).path(out) for number in range(1, counts[0] + 1)]
    if missing := [str(n) for n, path in enumerate(paths, 1) if not path.exists()]:
        raise BatchError(
            f"{out}: of its {counts[0]} shards, still missing: {', '.join(missing)}; run them with "
            f"--shard I/{counts[0]}"
        )
    return paths


def merge(records: Iterable[Record], journals: Sequence[Journal]) -> Iterator[Entry]:
    """Yield the shards' entries in input order.

    Raises BatchError if an entry is missing, or does not answer its record.
    """
    entries = [journal.read() for journal in journals]
    for place, record in enumerate(records):
        shard = _shard_of(place, record, len(entries))
        entry = next(entries[shard], None)
        if entry is None:
            raise BatchError(f"{journals[shard].path} is not finished; run it with --resume")
        answer = entry.result.answer
        if (answer.id, answer.question) != (record.id, record.question):
            raise BatchError(
                f"{journals[shard].path} does not answer line {record.line} of the input; run that "
                "shard again with --force"
            )
        yield entry


def _shard_of(place: int, record: Record, count: int) -> int:
    """Return a record's shard, from 0: the same on every machine."""
    if record.conversation is None:
        return place % count
    name = record.conversation.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()) % count
