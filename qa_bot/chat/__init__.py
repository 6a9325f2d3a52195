"""The chat: a conversation at a prompt, or line by line from a pipe."""

from qa_bot.chat.loop import talk
from qa_bot.chat.opening import Choices

__all__ = ["Choices", "talk"]
