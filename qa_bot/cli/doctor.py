"""`doctor`: check versions, paths, models and the index, and give a remedy for each fault."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from qa_bot.cli.articles import describe_index
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import IndexOption, console_of
from qa_bot.errors import QaBotError
from qa_bot.paths import cache_directory, conversations_directory, history_file, index_directory
from qa_bot.settings import SECRET, project_file, read_settings, user_file
from qa_bot.terminal.console import Console
from qa_bot.text import sanitize_line

_PACKAGES = (
    "qa-bot",
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "onnxruntime",
    "tokenizers",
    "syntok",
    "typer",
    "prompt_toolkit",
)


def doctor(
    context: typer.Context,
    directory: IndexOption = None,
    paths: Annotated[bool, typer.Option("--paths", help="Print only the paths.")] = False,
) -> None:
    """Check versions, paths, settings, models and the index."""
    from importlib.metadata import (  # takes 10 ms; no other command needs it
        PackageNotFoundError,
        version,
    )

    console = console_of(context)
    target = index_directory(directory)
    if paths:
        _print_paths(console, target)
        return

    def settings() -> Iterator[str]:
        values = read_settings()
        shown = {name: "(not shown)" if name == SECRET else one for name, one in values.items()}
        yield ", ".join(f"{name} = {value}" for name, value in shown.items()) or "none"

    def model() -> Iterator[str]:
        from qa_bot.embedding import find_model

        found = find_model()
        yield f"{found.name}, SHA-256 {found.sha256[:16]}… as published, in {found.folder}"

    def reader() -> Iterator[str]:
        from qa_bot.answering.onnx_reader import READER_VERSION, open_packaged_reader

        open_packaged_reader()
        yield f"{READER_VERSION}, weights as published"

    def index() -> Iterator[str]:
        from qa_bot.embedding import find_trusted_model, open_encoder
        from qa_bot.index import Index, verify_index
        from qa_bot.index.database import rebuild_command

        opened = Index(target)
        engine = open_encoder(find_trusted_model(opened.model)).engine
        yield f"{describe_index(opened)}; {engine} runs {sanitize_line(opened.model)}"
        for fault in verify_index(opened):
            raise QaBotError(f"{fault}; delete it and rebuild it: {rebuild_command(target)}")

    failures = 0
    console.print(f"python     {platform.python_version()} on {platform.platform()}")
    for name in _PACKAGES:
        try:
            console.print(f"package    {name} {version(name)}")
        except PackageNotFoundError:
            failures += 1
            console.print(f"package    FAILED: {name} is not installed; run: pip install {name}")
    _print_paths(console, target)
    checks: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("settings", settings),
        ("model", model),
        ("reader", reader),
        ("index", index),
    )
    for name, check in checks:
        try:
            for line in check():
                console.print(f"{name:<10} {line}")
        except QaBotError as error:
            failures += 1
            console.print(f"{name:<10} FAILED: {sanitize_line(str(error))}")
    if failures:
        raise typer.Exit(ExitStatus.FAILED)
    console.print("all is well")


def _print_paths(console: Console, index: Path) -> None:
    places = {
        "index": index,
        "settings": user_file(),
        "project": project_file(),
        "history": history_file(),
        "chats": conversations_directory(),
        "cache": cache_directory(),
    }
    for name, path in places.items():
        missing = "" if path is None or path.exists() else " (does not exist)"
        said = (
            "no qa-bot.toml in this directory or above"
            if path is None
            else f"{sanitize_line(str(path))}{missing}"
        )
        console.print(f"{name:<10} {said}")
