"""A model is loaded because the user named it, never because an index says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.embedding import find_model, find_trusted_model
from qa_bot.errors import ModelError
from qa_bot.settings import user_file
from tests.conftest import OTTERS, Ran

pytestmark = pytest.mark.slow

Run = Callable[..., Ran]
ASKED = "When were nine animals counted?"
COMMANDS = (["ask", ASKED], ["chat"], ["batch", "-"], ["index", "otters.txt"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of somebody else's: a project whose index names a model that holds code."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.delenv("QA_BOT_MODEL", raising=False)
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    model = folder / "model"
    shutil.copytree(find_model().folder, model)
    modules = json.loads((model / "modules.json").read_text())
    modules[2]["type"] = "code.Normalize"
    (model / "modules.json").write_text(json.dumps(modules))
    (model / "code.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    (folder / "otters.txt").write_text(OTTERS)
    (folder / "qa-bot.toml").write_text('index = "own"\n')
    return folder


def make_index(run: Run, folder: Path, model: str) -> None:
    """Make an index of the packaged model that says it was made with another."""
    import sqlite3

    assert run("index", "otters.txt").status == 0
    with sqlite3.connect(folder / "own" / "index.sqlite") as connection:
        connection.execute("UPDATE manifest SET value = ? WHERE key = 'model'", [model])


@pytest.mark.parametrize("model", ["./model", "model", "someone/model", "../project/model"])
def test_an_index_cannot_choose_a_model(run: Run, folder: Path, model: str) -> None:
    make_index(run, folder, model)
    for command in COMMANDS:
        ran = run(*command, stdin=ASKED)
        assert ran.status == 1, command
        assert "which you have not named on this machine; if you trust it" in ran.err
        assert ran.err.count("\n") == 1
    assert not (folder.parent / "ran").exists()


@pytest.mark.slow
def test_a_model_that_was_named_once_is_asked_in_any_folder(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "mine"
    shutil.copytree(find_model().folder, model)
    index = tmp_path / "index"
    monkeypatch.chdir(tmp_path)
    made = run("index", folder / "otters.txt", "--index", index, "--model", "mine")
    assert made.status == 0, made.err
    monkeypatch.chdir(folder)
    assert "May 2021" in run("ask", ASKED, "--index", index).out
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    assert run("ask", ASKED, "--index", index).status == 1
    monkeypatch.setenv("QA_BOT_MODEL", str(model))
    assert run("ask", ASKED, "--index", index).status == 0
    monkeypatch.delenv("QA_BOT_MODEL")
    user_file().parent.mkdir(parents=True)
    user_file().write_text(f'models = ["{model}"]\n')
    assert run("ask", ASKED, "--index", index).status == 0


def test_a_project_cannot_name_models(run: Run, folder: Path) -> None:
    (folder / "qa-bot.toml").write_text('models = ["model"]\n')
    ran = run("list")
    assert ran.status == 2
    assert "a project cannot set models" in ran.err


@pytest.mark.slow
def test_asking_never_reaches_the_hub(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_BOT_MODEL", "someone/model")
    forbidden = (
        "import sys\n"
        "def forbid(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo'):\n"
        "        print('reached out', arguments[1:]); raise OSError\n"
        "sys.addaudithook(forbid)\n"
        "from qa_bot.embedding import find_trusted_model\n"
        "find_trusted_model('someone/model')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", forbidden],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ.copy(),
    )
    assert "reached out" not in ran.stdout
    assert "is not on this machine; download it: hf download someone/model" in ran.stderr
    with pytest.raises(ModelError, match="have not named"):
        find_trusted_model("else/model")
