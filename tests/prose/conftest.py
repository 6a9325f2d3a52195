"""A bot whose prose is written by a scripted server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qa_bot import Bot
from qa_bot.prose import ProseOptions, open_composer
from qa_bot.prose.support import SupportHead, open_support


@pytest.fixture(scope="session")
def support() -> SupportHead:
    return open_support()


@pytest.fixture
def prose_bot() -> Callable[..., Bot]:
    """Return a function that opens a bot with prose by a server."""

    def call(url: str, seconds: float = 60, **options: Any) -> Bot:
        composer = open_composer(ProseOptions.of(url, None, None, seconds))
        return Bot.open(composer=composer, **options)

    return call
