"""The newest snapshot of an index, shared by threads while the index may change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from qa_bot.errors import UnusableIndexError, UsageError
from qa_bot.index import Index

T = TypeVar("T")

# If sentences are removed during each of so many attempts, the last one counts.
_ATTEMPTS = 5


@dataclass(slots=True)
class _OpenIndex:
    """An open snapshot and the number of its users."""

    index: Index
    users: int = 0


class CurrentIndex:
    """Provides the newest snapshot; an older one is closed when its last user is done."""

    def __init__(self, index: Index) -> None:
        """Take an open index; it is closed with this object, or when a newer one replaces it."""
        self._lock = Lock()
        self._snapshot = _OpenIndex(index)
        self._is_closed = False

    @property
    def newest(self) -> Index:
        """The latest snapshot opened; it may be closed once the index has changed.

        To read from it while others ask, `use` it.
        """
        return self._snapshot.index

    @contextmanager
    def use(self, *, refresh: bool = True) -> Iterator[Index]:
        """Yield the newest snapshot, which stays open until the block ends.

        Without `refresh`, yield the latest one opened, even if the index has changed since.

        Raises UnusableIndexError if the index has changed and can no longer be opened, and
        UsageError if this object is closed.
        """
        with self._lock:
            if self._is_closed:
                raise UsageError("this Bot is closed; open another: Bot.open()")
            snapshot = self._snapshot
            if refresh and snapshot.index.stale:
                snapshot = _OpenIndex(snapshot.index.reopen())
                before, self._snapshot = self._snapshot, snapshot
                if not before.users:
                    before.index.close()
            snapshot.users += 1
        try:
            yield snapshot.index
        finally:
            with self._lock:
                snapshot.users -= 1
                is_old = self._is_closed or snapshot is not self._snapshot
                if is_old and not snapshot.users:
                    snapshot.index.close()

    def read(self, work: Callable[[Index], T]) -> T:
        """Return what `work` makes of the newest snapshot.

        If sentences of it were removed meanwhile, `work` is called again with a newer one, since
        they may have looked like damage, or like no sentences at all.

        Raises what `work` raises, and the errors of `use`.
        """
        for _ in range(_ATTEMPTS - 1):
            with self.use() as index:
                try:
                    result = work(index)
                except UnusableIndexError:
                    if index.is_complete:
                        raise
                else:
                    if index.is_complete:
                        return result
        with self.use() as index:
            return work(index)

    def close(self) -> None:
        """Close the index, once nobody uses it."""
        with self._lock:
            self._is_closed = True
            if not self._snapshot.users:
                self._snapshot.index.close()
