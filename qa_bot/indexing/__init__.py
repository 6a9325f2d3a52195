"""Indexing: articles and their vectors become a directory on disk, and come back from it."""

from qa_bot.indexing.passage import Candidates, IndexedArticle, Passage
from qa_bot.indexing.reader import Index
from qa_bot.indexing.verify import verify_index
from qa_bot.indexing.writer import Indexed, IndexWriter

__all__ = [
    "Candidates",
    "Index",
    "IndexWriter",
    "Indexed",
    "IndexedArticle",
    "Passage",
    "verify_index",
]
