"""Reading: a file's bytes become an Article (`reading.read`, which asking does without)."""

from qa_bot.documents.blocks import Lines

# Raised whenever the same file would give other paragraphs, sentences or speakers.
READING_VERSION = 2

__all__ = ["READING_VERSION", "Lines"]
