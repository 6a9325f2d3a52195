"""Exit statuses; scripts hold on to them."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the process ends with."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3  # with --strict
    INTERRUPTED = 130
