"""Captions without arrows are told from transcripts and timetables, and read as one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.load import load
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article

LINES = ["So the river rose", "by four metres.", "Nobody had paid", "for the wall.", "It fell."]
WORDS = " ".join(LINES)


def timed(form: str, before: str = "") -> bytes:
    """Return the lines; `form` has places for a line, its second and the next one's, and ms."""
    return (
        before
        + "".join(
            form.format(line, n=n, next=n + 3, ms=n * 1000, after=n * 1000 + 3000)
            for n, line in zip(range(1, 99, 3), LINES, strict=False)
        )
    ).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (timed("[00:{n:02}.50]{0}\n"), "a.lrc"),
        (timed("[00:{n:02}.500] {0}\r\n", "[ti:The flood]\r\n[ar: Anna]\r\n\r\n"), "a.txt"),
        (timed("[00:{n:02}.50][01:{n:02}.50] <00:{n:02}.50> {0}\n"), "words.lrc"),
        (timed("{ms}\t{after}\t{0}\n", "start\tend\ttext\n"), "whisper.tsv"),
        (timed("{n}.000000\t{next}.000000\t{0}\n"), "labels.txt"),
        (timed("{n},000000\t{next},000000\t{0}\n\\\t100,0\t2000,0\n"), "labels.txt"),
        (timed("0:{n:02}\n{0}\n"), "copied.txt"),
        (timed("0:{n:02} {0}\n"), "copied.txt"),
        (timed("0:{n:02}\n{n} seconds\n{0}\n"), "copied.txt"),
    ],
)
def test_lines_with_times_are_one_text(data: bytes, name: str) -> None:
    read = load(data, name)
    assert (read.format, read.text) == ("subtitles", WORDS)


def test_tags_of_lyrics_are_title_and_author() -> None:
    facts = load(timed("[00:{n:02}.50]{0}\n", "[ti:The flood]\n[ar: Anna]\n"), "a.lrc").facts
    assert (facts.title, facts.author) == ("The flood", "Anna")


def test_what_stands_above_the_first_time_is_kept_apart() -> None:
    assert load(timed("0:{n:02}\n{0}\n", "The flood\n\n"), "a.txt").text == f"The flood\n\n{WORDS}"


@pytest.mark.parametrize(
    "text",
    [
        "9:00 Doors open.\n9:30 The mayor speaks.\n10:00 Lunch.\n11:00 Songs.\n12:00 The end.\n",
        "0:10 Berg scores.\n13:12 Lind scores.\n44:00 Berg is off.\n80:00 Lind scores.\n",
        "12:03 The gate opened.\n12:05 It fell.\n12:06 It rained.\n12:09 It ended.\n",
        "0:03 Anna: It fell.\n0:06 Tom: Why?\n0:08 Anna: Rain.\n0:10 Tom: I see.\n",
        "[00:03.10] Anna: It fell.\n[00:06.10] Tom: Why?\n[00:08.10] Anna: Rain.\n",
        "1.500\t2.500\tkilograms\nThis is a table of weights.\n",
    ],
)
def test_timetables_and_transcripts_are_read_as_text(text: str) -> None:
    read = load(text.encode(), "a.txt")
    assert read.format in ("text", "transcript")
    assert read.text == text


@given(
    st.lists(
        st.sampled_from(["0:01", "0:02 ab", "[00:03.10]c", "[ti:d]", "e f.", "", "1.000\t2.000\tg"])
        | st.text(alphabet="0:1[].\t a-", max_size=12),
        max_size=12,
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    try:
        article = read_article("\n".join(lines).encode(), "a.txt")
    except SourceError:
        return
    assert {word for line in lines for word in line.split() if word.isalpha()} <= set(
        article.text.replace("]", " ").split()
    )
