"""Captions in JSON: of Whisper, WhisperX, podcasts, YouTube and services that transcribe."""

from __future__ import annotations

import json
from collections.abc import Iterator

from qa_bot.documents.text.cues import Cue, timed_cues

# The lists of captions, and within them the text, the speaker and the times.
_LISTS = ("segments", "utterances", "events")
_TEXTS = ("text", "body", "transcript")
_LONGEST = 1e12  # milliseconds
_STARTS = (("start", 1.0), ("startTime", 1.0), ("tStartMs", 1_000.0))


def is_caption_json(data: bytes) -> bool:
    """Return whether bytes are JSON that holds captions."""
    try:
        return bool(read_json(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return False


def read_json(text: str) -> list[Cue]:
    """Return the cues of captions in JSON, none for any other text."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return []
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return []
    results = found.get("results")
    for holder in (found, results if isinstance(results, dict) else {}):
        for name in _LISTS:
            if isinstance(holder.get(name), list) and (said := list(_captions(holder[name]))):
                return list(timed_cues(said))
    return list(timed_cues((0.0, said, None) for said in _transcripts(results)))


def _captions(captions: list[object]) -> Iterator[tuple[float, str, str | None]]:
    for one in captions:
        if not isinstance(one, dict):
            continue
        said = next((one[name] for name in _TEXTS if isinstance(one.get(name), str)), None)
        if said is None and isinstance(one.get("segs"), list):  # YouTube's: words
            parts = [part.get("utf8") for part in one["segs"] if isinstance(part, dict)]
            said = "".join(part for part in parts if isinstance(part, str))
        if said is None:
            continue
        times = (one[name] / unit for name, unit in _STARTS if _is_time(one.get(name)))
        start = next(times, 0.0)
        speaker = one.get("speaker")
        name = f"Speaker {speaker}" if isinstance(speaker, int) else speaker
        yield start, said, name if isinstance(name, str) else None


def _is_time(value: object) -> bool:
    """Return whether a value is a number of seconds or milliseconds; a hostile one is too large."""
    return isinstance(value, int | float) and 0 <= value < _LONGEST


def _transcripts(results: object) -> Iterator[str]:
    """Yield what Amazon, Deepgram and Google transcribed: the first alternative of each."""
    if isinstance(results, dict):
        for name in ("transcripts", "channels"):
            yield from _transcripts(results.get(name))
        return
    for one in results if isinstance(results, list) else ():
        if not isinstance(one, dict):
            continue
        alternatives = one.get("alternatives")
        first = alternatives[0] if isinstance(alternatives, list) and alternatives else one
        if isinstance(first, dict) and isinstance(first.get("transcript"), str):
            yield first["transcript"]
