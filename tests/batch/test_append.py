"""An input that grows: what is new is answered, the rest is kept."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import batch, copy_run, kill_midway, values

pytestmark = pytest.mark.slow


def questions(work: Path, *lines: dict[str, Any]) -> None:
    (work / "q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def ask(id_: str, question: str, **extra: Any) -> dict[str, Any]:
    return {"id": id_, "question": question, **extra}


def append(work: Path, out: str = "a.jsonl", check: bool = True) -> str:
    return batch(work, "q.jsonl", "-o", out, "--no-reader", "--append", check=check).stderr


def test_each_night_what_is_new_is_answered(work: Path) -> None:
    first = [ask("1", "what does Putin want?"), ask("2", "who is Timothy Ashe?", topic="x")]
    questions(work, *first)
    append(work)
    kept = (work / "a.jsonl").read_bytes()
    questions(work, *first, ask("3", "Is Ukraine in NATO?"))
    assert append(work).startswith("3 questions: ")
    after = (work / "a.jsonl").read_bytes()
    assert after.startswith(kept)
    assert [one["id"] for one in values(work / "a.jsonl")] == ["1", "2", "3"]
    append(work)  # nothing is new
    assert (work / "a.jsonl").read_bytes() == after


def test_what_left_the_input_stays_and_what_is_new_comes_last(work: Path) -> None:
    questions(work, ask("1", "what does Putin want?"), ask("2", "who is Timothy Ashe?"))
    append(work)
    questions(work, ask("3", "Is Ukraine in NATO?"), ask("2", "who is Timothy Ashe?"))
    append(work)
    assert [one["id"] for one in values(work / "a.jsonl")] == ["1", "2", "3"]
    manifest = json.loads((work / "a.jsonl.manifest.json").read_text())
    assert (manifest["questions"], manifest["done"]) == (3, 3)


def test_a_question_that_changed_is_refused_before_any_is_asked(work: Path) -> None:
    questions(work, ask("1", "what does Putin want?"))
    append(work)
    kept = (work / "a.jsonl").read_bytes()
    questions(work, ask("0", "Is Ukraine in NATO?"), ask("1", "what does Biden want?"))
    said = append(work, check=False)
    assert said.startswith("qa-bot: q.jsonl line 2: id '1' was another question in an earlier run")
    assert (work / "a.jsonl").read_bytes() == kept


def test_other_settings_or_another_index_are_refused(work: Path) -> None:
    questions(work, ask("1", "what does Putin want?"))
    append(work)
    ran = batch(work, "q.jsonl", "-o", "a.jsonl", "--append", check=False)
    assert ran.returncode == 1
    assert "cannot append to a.jsonl: reader was None, is " in ran.stderr


def test_a_conversation_goes_on(work: Path) -> None:
    first = ask("1", "what does Putin want?", conversation="c")
    questions(work, first, ask("2", "Is Ukraine in NATO?"))
    append(work)
    questions(
        work, first, ask("2", "Is Ukraine in NATO?"), ask("3", "and Biden?", conversation="c")
    )
    append(work)
    assert values(work / "a.jsonl")[2]["resolved_question"] == "what does Biden want?"


@pytest.mark.parametrize("name", ["a.csv", "a.html"])
def test_a_table_and_a_page_grow_too(work: Path, name: str) -> None:
    questions(work, ask("1", "what does Putin want?", topic="war"))
    append(work, name)
    questions(work, ask("2", "Is Ukraine in NATO?", more="x"))
    append(work, name)
    text = (work / name).read_text("utf-8")
    assert text.index("what does Putin want?") < text.index("Is Ukraine in NATO?")
    if name == "a.csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert [(row["topic"], row["more"]) for row in rows] == [("war", ""), ("", "x")]
    assert (work / f"{name}.part.jsonl").exists()
    questions(work, ask("1", "what does Putin want?", topic="war"))
    batch(work, "q.jsonl", "-o", f"other-{name}", "--no-reader")
    questions(work, ask("2", "Is Ukraine in NATO?"))
    assert "was not made with --append" in append(work, f"other-{name}", check=False)


def test_killed_at_any_moment_it_appends_each_once(whole: Path, work: Path) -> None:
    copy_run(whole, work)
    lines = (work / "q.jsonl").read_text().splitlines()
    grown = [json.dumps({"question": f"when was Crimea annexed? {n}"}) for n in range(150)]
    (work / "q.jsonl").write_text("\n".join([*lines, *grown]))
    arguments = ["q.jsonl", "-o", "a.jsonl", "--no-reader", "--append", "-q"]
    draw = random.Random(5)
    for _ in range(3):
        kill_midway(work, work / "a.jsonl", arguments, draw, lambda: copy_run(whole, work))
    batch(work, *arguments)
    batch(work, "q.jsonl", "-o", "b.jsonl", "--no-reader")
    assert values(work / "a.jsonl") == values(work / "b.jsonl")
