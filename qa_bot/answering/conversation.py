"""A conversation: what was asked and answered, and each question in the light of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qa_bot.answering.bot import Bot, question_id
from qa_bot.answering.follow_up import explained, is_name, is_of_people, resolve, unclear
from qa_bot.answering.overview_intent import asks_of_article, overview_intent
from qa_bot.answering.persons import named_persons
from qa_bot.answering.prepare import Prepared
from qa_bot.text import embedding_text, normalize_word
from qa_bot.types import Answer


@dataclass(slots=True)
class Conversation:
    """Asks a bot questions, each in the light of those before."""

    bot: Bot
    turns: list[Answer] = field(default_factory=list)
    article: str | None = None  # the source of the article to ask alone
    _waiting: str | None = None  # a question with something in it that nobody explained yet

    def ask(
        self, question: str, *, id: str | None = None, prepared: Prepared | None = None
    ) -> Answer:
        """Answer a question; where it was completed, `resolved_question` says how.

        A name in reply to `clarifying_question` completes the question before. `prepared` is the
        question prepared, if it is. Raises UsageError where the question is empty, or the index no
        longer holds `article`.
        """
        resolved = self._resolve(question)
        self._waiting = None
        answer = self.bot.ask(resolved or prepared or question, article=self.article, id=id)
        if resolved:
            answer = replace(
                answer,
                id=answer.id if id is not None else question_id(question),
                question=question,
                resolved_question=resolved,
            )
        self.turns.append(answer)
        return answer

    def clarifying_question(self, question: str) -> str | None:
        """Return what to ask before the question can be: "Who do you mean by “he”?", or None.

        None where the question can be asked. The reply is then asked in its place.
        """
        if overview_intent(question):
            return None
        found = unclear(question, self._before())
        if found is None:
            return None
        self._waiting = question
        asking = "Who" if is_of_people(found) else "What"
        return f"{asking} do you mean by “{found}”?"

    def _resolve(self, question: str) -> str | None:
        if self._waiting and is_name(question):
            name = self.bot.parse(question).text.rstrip("?!. ")
            return explained(self._waiting, name) or name
        before = self._before()
        if before is None:
            return None
        if overview_intent(question) and (
            asks_of_article(question) or overview_intent(before.question)
        ):
            return None
        return resolve(self.bot.parse(question).text, before, self._persons(before))

    def _before(self) -> Answer | None:
        """Return the last answer, its question with names as the index writes them."""
        if not self.turns:
            return None
        last = self.turns[-1]
        return replace(last, question=self.bot.parse(last.question).text)

    def _persons(self, before: Answer) -> frozenset[str]:
        """Return the last words of the persons in the articles that the last answer is of."""
        index = self.bot.index
        sources = {citation.source for citation in (*before.citations, *before.closest)}
        return frozenset(
            normalize_word(name.split()[-1])
            for article in index.articles
            if article.source in sources
            for name in (
                *named_persons(embedding_text(index.article_text(article.id))),
                *(speaker for speaker, _ in index.speakers(article.id)),
            )
        )
