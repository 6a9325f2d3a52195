"""The line below the prompt: what is searched, whether it is ready, and what the keys do."""

from __future__ import annotations

from wcwidth import clip, width

from qa_bot.chat.session import ChatSession
from qa_bot.terminal.render import pluralize
from qa_bot.text import sanitize_line


def toolbar(session: ChatSession, columns: int) -> str:
    """Return the line, without its last parts if there are too few columns."""
    index = session.index
    name = sanitize_line(session.loader.options.name)
    if index is None:
        parts = [name, "loading the model …"]
    else:
        searched = "1 of " if session.article else ""
        held = f"{searched}{pluralize(len(index.articles), 'article')}"
        parts = [f"{name}: {held}, {pluralize(index.size, 'sentence')}"]
    if session.vi:
        parts.append("vi")
    parts += ["Enter asks", "Tab completes", "Ctrl-D leaves", "Alt-Enter new line", "Ctrl-R search"]
    line = f" {parts[0]}"
    for part in parts[1:]:
        if width(line) + width(part) + 4 > columns:
            break
        line += f" · {part}"
    return str(clip(line, 0, columns - 1))
