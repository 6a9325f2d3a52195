"""Documents: a file's bytes become a Document (`documents.load`). Never imported to answer."""
