"""Speech: the words around reporting verbs, and who speaks.

Patterns match masked text, in which every character of a quotation is `MASK`.
"""

from __future__ import annotations

import re

from qa_bot.language import MASK
from qa_bot.language.en.words import (
    DAYS,
    DESCRIBE,
    MONTHS,
    REPORT,
    REPORTING,
    ROLES,
    SAY,
    TELL,
)

VERB = re.compile(rf"\b(?:{REPORTING}|{DESCRIBE})\b")
SAYS, TELLS = re.compile(rf"(?:{SAY})"), re.compile(rf"(?:{TELL})")
REPORTS = re.compile(rf"(?:{SAY}|{TELL}|{REPORT})")
DESCRIBES = re.compile(rf"(?:{DESCRIBE})")

BETWEEN = re.compile(  # a word that may be between a subject and its verb
    r"\s(?:has|have|had|also|later|then|since|now|once|again|earlier|himself|herself|just|"
    rf"often|even|still|always|first|[a-z]{{1,16}}ly|on (?:{DAYS.replace(' ', '|')}))$"
)
BETWEEN_LENGTH = 20  # the longest such word
THAT = re.compile(r"(?:[\s,]+[\w’'.-]+){0,6}?[\s,]+that\b(?!\s*[.,;])")
NOTHING = re.compile(r"\s+(?:us|nothing|little|goodbye|yes|no|so|to be|it all|the same)\b")
TOLD = re.compile(r"\s+(?:reporters|journalists|[A-Z])")
DIRECT = re.compile(rf"(?:\s++(?:that|as|him|her|them))?\s*+(?:[,:]\s*+)?{MASK}")
# Other verbs alone after a quotation report a reply: “It is late.” Anna agreed.
ALONE = re.compile(rf"{SAY}|{TELL}|wrote|added|asked|cried|shouted|whispered|exclaimed")
ASIDE = re.compile(rf"\s*+(?:[,.;]|$|{MASK}|(?:in|on|at|to|after|before|during|this|last)\b)")
TAIL = re.compile(  # ends a sentence that is all attribution: "Samorukov said in an editorial."
    r"(?:\s+(?:in|on|at|to|after|before|during|from|by|late|early|this|last|with|reporters|"
    rf"{DAYS.replace(' ', '|')})\b[^,;:—–{MASK}]*+)?[.,]?\s*+$"
)
LEAD = re.compile(
    r"(?:In|On|At|After|Before|During|For|Since|With|Without|By|As|While|When|If|Although|Though|"
    r"Despite|Following|Earlier|Later|Last|Yesterday|Today|Meanwhile|However|But|And|Yet|Still|"
    r"Also|Instead|Then|Finally|First|Second|Third|Moreover|Nevertheless|Indeed|Thus|From|Under|"
    r"To|Of|Separately|Additionally|Furthermore|Nonetheless|Once|Until|Amid|Upon|Recently|"
    r"Similarly|Previously|Consequently|Subsequently|Initially|Reportedly|Ultimately|"
    r"Unfortunately|Privately|Publicly|Shortly|"
    r"[A-Z]\w+(?:ing|ed)(?=\s+[a-z]))\b"
)
CONJUNCTION = re.compile(r"\A(?:[Bb]ut|[Aa]nd|[Yy]et|[Ss]o|[Tt]hen|[Ss]till|[Aa]s|[Oo]r)\s+")
WHEN = re.compile(
    rf"\A(?:(?:(?:On|Late|Early|Last|This)\s+)?(?:{DAYS.replace(' ', '|')})(?:\s+(?:morning|"
    rf"afternoon|evening|night))?\s+|(?:In|By|Since)\s+(?:(?:{MONTHS.replace(' ', '|')})\s+)?"
    r"\d{4}\s+|(?:Today|Yesterday|Now|Currently)\s+|(?:Last|This)\s+(?:week|month|year|night)\s+)"
)
ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
LABEL = re.compile(r"([A-Z][\w.’'-]*(?:[ \t]+[\w.’'()-]+){0,4}):[ \t]+(?=\S)")

