"""Answers with prose by a scripted server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa_bot import Bot
from qa_bot.prose import ProseOptions, open_writer
from qa_bot.prose.support import SupportHead, open_support
from qa_bot.types import Answer


@pytest.fixture(scope="session")
def support() -> SupportHead:
    return open_support()


@pytest.fixture
def ask(bot: Bot) -> Callable[..., Answer]:
    """Return a function that asks the bundled article, with prose by the server at an address."""

    def call(url: str, question: str, *, key: str | None = None, seconds: float = 60) -> Answer:
        writer = open_writer(ProseOptions.from_values(url, None, key, seconds))
        return writer.add_to(bot, bot.ask(question))

    return call
