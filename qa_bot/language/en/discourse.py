"""Discourse: pronouns, retractions, announced answers, sentence ends."""

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
# A sentence that gives its own reason.
CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|reasons?|so that|in order to|for fear|lest|"
    r"caused?|causes|led to|as a result|therefore|blamed?|on account of|out of|to (?:avoid|prevent|"
    r"save|protect|make|keep|help|allow|ensure|reduce|stop|get|let|show|give))\b",
    re.IGNORECASE,
)
# A sentence that continues a list, and one that announces a list.
CONTINUED_LIST = re.compile(
    r"(?:The (?:first|second|third|fourth|fifth|last|other|others|rest|remaining|final|next)|"
    r"(?:A|An)(?:nother| further| (?:second|third|fourth|fifth|final))|Another|Others?|"
    r"First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Finally|Last(?:ly)?|Further(?:more)?|"
    r"Also|In addition|Additionally|Besides|Moreover|Then|Next|Add|One(?: of)?|Two|Three|"
    r"(?:It|They|He|She|We|You) (?:also|then|later)|\(?[1-9a-e]\)|[1-9]\.|[-•*–])(?=[\s,:]|$)"
)
QUOTATION_MARK = re.compile(r"[“”\"«»„]")
# A whole sentence's end, its closing marks included.
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s*$")
