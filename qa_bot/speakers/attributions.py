"""Attributions: the subject of a sentence's reporting verb, as written.

A subject counts if it is clearly the subject of the sentence: it begins the sentence (perhaps after
"On Monday," or "However,"), is next to a quotation, or is in a parenthesis (", Ashe said,"). In
"what Putin said" and "who said" it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa_bot.language import ENGLISH, MASK

_SPEECH = ENGLISH.speech

# Characters; longer text is not a sentence.
_MAX_LENGTH = 3000

Kind = Literal["lead", "after", "aside", "unclear"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting verb, its position, and its subject as written ("" if that is unclear).

    A `lead` comes before what is said, `after` comes after a quotation, an `aside` is within the
    sentence. `alone` means that the sentence holds nothing else.
    """

    subject: str
    start: int
    end: int
    kind: Kind
    alone: bool = False


def find_attributions(text: str, start: int, end: int) -> Iterator[Attribution]:
    """Yield the attributions of a sentence of masked text, in order.

    Nothing is yielded for more than 3,000 characters, so that the time stays linear.
    """
    if end - start > _MAX_LENGTH:
        return
    for found in _SPEECH.ACCORDING.finditer(text, start, end):
        subject = _subject_after(text[found.end() : end])
        first = not text[start : found.start()].strip()
        if subject and (first or text[start : found.start()].rstrip()[-1:] in ",;—–" + MASK):
            yield Attribution(subject, found.start(), found.end(), "lead" if first else "aside")
    for verb in _SPEECH.VERB.finditer(text, start, end):
        if attribution := _find_attribution(text, start, end, verb):
            yield attribution


def _find_attribution(text: str, start: int, end: int, verb: re.Match[str]) -> Attribution | None:
    before, after = text[start : verb.start()], text[verb.end() : end]
    direct = bool(_SPEECH.DIRECT.match(after))
    said = verb[0]
    left = before.rstrip()
    # “…,” said Ashe.   It is late, said Ashe.
    if not left or left[-1] == MASK or (left[-1] in ",—–" and _SPEECH.SAYS.fullmatch(said)):
        subject = _subject_after(after)
        if left.endswith(",") and _subject_before(left, direct=direct)[0]:
            subject = (
                ""  # "Jordan, a lawyer, said the ministry owes them": what follows is what he said
            )
        if (
            subject
            and not _SPEECH.DESCRIBES.fullmatch(said)
            and (left or text[max(0, start - 9) : start].rstrip()[-1:] == MASK)
        ):
            return Attribution(
                subject,
                verb.start(),
                verb.end(),
                "after" if not left or left[-1] == MASK else "aside",
            )
        if not left.endswith(","):
            return None
    subject, anchor = _subject_before(_strip_adverbs(left), direct=direct)
    at = (verb.start(), verb.end())
    if not subject:
        return Attribution("", *at, "unclear") if direct else None
    if anchor == "quotation":
        opens = not _SPEECH.DESCRIBES.fullmatch(said)
        return Attribution(subject, *at, "after") if opens else None
    if _SPEECH.DESCRIBES.fullmatch(said):
        return Attribution(subject, *at, "lead") if MASK in after and anchor == "start" else None
    if anchor in ("start", "clause"):
        alone = bool(_SPEECH.TAIL.match(after)) and not _SPEECH.THAT.match(after)
        reports = (_SPEECH.SAYS.fullmatch(said) and not alone) or (
            _SPEECH.REPORTS.fullmatch(said) and (_SPEECH.THAT.match(after) or MASK in after)
        )
        reports = reports or (
            _SPEECH.TELLS.fullmatch(said) and _SPEECH.TOLD.match(after) and not alone
        )
        if direct or (anchor == "start" and reports and not _SPEECH.NOTHING.match(after)):
            return Attribution(subject, *at, "lead")
        if alone and anchor == "start" and _SPEECH.ALONE.fullmatch(said):
            return Attribution(subject, *at, "after", alone=True)
    if _SPEECH.REPORTS.fullmatch(said) and left and _SPEECH.ASIDE.match(after) and "," in before:
        return Attribution(subject, *at, "aside")
    return None


def _strip_adverbs(left: str) -> str:
    """Return the words before a verb, without "has", "later" and the like at their end."""
    end = len(left)
    while found := _SPEECH.BETWEEN.search(left, max(0, end - _SPEECH.BETWEEN_LENGTH), end):
        end = len(left[: found.start()].rstrip())
    return left[:end]


