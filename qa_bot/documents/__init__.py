"""Documents: a file's bytes become a Document (`documents.load`), which asking does without."""
