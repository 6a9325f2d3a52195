"""Read an article from standard input and print it as JSON, for `sources.child`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any


def main() -> None:
    """Read one article; the argument is a JSON list of its name and what the server sent."""
    data = sys.stdin.buffer.read()
    # What a library prints must not end up in the JSON.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from qa_bot.errors import SourceError
    from qa_bot.ingest import read_article
    from qa_bot.types import ServerHints

    name, served = json.loads(sys.argv[1])
    try:
        value: dict[str, Any] = asdict(read_article(data, name, served and ServerHints(**served)))
    except SourceError as error:
        value = {"error": str(error)}
    out.write(json.dumps(value).encode("ascii"))
    out.close()


if __name__ == "__main__":
    main()
