"""Batches: a file of questions in, a file of answers out."""

from qa_bot.batch.job import Job
from qa_bot.batch.manifest import Manifest
from qa_bot.batch.questions import Format, Questions, Record, check_questions
from qa_bot.batch.run import Asking, Summary, run_batch
from qa_bot.batch.write import OutFormat, writer_of

__all__ = [
    "Asking",
    "Format",
    "Job",
    "Manifest",
    "OutFormat",
    "Questions",
    "Record",
    "Summary",
    "check_questions",
    "run_batch",
    "writer_of",
]
