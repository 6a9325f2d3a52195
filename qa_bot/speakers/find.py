"""Find out by rules who says each sentence of an article.

A sentence has a speaker if it is in an attributed quotation, or is itself attributed ("Ashe said
that …", "According to Reuters, …"); otherwise it has none. An attribution covers the quotations of
its sentence, later ones in its paragraph until somebody else is named, and a next paragraph that is
all quotation, except in dialogue, where speakers take turns.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.language import ENGLISH, MASK
from qa_bot.speakers.attributions import Attribution, find_attributions
from qa_bot.speakers.display import display_article
from qa_bot.speakers.people import People
from qa_bot.speakers.phrases import Phrases
from qa_bot.speakers.quotations import Quotation, find_quotations, mask_quotations
from qa_bot.speakers.transcript import transcript_speakers
from qa_bot.types import Paragraph, Sentence

_SPEECH = ENGLISH.speech

# How many paragraphs back "he" or "the spokesman" may refer.
_PARAGRAPHS_BACK = 2
# Characters, all marks or white space, between a quotation and the attribution after it.
_MARKS_BETWEEN = 40


@dataclass(frozen=True, slots=True)
class _NamedSpeaker:
    """An attribution and its speaker; `speaker` is None if unclear."""

    speaker: str | None
    attribution: Attribution
    sentence: int
    paragraph: int


def find_speakers(
    text: str,
    paragraphs: Sequence[Paragraph],
    sentences: Sequence[Sentence],
    format: str = "text",
) -> list[str | None]:
    """Return each sentence's speaker in the article's own words, or None if unclear.

    A name has its fullest form in the article, verbatim except for white space and markup.
    """
    if format in ("markdown", "pdf"):
        text, paragraphs, sentences = display_article(text, paragraphs, sentences, format)
    labeled = transcript_speakers(text, paragraphs, sentences)
    if labeled:
        return [labeled.get(number) for number in range(len(sentences))]
    return _SpeakerFinder(text, paragraphs, sentences).speakers()


class _SpeakerFinder:
    """Finds an article's speakers from its quotations, attributions and names."""

    def __init__(
        self, text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]
    ) -> None:
        self._paragraphs, self._sentences = paragraphs, sentences
        self._starts = [sentence.start for sentence in sentences]
        self._quotations = find_quotations(text, paragraphs, sentences)
        self._text = mask_quotations(text, self._quotations, MASK)
        self._original = text
        self._phrases = Phrases(text)
        self._people = People(self._text, text, sentences, self._phrases)
        self._last: _NamedSpeaker | None = None
        self._introduced: dict[str, str] = {}  # "spokesman" → "a Downing Street spokesman"
        self._named_speakers = [
            self._find_named_speaker(number) for number in range(len(sentences))
        ]
        self._is_dialogue = self._takes_turns()

    def speakers(self) -> list[str | None]:
        """Return each sentence's speaker or None."""
        said: list[set[str | None]] = [set() for _ in self._sentences]
        owners = self._quotation_speakers()
        for quotation, owner in zip(self._quotations, owners, strict=True):
            for number in self._sentences_of(quotation):
                said[number].add(owner)
        found: list[str | None] = []
        for number, saying in enumerate(self._named_speakers):
            own = saying.speaker if saying else None
            if saying and saying.attribution.alone:
                before = said[number - 1] if number else set()
                own = own if own in before else None
            if own is None and not saying and len(said[number]) == 1:
                own = next(iter(said[number]))
            found.append(own)
        return found

    def _find_named_speaker(self, number: int) -> _NamedSpeaker | None:
        """Return the attribution in a sentence and its speaker, or None if it has none."""
        sentence = self._sentences[number]
        found = list(find_attributions(self._text, sentence.start, sentence.end))
        if not found:
            return None
        leads = [one for one in found if one.kind in ("lead", "unclear")]
        # "The Kremlin said “…”, Reuters reported": whoever relays it is not the speaker.
        telling = leads if leads and leads[0] is found[0] else found
        speakers = {self._speaker(one, number) for one in telling}
        speaker = speakers.pop() if len(speakers) == 1 else None
        saying = _NamedSpeaker(speaker, telling[0], number, sentence.paragraph)
        self._last = saying
        return saying

    def _speaker(self, attribution: Attribution, number: int) -> str | None:
        subject = attribution.subject
        if not subject:
            return None
        words = subject.split()
        if subject.lower() in _SPEECH.RESOLVED_PRONOUNS:
            return self._resolve_pronoun(subject, attribution, number)
        if subject.lower() in _SPEECH.OTHER_PRONOUNS:
            last = self._last
            near = last and last.speaker and last.sentence >= number - 1
            is_body = near and last and last.speaker and not self._people.is_person(last.speaker)
            return last.speaker if is_body and last and subject.lower() == _SPEECH.IT else None
        whose = re.search(r"[’']s$", words[0])
        if (
            whose
            or words[0].lower() in ENGLISH.words.INDEFINITE | {ENGLISH.words.THE}
            or subject[0].islower()
        ):
            return self._resolve_description(subject, number)
        if (
            len(words) == 1
            and not self._people.is_name(words[0])
            and (words[0].endswith("s") or self._people.is_word(words[0].lower().strip(".&")))
        ):
            return None  # "Experts say"
        return self._people.full_name(subject)

    def _resolve_pronoun(self, pronoun: str, attribution: Attribution, number: int) -> str | None:
        """Return whom "he" or "she" stands for: the paragraph's subject, or the last speaker."""
        last, people = self._last, self._people
        here = self._sentences[number].paragraph
        if not last or last.paragraph != here:
            begins = bisect_left(self._starts, self._paragraphs[here - 1].start)
            subjects = {name for n in range(begins, number + 1) if (name := self._subject(n))}
            named = set(people.named(self._starts[begins], attribution.start))
            alone = not people.has_somebody(self._starts[begins], attribution.start)
            if len(subjects) == 1 and named == subjects and alone:
                name = subjects.pop()
                return people.full_name(name) if people.may_be(name, pronoun) else None
            if subjects:
                return None
        if not last or not last.speaker or here - last.paragraph > _PARAGRAPHS_BACK:
            return None
        own = last.speaker.rsplit(maxsplit=1)[-1]
        others = set(people.named(last.attribution.end, attribution.start)) - {own}
        between = {self._subject(n) for n in range(last.sentence + 1, number + 1)} - {None, own}
        since = max(last.attribution.end, self._sentences[last.sentence].end)
        somebody = people.has_somebody(min(since, attribution.start), attribution.start)
        is_body = _SPEECH.BODY.match(last.speaker)
        if others or between or somebody or is_body:
            return None
        # In a paragraph with a full name the pronoun is that person's, whatever their gender.
        near = last.paragraph == here and len(last.speaker.split()) > 1
        return last.speaker if people.may_be(last.speaker, pronoun, unknown=near) else None

    def _subject(self, number: int) -> str | None:
        """Return the name that a sentence begins with, by its last word, or None."""
        sentence = self._sentences[number]
        found = _SPEECH.BEGINS.match(
            self._text, sentence.start, min(sentence.end, sentence.start + 80)
        )
        return found[1] if found and self._people.may_be_name(found[1]) else None

    def _resolve_description(self, subject: str, number: int) -> str | None:
        """Return whom "the spokesman" or "the NATO chief" stands for; itself if unclear."""
        words = _SPEECH.OFFICE_OF.split(subject, maxsplit=1)[0].split()
        if len(words) < 2:
            return None
        head = words[-1]
        if words[0].lower() in ENGLISH.words.INDEFINITE or re.search(r"[’']s$", words[0]):
            named = self._people.verbatim(subject)
            self._introduced |= {head: named, words[1]: named}
            return named
        if words[0].lower() == ENGLISH.words.THE:
            last = self._last
            near = last and self._sentences[number].paragraph - last.paragraph <= _PARAGRAPHS_BACK
            if near and last and last.speaker and self._people.is_person(last.speaker):
                if words[1][0].isupper() and len(words) > 2:  # NATO Secretary General Stoltenberg
                    is_titled = self._phrases.follows(last.speaker, words[1], between=range(1, 4))
                else:
                    is_titled = self._phrases.follows(
                        last.speaker, head, between=range(1), any_case=True
                    )
                if is_titled:
                    return last.speaker
            earlier = self._introduced.get(head, "")
            if earlier and set(words[1:]) <= set(earlier.split()):
                return earlier
        return self._people.verbatim(subject)

    def _quotation_speakers(self) -> list[str | None]:
        """Return each quotation's speaker or None."""
        owners: list[str | None] = []
        for at, quotation in enumerate(self._quotations):
            owner, known = self._attributed_speaker(quotation)
            if not known:
                owner = self._continued_speaker(at, owners)
            owners.append(owner)
        # Backwards over continued or adjacent quotations whose attribution comes last.
        for at in range(len(owners) - 1, 0, -1):
            quotation, before = self._quotations[at], self._quotations[at - 1]
            beside = not self._text[before.end : quotation.start].strip()
            same = before.paragraph == quotation.paragraph
            if owners[at - 1] is None and beside and (quotation.joined or same):
                owners[at - 1] = owners[at]
        return owners

    def _attributed_speaker(self, quotation: Quotation) -> tuple[str | None, bool]:
        """Return the speaker that the quotation's own sentences name, and whether they name any."""
        within = self._sentences_of(quotation)
        sayings = [saying for n in within if (saying := self._named_speakers[n])]
        after = within[-1] + 1
        if after < len(self._sentences) and (saying := self._named_speakers[after]):
            begins = self._sentences[after].start
            # Cheap test first: a sentence of many quotations would be read again for each.
            beside = quotation.end <= begins <= quotation.end + _MARKS_BETWEEN and not self._text[
                quotation.end : begins
            ].strip(' \n\t.,;”’"')
            if saying.attribution.alone and beside and saying.paragraph == quotation.paragraph:
                sayings.append(saying)
        if not sayings:
            return None, False
        if sayings[0].attribution.end <= quotation.start:
            return sayings[0].speaker, True
        speakers = {saying.speaker for saying in sayings}
        return (speakers.pop() if len(speakers) == 1 else None), True

    def _continued_speaker(self, at: int, owners: Sequence[str | None]) -> str | None:
        """Return the speaker of the previous quotation if this one continues it, or None."""
        if not at or owners[at - 1] is None:
            return None
        quotation, before, owner = self._quotations[at], self._quotations[at - 1], owners[at - 1]
        if quotation.joined:
            return owner
        first = self._sentences_of(quotation)[0]
        if self._sentences[first].start != quotation.start or owner is None:
            return None  # a few words within a sentence
        own = owner.split()[-1]
        others = [n for n in self._people.named(before.end, quotation.start) if n != own]
        last = self._sentences_of(before)[-1]
        if others or {self._subject(n) for n in range(last + 1, first)} - {None, own}:
            return None
        if quotation.paragraph == before.paragraph:
            return owner
        return owner if self._continues(at, owner) else None

    def _continues(self, at: int, owner: str) -> bool:
        """Return whether a paragraph that is all quotation continues the one before it."""
        quotation, before = self._quotations[at], self._quotations[at - 1]
        paragraph = self._paragraphs[quotation.paragraph - 1]
        left, earlier = (
            quotation.paragraph - before.paragraph,
            self._paragraphs[before.paragraph - 1],
        )
        whole = not self._text[paragraph.start : paragraph.end].strip(f"{MASK} \t\r\n.,;")
        if left != 1 or not whole or earlier.section != paragraph.section or self._is_dialogue:
            return False
        if self._is_question(before) or (len(owner.split()) < 2):
            return False
        following = self._quotations[at + 1] if at + 1 < len(self._quotations) else None
        if following and following.paragraph == quotation.paragraph + 1:
            begins = self._paragraphs[following.paragraph - 1].start == following.start
            other = self._attributed_speaker(following)
            if begins and (self._is_question(quotation) or (other[1] and other[0] != owner)):
                return False
        return True

    def _is_question(self, quotation: Quotation) -> bool:
        return "?" in self._original[quotation.end - 2 : quotation.end]

    def _sentences_of(self, quotation: Quotation) -> range:
        """Return the numbers of the sentences that a quotation touches."""
        first = max(0, bisect_right(self._starts, quotation.start) - 1)
        if first + 1 < len(self._starts) and self._sentences[first].end <= quotation.start:
            first += 1
        return range(first, max(first + 1, bisect_right(self._starts, quotation.end - 1)))

    def _takes_turns(self) -> bool:
        """Return whether the article is dialogue: "asked" and "laughed", not "stated"."""
        verbs = [
            self._text[one.attribution.start : one.attribution.end]
            for one in self._named_speakers
            if one and one.attribution.kind == "after"
        ]
        talking = sum(not _SPEECH.SPOKEN.fullmatch(verb) for verb in verbs)
        return talking * 4 > len(verbs)
