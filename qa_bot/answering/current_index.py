"""The newest snapshot of an index, shared by threads while writers change the index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from qa_bot.errors import UsageError
from qa_bot.index import Index


@dataclass(slots=True)
class _OpenIndex:
    """An open index and how many are using it."""

    index: Index
    users: int = 0


class CurrentIndex:
    """Hands out the newest snapshot; an older one is closed when its last user is done."""

    def __init__(self, index: Index) -> None:
        """Take an open index; it is closed with this object, or when a newer one replaces it."""
        self._lock = Lock()
        self._snapshot = _OpenIndex(index)
        self._is_closed = False

    @property
    def newest(self) -> Index:
        """The snapshot that was handed out last; it may be closed when a writer changes the index.

        To read from it while others ask, `use` it.
        """
        return self._snapshot.index

    @contextmanager
    def use(self, *, refresh: bool = True) -> Iterator[Index]:
        """Give the newest snapshot, which stays open until the block ends.

        Without `refresh` it is the one that was handed out last.

        Raises UnusableIndexError if the index has changed and cannot be opened any more, and
        UsageError where this object is closed.
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

    def close(self) -> None:
        """Close the index's files, once nobody uses them."""
        with self._lock:
            self._is_closed = True
            if not self._snapshot.users:
                self._snapshot.index.close()
