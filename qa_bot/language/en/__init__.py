"""English: word lists and patterns, one module for each use, imported on first use."""

# ruff: noqa: F401 - they are handed out

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_bot.language.en import (
        assertions,
        boilerplate,
        claims,
        countries,
        discourse,
        documents,
        follow_ups,
        language_names,
        measures,
        names,
        overview,
        persons,
        questions,
        small_talk,
        speech,
        suggestions,
        words,
    )
else:

    def __getattr__(name: str) -> ModuleType:
        if name.startswith("_"):
            raise AttributeError(name)
        return import_module(f"{__name__}.{name}")  # which sets the attribute


CODE = "en"  # BCP 47
STEMMER = "english"  # Snowball's name
