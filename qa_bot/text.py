"""Text helpers: safe display, words, stems."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from qa_bot.display import displayed_text
from qa_bot.language import ENGLISH

# Explicit bidirectional controls can reorder what a terminal shows around them.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_UNSAFE_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(sorted(_BIDI))}]")


_WORDS = ENGLISH.words


def collapse_whitespace(text: str) -> str:
    """Return the text with each run of white space replaced by one space."""
    return " ".join(text.split())


def embedding_text(text: str, format: str) -> str:
    """Return a passage in the form that is embedded: as displayed, on one line."""
    return displayed_text(text, format)


def sanitize(text: str) -> str:
    """Return the text without anything that could control a terminal.

    Control characters, escapes, bidirectional controls, Unicode line ends and lone surrogates are
    removed, or replaced by a space if they are white space; new lines and tabs stay. The rest of an
    escape sequence is harmless visible text.
    """
    if text.isprintable():  # the common case: Python counts none of those characters as printable
        return text
    return "".join(map(_harmless, text.replace("\r\n", "\n")))


def _harmless(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return " " if char.isspace() else ""
    return char


def sanitize_line(text: str) -> str:
    """Return untrusted text as one line that is safe in a terminal."""
    return collapse_whitespace(sanitize(text))


def speaker_prefix(speaker: str | None, quote: str) -> str:
    """Return "Timothy Ashe: " for a quote that does not name its speaker, otherwise "".

    The last word of the name is enough, because articles use it alone after the first mention.
    """
    if speaker is None:
        return ""
    name = stems(speaker)[-1:] or [speaker]
    return "" if name[0] in stems(quote) else f"{sanitize_line(speaker)}: "


def to_json(value: Any) -> str:
    """Return a value as one line of JSON that is safe in a terminal.

    Letters stay as they are; control characters, bidirectional controls, lone surrogates and the
    Unicode line ends are escaped, so that it is one line everywhere.
    """
    line = json.dumps(value, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text with their offsets: words, numbers ("3.5"), "U.S."."""
    return _WORDS.WORD.finditer(text)


def strip_possessive(word: str) -> str:
    """Return a word without a possessive ending: "Putin’s" and "Biden'" are names too."""
    return _WORDS.POSSESSIVE.sub("", word)


@lru_cache(maxsize=10_000)
def normalize_word(word: str) -> str:
    """Return a word in lower case, without its possessive and the dots of an abbreviation.

    Several spellings of a name become one: "United States", "America", "US" are "usa".
    """
    if word in _WORDS.THE_US:
        return "usa"
    word = collapse_whitespace(word.replace("’", "'").casefold())
    if "." in word and not word[0].isdigit():
        word = word.replace(".", "")
    if word in _WORDS.STOP_WORDS:
        return word
    word = strip_possessive(word)
    for ending, usual in _WORDS.NAME_ENDINGS:
        word = ending.sub(usual, word)
    return _WORDS.SAME.get(word, word)


def stems(text: str) -> list[str]:
    """Return the Snowball stems of the text's words in order, stop words dropped."""
    return [stem(word) for word in _content_words(text)]


def words_by_stem(text: str) -> dict[str, str]:
    """Return the text's stems, each with the first word that has it, stop words dropped."""
    found: dict[str, str] = {}
    for word in _content_words(text):
        found.setdefault(stem(word), word)
    return found


def _content_words(text: str) -> Iterator[str]:
    return (
        word for match in words(text) if (word := normalize_word(match[0])) not in _WORDS.STOP_WORDS
    )


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a normalized word."""
    result: str = _stemmer().stemWord(word)
    return result


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer(ENGLISH.STEMMER)


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return start + left, start + max(left, len(inner.rstrip()))
