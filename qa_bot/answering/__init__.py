"""Answering: a question and an index become an Answer."""

from qa_bot.answering.bot import Bot
from qa_bot.answering.conversation import Conversation

__all__ = ["Bot", "Conversation"]
