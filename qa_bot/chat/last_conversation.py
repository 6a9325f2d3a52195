"""The last conversation about an index or source, kept in a private file for /resume.

Each has its own file, with a line of JSON per answer; the oldest files are deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from qa_bot.errors import QaBotError
from qa_bot.files import write_atomically
from qa_bot.paths import conversations_directory
from qa_bot.text import sanitize_line
from qa_bot.types import Answer

_TURNS = 100
_MAX_SIZE = 1_000_000  # bytes; a usual answer takes 3,000
_FILES = 20


def kept_file(place: str) -> Path:
    """Return the file of the conversation about a place: an index's path, or sources."""
    name = sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return conversations_directory() / f"{name}.jsonl"


def load_conversation(place: str) -> list[Answer]:
    """Return the answers of the last conversation about a place, oldest first; empty if none.

    Raises QaBotError, which names the file, if it cannot be read or is damaged.
    """
    from qa_bot.export.jsonl import parse_line

    path = kept_file(place)
    shown = sanitize_line(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SIZE + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise QaBotError(
            f"cannot read the last conversation in {shown} ({error.strerror}); fix or delete it"
        ) from None
    try:
        if len(data) > _MAX_SIZE:
            raise ValueError("too large")
        return [parse_line(line).answer for line in data.splitlines()]
    except ValueError:
        raise QaBotError(f"the last conversation in {shown} is damaged; delete it") from None


def keep_conversation(place: str, turns: Sequence[Answer]) -> None:
    """Save the conversation about a place; of a long one, only the newest answers.

    Raises OSError.
    """
    from qa_bot.export.jsonl import as_line
    from qa_bot.export.result import Result

    lines: list[bytes] = []
    left = _MAX_SIZE
    for answer in reversed(turns[-_TURNS:]):
        line = as_line(Result(answer)).encode("utf-8", "replace")
        left -= len(line)
        if left < 0:
            break
        lines.append(line)
    path = kept_file(place)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    with write_atomically(path, mode=0o600) as file:
        file.writelines(reversed(lines))
    _drop_old(path.parent)


def _drop_old(folder: Path) -> None:
    """Delete all but the newest files, and whatever killed writes left behind."""
    with suppress(OSError):  # another chat may be doing the same
        files = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
        for file in files[:-_FILES]:
            file.unlink(missing_ok=True)
