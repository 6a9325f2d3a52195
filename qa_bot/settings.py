"""Settings from files: the user's own, and a project's that stands above it.

A flag goes over the environment, the environment over the project's `qa-bot.toml` (in the working
directory or the nearest above), and that over `qa-bot/config.toml` in the user's configuration
directory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.paths import config_directory
from qa_bot.text import sanitize_line

PROJECT_FILE = "qa-bot.toml"
COLOR = ("auto", "always", "never")
# These start programs; a folder that somebody else made must not choose them.
_USER_ONLY = frozenset(("pager", "editor"))

_TRUTH = {
    "1": True, "on": True, "true": True, "yes": True,
    "0": False, "off": False, "false": False, "no": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: what it means, and what it may be."""

    about: str
    may_be: str


SETTINGS = {
    "index": Setting("the index to ask", "a directory, as a text"),
    "reader": Setting("whether the trained reader reads along", "true or false"),
    "threshold": Setting("answer from this confidence on", "a number from 0 to 1"),
    "color": Setting("when there is colour", '"auto", "always" or "never"'),
    "vi": Setting("vi keys at the prompt", "true or false"),
    "pager": Setting("the program for long texts, where $PAGER names none", "a command, as a text"),
    "editor": Setting("the program for /open, where $EDITOR names none", "a command, as a text"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that files make, each with the file that makes it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Path] = field(default_factory=dict)


def user_file() -> Path:
    """Return where the user's settings stand, whether or not the file is there."""
    return config_directory() / "config.toml"


def project_file(folder: Path | None = None) -> Path | None:
    """Return the `qa-bot.toml` of a folder, else of the nearest one above, or None."""
    start = Path.cwd() if folder is None else folder
    return next(
        (file for one in (start, *start.parents) if (file := one / PROJECT_FILE).is_file()), None
    )


def read_settings(folder: Path | None = None) -> Settings:
    """Return the user's settings with those of the folder's project over them.

    Raises UsageError that names the file and the key where one cannot be used.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Path] = {}
    for path in (user_file(), project_file(folder)):
        if path is None or not path.is_file():
            continue
        for name, value in _read(path).items():
            if path.name == PROJECT_FILE and name in _USER_ONLY:
                raise UsageError(
                    f"{path}: {name} starts a program and is the user's own to set; "
                    f"move it to {user_file()}"
                )
            values[name] = value
            origins[name] = path
    return Settings(values, origins)


def validate_setting(name: str, value: Any, folder: Path) -> Any:
    """Return a setting's value in its type; a path counts from the folder.

    Raises UsageError where it is not what the setting may be.
    """
    good = {
        "index": isinstance(value, str) and value != "",
        "reader": isinstance(value, bool),
        "threshold": type(value) in (int, float) and 0 <= value <= 1,
        "color": value in COLOR,
        "vi": isinstance(value, bool),
    }
    if not good.get(name, isinstance(value, str) and value.strip()):
        raise UsageError(
            f"{name} must be {SETTINGS[name].may_be}, not {sanitize_line(repr(value))[:60]}"
        )
    return folder / Path(str(value)).expanduser() if name == "index" else value


def parse_setting(name: str, text: str) -> Any:
    """Return the value that a setting is given at the prompt: "on", "0.5", "mine".

    Raises UsageError where there is no such setting, or where it may not be that.
    """
    if name not in SETTINGS:
        raise UsageError(f"there is no setting {sanitize_line(name)}{_nearest(name)}")
    value: object = text
    if name in ("reader", "vi"):
        value = _TRUTH.get(text.lower(), text)
    elif name == "threshold":
        try:
            value = float(text)
        except ValueError:
            value = text
    return validate_setting(name, value, Path())


def _read(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); mend or remove it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} is no TOML: {sanitize_line(str(error))}; mend or remove it"
        ) from None
    for name, value in found.items():
        if name not in SETTINGS:
            key = ".".join([name, *value]) if isinstance(value, dict) and len(value) == 1 else name
            raise UsageError(f"{path}: there is no setting {sanitize_line(key)}{_nearest(name)}")
    try:
        return {name: validate_setting(name, value, path.parent) for name, value in found.items()}
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _nearest(name: str) -> str:
    near = get_close_matches(name.lower(), SETTINGS, 1)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(SETTINGS)}"
