"""A conversation: its turns, and the completion of follow-up questions from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qa_bot.answering.bot import Bot, question_id
from qa_bot.answering.follow_up import (
    ask_about,
    find_unclear,
    insert_name,
    is_incomplete,
    is_name,
    join_questions,
    resolve,
)
from qa_bot.answering.overview_intent import asks_of_article, overview_intent
from qa_bot.answering.person_questions import named_persons
from qa_bot.answering.prepare import PreparedQuestion
from qa_bot.answering.question import question_line
from qa_bot.answering.referents import is_of_people
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, stem, stems
from qa_bot.types import Answer

_SENTENCES_READ = 50  # sentences with a name that are read to decide whether it is a person's


@dataclass(slots=True)
class Conversation:
    """Asks a bot questions, each in the context of the earlier turns.

    `article` is the source or key of the only article to search; None searches all.
    """

    bot: Bot
    turns: list[Answer] = field(default_factory=list)
    article: str | None = None
    _complete: str = ""  # the last complete question, from which follow-ups are completed
    _searched: str = ""
    _unclear: str | None = None  # the question that awaits a reply to `clarifying_question`

    def ask(
        self, question: str, *, id: str | None = None, prepared: PreparedQuestion | None = None
    ) -> Answer:
        """Answer a question; `resolved_question` is its completed form, if any.

        A name in reply to `clarifying_question` completes the question that was unclear.
        `prepared` is the question as prepared, if it was. Raises UsageError if the question is
        empty, or the index no longer holds `article`.
        """
        resolved = self._resolve(question)
        joined = None if resolved else self._join(question)
        self._unclear = None
        asked = resolved or joined
        answer = self.bot.ask(asked or prepared or question, article=self.article, id=id)
        if joined and (other := self._ask_about(question, answer)):
            answer, resolved, joined = other, other.question, None
            asked = resolved
        self._searched = asked or question
        if not joined:
            self._complete = self._searched
        if asked:
            answer = replace(
                answer,
                id=answer.id if id is not None else question_id(question),
                question=question,
                resolved_question=resolved,
            )
        self.turns.append(answer)
        return answer

    def _ask_about(self, question: str, answer: Answer) -> Answer | None:
        """Return the answer about what a follow-up adds, if the one given does not mention it.

        The question before outweighs a word or two: "how long does it take to charge?", "and the
        range?".
        """
        about = ask_about(self.bot.parse(question).text)
        if about is None or _mentions(answer, about):
            return None
        other = self.bot.ask(about, article=self.article, id=answer.id)
        if other.status != "answered" or not _mentions(other, about):
            return None
        return replace(other, seconds=round(answer.seconds + other.seconds, 4))

    def add_turn(self, answer: Answer) -> None:
        """Add a turn that was answered elsewhere, as if it had been asked here."""
        self._searched = answer.resolved_question or answer.question
        joined = None if answer.resolved_question else self._join(answer.question)
        self._searched = joined or self._searched
        if not joined:
            self._complete = self._searched
        self.turns.append(answer)

    @property
    def joined_with(self) -> str | None:
        """The earlier question that the last one was searched with, if no rule completed it."""
        return None if self._searched == self._complete else self._complete

    @property
    def searched(self) -> str:
        """The question that the last answer was searched with, completed if necessary."""
        return self._searched

    def clarifying_question(self, question: str) -> str | None:
        """Return a question to ask back ("Who do you mean by “he”?"), or None if all is clear.

        The reply completes the question when it is asked.
        """
        line = question_line(question)
        if overview_intent(line):
            return None
        last = self._last_turn()
        with self.bot.use_index() as index:
            is_of_one = self.article is not None or len(index.articles) == 1
        found = find_unclear(line, last, self._is_person, is_of_one_article=is_of_one)
        if found is None:
            return None
        forms = ENGLISH.follow_ups
        if last is None and is_incomplete(line):
            return forms.NO_QUESTION_BEFORE.format(found)
        self._unclear = line
        asking = forms.WHO_IS_MEANT if is_of_people(found) else forms.WHAT_IS_MEANT
        return asking.format(found)

    def _resolve(self, question: str) -> str | None:
        last = self._last_turn()
        if last is None and self._unclear is None:
            return None
        parsed = self.bot.parse(question)
        if self._unclear and is_name(parsed.typed):
            name = parsed.text.rstrip("?!. ")
            asked = insert_name(self._unclear, name) or name
            # "and him?" asks nothing without the question before it
            return (last and resolve(asked, last, self._is_person)) or asked
        if last is None or (
            overview_intent(parsed.typed)
            and (asks_of_article(parsed.typed) or overview_intent(last.question))
        ):
            return None
        return resolve(parsed.text, last, self._is_person)

    def _join(self, question: str) -> str | None:
        """Return a follow-up that no rule completes, joined with the last complete question."""
        last, parsed = self._last_turn(), self.bot.parse(question)
        is_unclear = self._unclear == question_line(question)
        if last is None or is_unclear or overview_intent(parsed.typed):
            return None
        return join_questions(parsed.text, last)

    def _last_turn(self) -> Answer | None:
        """Return the last answer, with its complete question in the index's spelling."""
        if not self.turns:
            return None
        last = self.turns[-1]
        asked = self._complete or last.resolved_question or last.question
        return replace(last, question=self.bot.parse(asked).text, resolved_question=None)

    def _is_person(self, name: str) -> bool:
        """Return whether a name has a title, or the index quotes its bearer or names their role."""
        if ENGLISH.persons.TITLE.match(name):
            return True
        words = name.split()
        last = normalize_word(words[-1]) if words else ""
        with self.bot.use_index() as index:
            for passage in index.find_sentences(stem(last), _SENTENCES_READ):
                known = named_persons(index.embedding_text(passage))
                if passage.speaker:
                    known.append(passage.speaker)
                if any(normalize_word(one.split()[-1]) == last for one in known if one.split()):
                    return True
        return False


def _mentions(answer: Answer, about: str) -> bool:
    """Return whether the quotes of an answer hold a word of "what is said about …?"."""
    asked = set(stems(about)).difference(stems(ENGLISH.follow_ups.SAID_ABOUT))
    return any(asked.intersection(stems(citation.text)) for citation in answer.citations)
