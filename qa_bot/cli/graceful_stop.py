"""Stop a long run gracefully when it is interrupted."""

from __future__ import annotations

import signal
from typing import Self

from qa_bot.platform import TERMINATION_SIGNALS


class GracefulStop:
    """Lets a run finish its current record at Ctrl-C or SIGTERM; a second one ends it at once."""

    is_requested = False

    def __enter__(self) -> Self:
        self._before = {one: signal.signal(one, self._request) for one in TERMINATION_SIGNALS}
        return self

    def _request(self, number: int, frame: object) -> None:
        self.is_requested = True
        for one in self._before:
            signal.signal(one, signal.default_int_handler)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
