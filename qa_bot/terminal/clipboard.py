"""The clipboard, by the escape sequence OSC 52: works over ssh, needs no program."""

from __future__ import annotations

import base64

from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize

# Terminals drop longer sequences; xterm's limit is the lowest.
_MAX_BYTES = 74_994


def copy(console: Console, text: str) -> None:
    """Ask the terminal to copy a text to the clipboard.

    Raises QaBotError if there is no terminal, or the text is too long for one.
    """
    if not console.is_terminal:
        raise QaBotError("this terminal has no clipboard; save the answer instead: /save FILE")
    data = base64.b64encode(sanitize(text).encode("utf-8", "replace"))
    if len(data) > _MAX_BYTES:
        raise QaBotError("too long for a terminal's clipboard; save it instead: /save FILE")
    console.out.write(f"\x1b]52;c;{data.decode()}\x07")
    console.out.flush()