ANCHOR = re.compile(rf"[,;:—–{MASK}]|\s-\s")
CAPITAL = r"[A-ZÀ-ÖØ-ÞČĆŠŽŁŚŻĐİŐŰ][\w.’'&-]*"
RUN = re.compile(
    rf"{CAPITAL}(?:\s+(?:(?:de|van|von|der|den|la|le|di|da|del|bin|ibn|al)\s+){{0,2}}{CAPITAL})*"
)
PRONOUN = re.compile(r"(?i:he|she|it|they)")
DETERMINER = re.compile(r"(?i:the|an?|his|her|their|its|another|one)\b")
NO_SUBJECT = re.compile(  # never in a subject: a clause, or two subjects
    r"\b(?:that|which|who|whom|what|when|where|how|why|while|as|if|because|after|before|and|or|but|"
    r"is|was|were|are|be|been|will|would|could|should|did|does|do|can|may|might|must|there|than|"
    r"not|I|we|We|you|You|said|says|told|so|this|This|these|These|That|those|Those|"
    r"Some|some|Many|many|Most|most|Several|several|Few|Others|others|Nobody|nobody|"
    r"Everyone|everyone|Someone|someone|one|One|all|All|No|no|wants|got|has|have|had)\b"
)
PREPOSITION = re.compile(r"(?<!\s)\s++(?:of|from|at|for|in|with|on|to|by)\s+")
AFTER_NAME = re.compile(  # ends the subject that follows its verb
    r"(?<!\s)\s++(?:in|on|at|to|after|before|during|as|who|when|while|with|last|yesterday|today|this|"
    r"late|early|that|about|while|and|but|if|because|[a-z]+ing|[a-z]+ly|turning|"
    rf"{DAYS.replace(' ', '|')})\b"
)

SUBJECT_END = re.compile(  # punctuation, except the full stop of an initial or "Mr."
    rf"[,;:—–(?!{MASK}]|"
    r"\.(?:\s|$)(?<!\b[A-Z]\.\s)(?<!\b(?:Mr|Dr|Ms|St)\.\s)(?<!\bMrs\.\s)"
)
NAME_ASIDE = re.compile(rf",\s+((?=\S+\s){RUN.pattern})(?=[.,]?\s*(?:[,{MASK}]|$))")

ROLE = re.compile(rf"(?i:(?:{ROLES})s?|police|sources?|authorities)$")  # as a word's end

# "But John Park, an analyst, …", "Anna laughed": a name as subject, not "The Kremlin".
BEGINS = re.compile(
    r"(?:(?:But|And|Then|So|Yet) )?(?!The |But |And |Then |So |Yet )(?:[A-Z][\w.’'-]*\s+)*?"
    r"([A-Z][\w-]+)(?:,|\s+[a-z])"
)
SPOKEN = re.compile(r"said|says|told|wrote|added|stated|warned|explained")
# After a name and a comma, what says who that is: "an analyst", "Kyiv's mayor", "54".
APPOSITION = re.compile(r"[a-z\d]|An? |The |[A-Z]\w+[’']s ")
# A body rather than a person: "the Kremlin".
BODY = re.compile(r"[Tt]he [A-Z]\S*$")
OFFICE_OF = re.compile(r"(?<!\s)\s++(?:of|for|from|at|in)\s")
RESOLVED_PRONOUNS = frozenset(("he", "she"))
OTHER_PRONOUNS = frozenset(("it", "they"))
IT = "it"
# “The Use of Money” is a work: two or more words, all capitalized except small words.
WORK = re.compile(  # between the marks
    r"(?=\S+ )(?:[A-Z0-9][\w’'-]*+|(?:a|an|the|of|in|on|and|to|for|with|at|by|from)\b|"
    r"[ :&-])++[,.!?]?"
)
