"""A missing, foreign, damaged or outdated index is refused with what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qa_bot.embedding import Encoder
from qa_bot.errors import UnusableIndexError
from qa_bot.index import Index, verify_index
from qa_bot.ingest import Indexer
from tests.conftest import OTTERS


def change(directory: Path, statement: str) -> None:
    with closing(sqlite3.connect(directory / "index.sqlite")) as connection, connection:
        connection.execute(statement)


def faults(directory: Path) -> str:
    with closing(Index(directory)) as index:
        return "\n".join(verify_index(index))


def flip(directory: Path, text: bytes, replacement: bytes) -> None:
    database = directory / "index.sqlite"
    data = database.read_bytes()
    assert data.count(text) == 1
    database.write_bytes(data.replace(text, replacement))


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
    with pytest.raises(UnusableIndexError, match="not a qa-bot index"):
        Index(tmp_path.parent)


def test_an_empty_file_is_no_index_and_does_not_stop_one(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "index.sqlite").touch()
    with pytest.raises(UnusableIndexError, match="is not a qa-bot index; choose another, or"):
        Index(tmp_path)
    with Indexer(tmp_path, encoder.model, lambda: encoder) as indexer:
        assert indexer.add(OTTERS.encode(), "otters.txt").status == "added"
    assert faults(tmp_path) == ""


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 0.95])
def test_a_truncated_database_is_refused_or_found_by_verify(
    make_index: Callable[..., Path], share: float
) -> None:
    database = make_index(otters=OTTERS) / "index.sqlite"
    data = database.read_bytes()
    database.write_bytes(data[: int(len(data) * share)])
    try:
        assert faults(database.parent)
    except UnusableIndexError as error:
        assert "rebuild it" in str(error) or "create one" in str(error)


@pytest.mark.parametrize("key", ["format", "reading"])
def test_an_index_of_another_version_is_refused(make_index: Callable[..., Path], key: str) -> None:
    directory = make_index(otters=OTTERS)
    change(directory, f"UPDATE manifest SET value = '0' WHERE key = '{key}'")
    with pytest.raises(UnusableIndexError, match="rebuild it: qa-bot index"):
        Index(directory)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE sentences SET start = start + 1 WHERE id = 2", "not what was stored"),
        ('UPDATE sentences SET "end" = 9999 WHERE id = 2', "not inside its paragraph"),
        ("UPDATE sentences SET paragraph = 77 WHERE id = 2", "in no paragraph"),
        ("UPDATE vectors SET tokens = x'0102' WHERE sentence = 2", "token vectors"),
        ("UPDATE sentences SET speaker = 'Nemo' WHERE id = 2", "speaker"),
        ("UPDATE paragraphs SET section = 'Weirs' WHERE number = 1", "not what was stored"),
        ("UPDATE vectors SET vector = zeroblob(1536) WHERE sentence = 2", "not of length 1"),
        (
            "UPDATE vectors SET tokens = zeroblob(length(tokens)) WHERE sentence = 2",
            "token vectors are not what was stored",
        ),
        ("UPDATE vectors SET vector = x'00' WHERE sentence = 2", "vector has the wrong length"),
        ("DELETE FROM vectors WHERE sentence = 2", "no valid token vectors"),
        ("UPDATE stems SET df = df + 1 WHERE stem = 'otter'", "document frequencies"),
        ("DELETE FROM sentences WHERE id = 2", "counts 4 sentences, but there are 3"),
        ("UPDATE articles SET text = substr(text, 2)", "the text of otters.txt"),
        ("UPDATE articles SET text = replace(text, '  ', ' ') || ' '", "the text of otters.txt"),
    ],
)
def test_verify_finds_each_damage(
    make_index: Callable[..., Path], statement: str, says: str
) -> None:
    directory = make_index(otters=OTTERS)
    assert faults(directory) == ""
    change(directory, statement)
    assert says in faults(directory)


def test_verify_finds_a_flip_in_a_vector_and_in_token_vectors(
    make_index: Callable[..., Path],
) -> None:
    directory = make_index(otters=OTTERS)
    with closing(sqlite3.connect(directory / "index.sqlite")) as connection:
        vector, tokens = connection.execute(
            "SELECT vector, tokens FROM vectors WHERE sentence = 3"
        ).fetchone()
    for data in (vector, tokens):
        copy = Path(shutil.copytree(directory, directory.with_name("copy")))
        part = data[40:72]
        flip(copy, part, bytes([part[0] ^ 1]) + part[1:])
        assert "its sentences or vectors are not what was stored" in faults(copy)
        shutil.rmtree(copy)


def test_a_quote_from_a_damaged_text_is_not_shown(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    flip(directory, b"nine animals were", b"five animals were")
    with closing(Index(directory)) as index:
        with pytest.raises(UnusableIndexError, match=r"the text of otters\.txt is not"):
            index.text(index.sentences(1)[1])
        assert "the text of otters.txt is not what was stored" in faults(directory)


def test_an_error_does_not_hold_the_article(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    flip(directory, b"nine animals were", b"nine anim\xffls were")
    with closing(Index(directory)) as index, pytest.raises(UnusableIndexError) as caught:
        index.article_text(1)
    assert "Otters" not in str(caught.value)
    assert len(str(caught.value)) < 200 + 2 * len(str(directory))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sentences SET start = 'x' WHERE id = 2",
        "UPDATE sentences SET speaker = x'ff' WHERE id = 2",
        "UPDATE paragraphs SET line = 'x' WHERE number = 1",
        "UPDATE articles SET title = x'00'",
        "UPDATE vectors SET vector = 'x' WHERE sentence = 2",
    ],
)
def test_a_value_of_another_type_is_told(
    make_index: Callable[..., Path], encoder: Encoder, statement: str
) -> None:
    directory = make_index(otters=OTTERS)
    change(directory, statement)
    with closing(Index(directory)) as index, pytest.raises(UnusableIndexError, match="wrong type"):
        found = index.candidates(encoder.encode(["otters"])[0].sentence, [])
        assert index.articles
        assert [index.paragraph(one.article, one.paragraph) for one in found.passages]


def test_an_index_in_a_read_only_directory_can_be_asked(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    for path in (*directory.iterdir(), directory):
        path.chmod(path.stat().st_mode & ~0o222)
    assert faults(directory) == ""
    directory.chmod(0o755)


def test_what_a_crash_left_in_a_read_only_place_has_a_remedy(
    make_index: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = make_index(otters=OTTERS)
    script = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE vectors SET tokens = zeroblob(100000)")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, directory / "index.sqlite"], check=True)
    assert (directory / "index.sqlite-journal").stat().st_size
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda *_: False)
        with pytest.raises(UnusableIndexError, match="run: qa-bot verify --index"):
            Index(directory)
    assert faults(directory) == ""
    assert not (directory / "index.sqlite-journal").exists()
