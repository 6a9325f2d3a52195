"""A progress bar on standard error."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Any


class _SilentBar:
    """A bar that is not shown, to avoid importing tqdm."""

    def update(self, count: int) -> None:
        """Do nothing."""


def progress_bar(total: int, *, shown: bool) -> Any:
    """Return a tqdm bar over sentences; none is drawn unless standard error is a terminal."""
    if not (shown and sys.stderr.isatty()):
        return nullcontext(_SilentBar())
    from tqdm import tqdm

    return tqdm(total=total, desc="embedding", unit="sentence", file=sys.stderr, delay=1)
