"""The options of `--prose`: which language model writes above the quotes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.state import settings_of

if TYPE_CHECKING:
    from qa_bot.prose import ProseWriter

SECONDS = 20.0

ProseOption = Annotated[
    bool,
    typer.Option(
        "--prose/--no-prose",
        envvar="QA_BOT_PROSE",
        help="Let a language model write prose above the quotes, each sentence held to them.",
    ),
]
UrlOption = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        metavar="URL",
        envvar="OPENAI_BASE_URL",
        help="The model's OpenAI-compatible server; its key is $OPENAI_API_KEY.",
        show_default=False,
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--llm-model",
        metavar="NAME",
        envvar="QA_BOT_LLM_MODEL",
        help="The model's name (default: the server's only one).",
        show_default=False,
    ),
]
TimeoutOption = Annotated[
    float,
    typer.Option(
        "--llm-timeout",
        metavar="SECONDS",
        envvar="QA_BOT_LLM_TIMEOUT",
        min=0.1,
        max=3_600.0,
        help="Seconds to wait for the model's prose.",
    ),
]


def writer_of(
    context: typer.Context, url: str | None, model: str | None, seconds: float
) -> ProseWriter:
    """Return the prose writer, with the key from the environment or the user's settings.

    Raises UsageError if there is no server to ask or a package is missing, and ModelError.
    """
    from qa_bot.prose import ProseOptions, open_writer

    key = os.environ.get("OPENAI_API_KEY") or settings_of(context).get("llm-key")
    return open_writer(ProseOptions.from_values(url, model, key, seconds))
