"""Checksums of large files, computed once and remembered."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from qa_bot.fields import read_json
from qa_bot.files import write_text
from qa_bot.paths import cache_directory


def checksum(weights: Path) -> str:
    """Return a file's SHA-256.

    It is computed at the first use only (90 MB take 0.2 s) and remembered in the cache directory
    while the file's size and time stay the same.
    """
    stamps_file = cache_directory() / "checked.json"
    stat = weights.stat()
    key, stamp = str(weights.resolve()), [stat.st_size, stat.st_mtime_ns]
    stamps = read_json(stamps_file)
    if not isinstance(stamps, dict):
        stamps = {}
    match stamps.get(key):
        case [*known, str(digest)] if known == stamp:
            return digest
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stamps[key] = [*stamp, digest]
    try:
        stamps_file.parent.mkdir(parents=True, exist_ok=True)
        write_text(stamps_file, json.dumps(stamps))
    except OSError:
        pass  # without a cache the file is hashed at every start
    return digest
