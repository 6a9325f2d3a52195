"""The errors that a user may see: every message says what failed, where, and what to do."""

from collections.abc import Sequence


class QaBotError(Exception):
    """The base class: one line for the user; the command line prints it and exits with status 1."""


class UsageError(QaBotError):
    """The request is wrong (an empty question, a bad option): exit status 2."""


class SourceError(QaBotError):
    """A source cannot be read as an article: missing, empty, binary, or only boilerplate."""


class ModelError(QaBotError):
    """A model cannot be found, is not trusted, or is not what it claims to be."""


class UnusableIndexError(QaBotError):
    """An index is missing, not an index, damaged, out of date, or being written."""


class BatchError(QaBotError):
    """A batch of questions cannot be read, or its output cannot be written."""

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        """Take the line for the user, and details of one line each."""
        super().__init__(message)
        self.details = tuple(details)


class GoldError(QaBotError):
    """A file of gold questions cannot be read."""
