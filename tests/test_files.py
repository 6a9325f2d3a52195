"""Whole files: written aside, never through a planted link, and there or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa_bot.files import remove_leftovers, write_atomically, write_text


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_text(path, "new \ud800")
    assert path.read_text() == "new ?"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_what_fails_leaves_the_former_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), write_atomically(path) as file:
        file.write(b"new")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_planted_link_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)  # even if it is guessed
    (tmp_path / f".a.txt.{'0' * 16}.part").symlink_to(precious)
    with pytest.raises(FileExistsError):
        write_text(tmp_path / "a.txt", "new")
    assert precious.read_text() == "precious"


def test_leftovers_are_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / ".a.txt.0123456789abcdef.part").symlink_to(tmp_path / "precious")
    others = [".a.txt.part", ".b.txt.0123456789abcdef.part", ".a.txt.012345678.part"]
    for name in others:
        (tmp_path / name).touch()
    remove_leftovers(tmp_path / "a.txt")
    assert {file.name for file in tmp_path.iterdir()} == {"precious", *others}
