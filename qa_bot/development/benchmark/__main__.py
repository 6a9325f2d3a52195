"""`python -m qa_bot.development.benchmark`: how fast, compared with what, and how it grows."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from qa_bot.development.benchmark import growth, pages, peers, serving, speed
from qa_bot.development.benchmark.haystack import (
    PACKAGE,
    articles,
    download_documentation,
    find_texts,
    sentences_of,
)
from qa_bot.development.benchmark.show import Table, machine
from qa_bot.errors import QaBotError
from qa_bot.paths import cache_directory

app = typer.Typer(
    help=__doc__, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)

Runs = Annotated[int, typer.Option("--runs", "-n", min=1, help="Runs of each side, alternating.")]
Questions = Annotated[int, typer.Option("--questions", min=20)]
Work = Annotated[
    Path | None,
    typer.Option("--work", metavar="FOLDER", help="Keep vectors, indexes, environments here."),
]
Text = Annotated[
    Path | None,
    typer.Option(
        "--text", metavar="FOLDER", help=f"Texts (default: Debian's {PACKAGE}, downloaded)."
    ),
]


@app.command()
def cold(runs: Runs = 7) -> None:
    """Measure one question from a cold start, as a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        _show(speed.cold(Path(folder), runs))


@app.command()
def warm(runs: Runs = 1, questions: Questions = 200) -> None:
    """Measure single questions in a warm process."""
    with tempfile.TemporaryDirectory() as folder:
        _show(speed.warm(Path(folder), runs, questions))


@app.command("serve")
def serve(
    clients: Annotated[int, typer.Option("--clients", min=1)] = 8,
    seconds: Annotated[float, typer.Option("--seconds", min=1)] = 10,
) -> None:
    """Measure questions a second of `qa-bot serve`, asked by some clients at once."""
    typer.echo(serving.serving(clients, seconds))


@app.command()
def batch(runs: Runs = 3, questions: Questions = 1000) -> None:
    """Measure many questions about one article."""
    with tempfile.TemporaryDirectory() as folder:
        _show(speed.batch(Path(folder), runs, questions))


@app.command()
def indexing(
    runs: Runs = 3,
    sentences: Annotated[int, typer.Option(min=100)] = 1000,
    text: Text = None,
) -> None:
    """Measure encoding of the same real sentences."""
    texts = [
        one
        for source, data in articles(_texts(text), sentences)
        for one in sentences_of(source, data)
    ]
    with tempfile.TemporaryDirectory() as folder:
        _show(speed.indexing(Path(folder), runs, texts[:sentences]))


@app.command(name="pages")
def pages_(
    runs: Runs = 7,
    count: Annotated[int, typer.Option(min=1, help="How many pages are indexed.")] = 100,
) -> None:
    """A web page asked at once beside a ready index of it, and a folder of pages indexed."""
    with tempfile.TemporaryDirectory() as folder:
        asked = pages.ask_at_once(Path(folder), runs)
        _show([*asked, *pages.index_pages(Path(folder), count)])


@app.command(name="growth")
def growth_(
    sentences: Annotated[
        list[int] | None, typer.Option("--sentences", help="Number of sentences; repeatable.")
    ] = None,
    needle: Annotated[
        Path | None, typer.Option(help="A SQuAD file whose articles are hidden among them.")
    ] = None,
    work: Work = None,
    text: Text = None,
) -> None:
    """Measure size, opening, asking and finding as the index grows."""
    sizes = sentences or [1_000, 10_000, 100_000]
    _show(growth.grow(_cache_folder(work), _texts(text), sizes, needle))


@app.command(name="peers")
def peers_(
    runs: Runs = 5,
    work: Work = None,
) -> None:
    """Measure one question from a cold start with txtai, LangChain with FAISS, and LlamaIndex.

    Each gets its own virtual environment: some 1.5 GB and several minutes on the first run.
    """
    _show(peers.compare(_cache_folder(work), runs))


def _cache_folder(work: Path | None) -> Path:
    kept = work or cache_directory() / "benchmark"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def _texts(folder: Path | None) -> list[Path]:
    return (
        find_texts(folder)
        if folder
        else download_documentation(cache_directory() / "benchmark", PACKAGE)
    )


def _show(tables: list[Table]) -> None:
    typer.echo(machine())
    for table in tables:
        typer.echo("")
        for line in table.lines():
            typer.echo(line)


if __name__ == "__main__":
    try:
        app()
    except QaBotError as error:
        typer.echo(f"benchmark: {error}", err=True)
        sys.exit(1)
