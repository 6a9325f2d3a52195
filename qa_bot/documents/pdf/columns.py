"""The reading order of a page: columns, and what spans them.

Where a page has columns, their lines begin at a common left edge with a gutter before it. What
crosses the gutter (a title, a wide figure's caption) divides the page into bands, which are read
one after the other, each column by column. Unlike cells of tables, lines of columns fill the column
with words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from qa_bot.documents.pdf.lines import Fragment, rows

_GUTTER = 0.5  # at least, in heights of a line
_EDGE = 3.0  # points by which left edges of one column differ
_FULL = 0.5  # share of a column's width that its lines fill
_WORDS = 2.5
_ROWS = 3  # of each column side by side; fewer where other pages have the same gutter
_SHARE = 0.3  # of the rows that a gutter separates; in justified text a few gaps line up by chance
_FREE = 0.1  # share of rows that may cross a gutter where a few rows beside it suffice: a sidebar
_SURE = 8  # rows from which a gutter is also looked for on other pages
_MAX_DEPTH = 6
_MAX_FRAGMENTS = 3000  # a page of a newspaper has 1,500; maps and drawings have more


@dataclass(frozen=True, slots=True)
class Gutter:
    """A candidate: the left edge of the column right of it, and how many rows it separates."""

    edge: float
    rows: int


def read_columns(
    fragments: Sequence[Fragment], known: Sequence[float] = (), depth: int = 0
) -> list[list[Fragment]]:
    """Return the fragments column by column in reading order.

    `known` are the edges of gutters on other pages.
    """
    gutter = _find_gutter(fragments, known) if depth < _MAX_DEPTH else None
    if gutter is None:
        return [list(fragments)] if fragments else []
    found: list[list[Fragment]] = []
    wide: list[Fragment] = []
    for left, right, crossing in _bands(fragments, gutter.edge):
        if _are_columns(left, right, gutter.edge, known):
            found += [wide] if wide else []
            wide = []
            found += read_columns(left, known, depth + 1)
            found += read_columns(right, known, depth + 1)
        else:
            wide += left + right
        wide += crossing
    return found + ([wide] if wide else [])


def find_edges(fragments: Sequence[Fragment], depth: int = 0) -> list[float]:
    """Return the left edges of the columns right of a page's gutters."""
    gutter = _find_gutter(fragments, ()) if depth < _MAX_DEPTH else None
    if gutter is None:
        return []
    edges = [gutter.edge] if gutter.rows >= _SURE else []
    for left, right, _ in _bands(fragments, gutter.edge):
        edges += find_edges(left, depth + 1) + find_edges(right, depth + 1)
    return edges


def _find_gutter(fragments: Sequence[Fragment], known: Sequence[float]) -> Gutter | None:
    """Return the gutter that separates the most rows, or None."""
    if not 2 <= len(fragments) <= _MAX_FRAGMENTS:
        return None
    first = min(one.left for one in fragments)
    edges = Counter(round(one.left) for one in fragments)
    likely = [
        edge
        for edge, count in edges.items()
        if edge > first + _EDGE
        and (count >= _ROWS or any(abs(edge - other) <= _EDGE for other in known))
    ]
    best: Gutter | None = None
    lines = len(rows(fragments))
    for edge in sorted(likely, key=lambda edge: -edges[edge])[:12]:
        bands = _bands(fragments, edge)
        parted = sum(
            min(len(rows(left)), len(rows(right)))
            for left, right, _ in bands
            if _are_columns(left, right, edge, known)
        )
        is_known = any(abs(edge - other) <= _EDGE for other in known)
        crossed = sum(1 for _, _, crossing in bands for _ in crossing)
        is_free = crossed <= _FREE * lines
        enough = 1 if is_known else _ROWS if is_free else _SHARE * lines
        if parted >= enough and (best is None or parted > best.rows):
            best = Gutter(edge, parted)
    return best


def _bands(
    fragments: Sequence[Fragment], edge: float
) -> list[tuple[list[Fragment], list[Fragment], list[Fragment]]]:
    """Return, from top to bottom, what is left and right of a gutter and what then crosses it."""
    crossing = sorted(
        (
            one
            for one in fragments
            if one.left < edge - _EDGE and one.right > edge - _GUTTER * one.height
        ),
        key=lambda one: one.middle,
    )
    bands: list[tuple[list[Fragment], list[Fragment], list[Fragment]]] = [([], [], [])]
    inside = set(map(id, crossing))
    for one in sorted(fragments, key=lambda one: one.middle):
        if id(one) in inside:
            bands[-1][2].append(one)
            continue
        if bands[-1][2]:
            bands.append(([], [], []))
        bands[-1][0 if one.left < edge - _EDGE else 1].append(one)
    return bands


def _are_columns(
    left: Sequence[Fragment], right: Sequence[Fragment], edge: float, known: Sequence[float]
) -> bool:
    """Return whether two sides are columns of text rather than of a table."""
    is_known = any(abs(edge - other) <= _EDGE for other in known)
    for side in (left, right):
        lines = rows(side)
        if len(lines) < (1 if is_known else _ROWS):
            return False
        start, end = min(one.left for one in side), max(one.right for one in side)
        full = median((row[-1].right - row[0].left) / max(end - start, 1) for row in lines)
        words = median(sum(len(one.text.split()) for one in row) for row in lines)
        if words < _WORDS or (full < _FULL and not is_known):
            return False
    return True
