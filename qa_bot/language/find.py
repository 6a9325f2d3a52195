"""Which language an article is in: by its metadata, corrected by its most frequent words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from qa_bot.language.en import CODE as ENGLISH_CODE

_MAX_WORDS = 2_000  # words
_MIN_WORDS = 40  # words; fewer say too little
# The ten words make up a fifth to a third of a text in their language, and rarely a twentieth of
# one in another.
_MIN_SHARE = 0.1
_MIN_RATIO = 1.5

_WORD = re.compile(r"[^\W\d_]+")
_FREQUENT = {
    "cs": "a se v na je že s z do to",
    "da": "og i at det er en til på af ikke",
    "de": "der die das und ist nicht von den mit ein",
    "el": "και το η του να της με για είναι από",
    "en": "the of and to in that is was for with",
    "es": "el los las del que una por con para es",
    "fi": "ja on ei että oli se hän kun ovat myös",
    "fr": "le la les des et est une que pour dans",
    "hu": "a az és hogy nem egy is meg ez de",
    "it": "il che di la per una sono con non della",
    "nl": "de het een van en is niet dat op met",
    "pl": "i w na z się nie że do jest to",
    "pt": "o os que do da uma não para com em",
    "ro": "și de la în a cu pe nu care o",
    "ru": "и в не на что он с как это по",
    "sv": "och att det som en är för av på inte",
    "tr": "ve bir bu da de için ile çok olarak daha",
    "uk": "і в не на що з та як до у",
}


def is_supported(tag: str | None) -> bool:
    """Return whether the language of a BCP 47 tag has rules and a reader; without a tag it has."""
    return tag is None or _base(tag) == ENGLISH_CODE


def correct_language(tag: str | None, text: str) -> str | None:
    """Return the BCP 47 tag of a text's language; `tag` is the one that its metadata gives.

    The words decide if they are clearly of another language: pages are often marked as English by
    the program that made them. None is English, or unknown.
    """
    words = Counter(found[0].lower() for found in islice(_WORD.finditer(text), _MAX_WORDS))
    if words.total() < _MIN_WORDS:
        return tag
    counts = {code: sum(words[one] for one in held.split()) for code, held in _FREQUENT.items()}
    best = max(counts, key=lambda code: counts[code])
    stated = _base(tag or ENGLISH_CODE)
    is_clear = counts[best] >= _MIN_SHARE * words.total()
    if best == stated or not is_clear or counts[best] < _MIN_RATIO * counts.get(stated, 0):
        return tag
    return best


def _base(tag: str) -> str:
    return re.split(r"[-_]", tag, maxsplit=1)[0].lower()
