"""Programs that the user chose are given text and absolute paths, never a name as it comes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qa_bot.errors import QaBotError
from qa_bot.terminal.console import Console
from qa_bot.terminal.pager import open_at, show_in_pager


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that writes its arguments, one a line, to a file beside it."""
    for name in ("VISUAL", "EDITOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "bin" / "program"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {tmp_path}/given\n")
    path.chmod(0o700)
    return path


@pytest.mark.parametrize("name", ["+!touch PWNED;echo .txt", "-c quit.txt", "--version", "a b.txt"])
@pytest.mark.parametrize("as_name", ["vim", "less", "cat", "code"])
def test_no_file_name_is_an_option(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, as_name: str
) -> None:
    editor = program.rename(program.with_name(as_name))
    monkeypatch.setenv("EDITOR", f"'{editor}' --wait")
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("text")
    open_at(Path(name), 7)
    given = (tmp_path / "given").read_text().splitlines()
    file = str(tmp_path / name)
    expected = {"cat": [file], "code": ["-g", f"{file}:7"]}.get(as_name, ["+7", file])
    assert given == ["--wait", *expected]


@pytest.mark.parametrize("command", ["/nowhere/editor", "vim '", " "])
def test_an_editor_that_cannot_be_started_is_one_line(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(QaBotError, match=r"cannot be started .* set \$EDITOR to an editor"):
        open_at(tmp_path / "a.txt", 1)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", ["/nowhere/pager", "less '"])
def test_without_its_pager_a_text_is_printed(
    program: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PAGER", command)
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    show_in_pager(Console(out, io.StringIO(), False, 80), "line\n" * 500)
    assert out.getvalue() == "line\n" * 500 + "\n"


def test_what_the_pager_showed_leaves_a_line(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", "true")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    show_in_pager(Console(out, io.StringIO(), False, 80), "The head\n" + "line\n" * 500)
    assert out.getvalue() == "The head\n"
