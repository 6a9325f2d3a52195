"""Reading: a file's bytes become an Article."""

from qa_bot.reading.blocks import Lines
from qa_bot.reading.read import READING_VERSION, find_sources, read_article, read_source

__all__ = ["READING_VERSION", "Lines", "find_sources", "read_article", "read_source"]
