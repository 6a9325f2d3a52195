"""Paths on this machine: the bundled index, and the user's own directories."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent
APP = "qa-bot"
DATABASE = "index.sqlite"  # the file that makes a directory an index


def bundled_index() -> Path:
    """Return the bundled index: inside an installed package, next to it in a clone."""
    installed = PACKAGE / "default_index"
    return installed if installed.is_dir() else PACKAGE.parent / "index"


def index_directory(chosen: Path | None = None) -> Path:
    """Return the index to use: the chosen one, or `$QA_BOT_INDEX`, or the bundled one."""
    if chosen is not None:
        return chosen
    from_environment = os.environ.get("QA_BOT_INDEX")
    return Path(from_environment) if from_environment else bundled_index()


def cache_directory() -> Path:
    """Return the directory for what can be rebuilt, such as cached indexes and checksums."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def state_directory() -> Path:
    """Return the directory for chat history, conversations, and the names of trusted models."""
    return Path(platformdirs.user_state_dir(APP, appauthor=False))


def config_directory() -> Path:
    """Return the directory for the user's settings."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def history_file() -> Path:
    """Return the file that keeps what was typed at the chat's prompt."""
    return state_directory() / "history"


def conversations_directory() -> Path:
    """Return the directory that keeps the last conversation about each index."""
    return state_directory() / "conversations"
