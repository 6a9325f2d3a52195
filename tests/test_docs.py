"""The documentation is true: every command in it runs, and prints what is shown."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from qa_bot.development.docs import ROOT, differences, make_folder, run_command, shown_commands

pytestmark = pytest.mark.slow

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL = [*PAGES, ROOT / "CONTRIBUTING.md"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.M | re.S)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    needed = [name for name in ("jq", "make") if re.search(rf"\b{name} ", page.read_text("utf-8"))]
    if missing := [name for name in needed if not shutil.which(name)]:
        pytest.skip(f"{missing[0]} is not installed")
    found = list(differences(page, make_folder(tmp_path)))
    assert not found, "\n\n".join(f"$ {shown.command}\n{printed}" for shown, printed in found)


def test_a_difference_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n$ echo 0.12 s\n0.99 s\n```\n", "utf-8")
    (found,) = differences(page, make_folder(tmp_path / "folder"))
    assert (found[0].command, found[1]) == ("echo one", "one\n")


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if not re.match(r"https?:", link):
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_modules_that_are_named_have_a_help(page: Path) -> None:
    for module in sorted(set(re.findall(r"python -m (qa_bot[\w.]+)", page.read_text("utf-8")))):
        if module.endswith(".build_graphs") and find_spec("onnx") is None:
            continue  # in the extra `dev` alone, and the README's tests run without it
        command = [sys.executable, "-m", module, "--help"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 and "usage" in ran.stdout.lower(), module


def test_settings_are_accepted_as_they_are_shown(tmp_path: Path) -> None:
    from qa_bot.settings import SETTINGS

    project, user = blocks(ROOT / "docs" / "terminal.md", "toml")
    assert set(tomllib.loads(project)) | set(tomllib.loads(user)) == set(SETTINGS)


def test_the_record_has_the_fields_that_are_shown() -> None:
    schema = json.loads((ROOT / "qa_bot" / "answer.schema.json").read_text("utf-8"))
    shown = shown_commands((ROOT / "docs" / "batch.md").read_text("utf-8"))
    (record,) = [json.loads(one.output) for one in shown if "--json" in one.command]
    assert list(record) == list(schema["properties"])


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_the_make_rule_makes_a_table(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (rule,) = blocks(ROOT / "docs" / "batch.md", "make")
    (folder / "examples" / "Makefile").write_text(rule)
    (folder / "examples" / "mine.questions.txt").write_text("what does Putin want?\n")
    run_command("make -s mine.answers.csv", folder)
    assert (folder / "examples" / "mine.answers.csv").read_text("utf-8").count("Putin") >= 2
    run_command("make -q mine.answers.csv", folder)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["ask", "batch", "index", "show"])
def test_the_examples_of_help_run(command: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    for name, text in {
        "article.txt": (ROOT / "index" / "article.txt").read_text("utf-8"),
        "questions.jsonl": '{"question": "who is Timothy Ashe?"}\n',
        "questions.csv": "q\nwho is Timothy Ashe?\n",
        "page.html": "<p>The mayor opened the bridge on Monday. It cost nine million euros.</p>",
        "parts/1.txt": "who is Timothy Ashe?\n",
        "articles/note.txt": "The mayor opened the bridge on Monday. It cost nine million euros.\n",
    }.items():
        (folder / "examples" / name).parent.mkdir(exist_ok=True)
        (folder / "examples" / name).write_text(text, "utf-8")
    help_text = run_command(f"qa-bot {command} --help", folder) or ""
    examples = re.findall(
        r"^ +((?:(?:cat|echo|ls) .*\| )?(?:xargs .*)?qa-bot .*)$", help_text, re.M
    )
    assert examples
    for example in examples:
        if "http" not in example and ("jq" not in example or shutil.which("jq")):
            run_command(re.split(r" {3,}", example)[0], folder)
