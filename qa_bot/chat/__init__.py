"""The chat: a conversation at a prompt, or line by line from a pipe."""

from qa_bot.chat.loader import BotOptions
from qa_bot.chat.loop import run_chat

__all__ = ["BotOptions", "run_chat"]
