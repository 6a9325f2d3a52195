"""A comparison as a table."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """A title, column names, and rows of a name and its figures (None if missing).

    The columns named in `ratios` are shown again as ratios to the first row.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    ratios: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the table as lines."""
        first = self.rows[0][1]
        heads = [*self.columns, *(f"{name}, ratio" for name in self.ratios)]
        cells = [["", *heads]]
        for name, figures in self.rows:
            row = [name, *("–" if one is None else _figure(one) for one in figures)]
            for column in map(self.columns.index, self.ratios):
                own, other = figures[column], first[column]
                row.append(f"{other / own:.2f}×" if own and other else "–")
            cells.append(row)
        widths = [max(len(row[n]) for row in cells) for n in range(len(heads) + 1)]
        yield self.title
        for row in cells:
            head = row[0].ljust(widths[0])
            yield "  ".join([head, *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> str:
    """Return a line about the machine, including its load in the last minute."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        name = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return (
        f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}, {sys.platform}"
    )
