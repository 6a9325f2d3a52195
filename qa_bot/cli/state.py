"""State and options that commands share: the console, the settings, common options."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_bot.cli.completion import complete_index, complete_reader
from qa_bot.errors import UsageError
from qa_bot.paths import bundled_index, index_directory
from qa_bot.settings import SETTINGS, parse_setting
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.answering import Bot
    from qa_bot.index import Index


@dataclass(frozen=True, slots=True)
class State:
    """What the root command passes to the others."""

    console: Console
    settings: Mapping[str, Any] = field(default_factory=dict)


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        envvar="QA_BOT_INDEX",
        autocompletion=complete_index,
        help="Index directory (default: from settings, else the bundled article).",
        show_default=False,
    ),
]
InOption = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="SOURCE",
        help="Ask a file, folder, URL or - (standard input) instead of an index; repeatable.",
        show_default=False,
    ),
]
OfflineOption = Annotated[
    bool,
    typer.Option(
        "--offline/--online",
        envvar="QA_BOT_OFFLINE",
        help="Do not fetch URLs; use what was fetched before.",
    ),
]
ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader",
        metavar="NAME",
        envvar="QA_BOT_READER",
        autocompletion=complete_reader,
        help="The model that reads the best sentences: on for the packaged one, off for none "
        "(--no-reader), or an extractive question-answering model by folder or hub name.",
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
        help="Minimum confidence for an answer (default: the reader's own; 0.34 without a reader).",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Target:
    """What a command asks: the sources given with `--in`, or an index."""

    index: Path | None
    sources: tuple[str, ...] = ()
    offline: bool = False

    @classmethod
    def from_options(
        cls,
        context: typer.Context,
        index: Path | None,
        sources: list[str] | None,
        *,
        offline: bool,
        stdin_is_read: bool = False,
    ) -> Target:
        """Return the target that the options name.

        Raises UsageError if both --in and --index are given, or if standard input would be both the
        questions and a source.
        """
        if sources and is_given(context, "index"):
            raise UsageError("--in and --index cannot be combined; choose one")
        if stdin_is_read and "-" in (sources or ()):
            raise UsageError(
                "standard input cannot be both the questions and a source; give one as a file"
            )
        return cls(index, tuple(sources or ()), offline)

    def open(
        self, console: Console, *, reader: str, threshold: float | None, threads: int = 1
    ) -> Bot:
        """Open a bot; notes on files skipped in folders go to the console."""
        if self.sources:
            from qa_bot.cache import begin_reading

            begin_reading(self.sources, offline=self.offline)  # before what is slow to import
        from qa_bot.answering import Bot

        choice = parse_setting("reader", reader)
        if self.sources:
            bot = Bot.over(
                *self.sources,
                reader=choice,
                threshold=threshold,
                threads=threads,
                offline=self.offline,
                tell=console.note,
            )
        else:
            bot = Bot.open(self.index, reader=choice, threshold=threshold, threads=threads)
        if not bot.index.articles:
            console.note(f"note: {empty_index_note(bot.index)}")
        if not bot.is_calibrated:
            console.note(
                f"note: {sanitize_line(reader)} is not calibrated, so its confidence is a guess; "
                f"run: qa-bot eval GOLD --calibrate --reader {shlex.quote(sanitize_line(reader))}"
            )
        return bot


def is_given(context: typer.Context, parameter: str) -> bool:
    """Return whether the command line itself gives a parameter: not the environment or settings."""
    origin = context.get_parameter_source(parameter)
    return origin is not None and origin.name == "COMMANDLINE"


def index_option(opened: Index) -> str:
    """Return the option that chooses an index, after a space; nothing for the default one."""
    place = opened.directory
    if place == index_directory(None):
        return ""
    return f" --index {shlex.quote(sanitize_line(str(place)))}"


def empty_index_note(opened: Index) -> str:
    """Return what to do about an index without articles."""
    return f"the index is empty; add an article: qa-bot index SOURCE…{index_option(opened)}"


def note_bundled_index(console: Console, changed: Path) -> None:
    """Say so if the index that was changed is the one that came with qa-bot."""
    if changed.resolve() == bundled_index().resolve():
        console.note(
            "changed the index that comes with qa-bot, which an upgrade replaces; "
            "keep your own articles apart: --index DIR"
        )


def console_of(context: typer.Context) -> Console:
    """Return the console that the root command made."""
    state = context.find_object(State)
    return state.console if state else Console.of_process()


def settings_of(context: typer.Context) -> Mapping[str, Any]:
    """Return the settings that the root command read."""
    state = context.find_object(State)
    return state.settings if state else {}


def defaults(command: Any, settings: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the settings as defaults of each command's options, for typer's `default_map`.

    This keeps the order of precedence: flag, environment, this map, default.
    """
    return {
        name: {
            option.name: settings[setting]
            for option in one.params
            for setting in SETTINGS
            if f"--{setting}" in option.opts and setting in settings
        }
        for name, one in command.commands.items()
    }
