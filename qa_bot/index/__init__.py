"""Indexing: articles and their vectors become a directory on disk, and come back from it."""

from qa_bot.index.passages import Candidates, IndexedArticle, Passage
from qa_bot.index.snapshot import Index
from qa_bot.index.store import Indexed, IndexWriter
from qa_bot.index.verify import verify_index

__all__ = [
    "Candidates",
    "Index",
    "IndexWriter",
    "Indexed",
    "IndexedArticle",
    "Passage",
    "verify_index",
]
