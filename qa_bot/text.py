"""Small things done to text everywhere: what may be shown, what a word is, what a stem is."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from qa_bot.displayed import displayed_text

# Explicit bidirectional controls can reorder what a terminal shows around them.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_UNSAFE_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{''.join(sorted(_BIDI))}]")

_WORD = re.compile(
    r"(?i:\bunited states(?: of america)?\b|\bsoviet union\b|\bunited kingdom\b)|"
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*"
)
# Names that go by several words; what people type and what articles print differ.
_SAME = {
    "united states": "usa",
    "united states of america": "usa",
    "america": "usa",
    "soviet union": "ussr",
    "united kingdom": "uk",
    "britain": "uk",
    "kyiv": "kiev",
    "zelenskyy": "zelensky",
    "zelenskiy": "zelensky",
    "selensky": "zelensky",
}
# A month's name as a regular expression, whole or short; in small letters, May is a verb.
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_POSSESSIVE = re.compile(r"['’]s?$")

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always am among
    an and another any anyone anything are aren't around as at away back be became because become
    been before behind being below between both but by came can can't cannot come could couldn't
    did didn't do does doesn't doing don't done down during each either else enough even ever every
    everyone everything few for from further get go goes got had hadn't has hasn't
    have haven't having he he'd he'll he's her here hers herself him himself his i i'd i'll i'm i've
    if in into is isn't it it's its itself just keep kind last let let's like likely many
    may maybe me might mine more most much must my myself near never no nobody nor not nothing now
    of off often on once one ones only onto or other others our ours ourselves out over own per
    perhaps please quite rather really s same see seem seems shall she she'd she'll she's should
    shouldn't since so some someone something still such t than that that's the their theirs
    them themselves then there there's these they they'd they'll they're they've thing things this
    those though through thus to together too toward towards under until up upon us very
    via was wasn't way we we'd we'll we're we've well were weren't while will with within without
    won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
    how how's what what's whats when when's where where's which who who's whom whose why why's
    """.split()
)


def collapse_whitespace(text: str) -> str:
    """Return the text with every run of white space made one space, for display and embedding."""
    return " ".join(text.split())


def embedding_text(text: str, format: str = "markdown") -> str:
    """Return a passage as it is embedded: as it is shown, on one line."""
    return displayed_text(text, format)


def sanitize(text: str) -> str:
    """Return the text without anything that could steer a terminal.

    Control characters, escape sequences' introducers, bidirectional controls, the Unicode line ends
    and lone surrogates go, those that are white space as a space; new lines and tabs stay. What is
    left of an escape sequence is harmless visible text.
    """
    if text.isprintable():  # nearly always; Python counts none of those as printable
        return text
    return "".join(map(_harmless, text.replace("\r\n", "\n")))


def _harmless(char: str) -> str:
    if char in "\n\t":
        return char
    if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
        return " " if char.isspace() else ""
    return char


def sanitize_line(text: str) -> str:
    """Return untrusted text as one safe line for a terminal."""
    return collapse_whitespace(sanitize(text))


def speaker_prefix(speaker: str | None, quote: str) -> str:
    """Return "Timothy Ashe: " for a quote that does not name its speaker, else nothing.

    A name of several words counts as named by its last, as articles do behind the first mention.
    """
    if speaker is None:
        return ""
    name = stems(speaker)[-1:] or [speaker]
    return "" if name[0] in stems(quote) else f"{sanitize_line(speaker)}: "


def to_json(value: Any) -> str:
    """Return a value as one line of JSON that is safe on a terminal too.

    Letters stay as they are; control characters, bidirectional controls, lone surrogates and the
    Unicode line ends are escaped, so that a line of JSON is a line everywhere.
    """
    line = json.dumps(value, ensure_ascii=False)
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text with their offsets: letters, numbers ("3.5"), "U.S."."""
    return _WORD.finditer(text)


def strip_possessive(word: str) -> str:
    """Return a word without the ending of a possessive: "Putin’s" and "Biden'" are names too."""
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=10_000)
def normalize_word(word: str) -> str:
    """Return a word in lower case, without its possessive and the dots of an abbreviation.

    Names that go by several words become one: "United States", "America" and "US" are "usa".
    """
    if word in ("US", "USA", "U.S.", "U.S.A."):
        return "usa"  # in capitals it is the country, in small letters the pronoun
    word = collapse_whitespace(word.replace("’", "'").casefold())
    if "." in word and not word[0].isdigit():
        word = word.replace(".", "")
    if word in STOP_WORDS:
        return word
    word = strip_possessive(word)
    return _SAME.get(word, word)


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
    return (word for match in words(text) if (word := normalize_word(match[0])) not in STOP_WORDS)


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the English Snowball stem of a normalised word (Porter 2)."""
    result: str = _stemmer().stemWord(word)
    return result


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
