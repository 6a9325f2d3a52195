"""Asking a batch's questions in order; one record out for each, failures included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

from qa_bot.answering import Bot
from qa_bot.answering.bot import failed
from qa_bot.batch.questions import Record
from qa_bot.errors import QaBotError
from qa_bot.types import Answer


@dataclass(slots=True)
class Summary:
    """How many questions were asked, and what became of them."""

    answered: int = 0
    not_found: int = 0
    errors: int = 0

    @property
    def done(self) -> int:
        """How many records were written."""
        return self.answered + self.not_found + self.errors

    def count(self, answer: Answer) -> None:
        """Count one more answer."""
        if answer.status == "answered":
            self.answered += 1
        elif answer.status == "not_found":
            self.not_found += 1
        else:
            self.errors += 1


def run_batch(
    bot: Bot,
    records: Iterable[Record],
    out: TextIO,
    form: Callable[[Answer], str],
    seen: Callable[[Summary], None],
) -> Summary:
    """Write an answer for each record, flushed one by one, and return the counts.

    A question that fails is a record with status "error", and the batch goes on. `seen` is
    called behind each record.
    """
    summary = Summary()
    for record in records:
        try:
            answer = bot.ask(record.question, id=record.id)
        except QaBotError as error:
            answer = failed(record.question, error, id=record.id)
        out.write(form(answer))
        out.flush()
        summary.count(answer)
        seen(summary)
    return summary
