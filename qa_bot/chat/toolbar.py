"""The line below the prompt: what is searched, whether it is ready, and what the keys do."""

from __future__ import annotations

from wcwidth import clip, width

from qa_bot.chat.session import ChatSession
from qa_bot.terminal.render import pluralize

_KEYS = ("Enter asks", "Tab completes", "Ctrl-D leaves", "Alt-Enter new line", "Ctrl-R search")


def toolbar(session: ChatSession, columns: int) -> str:
    """Return the line, without its last parts if there are too few columns."""
    index = session.index
    size = pluralize(index.size, "sentence") if index else "loading the model …"
    parts = [size, *(["vi"] if session.vi else []), *_KEYS]
    # A long title leaves room for the next three parts.
    room = max(20, columns - sum(width(part) + 3 for part in parts[:3]) - 3)
    line = f" {session.searched}"
    if width(line) > room:
        line = f"{clip(line, 0, room - 1)}…"
    for part in parts:
        if width(line) + width(part) + 4 > columns:
            break
        line += f" · {part}"
    return str(clip(line, 0, columns - 1))
