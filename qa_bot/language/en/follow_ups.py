"""Follow-up questions: their forms, and the parts of a question that they replace."""

from __future__ import annotations

import re

from qa_bot.language.en.questions import ASKING, AUXILIARY, PREPOSITIONS
from qa_bot.language.en.words import DAY

# "What deals did Putin sign?": the asking part, the noun that goes with it, and the rest.
QUESTION = re.compile(
    rf"({ASKING})\b((?: (?!{AUXILIARY}\b)[\w’'-]++){{0,3}}?) ({AUXILIARY}\b.*)", re.IGNORECASE
)
# "Why?", "by whom?", "at what time?", "which country exactly?"
BARE = re.compile(
    rf"(?:and |but |so )?({ASKING})((?<=what)(?: (?!about\b|{AUXILIARY}\b|else\b)[\w-]+){{1,2}}|"
    rf"(?<=which)(?: (?!{AUXILIARY}\b|ones?\b)[\w-]+){{1,2}}|"
    rf"(?<=many|much)(?: (?!{AUXILIARY}\b)[\w-]+){{1,2}})?"
    r"(?: exactly| else| so| not| then| again| precisely)?\W*",
    re.IGNORECASE,
)
# "What about?", "who with?": the preposition comes last.
PREPOSITION_LAST = re.compile(
    rf"(?:and |but )?(who|whom|what|which|where) ({PREPOSITIONS})\W*", re.IGNORECASE
)
WHY = re.compile(
    r"(?:and |but )?(?:why (?:is|was) (?:that|this|it)(?: so)?|how come|for what reason|"
    r"what(?:['’]s| is| was) the reason(?: for (?:that|this|it))?)\W*",
    re.IGNORECASE,
)
# "And Biden?" (group 1), "according to Ashe?" (group 2).
AND = re.compile(
    r"(?:(?:and|but|so|or)? ?(?:what|how) about|and|but|or)\b,? (.*[^?!.,;:\s])[?!.,;:\s]*|"
    r"((?:about|according to|in|on|at|with|since|before|after|during|for) .*[^?!.,;:\s])"
    r"[?!.,;:\s]*",
    re.IGNORECASE,
)
AND_ABOUT = re.compile(r"^(?:and |but |(?:what|how) about )+", re.IGNORECASE)
WHO_SAID = re.compile(
    r"(?:and )?(?:(?:who|whose) (?:says?|said|words? (?:is|are|was|were)|claims?|claimed|thinks?)|"
    r"(?:who|whom) (?:is|was) (?:that|this) (?:said|from)(?: by)?|according to whom?|says who)"
    r"(?: (?:that|this|it|so|they))?\W*",
    re.IGNORECASE,
)
OTHER_ONE = re.compile(
    r"(?:(?:and|but|what about|how about|and what about) )?(?:the )?(?:other|others|second|last|"
    r"first|next|same)(?: (?:ones?|two|person|man|woman|thing))?\W*|which ones?\W*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(he|she|him|her|his|hers|it|its|they|them|their|theirs|"
    r"(?:that|this|these|those)(?= (?:\w+ed|is|was|mean)\b|\W*$))\b(?!')",
    re.IGNORECASE,
)
# "What time is it?" and "is it true that …" refer to nothing before.
EMPTY_IT = re.compile(
    r"\b(?:time|day|date) is it\b|\b(?:is|was) it (?:true|possible|likely|raining|going to)\b|"
    r"\bit(?:['’]s| is) (?:true|possible|likely) that\b|\bit (?:takes?|took|costs?) to\b",
    re.IGNORECASE,
)
WHO_IS = re.compile(r"who(?:['’]s| is| was)\b", re.IGNORECASE)
# "Who signed it?" asks for someone, "who is Timothy Ashe?" names him.
ASKS_FOR_SOMEONE = re.compile(r"(?i:who)(?! (?:is|was) [A-Z])")
NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*)*")
A_NAME = re.compile(r"(?:the )?[A-Z]")
VIEW_OF = re.compile(r"\baccording to (?:the )?([A-Z]\w+)")
TIME = re.compile(
    rf"\b(?:in|on|at|since|until|before|after|during) (?:\w+ )?(?:\d[\w:.]*|(?i:{DAY}))\b|"
    r"\b(?:today|yesterday|tomorrow)\b",
)
NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an) ((?:(?!of\b|in\b|on\b|at\b|to\b|for\b|from\b|with\b|about\b|before\b|after\b|"
    rf"{AUXILIARY}\b|say\b|said\b|want\b)[\w’'-]+ ?){{1,3}})|\b(?:which|what|how many) (\w+s)\b|"
    r"\b(?:do|did|have|are|were|will) (?!this\b|his\b|its\b)([a-z]+s)\b",
    re.IGNORECASE,
)
# A phrase with its preposition: "according to Ashe".
PHRASE = re.compile(
    r"(in|on|at|since|until|before|after|during|with|to|from|about|for|against|by|according to)\b"
    r" (.+)",
    re.IGNORECASE,
)
VIEW = re.compile(r",? ?\baccording to .+$", re.IGNORECASE)
PREPOSITION = re.compile(rf"\b{PREPOSITIONS} ", re.IGNORECASE)
REPLACEABLE = re.compile(r"\b(?:about|of|on|for|to|with|against|from|towards?) $", re.IGNORECASE)
COUNTED = re.compile(
    rf"^((?:{PREPOSITIONS} )?(?:which|what|how many|how much) )(?!{AUXILIARY}\b)(\w+)\b",
    re.IGNORECASE,
)
# "Can buses cross the bridge?", "and cars?"
ASKED_OF = re.compile(rf"^({AUXILIARY} )((?:the |an? )?\w+)\b", re.IGNORECASE)
FORM_OF_BE = re.compile(r"is|are|was|were|has|have|had", re.IGNORECASE)
ASKS = re.compile(rf"(?:{ASKING}|{AUXILIARY}|and|but)\b", re.IGNORECASE)
BEGINS_A_QUESTION = re.compile(rf"(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
ASKING_PREFIX = re.compile(rf"^{ASKING} ", re.IGNORECASE)
