"""Batches: a file of questions in, a file of answers out."""

from qa_bot.batch.job import Job, Mode
from qa_bot.batch.manifest import manifest_of
from qa_bot.batch.questions import Questions, check_questions
from qa_bot.batch.records import InputFormat, Record
from qa_bot.batch.run import Asker, Callbacks, Summary, Task, run_tasks, stream
from qa_bot.batch.shards import Shard
from qa_bot.batch.source import questions_file

__all__ = [
    "Asker",
    "Callbacks",
    "InputFormat",
    "Job",
    "Mode",
    "Questions",
    "Record",
    "Shard",
    "Summary",
    "Task",
    "check_questions",
    "manifest_of",
    "questions_file",
    "run_tasks",
    "stream",
]
