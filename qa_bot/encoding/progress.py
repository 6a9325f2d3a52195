"""A progress bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import sys
from typing import Any


def progress_bar(total: int, *, shown: bool) -> Any:
    """Return a tqdm bar over sentences; it stays away where standard error is no terminal."""
    from tqdm import tqdm

    return tqdm(
        total=total,
        desc="embedding",
        unit="sentence",
        file=sys.stderr,
        delay=1,
        disable=not (shown and sys.stderr.isatty()),
    )
