"""Captions in JSON are read with their speakers; any other JSON is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qa_bot.documents.load import load

SAID = ["So the river rose", "by four metres.", "Who paid?"]
WORDS = " ".join(SAID)
NAMED = "Anna: So the river rose by four metres.\n\nTom: Who paid?"
WHO = ["Anna", "Anna", "Tom"]

UNNAMED: dict[str, Any] = {
    "Whisper": {
        "text": WORDS,
        "segments": [
            {"id": n, "start": n * 6.5, "end": n * 6.5 + 6.5, "text": f" {words}", "tokens": [1]}
            for n, words in enumerate(SAID)
        ],
        "language": "en",
    },
    "YouTube": {
        "wireMagic": "pb3",
        "events": [
            {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
            *(
                event
                for n, words in enumerate(SAID)
                for event in (
                    {
                        "tStartMs": n * 3000,
                        "segs": [{"utf8": f"{word} "} for word in words.split()],
                    },
                    {"tStartMs": n * 3000, "aAppend": 1, "segs": [{"utf8": "\n"}]},
                )
            ),
        ],
    },
    "Amazon": {"jobName": "a", "results": {"transcripts": [{"transcript": WORDS}], "items": []}},
    "Deepgram": {
        "results": {"channels": [{"alternatives": [{"transcript": WORDS, "words": []}, {}]}]}
    },
    "Google": {"results": [{"alternatives": [{"transcript": words}]} for words in SAID]},
}
SPOKEN: dict[str, Any] = {
    "WhisperX": {
        "segments": [
            {"start": n, "text": words, "speaker": name}
            for n, (words, name) in enumerate(zip(SAID, WHO, strict=True))
        ]
    },
    "podcast": {
        "version": "1.0.0",
        "segments": [
            {"startTime": n, "body": words, "speaker": name}
            for n, (words, name) in enumerate(zip(SAID, WHO, strict=True))
        ],
    },
    "utterances": {
        "results": {
            "utterances": [
                {"start": n, "transcript": words, "speaker": name}
                for n, (words, name) in enumerate(zip(SAID, WHO, strict=True))
            ]
        }
    },
}


@pytest.mark.parametrize("form", UNNAMED)
def test_captions_are_joined(form: str) -> None:
    read = load(json.dumps(UNNAMED[form]).encode(), "a.json")
    assert (read.format, read.text) == ("subtitles", WORDS)


@pytest.mark.parametrize("form", SPOKEN)
def test_speakers_are_named(form: str) -> None:
    read = load(json.dumps(SPOKEN[form], indent=1).encode("utf-8-sig"), "a.json")
    assert read.text == NAMED
    assert [turn.speaker for turn in read.turns] == ["Anna", "Tom"]


def test_speakers_may_be_numbers() -> None:
    read = load(b'{"utterances": [{"speaker": 0, "start": 0, "text": "It fell."}]}', "a.json")
    assert read.text == "Speaker 0: It fell."


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "The river", "body": "It rose by four metres."}',
        '{"segments": [1, "two", {"start": []}, {"text": 3}], "events": {}, "results": [[]]}',
        '{"segments": ' + "[" * 50_000,
        '{"segments": [{"text": "It',
        "{It was late.} So we left.",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    read = load(text.encode(), "a.json")
    assert (read.format, read.text) == ("text", text)


@pytest.mark.parametrize("start", ["9" * 400, "NaN", "1e999", "-5", "true"])
def test_times_that_cannot_be_are_ignored(start: str) -> None:
    data = f'{{"segments": [{{"text": "The mill closed.", "start": {start}}}]}}'
    assert load(data.encode(), "a.json").text == "The mill closed."
