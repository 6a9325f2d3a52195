"""Who a sentence's own words say is speaking: the subject of its reporting verb, as written.

A subject counts where it is plainly the sentence's own: it begins the sentence (behind words such
as "On Monday," or "However,"), stands beside a quotation, or in a parenthesis (", Ashe said,").
In "what Putin said" and "who said" it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

# Stands for every character of a quotation in masked text.
FILLER = "\ufffc"

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS = "January February March April May June July August September October November December"
_SAY = "said|says|say"
_TELL = "told|tells|tell"
# These report with a "that", beside a quotation, or in a parenthesis.
_REPORT = (
    "wrote|writes|write|added|adds|warned|warns|insisted|insists|argued|argues|argue|claimed|"
    "claims|explained|explains|announced|announces|stressed|stresses|noted|notes|replied|replies|"
    "stated|states|declared|declares|admitted|admits|acknowledged|acknowledges|confirmed|confirms|"
    "reported|reports|predicted|predicts|recalled|recalls|tweeted|tweets|emphasi[sz]ed|"
    "emphasi[sz]es|concluded|concludes|suggested|suggests|asserted|asserts|maintained|maintains|"
    "testified|remarked|remarks|observed|observes|complained|denied"
)
_UTTER = (
    "answered|answers|asked|asks|cried|cries|shouted|shouts|whispered|whispers|muttered|murmured|"
    "exclaimed|continued|commented|joked|agreed|quipped|shrieked|growled|vowed|promised|countered|"
    "repeated|began|demanded|interrupted|returned"
)
_DESCRIBE = "described|describes|called|calls|dubbed|labell?ed"
_VERB = re.compile(rf"\b(?:{_SAY}|{_TELL}|{_REPORT}|{_UTTER}|{_DESCRIBE})\b")
_SAYS, _TELLS = re.compile(rf"(?:{_SAY})"), re.compile(rf"(?:{_TELL})")
_REPORTS = re.compile(rf"(?:{_SAY}|{_TELL}|{_REPORT})")
_DESCRIBES = re.compile(rf"(?:{_DESCRIBE})")

_BETWEEN = re.compile(  # a word that may be between a subject and its verb
    r"\s(?:has|have|had|also|later|then|since|now|once|again|earlier|himself|herself|just|"
    rf"often|even|still|always|first|[a-z]{{1,16}}ly|on (?:{DAYS.replace(' ', '|')}))$"
)
_BETWEEN_LENGTH = 20  # the longest such word
_THAT = re.compile(r"(?:[\s,]+[\w’'.-]+){0,6}?[\s,]+that\b(?!\s*[.,;])")
_NOTHING = re.compile(r"\s+(?:us|nothing|little|goodbye|yes|no|so|to be|it all|the same)\b")
_TOLD = re.compile(r"\s+(?:reporters|journalists|[A-Z])")
_DIRECT = re.compile(rf"(?:\s++(?:that|as|him|her|them))?\s*+(?:[,:]\s*+)?{FILLER}")
# Other verbs that stand alone behind a quotation tell of an answer: “It is late.” Anna agreed.
_ALONE = re.compile(rf"{_SAY}|{_TELL}|wrote|added|asked|cried|shouted|whispered|exclaimed")
_ASIDE = re.compile(rf"\s*+(?:[,.;]|$|{FILLER}|(?:in|on|at|to|after|before|during|this|last)\b)")
_TAIL = re.compile(  # ends a sentence that is all attribution: "Samorukov said in an editorial."
    r"(?:\s+(?:in|on|at|to|after|before|during|from|by|late|early|this|last|with|reporters|"
    rf"{DAYS.replace(' ', '|')})\b[^,;:—–{FILLER}]*+)?[.,]?\s*+$"
)
_LEAD = re.compile(
    r"(?:In|On|At|After|Before|During|For|Since|With|Without|By|As|While|When|If|Although|Though|"
    r"Despite|Following|Earlier|Later|Last|Yesterday|Today|Meanwhile|However|But|And|Yet|Still|"
    r"Also|Instead|Then|Finally|First|Second|Third|Moreover|Nevertheless|Indeed|Thus|From|Under|"
    r"To|Of|Separately|Additionally|Furthermore|Nonetheless|Once|Until|Amid|Upon|Recently|Finally|Similarly|Previously|Consequently|Subsequently|"
    r"Initially|Reportedly|Ultimately|Unfortunately|Privately|Publicly|Shortly|"
    r"[A-Z]\w+(?:ing|ed)(?=\s+[a-z]))\b"
)
_CONJUNCTION = re.compile(r"\A(?:[Bb]ut|[Aa]nd|[Yy]et|[Ss]o|[Tt]hen|[Ss]till|[Aa]s|[Oo]r)\s+")
_WHEN = re.compile(
    rf"\A(?:(?:(?:On|Late|Early|Last|This)\s+)?(?:{DAYS.replace(' ', '|')})(?:\s+(?:morning|"
    rf"afternoon|evening|night))?\s+|(?:In|By|Since)\s+(?:(?:{MONTHS.replace(' ', '|')})\s+)?"
    r"\d{4}\s+|(?:Today|Yesterday|Now|Currently)\s+|(?:Last|This)\s+(?:week|month|year|night)\s+)"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_LABEL = re.compile(r"([A-Z][\w.’'-]*(?:[ \t]+[\w.’'()-]+){0,4}):[ \t]+(?=\S)")

_ANCHOR = re.compile(rf"[,;:—–{FILLER}]|\s-\s")
_CAPITAL = r"[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ][\w.’'&-]*"
_RUN = re.compile(
    rf"{_CAPITAL}(?:\s+(?:(?:de|van|von|der|den|la|le|di|da|del|bin|ibn|al)\s+){{0,2}}{_CAPITAL})*"
)
_PRONOUN = re.compile(r"(?i:he|she|it|they)")
_DETERMINER = re.compile(r"(?i:the|an?|his|her|their|its|another|one)\b")
_NO_SUBJECT = re.compile(  # in none of a subject's words: a clause, or two subjects
    r"\b(?:that|which|who|whom|what|when|where|how|why|while|as|if|because|after|before|and|or|but|"
    r"is|was|were|are|be|been|will|would|could|should|did|does|do|can|may|might|must|there|than|"
    r"not|I|we|We|you|You|said|says|told|because|so|this|This|these|These|that|That|those|Those|"
    r"Some|some|Many|many|Most|most|Several|several|Few|Others|others|Nobody|nobody|"
    r"Everyone|everyone|Someone|someone|one|One|all|All|No|no|wants|got|has|have|had)\b"
)
_PREPOSITION = re.compile(r"(?<!\s)\s++(?:of|from|at|for|in|with|on|to|by)\s+")
_AFTER_NAME = re.compile(  # ends the subject that follows its verb
    r"(?<!\s)\s++(?:in|on|at|to|after|before|during|as|who|when|while|with|last|yesterday|today|this|"
    r"late|early|that|about|while|and|but|if|because|[a-z]+ing|[a-z]+ly|turning|"
    rf"{DAYS.replace(' ', '|')})\b"
)

_LONGEST = 3000

_SUBJECT_END = re.compile(  # punctuation, but not the full stop of an initial or of "Mr."
    rf"[,;:—–(?!{FILLER}]|"
    r"\.(?:\s|$)(?<!\b[A-Z]\.\s)(?<!\b(?:Mr|Dr|Ms|St)\.\s)(?<!\bMrs\.\s)"
)
_NAME_ASIDE = re.compile(rf",\s+((?=\S+\s){_RUN.pattern})(?=[.,]?\s*(?:[,{FILLER}]|$))")

Kind = Literal["lead", "after", "aside", "unclear"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting verb, where it stands, and its subject as written ("" where that is unclear).

    `lead` stands before what is said, `after` behind a quotation, `aside` within the sentence.
    `alone` where the sentence holds nothing else.
    """

    subject: str
    start: int
    end: int
    kind: Kind
    alone: bool = False


