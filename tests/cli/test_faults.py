"""Faults that come from below: each is one clear line, and the program goes on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.errors import UnusableIndexError
from qa_bot.text import sanitize_line
from tests.conftest import OTTERS, Ran

Run = Callable[..., Ran]
MILL = "The mill was built of stone in 1702 by Peter Holm, a farmer.\n"


def test_an_emptied_index_says_how_to_fill_it(run: Run, make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    assert run("remove", "1", "--index", directory).status == 0
    ran = run("ask", "who?", "--index", directory)
    assert ran.status == 0
    assert ran.err.startswith("note: the index is empty; add an article: qa-bot index SOURCE…")
    assert "does not say" in ran.out


def test_a_bot_recovers_when_the_index_does(make_index: Callable[..., Path]) -> None:
    directory = make_index(otters=OTTERS)
    with Bot.open(directory) as bot:
        make_index(mill=MILL)
        database = directory / "index.sqlite"
        database.rename(aside := directory / "aside")
        with pytest.raises(UnusableIndexError, match="not a qa-bot index"):
            bot.ask("Who built the mill?")
        (answer,) = bot.ask_all(["Who built the mill?"])
        assert answer.status == "error"
        aside.rename(database)
        assert bot.ask("When was the mill built?").status == "answered"


def test_a_file_name_that_is_not_utf8_is_refused(run: Run, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_bytes(OTTERS.encode())
    ran = run("index", os.fsdecode(path), "--index", tmp_path / "index")
    assert ran.status == 1
    assert "rename it" in ran.err


def test_words_parted_by_control_characters_stay_apart() -> None:
    assert (
        sanitize_line("one\x0btwo\x0cthree\x85four\rfive\u2028six") == "one two three four five six"
    )


def test_a_file_of_a_mark_alone_is_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf \n")
    assert "is empty" in run("index", tmp_path / "a.txt", "--index", tmp_path / "i").err


@pytest.mark.slow
def test_a_damaged_database_never_gives_another_answer(
    run: Run, make_index: Callable[..., Path], tmp_path: Path
) -> None:
    database = make_index(otters=OTTERS) / "index.sqlite"
    whole = database.read_bytes()
    (tmp_path / "mill.txt").write_text(MILL, "utf-8")
    ask = ["ask", "When were nine animals counted?", "--index", database.parent]
    right = run(*ask).out.split("confidence")[0]
    assert "May 2021" in right
    for start in range(4096, len(whole), 3 * 4096):
        damaged = whole[:start] + bytes(4096) + whole[start + 4096 :]
        for command in (["index", tmp_path / "mill.txt"], ["remove", "1"]):
            database.write_bytes(damaged)
            ran = run(*command, "--index", database.parent)
            assert "unexpected" not in ran.err, (start, command)
            assert ran.err.count("\n") == (1 if ran.status else 0), (start, command)
        database.write_bytes(damaged)
        asked, verified = run(*ask), run("verify", "--index", database.parent)
        assert "unexpected" not in asked.err + verified.err, start
        assert asked.status or asked.out.split("confidence")[0] == right, start
        assert asked.status == 0 or verified.status, start


@pytest.mark.parametrize("key", ["sentences", "dimensions", "model"])
def test_a_manifest_that_lacks_a_key_is_damage(
    run: Run, make_index: Callable[..., Path], key: str
) -> None:
    directory = make_index(otters=OTTERS)
    with sqlite3.connect(directory / "index.sqlite") as connection:
        connection.execute("DELETE FROM manifest WHERE key = ?", [key])
    assert f"its manifest lacks {key}" in run("list", "--index", directory).err
