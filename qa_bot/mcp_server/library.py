"""Add an article in a separate process, which ends when the call is canceled."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import anyio

from qa_bot.errors import SourceError, UsageError
from qa_bot.sources.identity import file_source, is_url, url_source
from qa_bot.text import sanitize_line


@dataclass(frozen=True, slots=True)
class Library:
    """The index to which articles are added."""

    index: Path
    offline: bool = False

    async def add(self, source: str) -> tuple[str, str]:
        """Add a file or a page, or update it; return the outcome and the article's key.

        The outcome is "added", "updated" or "unchanged". A process that is killed leaves the index
        as it was. Raises UsageError for anything but a file or URL, and SourceError if it cannot
        be read as an article or stored.
        """
        path = source.strip()
        if not path or path == "-" or "\0" in path:
            raise UsageError("name a file or a URL to add")
        if Path(path).is_dir():
            raise UsageError(f"{sanitize_line(path)} is a folder; name one file in it")
        command = [sys.executable, "-m", "qa_bot", "index", "--index", str(self.index)]
        command += ["--offline" if self.offline else "--online", "--", path]
        # Canceling kills the process.
        ran = await anyio.run_process(
            command, stdin=subprocess.DEVNULL, check=False, start_new_session=True
        )
        said = ran.stdout.decode("utf-8", "replace").strip()
        if ran.returncode:
            lines = ran.stderr.decode("utf-8", "replace").strip().splitlines()
            fault = lines[-1].removeprefix("qa-bot: ") if lines else "the process was terminated"
            raise SourceError(sanitize_line(fault)[:500])
        key = (url_source if is_url(path) else file_source)(path).key
        return said.partition(" ")[0], key