def _subject_before(left: str, *, direct: bool) -> tuple[str, str]:
    """Return the subject before a verb, and what comes before the subject.

    That is the sentence's "start" (perhaps after a lead), a "quotation", or a "clause".
    """
    quotation = left.rfind(MASK)
    head = left[quotation + 1 :]
    anchor = "quotation" if quotation >= 0 else "start"
    if left.endswith(","):  # Ashe, an analyst, said
        parts = [part.strip() for part in head[:-1].split(",")]
        first = 0
        while anchor == "start" and first < len(parts) and _SPEECH.LEAD.match(parts[first]):
            if name := _subject(_SPEECH.WHEN.sub("", parts[first], count=1)):
                return (name, anchor) if len(parts) > first + 1 else ("", anchor)
            first += 1
        if first == len(parts):
            return "", anchor
        rest = parts[first + 1 :]
        subject = _subject(parts[first])
        if subject and rest and _SPEECH.RUN.fullmatch(rest[0]) and len(rest[0].split()) > 1:
            return (rest[0] if len(rest) == 1 else ""), anchor  # a spokesman, Mark Lin, said
        if rest and _SPEECH.APPOSITION.match(rest[0]):
            return subject, anchor
        return "", anchor
    anchors = list(_SPEECH.ANCHOR.finditer(head))
    segment = head[anchors[-1].end() if anchors else 0 :].strip()
    prefix = head[: anchors[-1].start()].strip() if anchors else ""
    if prefix:
        leads = anchor == "start" and _SPEECH.LEAD.match(prefix)
        anchor = "start" if leads else "clause"
        if direct:
            segment = _SPEECH.CONJUNCTION.sub("", segment, count=1)
    else:
        segment = _SPEECH.CONJUNCTION.sub("", segment, count=1)
        segment = _SPEECH.WHEN.sub("", segment, count=1) if _SPEECH.WHEN.match(segment) else segment
    return _subject(segment), anchor


def _subject_after(right: str) -> str:
    """Return the subject after a verb or "according to"."""
    segment = _SPEECH.SUBJECT_END.split(right, maxsplit=1)[0]
    rest = right[len(segment) :]
    subject = _subject(_SPEECH.AFTER_NAME.split(segment, maxsplit=1)[0].strip())
    name = _SPEECH.NAME_ASIDE.match(rest)  # says its director, Amy Poole.
    return name[1].rstrip(".") if name and subject and not _SPEECH.RUN.search(subject) else subject


def _subject(segment: str) -> str:
    """Return a clause's subject as it should be named, or "" if the segment has none."""
    if segment.endswith(")") and "(" in segment:
        segment = segment[: segment.rindex("(")].rstrip()
    segment = segment.strip("\"'“”‘’ \t\r\n")
    if _SPEECH.PRONOUN.fullmatch(segment):
        return segment
    words = segment.split()
    if (
        not 0 < len(words) <= 12
        or _SPEECH.NO_SUBJECT.search(segment)
        or not re.match(r"\w", segment)
    ):
        return ""
    if re.search(r"[^\w\s.’'&-]", segment):
        return ""
    head = _SPEECH.PREPOSITION.split(segment, maxsplit=1)[0]
    if _SPEECH.RUN.fullmatch(head) and not _SPEECH.LEAD.fullmatch(head):
        return segment if head != segment and len(head.split()) < 2 and _is_role(head) else head
    if not (_SPEECH.DETERMINER.match(segment) or words[0][0].isupper() or _SPEECH.RUN.search(head)):
        return ""
    last = next(reversed(list(_SPEECH.RUN.finditer(head))), None)
    if last and last.end() == len(head) and last.start():
        lead = head[: last.start()].split()
        if len(lead) > 1 or not _SPEECH.DETERMINER.fullmatch(lead[0]):
            return last[0]  # Russia expert Timothy Ashe; the actor Tom Hanks
    possessive = re.search(r"[’']s$", words[0]) and len(words) > 1
    if (
        not possessive
        and not _SPEECH.DETERMINER.match(segment)
        and not (_is_role(head.split()[-1]) and len(words) > 1)
    ):
        return ""
    return segment


def _is_role(word: str) -> bool:
    return bool(_SPEECH.ROLE.search(word))
