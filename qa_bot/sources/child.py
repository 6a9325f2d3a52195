"""Read an article in a child process while this one loads its models: saves half a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from threading import Thread
from typing import Any

from qa_bot.errors import SourceError
from qa_bot.types import (
    Article,
    Boilerplate,
    Facts,
    Heading,
    Paragraph,
    Place,
    Sentence,
    ServerHints,
)

_PARTS: dict[str, Callable[..., Any]] = {
    "paragraphs": Paragraph,
    "sentences": Sentence,
    "headings": Heading,
    "boilerplate": Boilerplate,
    "places": Place,
}


class ArticleProcess:
    """A process that starts reading an article as soon as it is created."""

    def __init__(self, data: bytes, name: str, served: ServerHints | None) -> None:
        """Start the process; raises OSError if that fails."""
        said = None if served is None else asdict(served)
        # -P: somebody else's working directory may have a file with the name of a module.
        command = [sys.executable, "-P", "-m", "qa_bot.reading_process", json.dumps([name, said])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._out = b""
        # A pipe holds 64 kB; a writer then waits for the other end to read.
        self._talk = Thread(target=self._converse, args=(data,), daemon=True)
        self._talk.start()

    def article(self) -> Article | None:
        """Wait for the article and return it, or None if the process failed.

        Raises SourceError if the source holds no article.
        """
        self._talk.join()
        if self._process.returncode != 0:
            return None
        value = json.loads(self._out)
        if "error" in value:
            raise SourceError(value["error"])
        return article_from_dict(value)

    def stop(self) -> None:
        """End the process if its article is no longer needed."""
        self._process.kill()
        self._talk.join()

    def _converse(self, data: bytes) -> None:
        self._out, _ = self._process.communicate(data)


def article_from_dict(value: dict[str, Any]) -> Article:
    """Return the article that `dataclasses.asdict` turned into this value, perhaps through JSON."""
    parts = {name: tuple(kind(**one) for one in value[name]) for name, kind in _PARTS.items()}
    return Article(**{**value, **parts, "facts": Facts(**value["facts"])})
