"""Grey suggestions: from what was typed before, and questions that the article itself suggests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import AutoSuggest, AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document

from qa_bot.chat.session import ChatSession
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.index import Index

_ARTICLES = 5  # a large index is not read through
_EACH = 12
_QUESTION = re.compile(r"(?:who|what|when|where|which|why|how|is|are|was|were|do|does|did)\b", re.I)
_THE = re.compile(r"^(?:A|An|The)\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+|\b[A-Z]{2,}\b")
_QUOTED = re.compile(r"[“\"]([^“”\"]{20,80}?)[.,;!]?[”\"]")


class Suggestions(AutoSuggest):
    """Suggests the rest of a line."""

    def __init__(self, talk: ChatSession) -> None:
        self._talk = talk
        self._history = AutoSuggestFromHistory()
        self._of: Index | None = None
        self._questions: list[str] = []

    @property
    def example(self) -> str:
        """What stands in the empty prompt; nothing until the article is known."""
        return f"for example: {self._questions[0]}" if self._questions else ""

    def learn(self, index: Index | None) -> None:
        """Take the questions of an index; nothing where it is not open yet."""
        if index is not None and index is not self._of:
            self._of, self._questions = index, list(dict.fromkeys(questions_of(index)))

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Return the rest of the newest line, else of the first question, that begins so."""
        if not document.text.strip() or "\n" in document.text:
            return None
        if found := self._history.get_suggestion(buffer, document):
            return Suggestion(sanitize_line(found.text))
        self.learn(self._talk.index)
        typed = document.text.casefold()
        for question in self._questions:
            if question.casefold().startswith(typed):
                return Suggestion(question[len(typed) :])
        return None


def questions_of(index: Index) -> Iterator[str]:
    """Yield questions that the articles suggest: who speaks, the sections, names, quotations."""
    for article in index.articles[:_ARTICLES]:
        speakers = index.speakers(article.id)
        often = Counter(
            _THE.sub(lambda the: the[0].lower(), sanitize_line(name)) for name, _ in speakers
        )
        for name, _ in often.most_common(_EACH):
            yield f"what does {name} say?"
            yield f"who is {name}?"
        text = index.article_text(article.id)
        for section in dict.fromkeys(one.section for one in index.paragraphs(article.id)):
            if section:
                words = sanitize_line(section).rstrip("?!.: ")
                asks = _QUESTION.match(words)
                yield f"{words}?" if asks else f"what does the article say about {words}?"
        names = Counter(
            sanitize_line(found[0])
            for one in index.sentences(article.id)
            for found in _NAME.finditer(text[one.start : one.end])
        )
        for name, _ in names.most_common(_EACH):
            yield f"what does the article say about {name}?"
        quoted = (_QUOTED.search(index.text(one)) for _, one in speakers)
        for found in islice(filter(None, quoted), _EACH):
            yield f"who said “{sanitize_line(found[1])}”?"
    yield "what is the article about?"
    yield "who is quoted?"
