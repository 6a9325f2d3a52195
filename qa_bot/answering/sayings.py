"""Who says a sentence: a name beside a reporting verb, in the sentence itself."""

from __future__ import annotations

import re
from functools import lru_cache

_VERBS = (
    r"(?:said|says|told|tells|wrote|writes|warned|warns|added|adds|stressed|stresses|noted|notes|"
    r"argued|argues|claimed|claims|explained|explains|announced|insisted|insists|asked|replied|"
    r"stated|states|thinks|believes|believe|denied|denies|described|called)"
)
_ASKS = re.compile(
    r"\bwhat (?:did|does|do|has|have|had|is|was)\b(.*?)\b(?:say|said|saying|tell|told|write|wrote|"
    r"written|think|warn|claim|argue|explain|stress|announce|believe|note|add)\b",
    re.IGNORECASE,
)


def asked_speaker(question: str) -> str | None:
    """Return whose words a question asks for ("what did Stoltenberg say?"), or None."""
    found = _ASKS.search(question)
    words = found[1].split() if found else []
    return words[-1].strip("\"'“”‘’.,") or None if words else None


def says(text: str, name: str) -> bool:
    """Tell whether a sentence gives the words of the one of that name.

    The name stands before a reporting verb, at most three words or an apposition between them, or
    close behind it.
    """
    return bool(_pattern(name).search(text))


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    word = re.escape(name)
    return re.compile(
        rf"\b{word}\b(?:,[^,“”]{{1,90}},)?(?: \w+){{0,3}}? {_VERBS}\b|"
        rf"\b{_VERBS} (?:\w+ ){{0,2}}{word}\b",
        re.IGNORECASE,
    )
