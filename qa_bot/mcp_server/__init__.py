"""The Model Context Protocol server: an index for AI assistants, over standard input and output."""
