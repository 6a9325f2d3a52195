"""Asking a batch's questions in order; one record out for each, failures included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qa_bot.answering import Bot, Conversation
from qa_bot.answering.bot import failed
from qa_bot.answering.prepare import Prepared
from qa_bot.batch.questions import Record
from qa_bot.errors import QaBotError
from qa_bot.types import Answer, Citation

Json = dict[str, Any]


@dataclass(slots=True)
class Summary:
    """How many records there are, and what became of their questions."""

    answered: int = 0
    uncertain: int = 0
    not_found: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        """How many records there are."""
        return self.answered + self.uncertain + self.not_found + self.failed

    def count(self, status: str) -> None:
        """Count one more record."""
        if status == "answered":
            self.answered += 1
        elif status == "uncertain":
            self.uncertain += 1
        elif status == "not_found":
            self.not_found += 1
        else:
            self.failed += 1


class Asking:
    """Asks a bot the records of a batch, those of a conversation as its follow-ups.

    Of each conversation that is not over only the last answer is kept.
    """

    def __init__(self, bot: Bot) -> None:
        """Take the bot."""
        self.bot = bot
        self._conversations: dict[str, Conversation] = {}

    def ask(self, record: Record, prepared: Prepared | None = None) -> Json:
        """Return the record's answer with the fields that it carries.

        `prepared` is its question prepared, if it is. A question that fails for a technical reason
        is a record with status "error".
        """
        try:
            if record.conversation is None:
                answer = self.bot.ask(prepared or record.question, id=record.id)
            else:
                conversation = self._conversation(record)
                answer = conversation.ask(record.question, id=record.id, prepared=prepared)
        except (QaBotError, RuntimeError, OSError) as error:  # ONNX Runtime's are RuntimeErrors
            answer = failed(record.question, error, id=record.id)
        return {**answer.to_dict(), **record.extra}

    def remember(self, record: Record, done: Json) -> None:
        """Take a record's answer from an earlier run, so that its conversation can go on."""
        if record.conversation is not None:
            conversation = self._conversation(record)
            if done["status"] != "error":
                conversation.turns.append(_answer_of(done))

    def _conversation(self, record: Record) -> Conversation:
        name = str(record.conversation)
        conversation = self._conversations.setdefault(name, Conversation(self.bot))
        del conversation.turns[:-1]
        if record.ends:
            del self._conversations[name]
        return conversation


def _answer_of(record: Json) -> Answer:
    """Return the answer that a record was made of."""
    own = {name: record[name] for name in Answer.__slots__}
    for name in ("citations", "closest"):
        own[name] = tuple(Citation(**citation) for citation in record[name])
    return Answer(**{**own, "error": None})


def run_batch(bot: Bot, records: Iterable[Record]) -> Iterator[Json]:
    """Yield a record for each question, in order; no more than some are held."""
    asking = Asking(bot)
    for record, prepared in bot.prepare_all(records, lambda record: record.question):
        yield asking.ask(record, prepared)
