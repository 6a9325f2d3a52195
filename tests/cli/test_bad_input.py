"""Bad input: one clear line on standard error, no traceback, and the index as it was."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.paths import DATABASE
from tests.cli.conftest import snapshot
from tests.conftest import Ran

Run = Callable[..., Ran]
ASKING = [
    ["ask", "who?"],
    ["chat"],
    ["list"],
    ["show"],
    ["verify"],
    ["remove", "1"],
    ["index", "--update"],
]


def check_refusal(ran: Ran, says: str, status: int = 1) -> None:
    """Hold a refusal against what every refusal must be."""
    assert ran.status == status
    assert not ran.out
    assert ran.err.startswith("qa-bot: ")
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert "unexpected" not in ran.err
    assert "Traceback" not in ran.err


def make_sources(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \r\n\n\t")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 40)
    (folder / "noise.txt").write_text(
        "Advertisement\n\n-----\n\nSubscribe now\n\nRecent Articles\n"
    )
    (folder / "headings.md").write_text("# The mill\n\n## Its stones\n")
    (folder / "bare.md").write_text("# The mill\n\nAdvertisement\n")
    (folder / "questions.txt").write_text("Who built the mill?\nWhen was it sold?\n")
    (folder / "none").mkdir()
    (folder / "loop.txt").symlink_to("loop.txt")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("missing.txt", "does not exist; check the name"),
        ("empty.txt", "is empty; give a file that holds an article"),
        ("blank.txt", "is empty; give a file that holds an article"),
        ("binary.txt", "is not a text file; convert it"),
        ("photo.png", "is an image; run OCR"),
        ("noise.txt", "contains no article text, only adverts and page chrome"),
        ("headings.md", "contains no article text, only headings"),
        ("bare.md", "contains no article text, only headings, adverts and page chrome"),
        ("questions.txt", "contains only questions; to ask them: qa-bot batch FILE"),
        ("none", "holds no file that can be read as an article; name a file or another folder"),
        ("loop.txt", "cannot be read (Too many levels of symbolic links)"),
        ("socket.txt", "cannot be read (No such device or address)"),
    ],
)
def test_a_source_that_holds_no_article(
    run: Run, mine: Path, tmp_path: Path, source: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    make_sources(tmp_path)
    before = snapshot(mine)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.txt")
        check_refusal(run("index", source, "--index", mine), says)
        check_refusal(run("index", source, "--index", tmp_path / "new"), says)
    assert snapshot(mine) == before
    assert not (tmp_path / "new").exists()


def test_one_bad_source_does_not_stop_the_others(run: Run, mine: Path, tmp_path: Path) -> None:
    make_sources(tmp_path)
    (tmp_path / "good.txt").write_text("The mill was built of stone in 1702 by Peter Holm.\n")
    ran = run("index", tmp_path / "empty.txt", tmp_path / "good.txt", "--index", mine)
    assert ran.status == 1
    assert ran.out.startswith(f"added {tmp_path}/good.txt")
    assert ran.err.startswith(f"qa-bot: {tmp_path}/empty.txt is empty")
    assert len(run("list", "--index", mine).out.splitlines()) == 3


@pytest.mark.parametrize("command", ASKING, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing", "there is no index"),
        ("folder", "is not a qa-bot index"),
        ("file", "is not a qa-bot index"),
        ("foreign", "is not a qa-bot index"),
        ("text", "is damaged (file is not a database)"),
        ("truncated", "is damaged"),
    ],
)
def test_an_index_that_cannot_be_used(
    run: Run, mine: Path, tmp_path: Path, command: list[str], name: str, says: str
) -> None:
    broken = tmp_path / "broken"
    spoil(name, mine, broken)
    before = snapshot(broken)
    ran = run(*command, "--index", broken)
    check_refusal(ran, says)
    assert str(broken) in ran.err
    assert snapshot(broken) == before


def spoil(name: str, mine: Path, broken: Path) -> None:
    """Make `broken` an index that cannot be used, in one of several ways."""
    if name == "file":
        broken.write_text("a file")
    if name in ("missing", "file"):
        return
    mine.rename(broken)
    database = broken / DATABASE
    if name == "folder":
        database.unlink()
    elif name == "foreign":
        import sqlite3

        database.unlink()
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE manifest (key TEXT, value TEXT)")
        connection.close()
    elif name == "text":
        database.write_text("This is not SQLite. " * 500)
    else:
        database.write_bytes(database.read_bytes()[:6000])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("/nonsense", "there is no model folder '/nonsense'; check the name"),
        ("nonsense", "is not a folder here and could not be downloaded"),
        ("", "has no model.safetensors"),
        ("empty", "has no model.safetensors"),
    ],
)
def test_a_model_that_cannot_be_had(
    run: Run,
    mine: Path,
    folder: Path,
    tmp_path: Path,
    name: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    before = snapshot(mine)
    for target in (mine, tmp_path / "new"):
        source = folder / "otters.txt"
        check_refusal(run("index", source, "--index", target, "--model", name), says)
    assert snapshot(mine) == before
    assert not (tmp_path / "new").exists()


def test_another_model_s_index_is_not_mixed(
    run: Run, mine: Path, folder: Path, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.safetensors").write_bytes(b"other weights")
    before = snapshot(mine)
    ran = run("index", folder / "otters.txt", "--index", mine, "--model", model)
    check_refusal(ran, "leave --model out, or make another index")
    assert snapshot(mine) == before


def test_a_place_where_no_index_can_be(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    ran = run("index", folder / "otters.txt", "--index", tmp_path / "file" / "index")
    check_refusal(ran, "Not a directory")
    ran = run("index", folder / "otters.txt", "--index", tmp_path / ("x" * 300))
    check_refusal(ran, "File name too long")


def test_debug_shows_where_it_went_wrong(run: Run, tmp_path: Path) -> None:
    from qa_bot.errors import UnusableIndexError

    for arguments in (["--debug", "list"], ["list", "--debug"]):
        with pytest.raises(UnusableIndexError):
            run(*arguments, "--index", tmp_path / "none")
