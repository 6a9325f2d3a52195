"""Suggestions at the prompt: three questions at the start, then gray completions while typing."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import AutoSuggest, AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document

from qa_bot.chat.session import ChatSession
from qa_bot.errors import QaBotError
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.answering import Bot
    from qa_bot.chat.examples import Example
    from qa_bot.index import Index

_OFFERED = 3
_MAX_TRIES = 12  # questions tried to find them: a third of a second on an idle core


class Suggestions(AutoSuggest):
    """Suggests questions, and how a line continues."""

    def __init__(self, session: ChatSession) -> None:
        self._session = session
        self._history = AutoSuggestFromHistory()
        self._of: Index | None = None
        self._examples: list[Example] = []
        self._offered: list[str] = []

    def learn(self, bot: Bot | None) -> None:
        """Learn the names in the index and the questions they suggest, if the index is open."""
        from qa_bot.chat.examples import examples_of, names_of

        if bot is not None and bot.index is not self._of:
            self._of = bot.index
            self._examples = list(examples_of(bot.index))
            self._session.names = names_of(bot.index)

    def choose(self, bot: Bot) -> None:
        """Choose the questions to offer, by asking them; ends when the user enters a line."""
        from qa_bot.chat.examples import choose_examples

        chosen = choose_examples(
            bot,
            self._examples,
            Random(),
            tries=_MAX_TRIES,
            is_wanted=lambda: not self._session.begun,
        )
        with suppress(QaBotError):  # the bot has been closed; or asking will say what is wrong
            self._offered = list(islice(chosen, _OFFERED))

    @property
    def introduction(self) -> str:
        """The lines above the first prompt: what is searched, and questions; empty until chosen."""
        if self._session.begun or not self._offered:
            return ""
        wrap = self._session.console.wrap
        begin = "  for example: "
        indent = " " * len(begin)
        lines = [wrap(self._session.searched)]
        for n, question in enumerate(self.offered):
            lines.append(wrap(question, f"{indent}  ", indent if n else begin))
        return "\n".join([*lines, ""])

    @property
    def offered(self) -> list[str]:
        """The questions offered, safe to show; empty until chosen."""
        return [sanitize_line(one) for one in self._offered]

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Return the rest of the newest line that begins so, or of the first such question."""
        if not document.text.strip() or "\n" in document.text:
            return None
        if found := self._history.get_suggestion(buffer, document):
            return Suggestion(sanitize_line(found.text))
        self.learn(self._session.loader.ready)
        typed = document.text.casefold()
        for example in self._examples:
            if example.question.casefold().startswith(typed):
                return Suggestion(example.question[len(typed) :])
        return None
