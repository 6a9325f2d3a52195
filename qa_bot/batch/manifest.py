"""The manifest beside a batch's output: what made it, from what, and how far it came."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_bot.errors import BatchError

_MADE_OF = (
    "version",
    "model",
    "model_sha256",
    "reader",
    "index_fingerprint",
    "threshold",
    "format",
    "guard_formulas",
    "input_format",
    "column",
    "input_sha256",
)


@dataclass(slots=True)
class Manifest:
    """What a run of a batch is made of, how far it came, and when; times are UTC.

    Runs that are made of the same give the same records, but for `seconds`.
    """

    version: str
    model: str
    model_sha256: str
    reader: str | None
    index: str
    index_fingerprint: str
    threshold: float
    format: str
    guard_formulas: bool
    input_format: str
    column: str | None
    input: str
    input_sha256: str
    questions: int
    done: int = 0
    answered: int = 0
    uncertain: int = 0
    not_found: int = 0
    failed: int = 0
    started: str = ""
    ended: str | None = None
    seconds: float = 0.0

    def differences(self, other: Manifest) -> list[str]:
        """Return what differs between two runs, so that one cannot go on with the other's work."""
        return [
            f"{name.replace('_', ' ')} was {getattr(other, name)}, is {getattr(self, name)}"
            for name in _MADE_OF
            if getattr(self, name) != getattr(other, name)
        ]

    def write(self, path: Path) -> None:
        """Write the manifest whole: aside, then renamed; raises OSError."""
        aside = path.with_name(f".{path.name}.part")
        aside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", "utf-8")
        aside.replace(path)


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of an earlier run; raises BatchError where there is none to read."""
    try:
        values: Any = json.loads(path.read_text("utf-8"))
        return Manifest(**values)
    except (OSError, ValueError, TypeError):
        raise BatchError(
            f"{path} is missing or no manifest of qa-bot, so nothing tells what was done; begin "
            "anew with --force"
        ) from None
