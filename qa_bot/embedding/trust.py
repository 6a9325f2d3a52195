"""Trust: an index may use only the packaged model and models that the user has named.

An index can come from anywhere, and a model's folder can hold code and pickles. A name in an index
is therefore not enough to load a model: the user must name it too, by `qa-bot index --model` (which
is remembered), `$QA_BOT_MODEL`, or `models` in the user's own settings.
"""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

from qa_bot.embedding.models import DEFAULT_NAMES, Model, find_model, full_name, open_model
from qa_bot.errors import ModelError
from qa_bot.fields import read_json
from qa_bot.files import write_text
from qa_bot.paths import state_directory
from qa_bot.settings import read_user_settings, user_file
from qa_bot.text import sanitize_line


def find_trusted_model(name: str) -> Model:
    """Return the model that an index names; the network is never used.

    Raises ModelError if the user has not named it, or it is not on this machine.
    """
    if name in DEFAULT_NAMES:
        return find_model()
    if full_name(name) not in _trusted():
        shown = sanitize_line(name)
        raise ModelError(
            f"the index was made with the model {shown!r}, which you have not named on this "
            f"machine; if you trust it, set QA_BOT_MODEL={shlex.quote(shown)}, or add it to "
            f"`models` in {user_file()}"
        )
    return open_model(name, download=False)


def trust_model(model: Model) -> None:
    """Remember that the user has named a model, so that indexes made with it can be used.

    If it cannot be saved, the user has to name the model again.
    """
    if model.name in DEFAULT_NAMES or model.name in (remembered := _remembered()):
        return
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, json.dumps([*remembered, model.name], indent=1))
    except OSError:
        pass


def _trusted() -> set[str]:
    """Return the full names of all models that the user has named."""
    named = [os.environ.get("QA_BOT_MODEL", ""), *read_user_settings().get("models", ())]
    return {*_remembered(), *(full_name(name) for name in named if name)}


def _remembered() -> list[str]:
    names = read_json(_file())
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _file() -> Path:
    return state_directory() / "models.json"
