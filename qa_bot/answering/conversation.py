"""A conversation: the answers so far, and questions understood in their context."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qa_bot.answering.bot import Bot, question_id
from qa_bot.answering.follow_up import (
    Rewrite,
    beside,
    explained,
    is_name,
    is_of_people,
    resolve,
    unclear,
)
from qa_bot.answering.overview_intent import asks_of_article, overview_intent
from qa_bot.answering.persons import named_persons
from qa_bot.answering.prepare import Prepared
from qa_bot.answering.question import truncate_question
from qa_bot.text import normalize_word, stem
from qa_bot.types import Answer

_SENTENCES_READ = 50  # that hold a name, to see whether it is a person's


@dataclass(slots=True)
class Conversation:
    """Asks a bot questions, each in the context of those before.

    `article` is the source of the article to ask alone; None asks all. `rewrite` completes a
    follow-up; by default, by rules.
    """

    bot: Bot
    turns: list[Answer] = field(default_factory=list)
    article: str | None = None
    rewrite: Rewrite = resolve
    _whole: str = ""  # the last question that could be asked alone, which follow-ups complete
    _searched: str = ""
    _waiting: str | None = None  # a question with something in it that nobody explained yet

    def ask(
        self, question: str, *, id: str | None = None, prepared: Prepared | None = None
    ) -> Answer:
        """Answer a question; `resolved_question` is its completed form, if any.

        A name in reply to `clarifying_question` completes the question before. `prepared` is the
        question prepared, if it is. Raises UsageError if the question is empty, or the index no
        longer holds `article`.
        """
        resolved = self._resolve(question)
        both = None if resolved else self._beside(question)
        self._waiting = None
        asked = resolved or both
        answer = self.bot.ask(asked or prepared or question, article=self.article, id=id)
        self._searched = asked or question
        if not both:
            self._whole = self._searched
        if asked:
            answer = replace(
                answer,
                id=answer.id if id is not None else question_id(question),
                question=question,
                resolved_question=resolved,
            )
        self.turns.append(answer)
        return answer

    def take_up(self, answer: Answer) -> None:
        """Add a turn that was answered elsewhere, as if it had been asked here."""
        self._searched = answer.resolved_question or answer.question
        both = None if answer.resolved_question else self._beside(answer.question)
        self._searched = both or self._searched
        if not both:
            self._whole = self._searched
        self.turns.append(answer)

    @property
    def searched(self) -> str:
        """What the last answer was searched with: its question, completed where it needed that."""
        return self._searched

    def clarifying_question(self, question: str) -> str | None:
        """Return what to ask back first, such as "Who do you mean by “he”?", or None.

        None if the question can be asked. The reply is then asked in its place.
        """
        line = truncate_question(question)
        if overview_intent(line):
            return None
        found = unclear(line, self._before())
        if found is None:
            return None
        self._waiting = line
        asking = "Who" if is_of_people(found) else "What"
        return f"{asking} do you mean by “{found}”?"

    def _resolve(self, question: str) -> str | None:
        before = self._before()
        if before is None and self._waiting is None:
            return None
        parsed = self.bot.parse(question)
        if self._waiting and is_name(parsed.typed):
            name = parsed.text.rstrip("?!. ")
            return explained(self._waiting, name) or name
        if before is None or (
            overview_intent(parsed.typed)
            and (asks_of_article(parsed.typed) or overview_intent(before.question))
        ):
            return None
        return self.rewrite(parsed.text, before, self._is_person)

    def _beside(self, question: str) -> str | None:
        """Return a follow-up that no rule completes with the question before, to search with."""
        before, parsed = self._before(), self.bot.parse(question)
        if before is None or self._waiting or overview_intent(parsed.typed):
            return None
        return beside(parsed.text, before)

    def _before(self) -> Answer | None:
        """Return the last answer, its question whole, with names as the index writes them."""
        if not self.turns:
            return None
        last = self.turns[-1]
        asked = self._whole or last.resolved_question or last.question
        return replace(last, question=self.bot.parse(asked).text, resolved_question=None)

    def _is_person(self, name: str) -> bool:
        """Return whether the index quotes someone of that last name, or names their role."""
        words = name.split()
        last = normalize_word(words[-1]) if words else ""
        with self.bot.use_index() as index:
            for passage in index.holding(stem(last), _SENTENCES_READ):
                known = named_persons(index.plain(passage))
                if passage.speaker:
                    known.append(passage.speaker)
                if any(normalize_word(one.split()[-1]) == last for one in known if one.split()):
                    return True
        return False
