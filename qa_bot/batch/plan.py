"""Decide what a run has to ask, given the journal of an earlier run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from qa_bot.batch.journal import Entry, Journal
from qa_bot.batch.questions import Questions
from qa_bot.batch.records import Record
from qa_bot.batch.run import Asker, PreparedTasks, Summary, Task, prepare_tasks
from qa_bot.errors import BatchError


def tasks_to_resume(
    journal: Journal, questions: Questions, asker: Asker, summary: Summary, limit: int | None
) -> PreparedTasks:
    """Return the records after the last one in the journal, up to `limit` records in all.

    Earlier records are counted, and a torn end is dropped.
    """
    records = iter(questions)
    end = 0
    for entry, record in _match_records(journal, records):
        asker.remember(record, entry.result.answer)
        summary.count(entry.result.answer)
        end = entry.end
    journal.truncate(end)
    left = None if limit is None else max(0, limit - summary.done)
    return prepare_tasks(asker.bot, map(Task, islice(records, left)))


def tasks_to_retry(journal: Journal, questions: Questions) -> PreparedTasks:
    """Yield all records of the journal; those that failed, or whose prose failed, are asked again.

    So are the follow-ups of a failed question, since their meaning depends on it.
    """
    again: set[str | None] = set()  # conversations with a question that is asked again
    for entry, record in _match_records(journal, iter(questions)):
        answer = entry.result.answer
        has_failed = answer.status == "error" or answer.prose_error is not None
        is_again = record.conversation in again or has_failed
        if is_again and record.conversation is not None:
            again.add(record.conversation)
        if record.ends:
            again.discard(record.conversation)
        yield Task(record, entry.result, again=is_again), None


def tasks_to_append(
    journal: Journal, questions: Questions, asker: Asker, summary: Summary, limit: int | None
) -> PreparedTasks:
    """Return the records whose ids the journal does not hold, up to `limit` records in all.

    A record of the journal keeps its answer and its position, even if the input no longer has it.
    All are counted, and a torn end is dropped. Raises BatchError if a kept question has changed.
    """
    kept: dict[
        str, tuple[int, int]
    ] = {}  # by id: the byte where it begins, and the hash of its question
    end = 0
    for entry in journal.read():
        answer = entry.result.answer
        kept[answer.id] = entry.start, hash(answer.question)
        summary.count(answer)
        end = entry.end
    journal.truncate(end)
    new = 0
    for record in questions:
        if record.id not in kept:
            new += 1
        elif kept[record.id][1] != hash(record.question):
            raise BatchError(
                f"{questions.source} line {record.line}: id {record.id!r} was another question in "
                "an earlier run; give it a new id, or start over with --force"
            )
    summary.total = summary.done + new
    left = new if limit is None else min(new, max(0, limit - summary.done))
    return prepare_tasks(asker.bot, _find_new_tasks(journal, questions, kept, left))


def _find_new_tasks(
    journal: Journal, questions: Questions, kept: dict[str, tuple[int, int]], left: int
) -> Iterator[Task]:
    for record in questions:
        if record.id not in kept:
            if not left:
                return
            left -= 1
            yield Task(record)
        elif record.conversation is not None:  # a later record may be a follow-up of it
            entry = journal.read_entry(kept[record.id][0])
            yield Task(record, entry.result, stored=True)


def _match_records(journal: Journal, records: Iterator[Record]) -> Iterator[tuple[Entry, Record]]:
    """Yield the journal's entries, each with its record, from the first record on."""
    for number, entry in enumerate(journal.read(), 1):
        record, answer = next(records, None), entry.result.answer
        if record is None or (record.id, record.question) != (answer.id, answer.question):
            raise BatchError(
                f"{journal.path}: line {number} is not the answer to question {number} of the "
                "input; start over with --force"
            )
        yield entry, record
