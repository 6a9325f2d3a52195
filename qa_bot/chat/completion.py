"""Completion: commands that are valid now, their arguments, and the names in the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

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
_MAX_LENGTH = 60
_LAST_WORDS = re.compile(r"(?<![\w’'-])(?=((?:[\w’'-]+ ){0,3}[\w’'-]+$))")


class ChatCompleter(Completer):
    """Completes commands while typing, and on Tab also names in a question and an empty line."""

    def __init__(self, session: ChatSession, questions: Callable[[], Sequence[str]]) -> None:
        """Complete an empty line with `questions`."""
        self._session = session
        self._questions = questions
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield completions of the text before the cursor."""
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            if complete_event.completion_requested:
                yield from self._in_question(typed)
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
                    meta = sanitize_line(about)[:_MAX_LENGTH]
                    yield Completion(
                        value, -len(rest), display=sanitize_line(value), display_meta=meta
                    )

    def _in_question(self, typed: str) -> Iterator[Completion]:
        """Yield names that begin with the last words, or have a word that begins with the last."""
        if not typed.strip():
            yield from (Completion(one, -len(typed)) for one in self._questions())
            return
        seen: set[str] = set()
        for begun in _LAST_WORDS.finditer(typed):  # the longest first
            part = begun[1].casefold()
            for name in self._session.names:
                folded = name.casefold()
                is_begun = folded.startswith(part) or f" {part}" in f" {folded}"
                if is_begun and folded != part and name not in seen:
                    seen.add(name)
                    yield Completion(name, -len(begun[1]))

    def _arguments(self, name: str, rest: str) -> Iterator[tuple[str, str]]:
        if name in ("show", "open", "copy"):
            yield from ((str(one.n), one.quote) for one in self._session.citations)
        elif name in ("articles", "read"):
            index = self._session.index
            articles = index.articles if index else ()
            for n, article in enumerate(articles, 1):
                if not rest or rest.isdigit():
                    yield str(n), article.title
                else:
                    yield from ((article.title, article.source), (article.source, article.title))
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
