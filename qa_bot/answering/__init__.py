"""Answering: a question and an index become an Answer."""

from qa_bot.answering.bot import Bot

__all__ = ["Bot"]
