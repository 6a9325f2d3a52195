"""Answers as one page of HTML: questions beside the article, every citation a link into it."""

from qa_bot.export.html.render import render_page

__all__ = ["render_page"]
