"""The loop over a batch's questions: one result each, in order, failures included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from qa_bot.answering import Bot, Conversation
from qa_bot.answering.bot import failed_answer
from qa_bot.answering.prepare import PreparedQuestion
from qa_bot.batch.questions import Questions
from qa_bot.batch.records import Record
from qa_bot.errors import QaBotError
from qa_bot.export import Format, Options, Result, render
from qa_bot.types import Answer

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter


@dataclass(slots=True)
class Summary:
    """How many records a batch has, and how many of them had each outcome so far."""

    answered: int = 0
    uncertain: int = 0
    not_found: int = 0
    failed: int = 0
    total: int = 0
    prose_failed: int = 0  # answers without all of the prose that was asked for
    prose_error: str | None = None  # why the last of them has none

    @property
    def done(self) -> int:
        """How many records have a result."""
        return self.answered + self.uncertain + self.not_found + self.failed

    def count(self, answer: Answer) -> None:
        """Count one more record."""
        status = answer.status
        if answer.prose_error is not None:
            self.prose_failed += 1
            self.prose_error = answer.prose_error
        if status == "answered":
            self.answered += 1
        elif status == "uncertain":
            self.uncertain += 1
        elif status == "not_found":
            self.not_found += 1
        else:
            self.failed += 1


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Called after each record, with the counts of all records and of this run's."""

    on_record: Callable[[Summary], None] = lambda summary: None
    should_stop: Callable[[Summary], bool] = lambda asked: False


NO_CALLBACKS = Callbacks()


@dataclass(frozen=True, slots=True)
class Task:
    """A record to ask, or one answered by an earlier run.

    `kept` is the earlier result; the record is asked again only if `again` is true. A `stored`
    result is already in the output, and is only context for the follow-ups in its conversation.
    """

    record: Record
    kept: Result | None = None
    again: bool = False
    stored: bool = False


PreparedTasks = Iterator[tuple[Task, PreparedQuestion | None]]


class Asker:
    """Asks a bot the records of a batch, those of one conversation as follow-ups.

    Only the last answer of each open conversation is kept.
    """

    def __init__(self, bot: Bot, writer: ProseWriter | None = None) -> None:
        """Take the bot, and the writer of prose above its quotes, if any."""
        self.bot = bot
        self._writer = writer
        self._conversations: dict[str, Conversation] = {}

    def ask(self, record: Record, prepared: PreparedQuestion | None = None) -> Result:
        """Return the answer to a record; a technical failure is an answer of status "error".

        `prepared` is its question, if already prepared.
        """
        try:
            if record.conversation is None:
                answer = self.bot.ask(prepared or record.question, id=record.id)
            else:
                conversation = self._conversation(record)
                answer = conversation.ask(record.question, id=record.id, prepared=prepared)
            if self._writer:
                answer = self._writer.add_to(self.bot, answer)
        except (QaBotError, RuntimeError, OSError) as error:  # ONNX Runtime's are RuntimeErrors
            answer = failed_answer(record.question, error, id=record.id)
        return Result(answer, record.extra)

    def remember(self, record: Record, answer: Answer) -> None:
        """Note a record's answer from an earlier run, so that its conversation can continue."""
        if record.conversation is not None:
            conversation = self._conversation(record)
            if answer.status != "error":
                conversation.add_turn(answer)

    def _conversation(self, record: Record) -> Conversation:
        name = str(record.conversation)
        conversation = self._conversations.setdefault(name, Conversation(self.bot))
        del conversation.turns[:-1]
        if record.ends:
            del self._conversations[name]
        return conversation


def run_tasks(
    asker: Asker,
    tasks: PreparedTasks,
    summary: Summary,
    callbacks: Callbacks = NO_CALLBACKS,
) -> Iterator[Result]:
    """Yield and count the result of each task that is not stored.

    Once `should_stop` returns true nothing is asked: kept results are yielded up to the first new
    task.
    """
    asked = Summary()
    stopped = False
    for task, prepared in tasks:
        if task.kept is not None and (stopped or not task.again):
            result = task.kept
            asker.remember(task.record, result.answer)
            if task.stored:
                continue
        elif stopped:
            return
        else:
            result = asker.ask(task.record, prepared)
            asked.count(result.answer)
        yield result
        summary.count(result.answer)
        callbacks.on_record(summary)
        stopped = stopped or callbacks.should_stop(asked)


def prepare_tasks(bot: Bot, tasks: Iterable[Task]) -> PreparedTasks:
    """Yield the tasks; some hundred questions are encoded together before they are asked."""
    return bot.prepare_all(tasks, lambda task: task.record.question)


def stream(
    bot: Bot,
    questions: Questions,
    form: Format,
    summary: Summary,
    *,
    writer: ProseWriter | None = None,
    limit: int | None = None,
    guard_formulas: bool = False,
    callbacks: Callbacks = NO_CALLBACKS,
) -> Iterator[str]:
    """Yield the text of an output stream, each answer as soon as it is ready."""
    summary.total = questions.count
    tasks = prepare_tasks(bot, map(Task, islice(questions, limit)))
    options = Options(questions.columns, guard_formulas, bot.index, f"{datetime.now(UTC):%F}")
    return render(form, run_tasks(Asker(bot, writer), tasks, summary, callbacks), options)
