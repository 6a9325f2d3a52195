"""A comparison as a table, and as a picture (matplotlib, the extra `plot`)."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import UsageError


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


def plot(tables: Sequence[Table], path: Path) -> None:
    """Draw a panel for each figure of each table; raises UsageError without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        raise UsageError(
            "--plot needs matplotlib; install it: pip install 'qa-bot[plot]'"
        ) from None
    matplotlib.use("Agg")
    from matplotlib import pyplot

    panels = [(table, n) for table in tables for n in range(len(table.columns))]
    figure: Any
    figure, axes = pyplot.subplots(
        1, len(panels), figsize=(3.6 * len(panels), 3.2), layout="constrained", squeeze=False
    )
    for axis, (table, column) in zip(axes[0], panels, strict=True):
        kept = [(name, row[column]) for name, row in table.rows if row[column] is not None]
        axis.barh([name for name, _ in kept], [value for _, value in kept])
        axis.invert_yaxis()
        axis.set_title(f"{table.title}: {table.columns[column]}", fontsize=8)
        axis.tick_params(labelsize=7)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)
