from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from qa_bot.errors import SourceError
from qa_bot.sources import folders
from qa_bot.sources.files import find_files, read_file
from qa_bot.sources.folders import Scan

TEXT = "The otters came back to the river.\n"


def make(folder: Path, **files: str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def names(scan: Scan) -> list[str]:
    return [path.relative_to(scan.folder).as_posix() for path in scan.files()]


def test_files_come_in_a_fixed_order_by_their_path(tmp_path: Path) -> None:
    make(tmp_path, b_txt=TEXT, a__c_md=TEXT, a__b__d_txt=TEXT, C_TXT=TEXT, c_markdown=TEXT)
    scan = Scan(tmp_path)
    assert names(scan) == ["C.TXT", "a/b/d.txt", "a/c.md", "b.txt", "c.markdown"]
    assert scan.report() is None


def test_a_name_without_suffix_is_decided_by_the_content(tmp_path: Path) -> None:
    make(tmp_path, README=TEXT)
    (tmp_path / "program").write_bytes(b"\x7fELF\0\0\0")
    scan = Scan(tmp_path)
    assert names(scan) == ["README"]
    assert scan.report() == f"left out of {tmp_path}: 1 of other kinds (no suffix 1)"


def test_captions_in_json_are_found_whatever_their_length(tmp_path: Path) -> None:
    captions = ", ".join(['{"start": 1, "text": "The otters came back."}'] * 5_000)
    make(tmp_path, a_json=f'{{"segments": [{captions}]}}', b_json='{"name": "otters"}')
    scan = Scan(tmp_path)
    assert names(scan) == ["a.json"]
    assert scan.report() == f"left out of {tmp_path}: 1 of other kinds (.json 1)"


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path) -> None:
    make(tmp_path, a_txt=TEXT, empty_md="", _hidden_txt=TEXT, _git__a_txt=TEXT, _git__b_txt=TEXT)
    for name in ("1.png", "2.PNG", "a.sqlite"):
        (tmp_path / name).write_bytes(b"\0")
    os.mkfifo(tmp_path / "pipe.txt")
    scan = Scan(tmp_path)
    assert names(scan) == ["a.txt"]
    assert scan.report() == (
        f"left out of {tmp_path}: 3 of other kinds (.png 2, .sqlite 1); 2 hidden; "
        "1 empty; 1 neither a file nor a folder"
    )


def test_an_index_in_the_folder_is_not_looked_into(tmp_path: Path) -> None:
    make(tmp_path, a_txt=TEXT, mine__index_sqlite="", mine__notes_txt=TEXT)
    scan = Scan(tmp_path)
    assert names(scan) == ["a.txt"]
    assert scan.report() == f"left out of {tmp_path}: 1 index of qa-bot"


def test_links_lead_to_files_and_never_in_circles(tmp_path: Path) -> None:
    make(tmp_path, in__a_txt=TEXT)
    (tmp_path / "in" / "again").symlink_to(tmp_path)
    (tmp_path / "in" / "b.txt").symlink_to("a.txt")
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "link").symlink_to("in")
    scan = Scan(tmp_path)
    assert names(scan) == ["in/a.txt", "in/b.txt"]
    assert scan.left_out == {"link to a folder": 2, "broken link": 2}
    assert scan.report() == f"left out of {tmp_path}: 2 links to folders; 2 broken links"
    assert names(Scan(tmp_path / "link")) == ["a.txt", "b.txt"]  # which the user named


def test_a_name_of_another_encoding_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, a_txt=TEXT)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(TEXT, "utf-8")
    scan = Scan(tmp_path)
    assert names(scan) == ["a.txt"]
    assert scan.left_out == {"with a name that is not UTF-8": 1}


def test_what_may_not_be_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, a_txt=TEXT, b_txt=TEXT, shut__c_txt=TEXT)
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "shut").chmod(0)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    with without_privileges():
        scan = Scan(Path())
        assert names(scan) == ["a.txt"]
    assert scan.left_out == {"unreadable": 2}
    (tmp_path / "shut").chmod(0o700)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Give up root, which may read everything, until the block ends."""
    is_root = os.geteuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)  # nobody; os.access asks for the real user
    try:
        yield
    finally:
        if is_root:
            os.setresuid(0, 0, 0)


def test_a_folder_that_vanishes_meanwhile(tmp_path: Path) -> None:
    make(tmp_path, a_txt=TEXT, b__c_txt=TEXT, d_txt=TEXT)
    scan = Scan(tmp_path)
    files = scan.files()
    assert next(files).name == "a.txt"
    (tmp_path / "b" / "c.txt").unlink()
    (tmp_path / "b").rmdir()
    assert [path.name for path in files] == ["d.txt"]
    assert scan.left_out == {"unreadable": 1}


def test_the_first_file_comes_before_the_folder_is_read_to_the_end(tmp_path: Path) -> None:
    for n in range(300):
        make(tmp_path / f"{n:03}", a_txt=TEXT)
    files = Scan(tmp_path).files()
    assert [path.parent.name for path in islice(files, 2)] == ["000", "001"]
    make(tmp_path / "150", b_txt=TEXT)  # seen, since nobody has looked there yet
    assert sum(1 for _ in files) == 299


def test_a_folder_that_takes_long_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, a_txt="A", b_txt="B", c_png="\0", more__d_txt="D")
    told: list[str] = []
    assert len(list(find_files(tmp_path, told.append))) == 3
    assert told == [f"left out of {tmp_path}: 1 of other kinds (.png 1)"]
    monkeypatch.setattr(folders, "_PATIENCE", 0.0)
    told.clear()
    assert len(list(find_files(tmp_path, told.append))) == 3
    assert [line.partition(":")[0] for line in told] == [
        f"still reading {tmp_path}",
        f"left out of {tmp_path}",
    ]


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"\0")
    told: list[str] = []
    with pytest.raises(SourceError, match="holds no file that can be read as an article; name a"):
        list(find_files(tmp_path, told.append))
    assert told == [f"left out of {tmp_path}: 1 of other kinds (.png 1)"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt does not exist; check the name"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(SourceError, match=r"cannot be read \(Is a directory\)"):
        read_file(tmp_path)
    with pytest.raises(SourceError, match="is not a file's name"):
        read_file(tmp_path / "a\0b")


def test_a_file_without_end_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa_bot.sources.files.MAX_SIZE", 1_000_000)
    with pytest.raises(SourceError, match="/dev/zero is larger than 1 MB; split it"):
        read_file(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        (lambda path: path.open("ab").write(b"y"), True),
        (lambda path: os.truncate(path, 10), True),
        (lambda path: path.write_bytes(b"z"), True),
        # The file that was opened is read whole; only its name is another's, or gone.
        (lambda path: path.with_suffix(".new").rename(path), False),
        (lambda path: path.unlink(), False),
    ],
    ids=["appended", "truncated", "rewritten", "replaced", "deleted"],
)
def test_a_file_that_is_changed_while_it_is_read_is_refused(
    change: Callable[[Path], object],
    is_refused: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100_000)
    path.with_suffix(".new").write_bytes(b"new")
    looked: list[int] = []

    def look(file: int) -> os.stat_result:
        looked.append(file)
        if len(looked) == 2:  # after the file has been read
            change(path)
        return os.stat(file)

    monkeypatch.setattr("qa_bot.sources.files.os.fstat", look)
    if is_refused:
        with pytest.raises(SourceError, match=r"a\.txt was changed while it was read; try again"):
            read_file(path)
    else:
        assert read_file(path) == b"x" * 100_000
