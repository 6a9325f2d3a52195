"""Whom an article names: persons, the fullest form of their names, their gender by its pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from qa_bot.speakers.attributions import DAYS, MONTHS
from qa_bot.speakers.phrases import Phrases
from qa_bot.text import STOP_WORDS, collapse_whitespace, strip_possessive
from qa_bot.types import Sentence

_HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Madam|Mme|Mx)\b\.?"
_TITLE = (
    r"(?:President|Prime|Minister|Secretary|General|Chancellor|King|Queen|Prince|Princess|Senator|"
    r"Sen\.|Rep\.|Gov\.|Governor|Mayor|Chief|Executive|Director|Professor|Prof\.|Dr\.?|Judge|"
    r"Justice|Captain|Colonel|Col\.|Gen\.|Lt\.|Sgt\.|Sergeant|Major|Ambassador|Commissioner|"
    r"Chairman|Chairwoman|Spokesman|Spokeswoman|Spokesperson|Representative|Congressman|"
    r"Congresswoman|Rev\.|Reverend|Archbishop|Bishop|Cardinal|Officer|Inspector|Detective|Councilman|Councilwoman|Councillor|Sheriff|Speaker|Premier|Vice|"
    r"Deputy|Foreign|Defen[cs]e|Attorney|Coach|CEO)"
)
_ROLE_WORD = (
    r"(?:expert|analyst|actor|actress|singer|author|writer|historian|economist|scientist|"
    r"spokes\w+|director|professor|founder|leader|lawyer|journalist|reporter|president|minister|"
    r"secretary|chief|senator|mayor|governor|biologist|researcher|engineer|manager|coach|head|"
    r"deputy|aide|critic|editor|philosopher|artist|poet|composer|producer|officer|resident|farmer|teacher)"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ](?:[^\W\d_]|[-'’](?=[^\W\d_]))*"
_NAME = re.compile(
    rf"(?:\b{_HONORIFIC} |\b(?:{_TITLE}) )*\b{_CAPITAL}\.?"
    rf"(?: (?:(?:de|van|von|der|den|la|le|di|da|del|bin|ibn|al) ){{0,2}}{_CAPITAL}\.?)*"
)
_TITLED = re.compile(rf"(?:.*\b(?:{_TITLE}|{_HONORIFIC}) )(?P<name>.+)")
_ROLE_BEFORE = re.compile(rf"\b(?:{_ROLE_WORD}|said|says|told|added|wrote|asked|replied),? $")
_APPOSITION = re.compile(
    rf",? (?:who|an?|the) |, (?:{_ROLE_WORD}|\d\d,)|"
    r",? (?:said|says|told|wrote|added|warned|asked|replied)\b"
)
_NO_NAME = {
    *DAYS.split(), *MONTHS.split(), "I", "English", "God", "Reuters", "Kremlin",
}  # fmt: skip
_MALE = re.compile(r"\b(?:[Hh]e|[Hh]im|[Hh]is|[Hh]imself)\b")
_FEMALE = re.compile(r"\b(?:[Ss]he|[Hh]ers?|[Hh]erself)\b")
_PLACE_BEFORE = re.compile(r"\b(?:in|across|near|towards?|throughout|outside|into) (?:the )?$")
_HE = re.compile(r"(?i)mr\b|sir\b|lord\b|king\b|prince\b|father|.*\b(?:spokes|chair|congress)man\b")
_SHE = re.compile(
    r"(?i)(?:mrs|ms|miss|dame|lady|queen|princess|madam|mme)\b|.*(?:mother|sister|"
    r"(?:spokes|chair|congress)woman\b)"
)

# The commonest given names in English; others' gender is taken from the pronouns around them.
_HIS_NAMES = frozenset(
    """
    James John Robert Michael William David Richard Joseph Joe Thomas Tom Charles Christopher Daniel
    Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald
    Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon
    Benjamin Samuel Gregory Frank Patrick Peter Jack Henry Bill Bob Jim Mike Steve Tim Harry Arthur
    """.split()
)
_HER_NAMES = frozenset(
    """
    Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra
    Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca
    Laura Sharon Cynthia Kathleen Amy Angela Anna Ann Anne Ruth Brenda Pamela Nicole Katherine
    Catherine Helen Samantha Christine Emma Rachel Maria Heather Diane Julie Joyce Victoria Alice
    Jane Clara Kate Julia Hannah Olivia Sophie Charlotte Lucy Ellen Rose Martha Janet Theresa Liz
    """.split()
)

# Somebody without a name, who may be meant by "he" or "she".
_SOMEBODY = re.compile(
    rf"\b(?:[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Tt]he|[Aa]n?|\w+['’]s) (?:[a-z]+ )?"
    rf"(?:{_ROLE_WORD}|father|mother|brother|sister|wife|husband|son|daughter|friend|uncle|aunt|"
    r"cousin|boy|girl|man|woman|doctor|king|queen|prince|princess|boss|colleague|neighbou?r|"
    r"partner|widow|client|patient|victim|witness|judge|soldier|student|keeper)\b|"
    r"(?:^|[.!?]\s+)(?:The|An?|His|Her|My|Their) [a-z]"
)


class People:
    """The names of an article (`text` with its quotations masked, `whole` with them)."""

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
            for found in _NAME.finditer(flat, sentence.start, sentence.end):
                if name := self._note(flat, sentence, found):
                    seen.append((found.start(), name))
        # The persons named outside quotations: where, and their last names, in order.
        self._mentions = [(at, last) for at, last in seen if last in self._persons]
        self._at = [at for at, _ in self._mentions]
        self._gender = self._genders(flat, seen)
        self._text = flat
        self._both_genders = bool(_MALE.search(flat) and _FEMALE.search(flat))

    def _note(self, text: str, sentence: Sentence, found: re.Match[str]) -> str | None:
        """Take down what a name's surroundings tell; return its last word, or None for no name."""
        words = strip_possessive(found[0].rstrip(".")).split()
        before = text[max(sentence.start, found.start() - 40) : found.start()]
        behind = text[found.end() : found.end() + 40]
        starts = not before.rstrip() or before.rstrip()[-1] in ".!?…:”\"'“‘\ufffc"
        if starts and words[0].lower() in STOP_WORDS:
            words = words[1:]
        if not words:
            return None
        last = words[-1]
        if not starts or len(words) > 1:
            self._inside.add(last)
        if last in _NO_NAME:
            return None
        if _PLACE_BEFORE.search(before) and len(words) == 1:
            self._places.add(last)
        titled = _TITLED.fullmatch(" ".join(words))
        bare = titled["name"].split() if titled else words
        if titled and len(bare) == 1 and re.match(_HONORIFIC, words[-2]):
            self._honorifics[last].add(words[-2].rstrip("."))
        in_apposition = _APPOSITION.match(behind) and not before.endswith("the ")
        if titled and len(bare) == 1:
            self._titles.setdefault(last, " ".join(words))
        if titled or _ROLE_BEFORE.search(before) or in_apposition:
            self._persons.add(last)
            if 2 <= len(bare) <= 4:
                full, first = " ".join(bare), bare[0]
                self._full[last][first] = max(self._full[last].get(first, ""), full, key=len)
        return last

    def fullest(self, name: str) -> str:
        """Return the fullest form of a name in the article, without titles; itself in doubt."""
        words = name.split()
        titled = _TITLED.fullmatch(" ".join(words))
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
        """Return a name as it stands in the article, within a sentence where it does so."""
        name = collapse_whitespace(name)
        if name[:4] == "The " and f"the {name[4:]}" in self._phrases:
            name = "the " + name[4:]
        return name

    def is_person(self, name: str) -> bool:
        """Tell whether a name is taken for a person's."""
        return name.rsplit(maxsplit=1)[-1] in self._persons and not name.lower().startswith("the ")

    def is_word(self, word: str) -> bool:
        """Return whether the article has the word, written so."""
        return word in self._words

    def is_name(self, word: str) -> bool:
        """Tell whether a capitalised word that begins sentences is capitalised within them too."""
        return word in self._inside

    def may_be_name(self, word: str) -> bool:
        """Tell whether a capitalised word is a name for all that the article shows."""
        plain = word.replace("’", "'").lower()
        if word in _NO_NAME or plain in STOP_WORDS or self.is_place(word):
            return False
        return word in self._inside or plain not in self._words

    def is_place(self, word: str) -> bool:
        """Tell whether something is said to be in it."""
        return word in self._places

    def named(self, start: int, end: int) -> list[str]:
        """Return the last names of the persons named in a span outside quotations, in order."""
        first, last = bisect_left(self._at, start), bisect_left(self._at, end)
        return [name for _, name in self._mentions[first:last]]

    def has_somebody(self, start: int, end: int) -> bool:
        """Tell whether a span tells of somebody, or begins a sentence, without a name."""
        return bool(_SOMEBODY.search(self._text[start:end].strip()))

    def may_be(self, speaker: str, pronoun: str, *, unknown: bool = False) -> bool:
        """Tell whether "he" or "she" may stand for a speaker.

        `unknown` is the answer where nothing tells and the article has both pronouns.
        """
        is_male = pronoun.lower() == "he"
        if _HE.match(speaker) or _SHE.match(speaker):
            return bool(_HE.match(speaker)) == is_male
        last = speaker.rsplit(maxsplit=1)[-1]
        for honorific in self._honorifics.get(last, ()):
            return bool(_HE.match(honorific)) == is_male
        first = speaker.split(maxsplit=1)[0]
        if first in _HIS_NAMES or first in _HER_NAMES:
            return (first in _HIS_NAMES) == is_male
        counts = self._gender.get(last)
        if counts and (counts["he"] > 0) != (counts["she"] > 0):
            return (counts["he"] > 0) == is_male
        return unknown or not self._both_genders

    def _genders(self, text: str, seen: Iterable[tuple[int, str]]) -> dict[str, Counter[str]]:
        """Count the pronouns that follow a person's name before its sentence ends or another's."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        mentions = list(seen)
        for (at, last), following in zip(mentions, [*mentions[1:], (len(text), "")], strict=False):
            if last not in self._persons:
                continue
            stretch = re.split(r"[.!?]\s", text[at : min(following[0], at + 200)], maxsplit=1)[0]
            found[last]["he"] += len(_MALE.findall(stretch))
            found[last]["she"] += len(_FEMALE.findall(stretch))
        return found
