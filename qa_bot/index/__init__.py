"""The index: articles and their vectors on disk, in SQLite and FAISS, and searches in them."""

from qa_bot.index.database import Database, has_index
from qa_bot.index.passages import Candidates, IndexedArticle, Passage
from qa_bot.index.snapshot import Index
from qa_bot.index.store import IndexResult, Store, StoredSource, stored_model_name
from qa_bot.index.verify import verify_index

__all__ = [
    "Candidates",
    "Database",
    "Index",
    "IndexResult",
    "IndexedArticle",
    "Passage",
    "Store",
    "StoredSource",
    "has_index",
    "stored_model_name",
    "verify_index",
]
