"""Which sentences of an index hold which stems."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

_RARE = 300  # up to so many sentences that hold a stem are remembered

# Runs a statement with these values and returns its rows.
Query = Callable[[str, Sequence[Any]], list[Any]]


class Postings:
    """The stems of a snapshot, read from its database."""

    def __init__(self, query: Query, size: int, newest: int) -> None:
        """Take what reads the database, how many sentences it holds, and its newest id."""
        self._query = query
        self._size = size
        self._newest = newest
        self._frequency = lru_cache(maxsize=4096)(self._frequency_of)
        self._postings = lru_cache(maxsize=1024)(self._postings_of)

    def document_frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """Return in how many sentences of the index each stem stands; unknown ones are left out."""
        wanted = sorted(set(stems))
        return {stem: df for stem in wanted if (df := self._frequency(stem)) is not None}

    def sharing(self, stems: Iterable[str], most: int) -> list[int]:
        """Return the ids of the `most` sentences with the greatest sum of 1/df of shared stems."""
        frequencies = self.document_frequencies(stems)
        if not frequencies:
            return []
        # Rarest first; a stem in over a fifth of the sentences tells nothing apart.
        rare = sorted(frequencies, key=lambda stem: frequencies[stem])
        telling = [stem for stem in rare if frequencies[stem] * 5 <= self._size] or rare[:1]
        marks = ",".join("?" * len(telling))
        rows = self._query(
            f"""SELECT sentence FROM stems JOIN postings ON postings.stem = stems.id
                WHERE stems.stem IN ({marks}) AND sentence <= ?
                GROUP BY sentence ORDER BY sum(1.0 / df) DESC, sentence LIMIT ?""",
            [*telling, self._newest, most],
        )
        return [row[0] for row in rows]

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """Every stem of the index, with a word that has it."""
        return dict(self._query("SELECT stem, word FROM stems WHERE df > 0", []))

    def holding(self, stem: str, most: int) -> list[int]:
        """Return the ids of the first sentences of the index that hold a stem, `most` at most."""
        rows = self._query(
            "SELECT sentence FROM stems JOIN postings ON postings.stem = stems.id"
            " WHERE stems.stem = ? AND sentence <= ? ORDER BY sentence LIMIT ?",
            [stem, self._newest, most],
        )
        return [row[0] for row in rows]

    def stems_held(
        self, ids: Collection[int], stems: Iterable[str]
    ) -> Iterator[tuple[str, Collection[int]]]:
        """Yield each of the stems that the index knows with those of these sentences that hold it.

        A rare stem takes 5 to 80 µs at its first question and some after that, a common one 70 µs
        for 300 sentences.
        """
        wanted = frozenset(ids)
        for stem, df in self.document_frequencies(stems).items():
            yield stem, wanted & self._postings(stem) if df <= _RARE else self._those(stem, wanted)

    def _frequency_of(self, stem: str) -> int | None:
        rows = self._query("SELECT df FROM stems WHERE stem = ?", [stem])
        return int(rows[0][0]) if rows else None

    def _postings_of(self, stem: str) -> frozenset[int]:
        """Return the ids of the sentences that hold a stem."""
        rows = self._query(
            "SELECT sentence FROM postings WHERE stem = (SELECT id FROM stems WHERE stem = ?)",
            [stem],
        )
        return frozenset([row[0] for row in rows])

    def _those(self, stem: str, ids: Iterable[int]) -> list[int]:
        """Return which sentences of these ids hold a stem."""
        # As a cross join, SQLite looks the ids up one by one; else it reads all their stems.
        rows = self._query(
            "SELECT sentence FROM json_each(?) CROSS JOIN postings ON sentence = value"
            " AND stem = (SELECT id FROM stems WHERE stem = ?)",
            [json.dumps([*ids]), stem],
        )
        return [row[0] for row in rows]
