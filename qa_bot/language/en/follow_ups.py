"""Follow-up questions: their forms, and the parts of a question that they replace."""

from __future__ import annotations

import re

from qa_bot.language.en.questions import ASKING, AUXILIARY, PREPOSITIONS
from qa_bot.language.en.words import DAY, MONTH

_IRREGULAR = (
    r"(?:made|built|sent|held|told|found|written|taken|given|seen|said|known|done|shown|put|cut|"
    r"born|begun|brought|caught|chosen|drawn|driven|fought|hit|kept|led|left|lost|met|paid|sold|"
    r"set|shot|spent|stolen|thrown|won|worn|grown|fallen|gone|shut|torn|understood)"
)
_PARTICIPLE = (
    r"(?:(?<!\bthe )(?<!\ba )(?<!\ban )"
    rf"(?:\w+ed|(?!\w*(?:meet|build|morn|even|open|hear|train)ing\b)"
    rf"\w+ing|{_IRREGULAR}))"
)
_BE = r"(?:is|are|was|were)"
_NOUN = rf"(?:(?!{AUXILIARY}\b)[\w’'-]+ ){{0,2}}?(?!{AUXILIARY}\b)[\w’'-]+"
_PARTICLE = r"(?:da|das|de|del|della|der|di|do|dos|du|la|le|van|von|of)"  # "Quinta da Regaleira"
_NAMES = rf"[A-Z][\w.’'-]*(?: (?:(?:{_PARTICLE}|and) )?[A-Z][\w.’'-]*)*"
_SUBJECT = rf"(?:(?:the|a|an) (?:[\w-]+ )?[\w-]+|(?:the )?{_NAMES}|[a-z]+[^\Ws]s)"
_TIME_NOUN = r"(?:time|day|date|year|month|week|season|century)"
# When, where, why, how: what can be asked of any sentence that has an auxiliary.
_OF_ANY = rf"(?:when|where|why|how(?: (?:often|soon|recently))?|(?:what|which) {_TIME_NOUN})"
ADVERBIAL = re.compile(
    rf"{_OF_ANY}|(?:for )?how long|since when|"
    rf"{PREPOSITIONS} (?:whom?|what|which)(?: [\w-]+){{0,2}}",
    re.IGNORECASE,
)
# "When was Crimea annexed?", "by whom was it signed?": group 1 is the clause.
ASKED_ADVERBIALLY = re.compile(
    rf"(?:{_OF_ANY}|{PREPOSITIONS} (?:whom?|(?:what|which)(?: {_NOUN})?)) ({AUXILIARY}\b .+)",
    re.IGNORECASE,
)
# "What deals did Putin sign with Modi?": the noun, the auxiliary and all after it.
ASKED_OF_OBJECT = re.compile(
    rf"(?i:what|which|how many)(?: ({_NOUN}))? ((?!{_BE}\b){AUXILIARY}) "
    r"((?:[A-Z]|(?:the|a|an|most|some|many) |[a-z]+[^\Ws]s ).+)"
)
# The place of an object: after the verb, before the first preposition.
OBJECT_PLACE = re.compile(
    rf"({_SUBJECT} (?!{PREPOSITIONS}\b)[a-z]+(?<![^s]s)) "
    rf"((?!to (?!the |an? |[A-Z])){PREPOSITIONS} .+)"
)
# "How many deals were signed?"
ASKED_OF_PASSIVE = re.compile(
    rf"(?:what|which|how many) ({_NOUN}) ({_BE}) ((?:{_PARTICIPLE}|{PREPOSITIONS}\b).*)",
    re.IGNORECASE,
)
# "What deals did he sign?", "which leaders spoke?": the things, and the rest.
ASKED_OF_SEVERAL = re.compile(
    rf"(?:which|how many|what(?= (?:[\w’'-]+ ){{1,2}}{AUXILIARY}\b)) "
    rf"((?:(?!{AUXILIARY}\b)[\w-]+ )?(?!{AUXILIARY}\b)(?:[\w-]+[^\Ws]s|people|men|women|children)) "
    r"(.+)",
    re.IGNORECASE,
)
HOW_MANY = re.compile(r"how many|which", re.IGNORECASE)
CLAUSE_OF_BE = re.compile(rf"\b{_BE} ", re.IGNORECASE)
# "Was Crimea annexed": something is said of what is named, not only where or when it is.
HAS_PARTICIPLE = re.compile(rf"\b{_PARTICIPLE}\b", re.IGNORECASE)
PASSIVE = re.compile(
    rf"(?:{_BE}|(?:has|have|had)\b.+ been)\b.*\b(?:\w+ed|{_IRREGULAR})\b", re.IGNORECASE
)
NEEDS_PARTICIPLE = re.compile(r"(?:why|how)\b(?! long)", re.IGNORECASE)
BY_SOMEONE = re.compile(r"by ", re.IGNORECASE)
# Has a subject and a verb, so that what comes after can be left out.
HAS_VERB = re.compile(rf"(?i:{AUXILIARY}) {_SUBJECT} (?!{PREPOSITIONS}\b)[a-z]+\b")
SIMPLE_PHRASE = re.compile(rf"(?:(?:the|an?|his|her|its|their) )?(?:{_NAMES}|[\w’'-]+)")
# "When is the video call?": group 2 is all that is asked about.
ASKED_OF_THING = re.compile(
    rf"((?:when|where|what|who|how) {_BE} )"
    rf"((?:the|an?) (?:(?!{PREPOSITIONS}\b)[\w’'-]++ ?){{1,3}})",
    re.IGNORECASE,
)
ASKS_A_TIME = re.compile(rf"when\b|(?:at |in |on )?(?:what|which) {_TIME_NOUN}\b", re.IGNORECASE)
# "What are the best months?" has no answer in a month.
ASKS_FOR_TIMES = re.compile(
    rf"(?:what|which) {_BE} (?:the )?(?:\w+ )?{_TIME_NOUN}s?\b", re.IGNORECASE
)
OF_TIME = re.compile(r"(?:in|on|at|during)\b", re.IGNORECASE)
SAYS = re.compile(
    r"\b(?:say|said|talk|think|thought|speak|spoke|write|wrote|know|ask|do|warn|tell|told|claim|"
    r"promise|believe|feel)(?:s|ed)?\b"
)
CALENDAR_NAME = re.compile(rf"(?i:{DAY}|{MONTH})\b")
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
WHY_NOT = re.compile(r"(?:and |but |so )?why not\W*", re.IGNORECASE)
# "Will Nordvik pay a dividend?": the auxiliary, the subject and the rest.
NEGATABLE = re.compile(
    rf"((?i:{AUXILIARY})) ((?:the )?{_NAMES}(?! [A-Z])|I|you|we|they|he|she|it|people|one|"
    r"(?i:the|an?) [\w-]+(?= [\w’'-]+$)) (.+)"
)
NEGATED = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
_NO = r"(?:(?:no|nope)[,.!;:…]+ (?:(?:i mean|i meant) )?)"
# "And Biden?", "no, Biden" (group 1), "according to Ashe?" (group 2).
AND = re.compile(
    rf"(?:(?:{_NO}?(?:(?:and|but|so|or)? ?(?:what|how) about|and|but|or)\b,? |{_NO})(?:of )?)"
    r"(.*[^?!.,;:\s])[?!.,;:\s]*|"
    r"((?:about|according to|in|on|at|with|since|before|after|during|for) .*[^?!.,;:\s])"
    r"[?!.,;:\s]*",
    re.IGNORECASE,
)
AND_ABOUT = re.compile(rf"^{_NO}?(?:and |but |(?:what|how) about )*", re.IGNORECASE)
WHO_SAID = re.compile(
    r"(?:and )?(?:(?:who|whose) (?:says?|said|words? (?:is|are|was|were)|claims?|claimed|thinks?)|"
    r"(?:who|whom) (?:is|was) (?:that|this) (?:said|from)(?: by)?|according to whom?|says who)"
    r"(?: (?:that|this|it|so|they))?\W*",
    re.IGNORECASE,
)
OTHER_ONE = re.compile(
    rf"{_NO}?(?:(?:and|but|what about|how about|and what about) )?(?:the )?"
    r"(?:other|others|second|last|first|next|same)(?: (?:ones?|two|person|man|woman|thing))?\W*|"
    r"which ones?\W*",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"\b(he|she|him|her|his|hers|it|its|they|them|their|theirs|"
    r"(?:that|this|these|those)(?= (?:\w+ed|is|was|mean)\b|\W*$)|"
    rf"(?<=\bof )(?:these|those)(?= {AUXILIARY}\b))\b(?!')",
    re.IGNORECASE,
)
# "How many of those were found?"
OF_THESE = re.compile(r"\bof (?:these|those)\b", re.IGNORECASE)
# "Moira's dad": group 1, with women in group 2 and men in group 3.
RELATIVE = re.compile(
    r"((?<![\w-])(?:(?i:the )[\w-]+|[A-Z][\w-]*(?: [A-Z][\w-]*){0,3})['’]s (?:"
    r"(wife|widow|mother|mum|mom|daughter|sister|aunt|niece|grandmother|girlfriend)|"
    r"(husband|widower|father|dad|son|brother|uncle|nephew|grandfather|boyfriend)|"
    r"partner|cousin|parent|child)\b(?:-in-law)?)"
)
# "What time is it?" and "is it true that …" refer to nothing before.
EMPTY_IT = re.compile(
    r"\b(?:time|day|date) is it\b|\b(?:is|was) it (?:true|possible|likely|raining|going to)\b|"
    r"\bit(?:['’]s| is) (?:true|possible|likely) that\b|\bit (?:takes?|took|costs?) to\b",
    re.IGNORECASE,
)
# "It" may be what somebody does: "how do I get there?", "how long does it take?"
OF_ANYONE = re.compile(rf"\b{AUXILIARY} (?:I|you|we|one|people)\b", re.IGNORECASE)
OF_AN_ACT = re.compile(r"\bit (?:takes?|took|costs?|works?)\b", re.IGNORECASE)
# "How many people work there?", but not "are there".
THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere[?!. ]*$", re.IGNORECASE)
ASKS_A_PLACE = re.compile(r"where\b", re.IGNORECASE)
# Clauses of these have no "how": "how does Putin want that?"
OF_A_STATE = re.compile(
    r"\b(?:want|need|fear|hope|like|love|hate|know|believe|think|expect)s?(?: that)?$",
    re.IGNORECASE,
)
WHO_IS = re.compile(r"who(?:['’]s| is| was)\b", re.IGNORECASE)
# "Who signed it?" asks for someone, "who is Timothy Ashe?" names him.
ASKS_FOR_SOMEONE = re.compile(r"(?i:who)(?! (?:is|was) [A-Z])")
NAME = re.compile(rf"(?<!^)\b(?!I\b)[A-Z][\w’'-]*(?: (?:{_PARTICLE} )?(?!I\b)[A-Z][\w’'-]*)*")
A_NAME = re.compile(r"(?:the )?(?!I\b)[A-Z]")
VIEW_OF = re.compile(r"\baccording to (?:the )?([A-Z]\w+)")
TIME = re.compile(
    rf"\b(?:in|on|at|since|until|before|after|during) (?:\w+ )?(?:\d[\w:.]*|(?i:{DAY}))\b|"
    rf"\b(?:today|yesterday|tomorrow|(?:next|last|this) {_TIME_NOUN})\b",
)
NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an) ((?:(?!of\b|in\b|on\b|at\b|to\b|for\b|from\b|with\b|about\b|before\b|after\b|"
    rf"{AUXILIARY}\b|say\b|said\b|want\b)[\w’'-]++ ?){{1,3}})|\b(?:which|how many) (\w+[^\Ws]s)\b|"
    r"\b(?:do|did|have|are|were|will) (?!this\b|his\b|its\b)([a-z]+[^\Ws]s)\b",
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
# Before a subject: "when is "; after one, a verb that ends the phrase.
SUBJECT_NEXT = re.compile(rf"\b{AUXILIARY} $", re.IGNORECASE)
VERB_NEXT = re.compile(r"(?:say|said|want)\b", re.IGNORECASE)
REPLACEABLE = re.compile(r"\b(?:about|of|on|for|with|against|from|towards?) ", re.IGNORECASE)
COUNTED = re.compile(rf"^((?:which|how many) )(?!{AUXILIARY}\b)(\w+)\b", re.IGNORECASE)
# "Can buses cross the bridge?", "and cars?"
ASKED_OF = re.compile(rf"^({AUXILIARY} )(\w+[^\Ws]s)\b(?! of\b)", re.IGNORECASE)
# "When does the entry open?": all before the subject, and the word after it.
ASKED_OF_SUBJECT = re.compile(
    rf"((?:.+ )?{AUXILIARY} )(?:the|an?) (?!{AUXILIARY}\b)[\w’'-]+ ((?!of\b|in\b)[\w’'-]+)",
    re.IGNORECASE,
)
ADVERB = re.compile(
    r"(?:then|now|before|after|afterwards|later|since|here|there|again|otherwise|more|others?)",
    re.IGNORECASE,
)
A_THING = re.compile(r"(?:the|an?) [\w’'-]+", re.IGNORECASE)
LAST_NOUN = re.compile(r"\b(?:the|an?) [\w’'-]+$", re.IGNORECASE)
# "Why did she?": what she did is left out.
ELLIPSIS = re.compile(rf"\b(?!{_BE}\b){AUXILIARY} (?:not )?(?:he|she|it|they)\W*$", re.IGNORECASE)
# "Did Stoltenberg say it": who was told may be asked of it, what it was about may not.
SAYS_IT = re.compile(r" (?:it|that)$")
ENDS_WITH_PREPOSITION = re.compile(rf"\b{PREPOSITIONS} $", re.IGNORECASE)
# "Since when does Biden want that?" wants another tense.
SINCE_WHEN = re.compile(r"since when", re.IGNORECASE)
IN_THE_PRESENT = re.compile(r"(?:do|does|can|will)\b", re.IGNORECASE)
ENDS_OPEN = re.compile(rf"\b(?:{PREPOSITIONS})$", re.IGNORECASE)
# An auxiliary for one, and of several, with what comes before it.
AUXILIARY_LAST = re.compile(r"\b(does|do|is|are|was|were|has|have) $", re.IGNORECASE)
OF_SEVERAL = {"does": "do", "is": "are", "was": "were", "has": "have"}
# Not "bus", "crisis", "pass".
PLURAL = re.compile(r"the (?:.* )?\w*[^\Wsui]s|[a-z](?:.* )?\w*[^\Wsui]s|.* and .*")
# "What does NATO": the name that follows does something.
ACTIVE_NEXT = re.compile(r"\b(?:do|does|did|will|would|can|could|should)(?: the)? $", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s$")
ASKS = re.compile(rf"(?:{ASKING}|{AUXILIARY}|and|but)\b", re.IGNORECASE)
BEGINS_A_QUESTION = re.compile(rf"(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
# The asking part of a question: what is left is what it is about.
ASKING_PREFIX = re.compile(rf"^{ASKING} ", re.IGNORECASE)

# What questions are made with.
WHY_WORD = "why"
WHY_NOT_WORDS = "why not"
HOW_WORD = "how"
THERE_WORD = "there"
ASKED_WHY_NOT = r"why \1 \2 not \3?"
LINKING: tuple[str, ...] = ("in", "from", "of", "at", "on", "near")  # a thing and its place
THAT = "that"
THE = "the "
BEFORE_A_PLACE: tuple[str, ...] = (" in ", " at ", " near ")  # "he" is nobody named so
THE_THING = "the {}"
OWN = "{}'s"
ABOUT = "about"
ACCORDING_TO = "according to"
SAID_ABOUT = "what is said about {}?"
SAID_BY_WHOM = "who said “{}”?"
WHO_IS_MEANT = "Who do you mean by “{}”?"
WHAT_IS_MEANT = "What do you mean by “{}”?"
NO_QUESTION_BEFORE = "There is no question before “{}”; ask a whole one."
