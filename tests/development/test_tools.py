"""Tools name a missing or damaged file in one line, with status 1."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FEVER = {"claim": "It is red.", "evidence": "The tower is red.", "doc": "Tower", "supports": True}
ITEM = {"q": "Who?", "ctx": "She did.", "a": [0, 3], "src": "made", "kind": "pos"}


def fail(tool: str, *arguments: object) -> str:
    """Return the one line with which a tool fails."""
    done = subprocess.run(
        [sys.executable, "-m", f"qa_bot.development.{tool}", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    nope = tmp_path / "nope.jsonl.gz"
    for tool, *options in (
        ("training.mine", "--out", tmp_path / "mined.jsonl.gz"),
        ("claims", "--measure"),
        ("fit_confidence",),
        ("measure_prose",),
    ):
        assert str(nope) in fail(tool, nope, *options)


@pytest.mark.parametrize(
    ("tool", "good", "change", "told"),
    [
        ("training.mine", ITEM, {"src": None}, 'line 2: "src" must be'),
        ("training.mine", ITEM, {"a": [3, 90]}, 'line 2: "a" must be'),
        ("claims", FEVER, {"supports": "yes"}, 'line 2: "supports" must be'),
        ("claims", FEVER, {}, "too few claims"),
    ],
)
def test_a_bad_line_is_told(
    tmp_path: Path, tool: str, good: dict[str, object], change: dict[str, object], told: str
) -> None:
    path = tmp_path / "given.jsonl.gz"
    path.write_bytes(gzip.compress(f"{json.dumps(good)}\n{json.dumps(good | change)}".encode()))
    assert told in fail(tool, path, "--out", tmp_path / "out")
