"""`batch`: a file of questions in, a file of answers out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import snapshot
from tests.conftest import Ran

Run = Callable[..., Ran]
QUESTIONS = ["what does Putin want?", "What is the capital of Japan?", "when was Crimea annexed?"]
STATUSES = ["answered", "not_found", "answered"]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.txt"
    file.write_text("\n".join(QUESTIONS), "utf-8")
    return file


def values(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.txt", "\ufeff{0}\r\n\r\n{1}\r\n{2}\r\n"),
        ("q.csv", "\ufeffid,question\r\n7,{0}\r\n\r\n8,{1}\r\n9,{2}\r\n"),
        (
            "q.jsonl",
            '{{"id": 7, "question": "{0}"}}\n\n{{"id": 8, "question": "{1}"}}\n'
            '{{"id": "9", "question": "{2}"}}',
        ),
    ],
)
def test_every_form_gives_a_record_a_question_in_order(
    run: Run, tmp_path: Path, name: str, data: str
) -> None:
    (tmp_path / name).write_text(data.format(*QUESTIONS), "utf-8", newline="")
    ran = run("batch", tmp_path / name)
    assert ran.status == 0
    answers = values(ran.out)
    assert [one["question"] for one in answers] == QUESTIONS
    assert [one["status"] for one in answers] == STATUSES
    if name != "q.txt":
        assert [one["id"] for one in answers] == ["7", "8", "9"]
    assert ran.err.startswith("3 questions: 2 answered, 0 uncertain, 1 not found, 0 failed, ")


def test_a_batch_answers_as_ask_does(run: Run, questions: Path) -> None:
    alone = [json.loads(run("ask", question, "--json").out) for question in QUESTIONS]
    together = values(run("batch", questions).out)
    assert [one | {"seconds": 0} for one in together] == [one | {"seconds": 0} for one in alone]


@pytest.mark.parametrize("arguments", [["-"], ["-", "-o", "-"]])
def test_standard_input_and_output(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    ran = run("batch", *arguments, stdin="what does Putin want?\n")
    assert [one["status"] for one in values(ran.out)] == ["answered"]
    assert ran.err.startswith("1 question: 1 answered")
    assert not Path("-").exists()
    table = run("batch", *arguments, "--format-in", "csv", stdin="q\nwhat does Putin want?\n")
    assert values(table.out)[0]["question"] == "what does Putin want?"


def test_strictly_all_must_be_answered(run: Run, questions: Path) -> None:
    assert run("batch", questions, "--strict").status == 3
    assert run("batch", questions, "--strict", "--limit", "1").status == 0


def test_quiet_says_nothing(run: Run, questions: Path) -> None:
    ran = run("batch", questions, "--quiet")
    assert len(values(ran.out)) == 3
    assert not ran.err


@pytest.mark.parametrize(
    ("name", "arguments", "is_page"),
    [("a.jsonl", [], False), ("a.md", [], True), ("a.txt", ["--format", "md"], True)],
)
def test_out_is_written_whole_and_nothing_beside_it(
    run: Run, questions: Path, tmp_path: Path, name: str, arguments: list[str], is_page: bool
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ran = run("batch", questions, "-o", folder / name, *arguments)
    assert ran.status == 0
    assert not ran.out
    assert ran.err.endswith(f"→ {folder / name}\n")
    assert list(snapshot(folder)) == [name, f"{name}.manifest.json"]
    text = (folder / name).read_text("utf-8")
    if is_page:
        assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == QUESTIONS
        assert "> Ashe said in a statement" in text
        assert text.count("*The article does not say.*") == 1
    else:
        assert [one["status"] for one in values(text)] == STATUSES


def test_an_existing_out_is_kept_unless_forced(run: Run, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    out.write_text("precious")
    ran = run("batch", questions, "-o", out)
    assert (ran.status, ran.out, out.read_text()) == (2, "", "precious")
    assert f"{out} already exists" in ran.err
    assert "--force" in ran.err
    assert run("batch", questions, "-o", out, "--force").status == 0
    assert len(values(out.read_text("utf-8"))) == 3


def test_a_link_stays_a_link(run: Run, questions: Path, tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_text("old")
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    assert run("batch", questions, "-o", link, "--force").status == 0
    assert link.is_symlink()
    assert len(values((tmp_path / "real.jsonl").read_text("utf-8"))) == 3


@pytest.mark.parametrize(
    ("out", "says"),
    [("questions.txt", "holds the questions"), (".", "is not a file")],
)
def test_an_out_that_would_do_harm_is_refused_even_forced(
    run: Run, questions: Path, tmp_path: Path, out: str, says: str
) -> None:
    before = snapshot(tmp_path)
    ran = run("batch", questions, "-o", tmp_path / out, "--force", "--format", "jsonl")
    assert ran.status == 2
    assert says in ran.err
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["none.txt"], 1, "no such file"),
        (["."], 1, "not a file"),
        (["questions.txt", "--format", "xml"], 2, "not one of jsonl, csv, md"),
        (["questions.txt", "--resume", "--force"], 2, "choose one"),
        (["questions.txt", "-o", "-", "--resume"], 2, "add -o FILE"),
        (["questions.txt", "--guard-formulas"], 2, "applies only to CSV"),
        (["questions.txt", "--column", "q"], 2, "does not apply to a text file"),
        (["questions.txt", "--format-in", "xls"], 2, "not one of txt, jsonl, csv"),
        (["questions.txt", "--index", "none"], 1, "there is no index"),
        (["questions.txt", "-o", "none/a.jsonl"], 1, "no such folder"),
        (["table.xls"], 2, "cannot tell the input format from the name table.xls; add --format-in"),
        (
            ["questions.txt", "-o", "answers.xlsx"],
            2,
            "unknown output format '.xlsx' of answers.xlsx",
        ),
        (["questions.txt", "--append", "--force"], 2, "choose one"),
        (["bad.jsonl"], 1, "line 2: not valid JSON"),
        (["latin.txt"], 1, "line 2: not valid UTF-8"),
        (["empty.csv"], 1, "contains no questions"),
    ],
)
def test_what_cannot_be_done_leaves_nothing_behind(
    run: Run,
    questions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.jsonl").write_text('{"question": "who?"}\n{"question": }\n')
    Path("latin.txt").write_bytes(b"Who?\nWh\xf6?\n")
    Path("empty.csv").write_text("\n")
    Path("table.xls").write_text("question\nwho?\n")
    before = snapshot(tmp_path)
    if "-o" not in arguments:
        arguments = [*arguments, "-o", "out.jsonl"]
    ran = run("batch", *arguments)
    assert ran.status == status
    assert not ran.out
    assert ran.err.startswith("qa-bot: ")
    assert says in ran.err
    assert "unexpected" not in ran.err
    assert snapshot(tmp_path) == before


def test_every_fault_is_named_at_once(run: Run) -> None:
    ran = run("batch", "-", "--format-in", "jsonl", stdin="{}\n{}\n[]\n")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "qa-bot: cannot read standard input as jsonl; nothing was asked:",
        '  lines 1 and 2: missing "question"',
        '  line 3: not a JSON object; write {"question": "…"}',
    ]


def test_a_report_is_a_page_of_all_answers(run: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("when was Crimea annexed?\nwhat is the capital of Japan?\n")
    ran = run("batch", questions, "-o", tmp_path / "report.html")
    assert ran.status == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page.index("when was Crimea annexed?") < page.index("what is the capital of Japan?")
    assert page.count('<a href="#a1-') == 4
