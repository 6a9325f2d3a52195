"""Transcripts: turns have speakers in each of the usual forms, and other texts have no turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.load import load
from qa_bot.documents.text.transcript import find_turns
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article

ANNA, TOM = "The river rose by four metres that night.", "And who paid for it?"


def said(text: str, name: str = "talk.txt") -> list[tuple[str | None, str]]:
    article = read_article(text.encode(), name)
    return [(one.speaker, article.text[one.start : one.end]) for one in article.sentences]


FORMS = {
    "plain": "Anna Berg: {0}\n\nTom: {1}\n\nAnna Berg: {0}\n",
    "lines": "Anna Berg: {0}\nTom: {1}\nAnna Berg: {0}\n",
    "capitals and title": "Anna Berg (mayor): {0}\n\nTom: {1}\n\nAnna Berg: {0}\n",
    "bold": "**Anna Berg:** {0}\n\n**Tom:** {1}\n\n**Anna Berg:** {0}\n",
    "bold, colon outside": "**Anna Berg**: {0}\n\n**Tom**: {1}\n\n**Anna Berg**: {0}\n",
    "brackets": "[Anna Berg] {0}\n\n[Tom] {1}\n\n[Anna Berg] {0}\n",
    "time before": "[00:12:03] Anna Berg: {0}\n\n[00:12:09] Tom: {1}\n\n[00:13:00] Anna Berg: {0}",
    "time in the label": "Anna Berg (00:03): {0}\n\nTom (00:09): {1}\n\nAnna Berg (01:10): {0}\n",
    "time and name above": "12:03 Anna Berg\n{0}\n\n12:09 Tom\n{1}\n\n12:15 Anna Berg\n{0}\n",
    "name and time above": "Anna Berg  0:03\n{0}\n\nTom  0:09\n{1}\n\nAnna Berg  0:15\n{0}\n",
    "name and time in brackets above": "Anna Berg (0:03)\n{0}\n\nTom (0:09)\n{1}\n\n"
    "Anna Berg (0:15)\n{0}",
    "name, colon and time above": "Anna Berg: (0:03)\n{0}\n\nTom: 0:09\n{1}\n\n"
    "Anna Berg: 0:15\n{0}",
    "brackets and time above": "[Anna Berg] 0:03:00\n{0}\n\n[Tom] 0:09:00\n{1}\n\n"
    "[Anna Berg] 0:15:00\n{0}",
    "bold brackets and time above": "**[Anna Berg]**: [00:03:00]  \n\n{0}\n\n"
    "**[Tom]**: [00:09:00]  \n\n{1}\n\n**[Anna Berg]**: [00:15:00]  \n\n{0}\n",
    "bold and time": "**Anna Berg:** \\[00:03:59.19\\] {0}\n\n**Tom:** {1}\n\n**Anna Berg:** {0}\n",
    "name and colon above": "Anna Berg:\n{0}\n\nTom:\n{1}\n\nAnna Berg:\n{0}\n",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["talk.txt", "talk.md"])
def test_each_turn_has_its_speaker(form: str, name: str) -> None:
    found = said("The flood\n\n" + FORMS[form].format(ANNA, TOM), name)
    assert [speaker for speaker, _ in found] == ["Anna Berg", "Tom", "Anna Berg"]
    for (_, text), words in zip(found, (ANNA, TOM, ANNA), strict=True):
        assert text.endswith(words)
        assert ":0" not in text  # no times


def test_a_turn_goes_on_over_paragraphs() -> None:
    found = said(f"Host: {TOM}\n\nGuest: {ANNA} It was cold.\n\nWe left early.\n\nHost: Thanks.\n")
    assert [speaker for speaker, _ in found] == ["Host", "Guest", "Guest", "Guest", "Host"]


def test_two_turns_of_a_host_and_a_guest_are_a_transcript() -> None:
    assert [speaker for speaker, _ in said(f"**Host:** {TOM}\n\n**Guest:** {ANNA}\n", "a.md")] == [
        "Host",
        "Guest",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway\n\nCapital: Oslo is the capital.\n\nPopulation: Five million live there.\n",
        "Note: It is late.\n\nTip: Go home.\n\nNote: It is later.\n\nTip: Sleep.\n",
        "It happened at once: nobody knew.\n\nThe Council: A history. It was long.\n",
        f"Anna Berg: {ANNA}\n\nAnna Berg: {ANNA}\n",
        "**Ingredients:** flour\n\n**Method:** mix\n\n**Ingredients:** milk\n\n**Method:** stir\n",
    ],
)
def test_facts_and_notes_are_no_turns(text: str) -> None:
    assert load(text.encode(), "a.md").turns == ()


_LINES = st.lists(
    st.text(alphabet="ANab:[]()*_01 \n-,", max_size=30)
    | st.sampled_from(["Anna: yes", "[0:12] Tom: no", "- **Anna:** so", "Tom 0:12", "HOST"]),
    max_size=12,
)


@given(_LINES, st.sampled_from(["\n", "\n\n"]))
def test_blocks_stay_in_order_and_turns_begin_in_them(lines: list[str], between: str) -> None:
    try:
        document = load(between.join(lines).encode(), "a.md")
    except SourceError:
        return
    again = find_turns(document)
    assert again == document
    end = 0
    for block in document.blocks:
        assert end <= block.start - block.marker < block.end
        assert (
            document.text[block.start : block.end].strip() == document.text[block.start : block.end]
        )
        end = block.end
    for turn in document.turns:
        assert turn.start < turn.end
        assert turn.speaker in " ".join(document.text.split())
