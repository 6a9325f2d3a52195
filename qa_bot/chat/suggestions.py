"""Grey suggestions: from the history, and questions that the article suggests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import AutoSuggest, AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document

from qa_bot.chat.session import ChatSession
from qa_bot.language import ENGLISH
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.index import Index

_ARTICLES = 5  # sentences read: a large index is not read whole
_EACH = 12  # questions of one kind per article


class Suggestions(AutoSuggest):
    """Suggests how a line continues."""

    def __init__(self, session: ChatSession) -> None:
        self._session = session
        self._history = AutoSuggestFromHistory()
        self._of: Index | None = None
        self._questions: list[str] = []

    @property
    def example(self) -> str:
        """The example in an empty prompt; empty until the article is known."""
        return f"for example: {self._questions[0]}" if self._questions else ""

    def learn(self, index: Index | None) -> None:
        """Learn the questions that an index suggests; does nothing if it is not open yet."""
        if index is not None and index is not self._of:
            self._of, self._questions = index, list(dict.fromkeys(questions_of(index)))

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Return the rest of the newest line that begins so, or of the first such question."""
        if not document.text.strip() or "\n" in document.text:
            return None
        if found := self._history.get_suggestion(buffer, document):
            return Suggestion(sanitize_line(found.text))
        self.learn(self._session.index)
        typed = document.text.casefold()
        for question in self._questions:
            if question.casefold().startswith(typed):
                return Suggestion(question[len(typed) :])
        return None


def questions_of(index: Index) -> Iterator[str]:
    """Yield questions about the articles: speakers, sections, names, quotations."""
    forms = ENGLISH.suggestions
    for article in index.articles[:_ARTICLES]:
        speakers = index.speakers(article.id)
        often = Counter(
            forms.ARTICLE_WORD.sub(lambda the: the[0].lower(), sanitize_line(name))
            for name, _ in speakers
        )
        for name, _ in often.most_common(_EACH):
            yield from (form.format(name) for form in forms.OF_SPEAKER)
        for section in dict.fromkeys(one.section for one in index.paragraphs(article.id)):
            if section:
                words = sanitize_line(section).rstrip("?!.: ")
                is_question = ENGLISH.questions.QUESTION_WORD.match(words)
                yield f"{words}?" if is_question else forms.OF_SUBJECT.format(words)
        text = index.article_text(article.id)
        names = Counter(
            sanitize_line(found[0])
            for one in index.sentences(article.id)
            for found in forms.NAME.finditer(text[one.start : one.end])
        )
        for name, _ in names.most_common(_EACH):
            yield forms.OF_SUBJECT.format(name)
        quoted = (forms.QUOTED.search(index.text(one)) for _, one in speakers)
        for found in islice(filter(None, quoted), _EACH):
            yield forms.OF_WORDS.format(sanitize_line(found[1]))
    yield from forms.OF_ARTICLE
