"""A transcript of sixty turns in each of its forms, asked who says what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

TOPICS = ["the harbour", "the bridge", "the mill", "the school", "the ferry", "the choir"]
SAID = [
    "I have walked past {} every day since I was a child, and it still surprises me.",
    "People say {} is finished, but I do not believe them.",
    "We worked on {} for two years with very few hands.",
]
MONEY = "Money was always short, and I paid the first bills out of my own pocket."


def _turns() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for n in range(30):
        topic, said = TOPICS[n % len(TOPICS)], SAID[n % len(SAID)]
        found.append(("Anna Berg", f"What do you think of {topic}?"))
        found.append(("Tom Sand", MONEY if n == 14 else said.format(topic)))
    return found


def _cues(point: str, form: str) -> str:
    def time(seconds: int) -> str:
        return f"00:{seconds // 60:02}:{seconds % 60:02}{point}000"

    return "\n".join(
        f"{time(5 * n)} --> {time(5 * n + 4)}\n{form.format(name, said)}\n"
        for n, (name, said) in enumerate(_turns())
    )


FORMS = {
    "a.txt": "\n\n".join(f"{name}: {said}" for name, said in _turns()),
    "a.md": "\n\n".join(f"**{name}:** {said}" for name, said in _turns()),
    "a.srt": _cues(",", "{}: {}").replace("Anna Berg", "ANNA BERG").replace("Tom Sand", "TOM SAND"),
    "a.vtt": "WEBVTT\n\n" + _cues(".", "<v {}>{}"),
    "roles.txt": "\n\n".join(
        f"{'GUEST' if name == 'Tom Sand' else 'HOST'}: {said}" for name, said in _turns()
    ),
}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_each_speaker_is_quoted_and_found_by_name(run: Run, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(f"{FORMS[name]}\n", "utf-8")
    guest = "the guest" if name == "roles.txt" else "Tom Sand"
    quoted = json.loads(run("ask", "who is quoted?", "--in", file, "--json").out)
    speakers = {one["speaker"].casefold() for one in quoted["citations"]}
    assert speakers == ({"guest", "host"} if name == "roles.txt" else {"tom sand", "anna berg"})
    asked = f"what does {guest} say about money?"
    first = json.loads(run("ask", asked, "--in", file, "--json").out)["citations"][0]
    assert MONEY in first["text"]
    assert "*" not in first["text"]
    if name in ("a.srt", "a.vtt"):
        assert first["article"] == "a"  # nothing that is said is the title
    assert first["speaker"].casefold() == guest.removeprefix("the ").casefold()
