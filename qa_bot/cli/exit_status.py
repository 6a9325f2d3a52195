"""Exit statuses, part of the contract with scripts."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit status of the process."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3  # with --strict
    INTERRUPTED = 130
