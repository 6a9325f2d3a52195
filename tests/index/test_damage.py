"""A missing, foreign, damaged or outdated index is refused with what to do."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.errors import UnusableIndexError
from qa_bot.index import Index, verify_index
from tests.conftest import OTTERS


def change(directory: Path, statement: str) -> None:
    with sqlite3.connect(directory / "index.sqlite") as connection:
        connection.execute(statement)


def faults(directory: Path) -> str:
    index = Index(directory)
    found = "\n".join(verify_index(index))
    index.close()
    return found


def test_a_missing_index_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexError, match="qa-bot index SOURCE… --index"):
        Index(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, None])
def test_a_foreign_directory_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        sqlite3.connect(tmp_path / "index.sqlite").execute("CREATE TABLE a (b)").connection.close()
    else:
        (tmp_path / "index.sqlite").write_bytes(content)
    with pytest.raises(UnusableIndexError):
        Index(tmp_path)
    with pytest.raises(UnusableIndexError, match="not an index"):
        Index(tmp_path.parent)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 0.95])
def test_a_truncated_database_is_refused_or_found_by_verify(
    make_index: Callable[..., Path], share: float
) -> None:
    database = make_index(otters=OTTERS) / "index.sqlite"
    data = database.read_bytes()
    database.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnusableIndexError):
        index = Index(database.parent)
        assert list(verify_index(index)) == []


@pytest.mark.parametrize("key", ["format", "reading"])
def test_an_index_of_another_version_is_refused(make_index: Callable[..., Path], key: str) -> None:
    directory = make_index(otters=OTTERS)
    change(directory, f"UPDATE manifest SET value = '0' WHERE key = '{key}'")
    with pytest.raises(UnusableIndexError, match="make it anew: qa-bot index"):
        Index(directory)


def test_missing_or_truncated_vectors_are_refused(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    vectors = next(directory.glob("*.faiss"))
    data = vectors.read_bytes()
    vectors.write_bytes(data[:-7])
    with pytest.raises(UnusableIndexError, match="damaged"):
        Index(directory)
    vectors.unlink()
    with pytest.raises(UnusableIndexError, match="missing"):
        Index(directory)


def test_verify_finds_each_damage(make_index: Callable[..., Path], tmp_path: Path) -> None:
    sound = make_index(otters=OTTERS)
    assert faults(sound) == ""
    for statement, word in [
        ("UPDATE sentences SET start = start + 1 WHERE id = 2", "no sentence|frequencies"),
        ('UPDATE sentences SET "end" = 9999 WHERE id = 2', "not inside its paragraph"),
        ("UPDATE sentences SET paragraph = 77 WHERE id = 2", "in no paragraph"),
        ("UPDATE sentences SET tokens = x'0102' WHERE id = 2", "damaged token vectors"),
        ("UPDATE sentences SET speaker = 'Nemo' WHERE id = 2", "speaker"),
        ("UPDATE stems SET df = df + 1 WHERE stem = 'otter'", "document frequencies"),
        ("DELETE FROM sentences WHERE id = 2", "vectors for"),
        ("UPDATE articles SET text = substr(text, 2)", "frequencies|no sentence"),
    ]:
        copy = tmp_path / "copy"
        shutil.copytree(sound, copy)
        change(copy, statement)
        assert any(part in faults(copy) for part in word.split("|")), statement
        shutil.rmtree(copy)
    vectors = next(sound.glob("*.faiss"))
    data = bytearray(vectors.read_bytes())
    data[-20] ^= 1
    vectors.write_bytes(data)
    assert "is not the file that was written" in faults(sound)


def test_an_index_in_a_read_only_directory_can_be_asked(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    for path in (*directory.iterdir(), directory):
        path.chmod(path.stat().st_mode & ~0o222)
    assert faults(directory) == ""
    directory.chmod(0o755)
