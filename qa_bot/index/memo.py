"""A bounded cache, shared by threads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(Generic[K, V]):
    """Keeps the values of up to `limit` keys; when it is full, it is emptied.

    Two threads may compute the same value at the same time; one of the two is kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[K, V] = {}

    def get(self, key: K, make: Callable[[K], V]) -> V:
        """Return the value of a key, computed by `make(key)` if it is not kept."""
        try:
            return self._held[key]
        except KeyError:
            pass
        value = make(key)
        if len(self._held) >= self._limit:
            self._held.clear()
        self._held[key] = value
        return value