def attributions(text: str, start: int, end: int) -> Iterator[Attribution]:
    """Yield the attributions of a sentence of masked text, in order.

    None for one that is longer than any sentence, so that its time stays linear.
    """
    if end - start > _LONGEST:
        return
    for found in _ACCORDING.finditer(text, start, end):
        subject = _following(text[found.end() : end])
        first = not text[start : found.start()].strip()
        if subject and (first or text[start : found.start()].rstrip()[-1:] in ",;—–" + FILLER):
            yield Attribution(subject, found.start(), found.end(), "lead" if first else "aside")
    for verb in _VERB.finditer(text, start, end):
        if attribution := _attribution(text, start, end, verb):
            yield attribution


def label(text: str, start: int, end: int) -> str | None:
    """Return the name before the colon that a line of a transcript begins with, or None."""
    found = _LABEL.match(text, start, end)
    return found[1] if found else None


def _attribution(text: str, start: int, end: int, verb: re.Match[str]) -> Attribution | None:
    before, behind = text[start : verb.start()], text[verb.end() : end]
    direct = bool(_DIRECT.match(behind))
    said = verb[0]
    left = before.rstrip()
    # “…,” said Ashe.   It is late, said Ashe.
    if not left or left[-1] == FILLER or (left[-1] in ",—–" and _SAYS.fullmatch(said)):
        subject = _following(behind)
        if left.endswith(",") and _preceding(left, direct=direct)[0]:
            subject = ""  # "Jordan, a lawyer, said the ministry owes them": behind is what he said
        if (
            subject
            and not _DESCRIBES.fullmatch(said)
            and (left or text[max(0, start - 9) : start].rstrip()[-1:] == FILLER)
        ):
            return Attribution(
                subject,
                verb.start(),
                verb.end(),
                "after" if not left or left[-1] == FILLER else "aside",
            )
        if not left.endswith(","):
            return None
    subject, anchor = _preceding(_without_adverbs(left), direct=direct)
    at = (verb.start(), verb.end())
    if not subject:
        return Attribution("", *at, "unclear") if direct else None
    if anchor == "quotation":
        opens = not _DESCRIBES.fullmatch(said)
        return Attribution(subject, *at, "after") if opens else None
    if _DESCRIBES.fullmatch(said):
        return Attribution(subject, *at, "lead") if FILLER in behind and anchor == "start" else None
    if anchor in ("start", "clause"):
        alone = bool(_TAIL.match(behind)) and not _THAT.match(behind)
        reports = (_SAYS.fullmatch(said) and not alone) or (
            _REPORTS.fullmatch(said) and (_THAT.match(behind) or FILLER in behind)
        )
        reports = reports or (_TELLS.fullmatch(said) and _TOLD.match(behind) and not alone)
        if direct or (anchor == "start" and reports and not _NOTHING.match(behind)):
            return Attribution(subject, *at, "lead")
        if alone and anchor == "start" and _ALONE.fullmatch(said):
            return Attribution(subject, *at, "after", alone=True)
    if _REPORTS.fullmatch(said) and left and _ASIDE.match(behind) and "," in before:
        return Attribution(subject, *at, "aside")
    return None


