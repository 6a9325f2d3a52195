"""A bounded memory of what was read or computed, shared by threads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(Generic[K, V]):
    """Remembers the values of up to `limit` keys; when it is full it starts over.

    Two threads may make the same value at once, and one of the two is kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: dict[K, V] = {}

    def get(self, key: K, make: Callable[[K], V]) -> V:
        """Return the value of a key, made by `make(key)` where it is not remembered."""
        try:
            return self._held[key]
        except KeyError:
            pass
        value = make(key)
        if len(self._held) >= self._limit:
            self._held.clear()
        self._held[key] = value
        return value
