"""`--prose` on ask, batch and chat: above the quotes, recorded, and never in the way."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pexpect
import pytest

from qa_bot.settings import user_file
from tests.conftest import Ran
from tests.prose.server import Handler, says, serving

QUESTION = "when was Crimea annexed?"
PROSE = "Russia annexed Crimea from Ukraine in 2014. [1]"
QUOTE = "has been accused of sending"
KEY = "sk-very-secret-0123456789"
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "qa_bot" / "answer.schema.json").read_text("utf-8")
)
Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _no_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "QA_BOT_PROSE", "QA_BOT_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own settings, and a working directory without a project's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    user_file().parent.mkdir(parents=True)
    return user_file()


def test_ask_prints_the_prose_above_the_quotes(run: Run) -> None:
    with serving(says(f"{PROSE} He wants Alaska. [1]")) as server:
        ran = run("ask", QUESTION, "--prose", "--llm-url", server.url)
    assert ran.status == 0
    assert ran.out.index(PROSE) < ran.out.index(QUOTE) < ran.out.index("[1] line")
    assert ran.err == "prose: 1 sentence left out that the quotes do not support\n"


def test_json_has_the_prose_and_keeps_to_the_schema(run: Run) -> None:
    with serving(says(PROSE)) as server:
        ran = run("ask", QUESTION, "--prose", "--llm-url", server.url, "--json")
    value = json.loads(ran.out)
    jsonschema.validate(value, SCHEMA)
    assert (value["prose"], value["prose_dropped"], value["prose_error"]) == (PROSE, 0, None)
    assert ran.err == ""


def test_a_fault_is_one_line_and_the_quotes_are_there(run: Run) -> None:
    with serving(lambda request: request.send(500, {})) as server:
        ran = run("ask", QUESTION, "--prose", "--llm-url", server.url)
    assert ran.status == 0 and QUOTE in ran.out
    assert f"no prose: the language model at {server.url} answered with status 500;" in ran.err
    assert ran.err.count("\n") == 1


def test_what_no_quote_supports_is_said_in_one_line(run: Run) -> None:
    with serving(says("Nobody knows.")) as server:
        ran = run("ask", QUESTION, "--prose", "--llm-url", server.url)
    assert "Nobody knows" not in ran.out and QUOTE in ran.out
    assert ran.err == "no prose: the quotes do not support what the language model wrote\n"


def test_without_a_server_nothing_is_asked(run: Run) -> None:
    ran = run("ask", QUESTION, "--prose")
    assert (ran.status, ran.out) == (2, "")
    assert "name a server, for example: --llm-url" in ran.err


def test_settings_and_environment_name_the_server_and_the_key(
    run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(says(PROSE)) as server, serving(says(PROSE)) as other:
        settings.write_text(
            f'prose = true\nllm-url = "{server.url}"\nllm-model = "mine"\nllm-key = "{KEY}"\n'
            "llm-timeout = 60\n"
        )
        assert PROSE in run("ask", QUESTION).out
        assert (server.keys, server.asked[0]["model"]) == ([f"Bearer {KEY}"], "mine")
        assert PROSE not in run("ask", QUESTION, "--no-prose").out
        monkeypatch.setenv("OPENAI_BASE_URL", other.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
        assert PROSE in run("ask", QUESTION).out
        assert (len(server.asked), other.keys) == (1, ["Bearer sk-other"])
    for command in (["doctor"], ["ask", "--help"], ["chat"]):
        ran = run(*command, stdin="/set\n/set llm-key x\n")
        assert KEY not in ran.out + ran.err and "sk-other" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("llm-key", f'"{KEY}"'), ("llm-url", '"http://evil.example/v1"'), ("prose", "true")],
)
def test_a_project_cannot_choose_who_is_sent_what(
    run: Run, settings: Path, name: str, value: str
) -> None:
    Path("qa-bot.toml").write_text(f"{name} = {value}\n")
    ran = run("ask", QUESTION)
    assert (ran.status, ran.out) == (2, "")
    assert f"qa-bot.toml: a project cannot set {name}, which " in ran.err
    assert KEY not in ran.err and ran.err.count("\n") == 1


def test_a_key_of_the_wrong_kind_is_not_repeated(run: Run, settings: Path) -> None:
    settings.write_text("llm-key = 123456789\n")
    ran = run("ask", QUESTION)
    assert ran.status == 2 and "llm-key must be a key, in quotes" in ran.err
    assert "123456789" not in ran.err


def test_a_batch_goes_on_records_the_fault_and_asks_again(run: Run, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.txt", tmp_path / "a.jsonl"
    questions.write_text(f"{QUESTION}\nwhat is the capital of Japan?\nwho is Timothy Ashe?\n")
    fails = [True]

    def script(request: Handler) -> None:
        if fails and "Ashe" in request.server.given.splitlines()[0]:
            request.send(503, {})
        else:
            says(PROSE)(request)

    def records() -> list[dict[str, object]]:
        found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        for one in found:
            jsonschema.validate(one, SCHEMA)
        return found

    with serving(script) as server:
        options = ("--prose", "--llm-url", server.url)
        ran = run("batch", questions, "-o", out, *options)
        assert ran.status == 0
        assert "1 without all of their prose: the language model at " in ran.err
        first = records()
        assert [one["prose"] for one in first] == [PROSE, None, None]
        assert "status 503" in str(first[2]["prose_error"]) and first[2]["citations"]
        refused = run("batch", questions, "-o", out, "--resume")
        assert refused.status == 1 and "prose was the model at" in refused.err
        asked = len(server.asked)
        fails.clear()
        assert run("batch", questions, "-o", out, *options, "--retry-failed").status == 0
        assert len(server.asked) == asked + 1
    again = records()
    assert [one["prose_error"] for one in again] == [None, None, None]
    assert again[0] == first[0]


@pytest.mark.parametrize("form", ["csv", "md", "html"])
def test_exports_show_the_prose_above_the_quotes(run: Run, tmp_path: Path, form: str) -> None:
    questions, out = tmp_path / "q.txt", tmp_path / f"a.{form}"
    questions.write_text(f"{QUESTION}\n")
    with serving(says(PROSE)) as server:
        assert run("batch", questions, "-o", out, "--prose", "--llm-url", server.url).status == 0
    text = out.read_text("utf-8")
    if form == "csv":
        (row,) = csv.DictReader(text.splitlines())
        assert (row["prose"], row["prose_dropped"], row["prose_error"]) == (PROSE, "0", "")
    else:
        said = PROSE.replace("[1]", "\\[1\\]") if form == "md" else PROSE
        assert text.index(said) < text.index(QUOTE)


def test_the_chat_switches_prose_on_and_off(run: Run) -> None:
    with serving(says(PROSE)) as server:
        lines = f"{QUESTION}\n/prose\n{QUESTION}\n/set\n/prose off\n{QUESTION}\n/prose maybe\n"
        ran = run("chat", "--llm-url", server.url, stdin=lines)
        assert len(server.asked) == 1
    assert ran.out.count(PROSE) == 1
    assert "A language model writes above the quotes" in ran.out
    assert "prose      on" in ran.out
    assert "type /prose, /prose on or /prose off" in ran.err


def test_the_chat_without_a_server_says_what_is_missing(run: Run) -> None:
    ran = run("chat", stdin=f"/prose\n{QUESTION}\n")
    assert "name a server, for example: --llm-url" in ran.err
    assert QUOTE in ran.out


@pytest.mark.slow
def test_prose_appears_as_it_is_written_and_ctrl_c_leaves_the_quotes(tmp_path: Path) -> None:
    """The model stops after two sentences; Ctrl-C ends it, and the chat goes on."""
    more = "Moscow denies sending weapons. [1]"

    def script(request: Handler) -> None:
        request.begin()
        request.piece(f"{PROSE} {more} And he also wants to have ")
        for _ in range(3_000):
            request.piece(" ")
            time.sleep(0.1)

    with serving(script) as server:
        chat = pexpect.spawn(
            sys.executable,
            ["-m", "qa_bot", "chat", "--prose", "--llm-url", server.url, "--llm-timeout", "300"],
            env={**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"},
            encoding="utf-8",
            dimensions=(60, 100),
            timeout=120,
        )
        chat.expect(r"\?(?: |\x1b\[0m)")
        chat.send(f"{QUESTION}\r")
        chat.expect("annexed Crimea from Ukraine in 2014")  # shown while the model is still writing
        chat.expect("Moscow denies sending weapons")
        chat.sendintr()
        chat.expect(QUOTE)
        chat.expect("the prose is not complete: stopped")
        chat.send("/quit\r")
        chat.expect(pexpect.EOF)
        chat.close()
        assert chat.exitstatus == 0


@pytest.mark.slow
def test_prose_needs_its_package_and_says_which() -> None:
    code = (
        "import sys; sys.modules['openai'] = None\n"
        "from qa_bot.cli.main import run\n"
        "sys.exit(run(['ask', 'when was Crimea annexed?', '--prose', '--llm-url', 'http://[::1]:9']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "prose needs the package openai; install it: pip install 'qa-bot[prose]'" in ran.stderr
