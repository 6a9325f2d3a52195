"""`doctor`: versions, paths, the model and the index, each with a remedy."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

import typer

from qa_bot.cli.articles import holdings
from qa_bot.cli.state import IndexOption, console_of
from qa_bot.cli.status import Status
from qa_bot.errors import QaBotError
from qa_bot.places import cache_directory, index_directory, state_directory
from qa_bot.text import shown

_PACKAGES = (
    "qa-bot",
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "onnxruntime",
    "onnxruntime",
    "tokenizers",
    "syntok",
    "typer",
    "prompt_toolkit",
)


def doctor(context: typer.Context, directory: IndexOption = None) -> None:
    """Check the installation: versions, paths, the model and the index."""
    console = console_of(context)
    target = index_directory(directory)

    def model() -> Iterator[str]:
        from qa_bot.encoding import find_model

        found = find_model()
        yield f"{found.name}, SHA-256 {found.sha256[:16]}… as published, in {found.folder}"

    def reader() -> Iterator[str]:
        from qa_bot.answering.onnx_reader import READER_VERSION, open_reader

        open_reader()
        yield f"{READER_VERSION}, its weights as published"

    def index() -> Iterator[str]:
        from qa_bot.indexing import Index, verify_index

        opened = Index(target)
        yield holdings(opened)
        for fault in verify_index(opened):
            raise QaBotError(f"{fault}; make it anew: qa-bot index SOURCE… --index {target}")

    failures = 0
    console.print(f"python     {platform.python_version()} on {platform.platform()}")
    for name in _PACKAGES:
        try:
            console.print(f"package    {name} {version(name)}")
        except PackageNotFoundError:
            failures += 1
            console.print(f"package    FAILED: {name} is missing; install it: pip install {name}")
    console.print(f"cache      {shown(str(cache_directory()))}")
    console.print(f"state      {shown(str(state_directory()))}")
    checks: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
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
            console.print(f"{name:<10} FAILED: {shown(str(error))}")
    if failures:
        raise typer.Exit(Status.FAILED)
    console.print("all is well")