def _without_adverbs(left: str) -> str:
    """Return what is before a verb without "has", "later" and the like at its end."""
    end = len(left)
    while found := _BETWEEN.search(left, max(0, end - _BETWEEN_LENGTH), end):
        end = len(left[: found.start()].rstrip())
    return left[:end]


def _preceding(left: str, *, direct: bool) -> tuple[str, str]:
    """Return the subject that stands before a verb, and what it stands behind.

    That is the sentence's "start" (perhaps behind a lead), a "quotation", or a "clause".
    """
    quotation = left.rfind(FILLER)
    head = left[quotation + 1 :]
    behind = "quotation" if quotation >= 0 else "start"
    if left.endswith(","):  # Ashe, an analyst, said
        parts = [part.strip() for part in head[:-1].split(",")]
        first = 0
        while behind == "start" and first < len(parts) and _LEAD.match(parts[first]):
            if name := _subject(_WHEN.sub("", parts[first], count=1)):
                return (name, behind) if len(parts) > first + 1 else ("", behind)
            first += 1
        if first == len(parts):
            return "", behind
        rest = parts[first + 1 :]
        subject = _subject(parts[first])
        if subject and rest and _RUN.fullmatch(rest[0]) and len(rest[0].split()) > 1:
            return (rest[0] if len(rest) == 1 else ""), behind  # a spokesman, Mark Lin, said
        if rest and re.match(r"[a-z\d]|An? |The |[A-Z]\w+[’']s ", rest[0]):
            return subject, behind
        return "", behind
    anchors = list(_ANCHOR.finditer(head))
    segment = head[anchors[-1].end() if anchors else 0 :].strip()
    prefix = head[: anchors[-1].start()].strip() if anchors else ""
    if prefix:
        leads = behind == "start" and _LEAD.match(prefix)
        behind = "start" if leads else "clause"
        if direct:
            segment = _CONJUNCTION.sub("", segment, count=1)
    else:
        segment = _CONJUNCTION.sub("", segment, count=1)
        segment = _WHEN.sub("", segment, count=1) if _WHEN.match(segment) else segment
    return _subject(segment), behind


