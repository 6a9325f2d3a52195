"""A progress bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Any


class _NoBar:
    """Takes a bar's place, for tqdm takes some ms to import."""

    def update(self, count: int) -> None:
        """Take no notice."""


def progress_bar(total: int, *, shown: bool) -> Any:
    """Return a tqdm bar over sentences; it stays away where standard error is no terminal."""
    if not (shown and sys.stderr.isatty()):
        return nullcontext(_NoBar())
    from tqdm import tqdm

    return tqdm(total=total, desc="embedding", unit="sentence", file=sys.stderr, delay=1)
