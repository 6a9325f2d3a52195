"""Settings from files: the user's own, and a project's, which overrides it.

Flags override the environment, which overrides the project's `qa-bot.toml` (in the working
directory or the nearest one above), which overrides `qa-bot/config.toml` in the user's
configuration directory.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qa_bot.errors import UsageError
from qa_bot.paths import config_directory
from qa_bot.text import sanitize_line

PROJECT_FILE = "qa-bot.toml"
COLOR = ("auto", "always", "never")
# Somebody else's project must not start programs, load code, or choose who receives the questions
# and the key.
_USER_ONLY = {
    "pager": "can run code",
    "editor": "can run code",
    "models": "can run code",
    "prose": "sends what is asked to a server",
    "llm-url": "says who is sent what is asked, and the key",
    "llm-model": "says what the user pays for",
    "llm-key": "is a secret",
}

SECRET = "llm-key"  # its value is never shown

_MAX_SIZE = 20_000  # bytes; tomllib takes quadratic time over a dotted key

_BOOLEANS = {
    "1": True, "on": True, "true": True, "yes": True,
    "0": False, "off": False, "false": False, "no": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its meaning and its allowed values."""

    about: str
    allowed: str


SETTINGS = {
    "index": Setting("the index to ask", "a directory, in quotes"),
    "reader": Setting("the reader model", "true, false, or in quotes a model's folder or hub name"),
    "offline": Setting("whether to work without fetching URLs", "true or false"),
    "threshold": Setting("minimum confidence for an answer", "a number from 0 to 1"),
    "color": Setting("when to use color", '"auto", "always" or "never"'),
    "vi": Setting("vi keys at the prompt", "true or false"),
    "history": Setting("whether the chat keeps what was asked", "true or false"),
    "pager": Setting("the program for long texts, unless $PAGER is set", "a command, in quotes"),
    "editor": Setting("the program for /open, unless $EDITOR is set", "a command, in quotes"),
    "models": Setting(
        "models that an index may use besides the packaged one", "a list of names, each in quotes"
    ),
    "prose": Setting("whether a language model writes prose above the quotes", "true or false"),
    "llm-url": Setting("its OpenAI-compatible server, unless $OPENAI_BASE_URL is set", "a URL"),
    "llm-model": Setting("its name", "a name, in quotes"),
    "llm-timeout": Setting("seconds to wait for it", "a number from 0.1 to 3600"),
    "llm-key": Setting("its key, unless $OPENAI_API_KEY is set", "a key, in quotes"),
}


def user_file() -> Path:
    """Return the path of the user's settings, whether or not the file exists."""
    return config_directory() / "config.toml"


def project_file() -> Path | None:
    """Return the `qa-bot.toml` of the working directory or of the nearest one above, or None."""
    start = Path.cwd()
    return next(
        (file for one in (start, *start.parents) if (file := one / PROJECT_FILE).is_file()), None
    )


def read_settings() -> dict[str, Any]:
    """Return the user's settings, by name, overridden by those of the project.

    Raises UsageError, naming file and key, if a setting cannot be used.
    """
    values: dict[str, Any] = {}
    for path in (user_file(), project_file()):
        if path is None or not path.is_file():
            continue
        for name, value in _read(path).items():
            if path.name == PROJECT_FILE and name in _USER_ONLY:
                raise UsageError(
                    f"{sanitize_line(str(path))}: a project cannot set {name}, which "
                    f"{_USER_ONLY[name]}; move it to {user_file()}"
                )
            if path.name == PROJECT_FILE and name == "reader" and not isinstance(value, bool):
                raise UsageError(
                    f"{sanitize_line(str(path))}: a project cannot name a reader model; "
                    f"move it to {user_file()}"
                )
            values[name] = value
    return values


def read_user_settings() -> dict[str, Any]:
    """Return the user's own settings, without any project's; raises UsageError."""
    return _read(user_file()) if user_file().is_file() else {}


def validate_setting(name: str, value: Any, folder: Path) -> Any:
    """Return a setting's value; a relative path is resolved against `folder`.

    Raises UsageError if the setting does not allow the value.
    """
    good = {
        "index": isinstance(value, str) and value != "",
        "reader": isinstance(value, bool) or _is_name(value),
        "offline": isinstance(value, bool),
        "threshold": type(value) in (int, float) and 0 <= value <= 1,
        "color": value in COLOR,
        "vi": isinstance(value, bool),
        "history": isinstance(value, bool),
        "prose": isinstance(value, bool),
        "llm-timeout": type(value) in (int, float) and 0.1 <= value <= 3_600,
        "models": isinstance(value, list) and all(isinstance(one, str) for one in value),
    }
    if not good.get(name, isinstance(value, str) and value.strip()):
        raise UsageError(
            f"{name} must be {SETTINGS[name].allowed}"
            + ("" if name == SECRET else f", not {sanitize_line(repr(value))[:60]}")
        )
    return folder / _expand(str(value)) if name == "index" else value


def parse_setting(name: str, text: str) -> Any:
    """Return the value of a setting as typed at the prompt: "on", "0.5", "mine".

    Raises UsageError if there is no such setting or it does not allow the value.
    """
    if name not in SETTINGS:
        raise UsageError(f"unknown setting {sanitize_line(name)}{_nearest(name)}")
    value: object = text
    if name in ("reader", "offline", "vi", "history", "prose"):
        value = _BOOLEANS.get(text.lower(), text)
    elif name in ("threshold", "llm-timeout"):
        try:
            value = float(text)
        except ValueError:
            value = text
    return validate_setting(name, value, Path())


def _read(path: Path) -> dict[str, Any]:
    shown = sanitize_line(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SIZE + 1)
        if len(data) > _MAX_SIZE:
            raise UsageError(f"{shown} is too large; fix or delete it")
        found = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"cannot read {shown} ({error.strerror}); fix or delete it") from None
    except ValueError as error:  # invalid TOML or UTF-8, or a number of thousands of digits
        raise UsageError(
            f"{shown} is not valid TOML: {sanitize_line(str(error))}; fix or delete it"
        ) from None
    except RecursionError:
        raise UsageError(f"{shown} is nested too deeply; fix or delete it") from None
    for name, value in found.items():
        if name not in SETTINGS:
            key = ".".join([name, *value]) if isinstance(value, dict) and len(value) == 1 else name
            raise UsageError(f"{shown}: unknown setting {sanitize_line(key)}{_nearest(name)}")
    try:
        return {name: validate_setting(name, value, path.parent) for name, value in found.items()}
    except UsageError as error:
        raise UsageError(f"{shown}: {error}") from None


def _expand(path: str) -> Path:
    """Return a path with its `~` replaced; raises UsageError if that cannot be done."""
    try:
        if "\0" not in path:
            return Path(path).expanduser()
    except RuntimeError:  # there is no such user
        pass
    raise UsageError(f"index is not a valid path: {sanitize_line(path)[:60]!r}; fix it")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and value.lower() not in _BOOLEANS


def _nearest(name: str) -> str:
    near = get_close_matches(name.lower(), SETTINGS, 1)
    return f"; did you mean {near[0]}?" if near else f"; known settings: {', '.join(SETTINGS)}"
