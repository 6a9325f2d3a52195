"""Starting: help, version, mistyped commands, and what is not imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import __version__
from tests.conftest import Ran

Run = Callable[..., Ran]
COMMANDS = "ask batch chat index list remove show verify eval cache mcp serve doctor".split()
TRAINING = "torch transformers sentence_transformers sklearn".split()
READING = "qa_bot.ingest qa_bot.documents.document trafilatura lxml qa_bot.sources.fetch".split()
HEAVY = [*TRAINING, *"faiss numpy onnxruntime tokenizers".split()]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["ask", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from qa_bot.cli.main import run\n"
        f"status = run({arguments!r})\n"
        f"print(status, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.stderr == "0 []\n"
    assert ran.stdout


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["ask", "what does Putin want?"], ["chat"], ["batch", "-"]])
def test_answering_loads_no_torch(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from qa_bot.cli.main import run\n"
        f"status = run({arguments!r})\n"
        f"print(status, [name for name in {TRAINING!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input="what does Putin want?\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr.endswith("0 []\n")
    assert "security guarantees" in ran.stdout


def test_a_source_that_was_asked_before_loads_nothing_to_read_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>Nine otters were counted in May 2021.</p></body>", "utf-8")
    program = (
        "import sys\n"
        "from qa_bot.cli.main import run\n"
        f"status = run(['ask', 'how many otters were counted?', '--in', {str(page)!r}])\n"
        f"print(status, [name for name in {READING!r} if name in sys.modules], file=sys.stderr)\n"
    )
    for loaded in (["qa_bot.ingest"], []):
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert ran.stderr == f"0 {loaded}\n"  # the page itself is read by another process
        assert "Nine otters" in ran.stdout


def test_reading_begins_before_anything_heavy_is_loaded() -> None:
    program = (
        "import sys\nimport qa_bot.cache\n"
        f"print([name for name in {[*HEAVY, *READING, 'typer']!r} if name in sys.modules])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[]\n"


def test_help_leads_with_examples_and_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert 'qa-bot ask "what does Putin want?"' in ran.out
    for command in COMMANDS:
        assert f"\n  {command} " in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "-h")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: qa-bot {command} ")
    assert run(command, "--help") == ran


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"qa-bot {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["aks"], "Did you mean 'ask'"),
        (["ask"], "Missing argument"),
        (["ask", "who?", "--jsn"], "--jsn"),
        (["show", "--paragraph", "two"], "'two' is not a valid"),
        (["--nonsense"], "--nonsense"),
        (["index"], "name a file, folder or URL"),
        (["remove"], "Missing argument"),
    ],
)
def test_a_wrong_call_is_one_line_that_points_to_help(
    run: Run, arguments: list[str], says: str
) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert not ran.out
    assert ran.err.startswith("qa-bot: ")
    assert says in ran.err
    assert ran.err.endswith("--help\n")
    assert ran.err.count("\n") == 1
