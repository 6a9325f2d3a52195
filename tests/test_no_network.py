"""No command reaches the network, and none writes outside its own cache and state."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.embedding import find_model
from tests.conftest import OTTERS

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
QUESTIONS = "what does Putin want?\nWhat is the capital of Japan?\n"
# It refers to what must not be fetched.
PAGE = f"""<!doctype html><html><head><title>Otters</title><base href="http://a.example/">
<link rel="stylesheet" href="a.css"><script src="a.js"></script>
<link rel="canonical" href="http://a.example/otters"></head>
<body><img src="a.png"><iframe src="b.html"></iframe><p>{OTTERS}</p></body></html>"""
GOLD = '{"question": "when was Crimea annexed?", "evidence": ["2014"]}\n'

# Loaded by Python at its start: fails and records whatever looks up a name or connects.
FORBID = """
import os, sys
def forbid(event, arguments):
    family = getattr(arguments[0], "family", None) if arguments else None
    if event.startswith("socket.get") and event != "socket.gethostname" or (
        event in ("socket.connect", "socket.sendto", "socket.bind") and family != 1  # AF_UNIX
        and arguments[1] != ("::1", 0)  # urllib3, under trafilatura, sees so whether there is IPv6
    ):
        with open(os.environ["NETWORK_LOG"], "a") as log:
            log.write(f"{event} {arguments[1:]}\\n")
        raise OSError(f"no network here: {event}")
sys.addaudithook(forbid)
"""

COMMANDS = (
    ["--version"],
    ["--help"],
    ["index", "otters.txt", "--index", "mine"],
    ["index", "otters.txt", "--index", "mine"],  # unchanged
    ["list", "--index", "mine"],
    ["show", "--index", "mine"],
    ["verify", "--index", "mine"],
    ["ask", "what does Putin want?"],
    ["ask", "When were nine animals counted?", "--index", "mine", "--json"],
    ["chat"],
    ["batch", "questions.txt", "-o", "answers.jsonl"],
    ["batch", "questions.txt", "-o", "answers.html"],
    ["eval", "gold.jsonl"],
    ["doctor"],
    ["ask", "When were nine animals counted?", "--in", "otters.txt"],
    ["ask", "When were nine animals counted?", "--in", "page.html"],
    ["index", "page.html", "--index", "mine"],
    ["index", "--update", "--index", "mine"],
    ["cache"],
    ["cache", "--clear"],
    ["remove", "1", "--index", "mine"],
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(tmp_path: Path, home: Path) -> Run:
    """Return a function that runs a command in a project's folder, with a home of its own."""
    project, customize = tmp_path / "project", tmp_path / "customize"
    for folder in (project, customize, home / "tmp"):
        folder.mkdir(parents=True)
    (customize / "sitecustomize.py").write_text(FORBID)
    (project / "otters.txt").write_text(OTTERS)
    (project / "page.html").write_text(PAGE)
    (project / "questions.txt").write_text(QUESTIONS)
    (project / "gold.jsonl").write_text(GOLD)
    environment = {
        name: value
        for name, value in os.environ.items()
        # With CI set, ONNX Runtime's telemetry is off, and a fault would not be seen.
        if name not in ("CI", "ORT_DISABLE_TELEMETRY") and not name.startswith(("XDG_", "QA_BOT_"))
    }
    environment |= {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "PYTHONPATH": os.pathsep.join([str(customize), *sys.path[1:]]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NETWORK_LOG": str(tmp_path / "network.log"),
    }

    def call(*arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, "-m", "qa_bot", *arguments],
            cwd=project,
            env=environment,
            input=QUESTIONS,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_no_command_reaches_out_or_writes_elsewhere(run: Run, tmp_path: Path, home: Path) -> None:
    for command in COMMANDS:
        ran = run(*command)
        assert ran.returncode == 0, (command, ran.stderr)
    assert not (tmp_path / "network.log").exists(), (tmp_path / "network.log").read_text()
    written = {str(file.relative_to(home)) for file in home.rglob("*") if not file.is_dir()}
    assert written == {".cache/qa-bot/checked.json"}
    made = {file.name for file in (tmp_path / "project").iterdir()}
    asked_for = {"mine", "answers.jsonl", "answers.jsonl.manifest.json", "answers.html"}
    given = {"otters.txt", "page.html", "questions.txt", "gold.jsonl"}
    assert asked_for <= made
    assert all(name in given or name.startswith(("mine", "answers.")) for name in made), made


def test_a_model_of_the_users_own_stays_off_the_network(
    run: Run, tmp_path: Path, home: Path
) -> None:
    shutil.copytree(find_model().folder, tmp_path / "model")
    made = run("index", "otters.txt", "--index", "own", "--model", str(tmp_path / "model"))
    assert made.returncode == 0, made.stderr
    asked = run("ask", "When were nine animals counted?", "--index", "own")
    assert "May 2021" in asked.stdout, asked.stderr
    assert not (tmp_path / "network.log").exists(), (tmp_path / "network.log").read_text()
    written = {str(file.relative_to(home)) for file in home.rglob("*") if not file.is_dir()}
    assert written == {".cache/qa-bot/checked.json", ".local/state/qa-bot/models.json"}


@pytest.mark.parametrize("command", [COMMANDS[2], COMMANDS[7]], ids=lambda command: command[0])
def test_no_library_opens_a_connection(run: Run, tmp_path: Path, command: list[str]) -> None:
    """What native code does is not seen by Python: the system calls are looked at."""
    strace = shutil.which("strace")
    trace = tmp_path / "trace"
    if not strace or subprocess.run([strace, "-o", "/dev/null", "true"], check=False).returncode:
        pytest.skip("strace is not there, or may not trace")
    before = (strace, "-f", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(trace))
    ran = run(*command, before=before)
    assert ran.returncode == 0, ran.stderr
    assert "exited with 0" in trace.read_text()
    assert "AF_INET" not in trace.read_text()


def test_onnx_runtime_is_imported_in_one_place() -> None:
    """Only there is its telemetry turned off first."""
    package = Path(__file__).parent.parent / "qa_bot"
    importing = {
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        for line in file.read_text("utf-8").splitlines()
        if line.split()[:2] in (["import", "onnxruntime"], ["from", "onnxruntime"])
    }
    assert importing == {"embedding/onnx/runtime.py"}
