"""The people whom an article names: their full names, and their gender from pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from qa_bot.language import ENGLISH
from qa_bot.speakers.phrases import Phrases
from qa_bot.text import collapse_whitespace, strip_possessive
from qa_bot.types import Sentence

_NAMES = ENGLISH.names
_THE = ENGLISH.words.THE


class People:
    """The names of an article; `text` has its quotations masked, `whole` does not."""

    def __init__(
        self, text: str, whole: str, sentences: Sequence[Sentence], phrases: Phrases
    ) -> None:
        self._phrases = phrases
        self._words = set(re.findall(r"[\w’'-]+", whole))
        # The longest full name by last and first name.
        self._full: dict[str, dict[str, str]] = defaultdict(dict)
        self._honorifics: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, str] = {}  # "Victoria" → "Queen Victoria"
        self._places: set[str] = set()
        self._inside: set[str] = set()
        self._persons: set[str] = set()
        flat = re.sub(r"\s", " ", text)
        seen: list[tuple[int, str]] = []
        for sentence in sentences:
            for found in _NAMES.NAME.finditer(flat, sentence.start, sentence.end):
                if name := self._note(flat, sentence, found):
                    seen.append((found.start(), name))
        # Persons named outside quotations: positions, and last names, in order.
        self._mentions = [(at, last) for at, last in seen if last in self._persons]
        self._at = [at for at, _ in self._mentions]
        self._gender = self._genders(flat, seen)
        self._text = flat
        self._both_genders = bool(_NAMES.MALE.search(flat) and _NAMES.FEMALE.search(flat))

    def _note(self, text: str, sentence: Sentence, found: re.Match[str]) -> str | None:
        """Record what a name's context shows; return its last word, or None if it is not a name."""
        words = strip_possessive(found[0].rstrip(".")).split()
        before = text[max(sentence.start, found.start() - 40) : found.start()]
        after = text[found.end() : found.end() + 40]
        starts = not before.rstrip() or before.rstrip()[-1] in ".!?…:”\"'“‘\ufffc"
        if starts and words[0].lower() in ENGLISH.words.STOP_WORDS:
            words = words[1:]
        if not words:
            return None
        last = words[-1]
        if not starts or len(words) > 1:
            self._inside.add(last)
        if last in _NAMES.NO_NAME:
            return None
        if _NAMES.PLACE_BEFORE.search(before) and len(words) == 1:
            self._places.add(last)
        titled = _NAMES.TITLED.fullmatch(" ".join(words))
        bare = titled["name"].split() if titled else words
        if titled and len(bare) == 1 and re.match(_NAMES.HONORIFIC, words[-2]):
            self._honorifics[last].add(words[-2].rstrip("."))
        in_apposition = _NAMES.APPOSITION.match(after) and not before.endswith(f"{_THE} ")
        if titled and len(bare) == 1:
            self._titles.setdefault(last, " ".join(words))
        if titled or _NAMES.ROLE_BEFORE.search(before) or in_apposition:
            self._persons.add(last)
            if 2 <= len(bare) <= 4:
                full, first = " ".join(bare), bare[0]
                self._full[last][first] = max(self._full[last].get(first, ""), full, key=len)
        return last

    def full_name(self, name: str) -> str:
        """Return the fullest form of a name in the article, without titles; itself if unclear."""
        words = name.split()
        titled = _NAMES.TITLED.fullmatch(" ".join(words))
        bare = titled["name"].split() if titled else words
        last = strip_possessive(bare[-1])
        forms = self._full.get(last, {})
        if len(bare) > 1:
            return self.verbatim(max(forms.get(bare[0], ""), " ".join(bare), key=len))
        alike = len(self._honorifics.get(last, ())) <= 1
        if len(forms) == 1 and alike and last not in self._places:
            return self.verbatim(next(iter(forms.values())))
        if len(words) == 1 and alike and not forms:
            name = self._titles.get(last, name)
        return self.verbatim(name)

    def verbatim(self, name: str) -> str:
        """Return a name as written in the article, preferably within a sentence."""
        name = collapse_whitespace(name)
        bare = name.removeprefix(f"{_THE.capitalize()} ")
        if bare != name and f"{_THE} {bare}" in self._phrases:
            name = f"{_THE} {bare}"
        return name

    def is_person(self, name: str) -> bool:
        """Return whether a name seems to be a person's."""
        last = name.rsplit(maxsplit=1)[-1]
        return last in self._persons and not name.lower().startswith(f"{_THE} ")

    def is_word(self, word: str) -> bool:
        """Return whether the article has the word, in this case."""
        return word in self._words

    def is_name(self, word: str) -> bool:
        """Return whether a word has a capital within sentences too, not only at their start."""
        return word in self._inside

    def may_be_name(self, word: str) -> bool:
        """Return whether a capitalized word may be a name."""
        plain = word.replace("’", "'").lower()
        if word in _NAMES.NO_NAME or plain in ENGLISH.words.STOP_WORDS or self.is_place(word):
            return False
        return word in self._inside or plain not in self._words

    def is_place(self, word: str) -> bool:
        """Return whether the article uses a name as a place's ("in …")."""
        return word in self._places

    def named(self, start: int, end: int) -> list[str]:
        """Return the last names of the persons named in a span outside quotations, in order."""
        first, last = bisect_left(self._at, start), bisect_left(self._at, end)
        return [name for _, name in self._mentions[first:last]]

    def has_somebody(self, start: int, end: int) -> bool:
        """Return whether a span mentions somebody without a name, or begins a sentence."""
        return bool(_NAMES.SOMEBODY.search(self._text[start:end].strip()))

    def may_be(self, speaker: str, pronoun: str, *, unknown: bool = False) -> bool:
        """Return whether "he" or "she" may refer to a speaker.

        `unknown` is returned if the gender is unknown and the article has both pronouns.
        """
        is_male = bool(_NAMES.MALE.fullmatch(pronoun))
        if _NAMES.HE.match(speaker) or _NAMES.SHE.match(speaker):
            return bool(_NAMES.HE.match(speaker)) == is_male
        last = speaker.rsplit(maxsplit=1)[-1]
        for honorific in self._honorifics.get(last, ()):
            return bool(_NAMES.HE.match(honorific)) == is_male
        first = speaker.split(maxsplit=1)[0]
        if first in _NAMES.HIS_NAMES or first in _NAMES.HER_NAMES:
            return (first in _NAMES.HIS_NAMES) == is_male
        counts = self._gender.get(last)
        if counts and (counts["male"] > 0) != (counts["female"] > 0):
            return (counts["male"] > 0) == is_male
        return unknown or not self._both_genders

    def _genders(self, text: str, seen: Iterable[tuple[int, str]]) -> dict[str, Counter[str]]:
        """Count the pronouns after a person's name, up to the sentence's end or another name."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        mentions = list(seen)
        for (at, last), following in zip(mentions, [*mentions[1:], (len(text), "")], strict=False):
            if last not in self._persons:
                continue
            stretch = re.split(r"[.!?]\s", text[at : min(following[0], at + 200)], maxsplit=1)[0]
            found[last]["male"] += len(_NAMES.MALE.findall(stretch))
            found[last]["female"] += len(_NAMES.FEMALE.findall(stretch))
        return found
