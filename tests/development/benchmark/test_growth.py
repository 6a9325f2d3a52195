"""The benchmark's own machinery, at a size that takes seconds: its figures are not asserted."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa_bot.development.benchmark.__main__ import app
from qa_bot.development.benchmark.show import Table

pytestmark = pytest.mark.slow

STORY = "The otter number {n} came to the river Lune. It ate {n} trout and it swam to the sea.\n\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of texts."""
    (tmp_path / "texts").mkdir()
    for part in range(3):
        story = "".join(STORY.format(n=n) for n in range(40 * part, 40 * part + 40))
        (tmp_path / "texts" / f"{part}.txt").write_text(f"Otters\n\n{story}", "utf-8")
    return tmp_path / "texts"


def test_growth(texts: Path, tmp_path: Path) -> None:
    arguments = ["--sentences", "100", "--text", texts, "--work", tmp_path]
    ran = CliRunner().invoke(app, ["growth", *map(str, arguments)])
    assert ran.exit_code == 0, ran.output
    assert "162 sentences" in ran.stdout  # what is added to measure it counts


def test_a_table_shows_ratios_to_its_first_row() -> None:
    table = Table("asked", ("s", "MB"), (("plain", (4.0, None)), ("ours", (0.5, 151.2))), ("s",))
    title, head, plain, ours = table.lines()
    assert (title, head.split()) == ("asked", ["s", "MB", "s,", "ratio"])
    assert plain.split() == ["plain", "4", "–", "1.00×"]
    assert ours.split() == ["ours", "0.5", "151", "8.00×"]
