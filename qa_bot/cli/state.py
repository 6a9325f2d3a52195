"""What the commands share: the console, the settings, and the options that several take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from qa_bot.errors import UsageError
from qa_bot.settings import SETTINGS, Settings
from qa_bot.terminal.console import Console


@dataclass(frozen=True, slots=True)
class State:
    """What typer passes from the root command to the others."""

    console: Console
    settings: Settings = field(default_factory=Settings)


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        envvar="QA_BOT_INDEX",
        help="Index directory (default: from settings, else the bundled article).",
        show_default=False,
    ),
]
ReaderOption = Annotated[
    bool,
    typer.Option(
        "--reader/--no-reader",
        envvar="QA_BOT_READER",
        help="Let the trained reader choose among the best sentences.",
    ),
]


def _number(value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise UsageError("--threshold must be a number from 0 to 1, not nan")
    return value


ThresholdOption = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="P",
        envvar="QA_BOT_THRESHOLD",
        min=0.0,
        max=1.0,
        callback=_number,
        help="Minimum confidence for an answer, 0 to 1 (default 0.38; 0.34 without the reader).",
        show_default=False,
    ),
]


def console_of(context: typer.Context) -> Console:
    """Return the console that the root command made."""
    state = context.find_object(State)
    return state.console if state else Console.of_process()


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the root command read."""
    state = context.find_object(State)
    return state.settings if state else Settings()


def defaults(command: Any, settings: Settings) -> dict[str, Mapping[str, Any]]:
    """Return each command's option defaults that come from the settings, for `default_map`.

    The options' own order of precedence then holds: flag, environment, this map, default.
    """
    return {
        name: {
            option.name: settings.values[setting]
            for option in one.params
            for setting in SETTINGS
            if f"--{setting}" in option.opts and setting in settings.values
        }
        for name, one in command.commands.items()
    }
