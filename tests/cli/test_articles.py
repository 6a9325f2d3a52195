"""`index`, `list`, `remove`, `show`, `verify` and `doctor` on an index of the user's own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.paths import PACKAGE, bundled_index
from tests.cli.conftest import snapshot
from tests.conftest import Ran

Run = Callable[..., Ran]


def test_a_folder_is_indexed_file_by_file(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("index", folder, "--index", tmp_path / "new")
    assert ran.status == 0
    assert ran.err == f"left out of {folder}: 1 hidden; 1 of other kinds (.png 1)\n"
    clock, otters = ran.out.splitlines()
    assert re.fullmatch(
        rf"added {folder}/more/clock\.md: 2 paragraphs, 3 sentences, 1 left out \(advert 1\), .* s",
        clock,
    )
    assert otters.startswith(f"added {folder}/otters.txt: 2 paragraphs, 4 sentences, 0 left out")


def test_what_has_not_changed_is_left_alone(run: Run, folder: Path, mine: Path) -> None:
    before = snapshot(mine)
    ran = run("index", folder, "--index", mine)
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == ["unchanged", "unchanged"]
    assert snapshot(mine) == before


def test_what_has_changed_is_replaced(run: Run, folder: Path, tmp_path: Path) -> None:
    own, directory = tmp_path / "otters.txt", tmp_path / "new"
    own.write_bytes((folder / "otters.txt").read_bytes())
    assert run("index", own, "--index", directory).out.startswith("added ")
    own.write_text("Otters\n\nThe otters have left the river for good.\n")
    assert run("index", own, "--index", directory).out.startswith("replaced ")
    assert "have left the river" in run("ask", "Have the otters left?", "--index", directory).out
    assert len(run("list", "--index", directory).out.splitlines()) == 1


def test_both_articles_answer(run: Run, mine: Path) -> None:
    clock = json.loads(run("ask", "Who made the clock?", "--json", "--index", mine).out)
    otters = json.loads(run("ask", "Who leads the project?", "--json", "--index", mine).out)
    assert clock["citations"][0]["article"] == "The town clock"
    assert clock["short"].startswith("John Wood")
    assert otters["citations"][0]["article"] == "Otters return to the river"
    assert otters["short"] == "Anna Brandt"


def test_list(run: Run, folder: Path, mine: Path) -> None:
    ran = run("list", "--index", mine)
    assert ran.status == 0
    clock, otters = ran.out.splitlines()
    assert clock.startswith("1  2 paragraphs  3 sentences  1 left out  The town clock")
    assert otters.endswith(f"Otters return to the river ({folder}/otters.txt)")


def test_list_for_programs(run: Run, folder: Path, mine: Path) -> None:
    clock, otters = map(json.loads, run("list", "--json", "--index", mine).out.splitlines())
    assert (clock["number"], clock["title"], clock["left_out"]) == (1, "The town clock", 1)
    assert (otters["source"], otters["sentences"]) == (f"{folder}/otters.txt", 4)
    assert run("show", otters["id"], "--index", mine).status == 0


@pytest.mark.parametrize("name", ["2", "Otters return to the river", "otters.txt"])
def test_remove(run: Run, folder: Path, mine: Path, name: str) -> None:
    name = str(folder / name) if name.endswith(".txt") else name
    ran = run("remove", name, "--index", mine)
    assert ran == Ran(0, f"removed {folder}/otters.txt\n", "")
    assert "otters.txt" not in run("list", "--index", mine).out
    assert run("verify", "--index", mine).status == 0
    value = json.loads(run("ask", "Who leads the project?", "--json", "--index", mine).out)
    assert value["status"] == "not_found"
    assert run("remove", name, "--index", mine).status == 2


def test_who_changes_the_bundled_index_is_told(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "qa_bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(bundled_index(), tmp_path / bundled_index().name)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    environment.pop("QA_BOT_INDEX", None)

    def run_copy(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "qa_bot", *arguments]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )

    note = "changed the index that comes with qa-bot, which an upgrade replaces"
    assert note in run_copy("index", f"{folder}/otters.txt").stderr
    assert note not in run_copy("index", f"{folder}/otters.txt").stderr  # nothing to add
    removed = run_copy("remove", "2")
    assert removed.stdout == f"removed {folder}/otters.txt\n"
    assert note in removed.stderr


def test_a_part_of_a_name_removes_nothing(run: Run, folder: Path, mine: Path) -> None:
    ran = run("remove", "town clock", "--index", mine)
    assert (ran.status, ran.out) == (2, "")
    assert f"no article 'town clock'; write it in full: {folder}/more/clock.md" in ran.err


def test_an_emptied_index_says_how_to_fill_it(run: Run, mine: Path) -> None:
    for _ in range(2):
        assert run("remove", "1", "--index", mine).status == 0
    ran = run("list", "--index", mine)
    advice = f"the index is empty; add an article: qa-bot index SOURCE… --index {mine}\n"
    assert ran == Ran(0, "", advice)
    assert run("ask", "Who leads the project?", "--index", mine).err == f"note: {advice}"


def test_show_prints_the_article_as_it_was_cleaned(run: Run, mine: Path) -> None:
    ran = run("show", "1", "--index", mine)
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "The town clock",
        "",
        "  1  The clock was made in 1790 by John Wood of Bristol. It strikes the hours on a bell.",
        "",
        "Repairs",
        "",
        "  2  In 1954 the works were cleaned by his great-grandson.",
    ]
    for name in ("The town clock", "town CLOCK", "clock.md"):
        assert run("show", name, "--index", mine).out == ran.out


def test_show_a_paragraph_with_its_spans(run: Run, folder: Path, mine: Path) -> None:
    ran = run("show", "1", "--paragraph", "2", "--index", mine)
    assert ran.status == 0
    head, sentence = ran.out.splitlines()
    assert head == "paragraph 2 · line 7 · “Repairs”"
    span, text = sentence.split(maxsplit=1)
    start, end = map(int, span.split(":"))
    assert text == (folder / "more" / "clock.md").read_text("utf-8")[start:end]


def test_show_a_citation_in_its_place(run: Run, mine: Path) -> None:
    (citation,) = json.loads(run("ask", "Who made the clock?", "--json", "--index", mine).out)[
        "citations"
    ]
    ran = run("show", "1", "--at", f"{citation['start']}:{citation['end']}", "--index", mine)
    assert ran.status == 0
    assert f"»{citation['quote']}«" in ran.out


def test_show_the_boilerplate(run: Run, mine: Path) -> None:
    ran = run("show", "1", "--noise", "--index", mine)
    assert ran == Ran(0, "line 9  advert  Advertisement\n", "1 span left out of “The town clock”\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "holds 2 articles; name one"),
        (["3"], "no article '3'"),
        (["²"], "no article '²'"),
        (["1", "--paragraph", "0"], "the last is 2"),
        (["1", "--paragraph", "3"], "the last is 2"),
        (["1", "--paragraph", "9" * 30], "the last is 2"),
        (["1", "--at", "5"], "is not START:END"),
        (["1", "--at", "9:5"], "is not START:END"),
        (["1", "--at", "5:99999"], "is not START:END"),
        (["1", "--at", "²:³"], "is not START:END"),
        (["1", "--at", f"{'1' * 5000}:5"], "is not START:END"),
        (["1", "--at", "1:2", "--noise"], "choose one"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else None,
)
def test_what_cannot_be_shown_is_a_wrong_call(
    run: Run, mine: Path, arguments: list[str], says: str
) -> None:
    ran = run("show", *arguments, "--index", mine)
    assert ran.status == 2
    assert not ran.out
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_verify(run: Run, mine: Path) -> None:
    assert run("verify", "--index", mine) == Ran(0, f"{mine}: 2 articles, 7 sentences, sound\n", "")
    bundled = run("verify")
    assert bundled.status == 0
    assert bundled.out.startswith(f"{bundled_index()}: 1 article, ")


def test_doctor(run: Run, mine: Path) -> None:
    ran = run("doctor", "--index", mine)
    assert ran.status == 0
    assert not ran.err
    assert (
        f"index      {mine}: 2 articles, 7 sentences; ONNX Runtime runs all-MiniLM-L6-v2\n"
        in ran.out
    )
    assert "as published" in ran.out
    assert "onnxruntime" in ran.out
    assert ran.out.endswith("all is well\n")


def test_doctor_tells_what_is_wrong_and_what_to_do(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", "--index", tmp_path / "none")
    assert ran.status == 1
    assert (
        f"index      FAILED: there is no index {tmp_path}/none; create it: qa-bot index" in ran.out
    )
    assert "all is well" not in ran.out


def test_the_index_is_the_chosen_one_else_the_environment_s_else_the_ready_made(
    run: Run, mine: Path, otters: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "index"  # that of the fixture `otters`
    assert "Biden wants" in run("list").out
    monkeypatch.setenv("QA_BOT_INDEX", str(mine))
    assert "The town clock" in run("list").out
    assert len(run("list", "--index", other).out.splitlines()) == 1
    assert "John Wood" in run("ask", "Who made the clock?").out
    monkeypatch.setenv("QA_BOT_INDEX", "")
    assert "Biden wants" in run("list").out


def test_articles_of_one_name_are_told_apart_by_number(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    gulls = "Gulls\n\nGulls have eaten the cake of the mayor.\n"
    mill = "The mill\n\nThe mill at Brook was built of stone in 1702 by Peter Holm, a farmer.\n"
    for name, text in (("a", gulls), ("b", mill)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(text, "utf-8")
        monkeypatch.chdir(tmp_path / name)
        assert run("index", "x.txt", "--index", directory).status == 0
    chat = run("chat", "--index", directory, stdin="/articles 2\nwhen was the mill built?\n")
    assert "1702" in chat.out
    assert run("remove", "2", "--index", directory).out == "removed x.txt\n"
    assert "Gulls" in run("list", "--index", directory).out
