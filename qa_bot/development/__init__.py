"""Tools for developers: benchmarks, training, fitting. Not part of the wheel."""

import sys
from collections.abc import Callable

from qa_bot.errors import QaBotError


def run(main: Callable[[], None]) -> None:
    """Run a tool; an error that its user can fix is one line, and ends it with status 1."""
    try:
        main()
    except QaBotError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.exit(f"error: {where}{error.strerror or error}")
