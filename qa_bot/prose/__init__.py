"""Prose over the quotes, by a language model of the user's own, every sentence of it checked."""

from qa_bot.prose.composer import ProseComposer, Verdict, open_composer
from qa_bot.prose.options import ProseOptions

__all__ = ["ProseComposer", "ProseOptions", "Verdict", "open_composer"]
