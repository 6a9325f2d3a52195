"""English: its word lists and patterns, a file for each use."""
