"""What the commands share: the console, and the options that several take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from qa_bot.terminal.console import Console


@dataclass(frozen=True, slots=True)
class State:
    """The object that typer hands from the root to the commands."""

    console: Console


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help="The index to use; else $QA_BOT_INDEX, else the ready-made one.",
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
ThresholdOption = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="P",
        envvar="QA_BOT_THRESHOLD",
        min=0.0,
        max=1.0,
        help="Answer from this confidence on, 0 to 1; else 0.40 (0.34 without the reader).",
        show_default=False,
    ),
]


def console_of(context: typer.Context) -> Console:
    """Return the console that the root command made."""
    state = context.find_object(State)
    return state.console if state else Console.of_process()
