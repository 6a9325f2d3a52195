"""What all tests share: the real model, the real index, and a home of their own."""

from __future__ import annotations

import io
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast a machine is says nothing about the code: no example has a deadline.
# CI tries the same examples each time, so that what fails there is what was changed.
settings.register_profile(
    "qa-bot",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("qa-bot")

# One cache for the whole run, set before anything reads it: checksums are taken once.
_HOME = tempfile.TemporaryDirectory(prefix="qa-bot-tests-")
for _name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
    os.environ[_name] = str(Path(_HOME.name) / _name.lower())
# The workers of pytest are what runs in parallel: more threads would wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Compiling the package again takes each of the many processes .2 s.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
for _name in ("QA_BOT_INDEX", "QA_BOT_READER", "NO_COLOR", "FORCE_COLOR", "LINES", "COLUMNS"):
    os.environ.pop(_name, None)

# A run that a shell put into the background is born with Ctrl-C ignored, and so are its children.
signal.signal(signal.SIGINT, signal.default_int_handler)

from qa_bot import Bot  # noqa: E402
from qa_bot.embedding import Encoder, find_model, open_encoder  # noqa: E402
from qa_bot.index import Index  # noqa: E402
from qa_bot.ingest import Indexer, read_article  # noqa: E402
from qa_bot.paths import bundled_index  # noqa: E402
from qa_bot.types import Article  # noqa: E402

OTTERS = """Otters return to the river

Otters have come back to the river Lune after forty years. Anna Brandt, who leads the project,
said that nine animals were counted in May 2021.

"We did not expect them so soon," Brandt said. "The water is clean again."
"""


# Folders whose tests start a process or a server each.
_PROCESSES = frozenset(("cli", "http_server", "mcp_server"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of some folders as slow."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in _PROCESSES:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return open_encoder()


@pytest.fixture(scope="session")
def bot() -> Iterator[Bot]:
    with Bot.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def article() -> Article:
    return read_article((bundled_index() / "article.txt").read_bytes(), "article.txt")


@pytest.fixture
def make_index(tmp_path: Path, encoder: Encoder) -> Callable[..., Path]:
    """Return a function that indexes texts by source name and returns the directory."""

    def make(**texts: str) -> Path:
        directory = tmp_path / "index"
        with Indexer(directory, find_model(), lambda: encoder) as indexer:
            for name, text in texts.items():
                indexer.add(text.encode(), f"{name}.txt")
        return directory

    return make


@pytest.fixture
def otters(make_index: Callable[..., Path]) -> Iterator[Index]:
    index = Index(make_index(otters=OTTERS))
    yield index
    index.close()


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Return a function that runs the command line in this process, its streams captured."""

    def call(*arguments: object, stdin: str | bytes = "") -> Ran:
        from qa_bot.cli import main

        data = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8", "surrogateescape")
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", err)
        status = main.run([str(argument) for argument in arguments])
        return Ran(status, out.getvalue(), err.getvalue())

    return call
