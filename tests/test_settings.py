"""Settings: where they stand, which goes over which, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.settings import SETTINGS, parse_setting, project_file, read_settings, user_file
from tests.conftest import Ran

pytestmark = pytest.mark.slow

Run = Callable[..., Ran]
PUTIN = "what does Putin want?"
REFUSED = ("Not certain", "does not say", '"uncertain"', '"not_found"')


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, with the working directory below it and a home without settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    below = tmp_path / "project" / "notes" / "2026"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return tmp_path / "project"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_without_files_nothing_is_set(project: Path) -> None:
    assert not read_settings()
    assert project_file() is None


def test_the_project_goes_over_the_user(project: Path) -> None:
    write(user_file(), 'threshold = 0.9\nvi = true\npager = "less -R"\nindex = "own"\n')
    write(project / "qa-bot.toml", '\ufeffthreshold = 1\nindex = "made"\n')
    assert read_settings() == {
        "threshold": 1.0,
        "vi": True,
        "pager": "less -R",
        "index": project / "made",
    }


@pytest.mark.parametrize("command", [["ask", PUTIN], ["chat"], [], ["batch", "-"]])
def test_the_threshold_moves_every_way_of_asking(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    def answers(*flags: str) -> bool:
        ran = run(*command, *flags, stdin=PUTIN)
        assert ran.status == 0
        return not any(one in ran.out for one in REFUSED)

    assert answers()
    write(user_file(), "threshold = 0.99")
    assert not answers()
    write(project / "qa-bot.toml", "threshold = 0.1")
    assert answers()
    monkeypatch.setenv("QA_BOT_THRESHOLD", "0.99")
    assert not answers()
    if command:
        assert answers("--threshold", "0.1")


def test_the_index_of_the_settings_is_the_one_asked(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, make_index: Callable[..., Path]
) -> None:
    made = make_index(mill="The mill was built of stone in 1702 by Peter Holm, a farmer.")
    write(project / "qa-bot.toml", f'index = "{made}"')
    assert "mill.txt" in run("list").out
    assert "Peter Holm" in run("ask", "who built the mill?").out
    monkeypatch.setenv("QA_BOT_INDEX", str(project / "elsewhere"))
    assert "elsewhere" in run("list").err
    assert "mill.txt" in run("list", "--index", made).out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour = 1", "unknown setting colour; did you mean color?"),
        ("[chat]\nkeys = 1", "unknown setting chat.keys"),
        ("threshold = 1.5", "threshold must be a number from 0 to 1, not 1.5"),
        ("threshold = true", "threshold must be a number"),
        (
            'reader = "yes"',
            "reader must be true, false, or in quotes a model's folder or hub name, not 'yes'",
        ),
        ('color = "red"', 'color must be "auto", "always" or "never"'),
        ("index = ''", "index must be a directory"),
        ("vi = ", "is not valid TOML"),
        ('pager = "rm -r ."', "a project cannot set pager"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_file(
    run: Run, project: Path, text: str, says: str
) -> None:
    write(project / "qa-bot.toml", text)
    ran = run("ask", PUTIN)
    assert (ran.status, ran.out) == (2, "")
    assert str(project / "qa-bot.toml") in ran.err
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_the_doctor_says_what_is_wrong_with_the_settings(run: Run, project: Path) -> None:
    write(user_file(), "colour = 1")
    ran = run("doctor")
    assert ran.status == 1
    assert f"settings   FAILED: {user_file()}: unknown setting colour" in ran.out


def test_the_doctor_prints_where_everything_is(run: Run, project: Path) -> None:
    write(project / "qa-bot.toml", "vi = true")
    ran = run("doctor", "--paths")
    assert ran.status == 0
    assert f"settings   {user_file()} (does not exist)\n" in ran.out
    assert f"project    {project / 'qa-bot.toml'}\n" in ran.out
    assert len(ran.out.splitlines()) == 6


def test_color_of_the_settings(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(user_file(), 'color = "always"')
    assert "\x1b[" in run("ask", PUTIN).out
    assert "\x1b[" not in run("ask", PUTIN, "--no-color").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("ask", PUTIN).out


def test_settings_typed_at_the_prompt() -> None:
    assert parse_setting("vi", "on") is True
    assert parse_setting("threshold", "0.5") == 0.5
    for name, text in (("vi", "perhaps"), ("threshold", "much"), ("threshold", "7"), ("x", "1")):
        with pytest.raises(UsageError):
            parse_setting(name, text)
    assert all(setting.about and setting.allowed for setting in SETTINGS.values())
