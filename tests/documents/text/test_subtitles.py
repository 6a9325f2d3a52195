"""Subtitles: cues joined to sentences, with who speaks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.document import Document
from qa_bot.documents.load import load
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article

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


def test_automatic_captions_are_said_once() -> None:
    """Each line comes in as tagged words, stays as text, and stays above the next one."""
    lines = ["the harbour closed in", "1931 because the wall", "had moved forty", "centimetres"]
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n}.990 align:start position:0%\n{before or ' '}\n"
        + line.replace(" ", f"<00:0{n}.500><c> ", 1)
        + f"</c>\n\n00:0{n}.990 --> 00:0{n + 1}.000 align:start position:0%\n{line}\n \n\n"
        for n, (before, line) in enumerate(pairwise(["", *lines]))
    )
    read = load(f"WEBVTT\nKind: captions\nLanguage: en\n\n{cues}".encode(), "a.vtt")
    assert read.text == " ".join(lines)


SPOKEN = "So the very, very high wall closed. Nobody had paid for it, said the mayor.".split()
GROWING = {
    "a word a cue": SPOKEN,
    "the line so far": [" ".join(SPOKEN[n - n % 6 : n + 1]) for n in range(len(SPOKEN))],
    "the sentences so far": [" ".join(SPOKEN[: n + 1]) for n in range(len(SPOKEN))],
    "the last words": [" ".join(SPOKEN[max(0, n - 4) : n + 1]) for n in range(len(SPOKEN))],
    "two lines, the second so far": [
        "\n".join(filter(None, (" ".join(SPOKEN[max(0, m - 5) : m]), " ".join(SPOKEN[m : n + 1]))))
        for n in range(len(SPOKEN))
        for m in [n - n % 5]
    ],
    "the line with the word marked": [
        " ".join(f"<u>{word}</u>" if at == n % 5 else word for at, word in enumerate(line))
        for n in range(len(SPOKEN))
        for line in [SPOKEN[n - n % 5 :][:5]]
    ],
}


@pytest.mark.parametrize("form", GROWING)
def test_captions_that_grow_by_words_are_said_once(form: str) -> None:
    cues = "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{cue}\n\n"
        for n, cue in enumerate(GROWING[form], 1)
    )
    assert load(cues.encode(), "a.srt").text.split() == SPOKEN


def test_words_that_are_said_again_are_kept() -> None:
    cues = ["No.", "No. I paid", "paid for it.", "It was", "was it?", "It was.", "Who paid?"]
    assert shown(*cues).text == " ".join(cues)


def test_captions_without_sentences_are_cut_into_passages() -> None:
    line = "the harbour closed because the wall had moved"
    cues = "".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{line} {n}\n\n" for n in range(10, 50))
    article = read_article(f"WEBVTT\n\n{cues}".encode(), "a.vtt")
    lengths = [one.end - one.start for one in article.sentences]
    assert len(lengths) > 5
    assert max(lengths) < 300
    assert all(f"{line} {n}" in article.text for n in range(10, 50))


WORDS = "The harbour closed in 1931, because the wall had moved. Mara Holt paid."
CUES = WORDS.replace("1931, ", "1931,|").replace("moved. ", "moved.|").split("|")


def cues_of(form: str) -> bytes:
    """Return three cues; `form` has places for the number, the second, and the words."""
    return "".join(form.format(n=n, words=words) for n, words in enumerate(CUES, 1)).encode()


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n", "a.srt"),
        ("{n}\r\n00:00:0{n},000 --> 00:00:0{n},900\r\n{words}\r\n\r\n", "a.srt"),
        ("{n}\r00:00:0{n},000 --> 00:00:0{n},900\r{words}\r\r", "a.srt"),
        ("{n}\n\n00:00:0{n},000 --> 00:00:0{n},900\n\n{words}\n\n\n", "double spaced.srt"),
        ("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n", "no blank lines.srt"),
        ("00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n", "no numbers.srt"),
        ("00:00:0{n}.0 -> 00:00:0{n}.9\n  {words}\n", "arrow.srt"),
        ("{n}\n00:00:0{n} --> 00:00:0{n}\n{words}\n\n", "seconds.srt"),
        ("{n}\n00:00:0{n}:12 --> 00:00:0{n}:20\n{words}\n\n", "frames.srt"),
        ("{n}\n00:00:0{n},0 --> 00:00:0{n},9  X1:63 X2:223 Y1:43\n{words}\n\n", "place.srt"),
        ("{n}\n00:00:0{n},0 --> 00:00:0{n},9\n<i>{words}</i>\n\n", "i.srt"),
        (
            '{n}\n00:00:0{n},0 --> 00:00:0{n},9\n<font size=9 color="#f00">{words}</font>\n\n',
            "f.srt",
        ),
        ("{n}\n00:00:0{n},0 --> 00:00:0{n},9\n< b >{words}< / b >\n\n", "b.srt"),
        ("{n}\n00:00:0{n},0 --> 00:00:0{n},9\n{{\\an8}}{{y:i}}{words}\\N\n\n", "ass.srt"),
        ("0:00:0{n}.000,0:00:0{n}.900\n{words}\n\n", "a.sbv"),
        ("00:00:0{n}.000,00:00:0{n}.900\n{words}\n\n", "chat.txt"),
        ("[00:0{n}.000 --> 00:0{n}.900]  {words}\n", "whisper.txt"),
    ],
)
def test_every_form_of_cues_is_read(form: str, name: str) -> None:
    read = load(cues_of(form), name)
    assert (read.format, read.text) == ("subtitles", WORDS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nThe café “Lindholm” closed – for ever.\n"
    assert load(text.encode(encoding), "a.srt").text == "The café “Lindholm” closed – for ever."


def test_what_stands_between_cues_of_vtt_is_not_said() -> None:
    form = (
        "a name {n}\n00:0{n}.000 --> 00:0{n}.900 line:-1 align:end\n{words}\n\n"
        "NOTE said by\nnobody\n\nREGION\nid:fred\n\n"
    )
    head = b"WEBVTT A film\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\nSTYLE\n::cue { color: red }\n\n"
    assert load(head + cues_of(form), "a.vtt").text == WORDS


def test_a_number_that_is_said_is_kept() -> None:
    read = load(
        b"00:01.000 --> 00:02.000\nIt was\n1931\n\n00:02.000 --> 00:03.000\nagain.", "a.srt"
    )
    assert read.text == "It was 1931 again."


def shown(*cues: str) -> Document:
    return load(
        "".join(
            f"{n}\n00:00:0{n},0 --> 00:00:0{n},9\n{cue}\n\n" for n, cue in enumerate(cues, 1)
        ).encode(),
        "a.srt",
    )


def test_sounds_do_not_break_a_sentence() -> None:
    read = shown(
        "[SIGHS] The harbour", "[door\nslams]", "closed [Music] in 1931.", "[DOOR OPENS] Yes?"
    )
    first, *sounds = [read.text[block.start : block.end] for block in read.blocks]
    assert first == "The harbour closed in 1931. Yes?"
    assert sounds == ["[SIGHS]", "[door slams]", "[Music]", "[DOOR OPENS]"]


@pytest.mark.parametrize(
    ("cue", "speaker", "words"),
    [
        ("MARA HOLT:\nIt closed.", "MARA HOLT", "It closed."),
        ("MAN [on radio]: It closed.", "MAN [on radio]", "It closed."),
        ("[Mara Holt] It closed.", "Mara Holt", "It closed."),
        ("[SPEAKER_01]: It closed.", "SPEAKER_01", "It closed."),
        (">> MARA: It closed.", "MARA", "It closed."),
        ("<v>It closed.</v>", None, "It closed."),
        ("Music: It closed.", None, "Music: It closed."),
        ("Remember:\nit closed.", None, "Remember: it closed."),
    ],
)
def test_speakers_are_named_in_every_form(cue: str, speaker: str | None, words: str) -> None:
    read = shown(cue)
    assert read.text == (f"{speaker}: {words}" if speaker else words)
    assert [turn.speaker for turn in read.turns] == ([speaker] if speaker else [])


@pytest.mark.parametrize("cue", ["- It closed. - Who paid?", ">> It closed. >> Who paid?"])
def test_a_line_of_two_speakers_is_two_paragraphs(cue: str) -> None:
    assert shown(cue).text == "It closed.\n\nWho paid?"


def test_names_of_any_form_are_speakers_where_every_cue_has_one() -> None:
    read = shown(
        "mara holt: It closed", "mara holt: in 1931.", "iPhone di Ana: Why?", "mara holt: So."
    )
    assert said(read) == [
        ("mara holt", "mara holt: It closed in 1931."),
        ("iPhone di Ana", "iPhone di Ana: Why?"),
        ("mara holt", "mara holt: So."),
    ]


def test_names_on_the_first_lines_of_cues_are_speakers() -> None:
    cues = ["Anna Berg\nIt closed", "Anna Berg\nin 1931.", "Tom Lind\nWhy?", "Tom Lind\nWho paid?"]
    assert said(shown(*cues)) == [
        ("Anna Berg", "Anna Berg: It closed in 1931."),
        ("Tom Lind", "Tom Lind: Why? Who paid?"),
    ]


def test_titles_of_chapters_stay_apart() -> None:
    cues = b"WEBVTT\n\n00:00.000 --> 05:00.000\nIntroduction\n\n05:00.000 --> 09:00.000\nThe wall\n"
    assert load(cues, "chapters.vtt").text == "Introduction\n\nThe wall"


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
