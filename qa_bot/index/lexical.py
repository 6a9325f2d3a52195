"""The lexical index: stems and the sentences that hold them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from qa_bot.index.database import INT, TEXT, Database
from qa_bot.index.memo import Memo

_RARE = 300  # sentences; the postings of a stem with no more than these are cached


class Postings:
    """The postings of a snapshot: its stems, each with its sentences."""

    def __init__(self, database: Database, size: int, newest: int) -> None:
        """Take the database, the number of its sentences, and the snapshot's newest sentence id."""
        self._database = database
        self._size = size
        self._newest = newest
        self._frequencies: Memo[str, int | None] = Memo(4096)
        self._postings: Memo[str, frozenset[int]] = Memo(1024)

    def document_frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """Return how many sentences of the index hold each stem; unknown ones are left out."""
        frequencies = {
            stem: self._frequencies.get(stem, self._read_frequency) for stem in sorted(set(stems))
        }
        return {stem: df for stem, df in frequencies.items() if df is not None}

    def rank_by_shared_stems(self, stems: Iterable[str], limit: int) -> list[int]:
        """Return the ids of the `limit` sentences with the greatest sum of 1/df of shared stems."""
        frequencies = self.document_frequencies(stems)
        if not frequencies:
            return []
        # Rarest first; a stem in over a fifth of the sentences says too little.
        rare = sorted(frequencies, key=lambda stem: frequencies[stem])
        selective = [stem for stem in rare if frequencies[stem] * 5 <= self._size] or rare[:1]
        marks = ",".join("?" * len(selective))
        rows = self._database.rows(
            f"""SELECT sentence FROM stems JOIN postings ON postings.stem = stems.id
                WHERE stems.stem IN ({marks}) AND sentence <= ?
                GROUP BY sentence ORDER BY sum(1.0 / df) DESC, sentence LIMIT ?""",
            [*selective, self._newest, limit],
            [INT],
        )
        return [row[0] for row in rows]

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """Every stem of the index, with a word that has this stem."""
        rows = self._database.rows("SELECT stem, word FROM stems WHERE df > 0", [], [TEXT, TEXT])
        return dict(rows)

    def find_sentences(self, stem: str, limit: int) -> list[int]:
        """Return the ids of the first `limit` sentences that hold a stem."""
        rows = self._database.rows(
            "SELECT sentence FROM stems JOIN postings ON postings.stem = stems.id"
            " WHERE stems.stem = ? AND sentence <= ? ORDER BY sentence LIMIT ?",
            [stem, self._newest, limit],
            [INT],
        )
        return [row[0] for row in rows]

    def find_stems(
        self, ids: Collection[int], stems: Iterable[str]
    ) -> Iterator[tuple[str, Collection[int]]]:
        """Yield each known stem with those of the given sentences that contain it.

        A rare stem takes 5 to 80 µs the first time and next to nothing later, a common one 70 µs
        for 300 sentences.
        """
        wanted = frozenset(ids)
        for stem, df in self.document_frequencies(stems).items():
            if df <= _RARE:
                yield stem, wanted & self._postings.get(stem, self._read_postings)
            else:
                yield stem, self._filter_postings(stem, wanted)

    def _read_frequency(self, stem: str) -> int | None:
        row = self._database.row("SELECT df FROM stems WHERE stem = ?", [stem], [INT])
        return None if row is None else int(row[0])

    def _read_postings(self, stem: str) -> frozenset[int]:
        """Return the ids of the sentences that hold a stem."""
        rows = self._database.rows(
            "SELECT sentence FROM postings WHERE stem = (SELECT id FROM stems WHERE stem = ?)",
            [stem],
            [INT],
        )
        return frozenset([row[0] for row in rows])

    def _filter_postings(self, stem: str, ids: Iterable[int]) -> list[int]:
        """Return those of the given sentences that hold a stem."""
        # With a cross join SQLite looks up the ids one by one; otherwise it reads all of a stem's.
        rows = self._database.rows(
            "SELECT sentence FROM json_each(?) CROSS JOIN postings ON sentence = value"
            " AND stem = (SELECT id FROM stems WHERE stem = ?)",
            [json.dumps([*ids]), stem],
            [INT],
        )
        return [row[0] for row in rows]
