"""The user's own programs: a pager for what does not fit, an editor or pager at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.terminal.modes import line_by_line

# These take the line as FILE:LINE behind a flag; the others, as ed did, take +LINE.
_GOTO = {"code": "-g", "codium": "-g", "subl": ""}


def page(console: Console, text: str) -> None:
    """Print a text, in $PAGER (else less) where it is longer than the terminal is high."""
    height = shutil.get_terminal_size().lines
    if not console.is_terminal or text.count("\n") + 1 < height:
        console.print(text)
        return
    command = shlex.split(os.environ.get("PAGER") or "less -R")
    # Quitting the pager early closes its pipe, which must not end the chat.
    with _undisturbed():
        try:
            pager = subprocess.Popen(command, stdin=subprocess.PIPE)
        except OSError:  # no such pager
            console.print(text)
            return
        pager.communicate(text.encode("utf-8", "replace"))


def open_at(path: Path, line: int) -> None:
    """Open a file at a line in $VISUAL or $EDITOR, else in $PAGER or less.

    Raises QaBotError where the program cannot be started.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or os.environ.get("PAGER")
    command = [*shlex.split(named or "less"), *_at_line(named or "less", path, line)]
    with _undisturbed():
        try:
            subprocess.run(command, check=False)
        except OSError as error:
            raise QaBotError(
                f"{command[0]} cannot be started ({error.strerror}); set $EDITOR to an editor"
            ) from None


def _at_line(command: str, path: Path, line: int) -> Sequence[str]:
    program = Path(shlex.split(command)[0]).name
    if program in _GOTO:
        return [*filter(None, [_GOTO[program]]), f"{path}:{line}"]
    return [str(path)] if program in ("cat", "more") else [f"+{line}", str(path)]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave Ctrl-C and a closed pipe to the program that runs in front."""
    names = [name for name in ("SIGINT", "SIGPIPE") if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    for name in names:
        # Not SIG_IGN: that the child would be born with.
        signal.signal(getattr(signal, name), lambda *_: None)
    try:
        with line_by_line():
            yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
