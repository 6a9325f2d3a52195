"""An index of a user's own, made from a folder of files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.embedding import Encoder
from qa_bot.ingest import Indexer
from qa_bot.sources.files import find_files, read_file
from tests.conftest import OTTERS, Ran
from tests.terminal.hostile import HOSTILE_ARTICLE

CLOCK = """# The town clock

The clock was made in 1790 by John Wood of Bristol. It strikes the hours on a bell.

## Repairs

In 1954 the works were cleaned by his great-grandson.

Advertisement
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two articles, and of files that are none; it is read only."""
    folder = tmp_path_factory.mktemp("own") / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "otters.txt").write_text(OTTERS, "utf-8")
    (folder / "more" / "clock.md").write_text(CLOCK, "utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\x00")
    (folder / ".hidden.txt").write_text("Nobody is meant to read this sentence.", "utf-8")
    return folder


@pytest.fixture(scope="session")
def made(folder: Path, encoder: Encoder) -> Path:
    """The index of that folder, made once."""
    directory = folder.with_name("made")
    with Indexer(directory, encoder.model, lambda: encoder) as indexer:
        for file in find_files(folder, print):
            indexer.add(read_file(file), str(file))
    return directory


@pytest.fixture
def mine(made: Path, tmp_path: Path) -> Path:
    """A copy of that index, to do with as a test likes."""
    return Path(shutil.copytree(made, tmp_path / "mine"))


@pytest.fixture
def hostile(run: Callable[..., Ran], tmp_path: Path) -> Path:
    """An index whose article, title and file name try to steer the terminal."""
    source = tmp_path / "a\x1b[31m\u202eb\x9b.txt"
    source.write_text(HOSTILE_ARTICLE, "utf-8")
    directory = tmp_path / "hostile"
    assert run("index", source, "--index", directory).status == 0
    return directory


def snapshot(directory: Path) -> dict[str, bytes]:
    """Return every file of a directory with its content."""
    return {
        str(file.relative_to(directory)): file.read_bytes()
        for file in sorted(directory.rglob("*"))
        if file.is_file()
    }
