"""The manifest beside a batch's output: what it was made from, how, and how far it got."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from qa_bot.answering import Bot
from qa_bot.batch.questions import Questions
from qa_bot.errors import BatchError
from qa_bot.export import Format
from qa_bot.fields import parse_fields, read_json
from qa_bot.files import write_text

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
    "shard",
    "prose",
)


@dataclass(slots=True)
class Manifest:
    """How a batch was run, how far it got, and when; times are UTC.

    Runs with the same inputs and settings give the same records, except for `seconds`.
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
    shard: str | None = None
    prose: str | None = None  # the language model that wrote it, if it was asked for
    grows: bool = False  # whether --append made it, so that its journal is kept
    done: int = 0
    answered: int = 0
    uncertain: int = 0
    not_found: int = 0
    failed: int = 0
    prose_failed: int = 0
    started: str = ""
    ended: str | None = None
    seconds: float = 0.0

    def differences(self, earlier: Manifest, *, but: frozenset[str] = frozenset()) -> list[str]:
        """Return why this run cannot continue an earlier one; fields named in `but` may differ."""
        return [
            "the input has changed since"
            if name == "input_sha256"
            else f"{name.replace('_', ' ')} was {getattr(earlier, name)}, is {getattr(self, name)}"
            for name in _MADE_OF
            if name not in but and getattr(self, name) != getattr(earlier, name)
        ]

    def write(self, path: Path) -> None:
        """Replace the manifest on disk; raises OSError."""
        write_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")


def manifest_of(
    bot: Bot,
    questions: Questions,
    form: Format,
    *,
    guard_formulas: bool = False,
    prose: str | None = None,
) -> Manifest:
    """Return the manifest of a run before its first answer.

    `prose` names the language model, if one writes above the quotes.
    """
    from qa_bot import __version__

    index = bot.index
    return Manifest(
        version=__version__,
        model=index.model,
        model_sha256=index.model_sha256,
        reader=bot.reader_version,
        index=str(index.directory),
        index_fingerprint=index.fingerprint,
        threshold=bot.threshold,
        format=form,
        guard_formulas=guard_formulas,
        input_format=questions.form,
        column=questions.column,
        input=questions.source,
        input_sha256=questions.sha256,
        questions=questions.count,
        shard=None if questions.shard is None else str(questions.shard),
        prose=prose,
    )


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of an earlier run; raises BatchError if there is none to read."""
    try:
        return parse_fields(Manifest, read_json(path))
    except TypeError:
        raise BatchError(
            f"{path} is missing or not a qa-bot manifest; start over with --force"
        ) from None
