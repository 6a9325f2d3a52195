"""Subtitles: cues joined to sentences, with who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.document import Document
from qa_bot.documents.load import load
from qa_bot.errors import SourceError

SRT = b"""\xef\xbb\xbf1
00:00:01,000 --> 00:00:03,000
<i>ANNA:</i> The river rose

2
00:00:03,100 --> 00:00:05,000
by {\\an8}four metres.

3
00:00:05,100 --> 00:00:06,000
- BOB: Really?
- ANNA: Yes. It was 3:
gone by noon.

4
00:00:07,000 --> 00:00:08,000
[music]

5
00:00:20,000 --> 00:00:21,000
Later.
"""
VTT = b"""WEBVTT - made by hand

NOTE this is
a comment

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v.loud Anna Berg>The river <c.x>rose</c>

00:03.000 --> 00:04.000
<v Anna Berg>by four <00:00:03.500>metres &amp; more.</v>

00:04.000 --> 00:05.000
<v Bob>Really?
"""


def said(document: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def test_cues_of_srt_are_joined_by_speaker() -> None:
    read = load(SRT, "a.txt")
    assert said(read) == [
        ("ANNA", "ANNA: The river rose by four metres."),
        ("BOB", "BOB: Really?"),
        ("ANNA", "ANNA: Yes. It was 3: gone by noon."),
    ]
    assert read.text.endswith("\n\n[music]\n\nLater.")
    assert "-->" not in read.text


def test_voices_of_vtt_are_speakers() -> None:
    read = load(VTT, "a.txt")
    assert said(read) == [
        ("Anna Berg", "Anna Berg: The river rose by four metres & more."),
        ("Bob", "Bob: Really?"),
    ]
    assert read.text.startswith("Anna Berg: The river")


def test_captions_that_roll_up_are_said_once() -> None:
    lines = ["so the river", "rose by four", "metres that night"]
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{a}\n{b}\n\n"
        for n, (a, b) in enumerate(zip(["", *lines], [*lines, ""], strict=True))
    )
    assert load(f"WEBVTT\n\n{cues}".encode(), "a.vtt").text == " ".join(lines)


@pytest.mark.parametrize(
    "data", [b"WEBVTT\n", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", b"1\n00:00:01,0 -->"]
)
def test_subtitles_without_text_are_one_line(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        load(data, "a.vtt")
    assert "\n" not in str(caught.value)


def test_times_need_no_zeros() -> None:
    cue = b"WEBVTT\n\n0:0:3.540 --> 0:0:7.23\n<v Anna Berg>Good morning, everyone.</v>\n"
    (turn,) = load(cue, "meeting.vtt").turns
    assert turn.speaker == "Anna Berg"


def test_a_cue_of_countless_lines_is_one_line() -> None:
    with pytest.raises(SourceError, match="a cue of 5,000 lines"):
        load(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"the river rose\n" * 5_000, "a.vtt")


@given(st.lists(st.text(alphabet="abc :->\n\r<v>[]♪&1.,", max_size=40), min_size=1, max_size=6))
def test_whatever_is_in_a_cue_spans_hold(cues: list[str]) -> None:
    data = "WEBVTT\n\n" + "".join(f"00:01.000 --> 00:02.000\n{cue}\n\n" for cue in cues)
    try:
        read = load(data.encode(), "a.vtt")
    except SourceError:
        return
    for block in read.blocks:
        assert read.text[block.start : block.end].strip() == read.text[block.start : block.end]
        assert block.start < block.end
    for turn in read.turns:
        assert turn.speaker in read.text
