"""An HTML page: questions beside the article, every citation a link into it."""

from qa_bot.export.html.page import render

__all__ = ["render"]
