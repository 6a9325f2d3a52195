"""Prose over the quotes, by a language model of the user's own, every sentence of it checked."""

from qa_bot.prose.options import ProseOptions
from qa_bot.prose.writer import Listener, ProseWriter, Verdict, open_writer

__all__ = ["Listener", "ProseOptions", "ProseWriter", "Verdict", "open_writer"]
