"""Run the user's programs: a pager for long texts, an editor at a line.

Only the user's environment and settings choose them. Articles are untrusted: text goes to a pager's
standard input, and a file is named by its absolute path, since an editor would take a name such as
`+!command` as an option.
"""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from qa_bot.errors import QaBotError
from qa_bot.platform import leave_interrupts_to_child
from qa_bot.terminal.console import Console
from qa_bot.terminal.modes import line_by_line

# These take FILE:LINE after a flag; the others take +LINE, as ed did.
_GOTO = {"code": "-g", "codium": "-g", "subl": ""}


def show_in_pager(console: Console, text: str) -> None:
    """Print a text, in $PAGER (or less) if it is longer than the terminal is high."""
    height = shutil.get_terminal_size().lines
    if not console.is_terminal or text.count("\n") + 1 < height:
        console.print(text)
        return
    try:
        command = _split(os.environ.get("PAGER") or "less -R")
        # Quitting the pager early closes its pipe, which must not end the chat.
        with leave_interrupts_to_child(), line_by_line():
            pager = subprocess.Popen(command, stdin=subprocess.PIPE)
            pager.communicate(text.encode("utf-8", "replace"))
    except OSError:  # the pager cannot be started
        console.print(text)
    else:
        # Many pagers clear the screen when they end, so the first line is printed again.
        console.print(text.partition("\n")[0])


def open_at(path: Path, line: int) -> None:
    """Open a file at a line in $VISUAL or $EDITOR, otherwise in $PAGER or less.

    Raises QaBotError if the program cannot be started.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or os.environ.get("PAGER")
    try:
        command = _split(named or "less")
        command += _at_line(command[0], path.resolve(), line)
        with leave_interrupts_to_child(), line_by_line():
            subprocess.run(command, check=False)
    except OSError as error:
        raise QaBotError(
            f"{named or 'less'} cannot be started ({error.strerror}); set $EDITOR to an editor"
        ) from None


def _split(command: str) -> list[str]:
    """Return a command's words; raises OSError if it has none."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error)) from None
    if not words:
        raise OSError(errno.EINVAL, "it is empty")
    return words


def _at_line(command: str, path: Path, line: int) -> Sequence[str]:
    program = Path(command).name
    if program in _GOTO:
        return [*filter(None, [_GOTO[program]]), f"{path}:{line}"]
    return [str(path)] if program in ("cat", "more") else [f"+{line}", str(path)]
