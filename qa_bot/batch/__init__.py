"""Batches: a file of questions in, a file of answers out."""

from qa_bot.batch.questions import Format, Record, read_questions
from qa_bot.batch.run import Summary, run_batch

__all__ = ["Format", "Record", "Summary", "read_questions", "run_batch"]
