"""How sentences depend on each other: pronouns, retractions, announced answers."""

from __future__ import annotations

import re

# A sentence that begins with a pronoun says little without the one before.
UNNAMED = re.compile(
    r"(?:He|She|They|It|His|Her|Their|Its|This|These|Those)\b(?! is the \w+ that\b)"
)
# "Ship noise was long thought to be the culprit. It is not: …" must stay together.
RETRACTION = re.compile(
    r"(?:But|However|Yet|Nevertheless|Nonetheless|Not so|In (?:fact|reality)|"
    r"(?:It|This|That|They|He|She) (?:(?:is|was|are|were|does|do|did|has|have) not|"
    r"(?:is|was|are|were|does|do|did|has|have)n['’]t|(?:is|was) (?:wrong|untrue|false)))\b"
)
# "Putin is very clear about what he wants": the question as a clause.
QUESTION_CLAUSE = re.compile(
    r"\b(?:about|of|on|clear|know|knows|understand|asked|asks|explain|explained|say|said|tell) "
    r"(?:what|why|how|whether)((?: \w+){1,4})",
    re.IGNORECASE,
)
# A sentence that depends on the one before cannot be part of a summary.
LEANING = re.compile(
    r"(?:He|She|They|It|His|Her|Their|Its|This|That|These|Those|But|And|So|Yet|However|Also|Then|"
    r"[“\"‘])"
)
QUOTATION_MARK = re.compile(r"[“”\"«»„]")
# A whole sentence's end, its closing marks included.
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s*$")
