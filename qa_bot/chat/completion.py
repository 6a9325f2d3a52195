"""Completion of the commands that are valid now, and of their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from qa_bot.chat.commands import COMMANDS
from qa_bot.chat.session import ChatSession
from qa_bot.settings import COLOR, SETTINGS
from qa_bot.text import sanitize_line

_VALUES = {
    "reader": ("on", "off"),
    "vi": ("on", "off"),
    "color": COLOR,
}
_LONGEST = 60


class Commands(Completer):
    """Completes a line that begins with a slash."""

    def __init__(self, session: ChatSession) -> None:
        self._session = session
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield completions of the text before the cursor."""
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            return
        name, space, rest = typed[1:].partition(" ")
        if not space:
            for command in COMMANDS.values():
                if command.name.startswith(name.lower()) and command.is_valid(self._session):
                    yield Completion(
                        f"/{command.name}",
                        -len(typed),
                        display=f"/{command.usage}",
                        display_meta=command.about,
                    )
        elif name == "save":
            yield from self._paths.get_completions(Document(rest), complete_event)
        else:
            for value, about in self._arguments(name, rest):
                if value.casefold().startswith(rest.casefold()):
                    meta = sanitize_line(about)[:_LONGEST]
                    yield Completion(
                        value, -len(rest), display=sanitize_line(value), display_meta=meta
                    )

    def _arguments(self, name: str, rest: str) -> Iterator[tuple[str, str]]:
        if name in ("show", "open", "copy"):
            yield from ((str(one.n), one.quote) for one in self._session.citations)
        elif name in ("articles", "read"):
            index = self._session.index
            articles = index.articles if index else ()
            for n, article in enumerate(articles, 1):
                yield (
                    (str(n), article.title) if not rest or rest.isdigit() else (article.source, "")
                )
            yield (
                ("all", "search all articles")
                if name == "articles"
                else ("noise", "with what was left out")
            )
        elif name == "why":
            yield "full", "with every part of the scores"
        elif name == "set":
            setting, space, _ = rest.partition(" ")
            if not space:
                yield from ((one, value.about) for one, value in SETTINGS.items())
            yield from ((f"{setting} {value}", "") for value in _VALUES.get(setting, ()))
