"""Prose above the quotes, by the user's own language model, with every sentence checked."""

from qa_bot.prose.options import ProseOptions
from qa_bot.prose.writer import ProseWriter, Verdict, open_writer

__all__ = ["ProseOptions", "ProseWriter", "Verdict", "open_writer"]
