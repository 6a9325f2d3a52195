"""The encoding of bytes that are not UTF-8 and do not say what they are.

charset-normalizer takes short texts of one-byte encodings for Eastern European ones: French,
Swedish, Turkish, and English with a "naïve" in it. These are recognized by their letters instead:
in the right encoding nearly all letters beyond ASCII belong to one language's alphabet.
"""

from __future__ import annotations

import re

# The letters beyond ASCII, by encoding and language. The first of equals wins.
_ALPHABETS = {
    "cp1252": (
        "àâæçèéêëîïôœùûüÿ",  # French
        "äöüß",
        "áéíñóúü",  # Spanish
        "àáâãçéêíóôõú",  # Portuguese
        "àèéìîòù",
        "åäöéæøü",  # the Nordic languages
        "áðéíóúýþæö",  # Icelandic
        "èéëïöü",  # Dutch
    ),
    "cp1254": ("âçğıîöşüûİ",),
    "cp1250": (
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "čćđšž",  # Croatian, Slovene
        "ăâîşţ",  # Romanian
    ),
    "iso8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "čćđšž", "ăâîşţ"),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),  # Lithuanian, Latvian
}
# English text has words and names of several languages.
_WESTERN = frozenset("".join(_ALPHABETS["cp1252"][:6]))
_MIXED = 0.95  # the weight of such a text relative to one in a single language
_MIN_FIT = 0.9  # share of the letters
_MAX_HIGH = 0.4  # of all letters beyond ASCII; Cyrillic read as Western has nearly all
_SAMPLE = 50_000  # bytes

_LETTER = re.compile(r"[^\W\d_]")
# Signs that no word contains: the letters of another encoding.
_MISPLACED = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f\w’‘—–\xad\xa0](?=[^\W\d_])|[\x80-\x9f\ufffd]")


def guess_encoding(data: bytes) -> str | None:
    """Return the encoding that a text's bytes seem to be in; None if it is not a known one."""
    sample = data[:_SAMPLE]
    share, _, encoding = max(
        (_fit(sample, encoding), -n, encoding) for n, encoding in enumerate(_ALPHABETS)
    )
    if share >= _MIN_FIT:
        return encoding
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else None


def _fit(sample: bytes, encoding: str) -> float:
    """Return what share of the letters beyond ASCII is of one language, 0 to 1."""
    text = sample.decode(encoding, "replace")
    letters = _LETTER.findall(text)
    special = [letter for letter in letters if letter > "\x7f"]
    wrong = len(_MISPLACED.findall(text))
    if len(special) > _MAX_HIGH * len(letters) + 2:
        return 0.0
    if not special:
        return 0.0 if wrong else 1.0
    best: float = max(_count(special, alphabet) for alphabet in _ALPHABETS[encoding])
    if encoding == "cp1252":
        best = max(best, _MIXED * _count(special, _WESTERN))
    return best / (len(special) + wrong)


def _count(letters: list[str], alphabet: str | frozenset[str]) -> int:
    return sum(letter in alphabet or letter.lower() in alphabet for letter in letters)