def _following(right: str) -> str:
    """Return the subject that stands behind a verb or "according to"."""
    segment = _SUBJECT_END.split(right, maxsplit=1)[0]
    rest = right[len(segment) :]
    subject = _subject(_AFTER_NAME.split(segment, maxsplit=1)[0].strip())
    name = _NAME_ASIDE.match(rest)  # says its director, Amy Poole.
    return name[1].rstrip(".") if name and subject and not _RUN.search(subject) else subject


def _subject(segment: str) -> str:
    """Return a clause's subject as it is to be named, or "" where the segment is none."""
    if segment.endswith(")") and "(" in segment:
        segment = segment[: segment.rindex("(")].rstrip()
    segment = segment.strip("\"'“”‘’ \t\r\n")
    if _PRONOUN.fullmatch(segment):
        return segment
    words = segment.split()
    if not 0 < len(words) <= 12 or _NO_SUBJECT.search(segment) or not re.match(r"\w", segment):
        return ""
    if re.search(r"[^\w\s.’'&-]", segment):
        return ""
    head = _PREPOSITION.split(segment, maxsplit=1)[0]
    if _RUN.fullmatch(head) and not _LEAD.fullmatch(head):
        return segment if head != segment and len(head.split()) < 2 and _is_role(head) else head
    if not (_DETERMINER.match(segment) or words[0][0].isupper() or _RUN.search(head)):
        return ""
    last = next(reversed(list(_RUN.finditer(head))), None)
    if last and last.end() == len(head) and last.start():
        lead = head[: last.start()].split()
        if len(lead) > 1 or not _DETERMINER.fullmatch(lead[0]):
            return last[0]  # Russia expert Timothy Ashe; the actor Tom Hanks
    possessive = re.search(r"[’']s$", words[0]) and len(words) > 1
    if (
        not possessive
        and not _DETERMINER.match(segment)
        and not (_is_role(head.split()[-1]) and len(words) > 1)
    ):
        return ""
    return segment


_ROLE = re.compile(
    r"(?i:.*(?:officials?|spokes\w+|minister|president|secretary|chief|leaders?|analysts?|experts?|"
    r"researchers?|scientists?|director|governor|mayor|police|officers?|sources?|diplomats?|"
    r"lawyers?|lawmakers?|authorities|aides?|advisers?|editor|professor|chairman|chairwoman))"
)


def _is_role(word: str) -> bool:
    return bool(_ROLE.fullmatch(word))
