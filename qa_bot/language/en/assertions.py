"""Assertions: the forms of a clause that says yes or no to a question in the question's words.

The forms match a clause in which the words of the question begin with "_".
"""

from __future__ import annotations

import re

from qa_bot.language.en.words import (
    DAY,
    DEMONSTRATIVES,
    MONTH,
    POSSESSIVE_PRONOUNS,
    RELATIVE_PRONOUNS,
)

ASKS = re.compile(r"\W{0,9}(is|are|was|were|do|does|did|has|have|had|will|can)\s", re.IGNORECASE)
# One sentence in the same words does not decide these: "is it the same?", "do all …?", "didn't …?"
UNDECIDED = re.compile(
    r"\b(?:same|all|every\w*|always|both|any\w*|only|such a|or|than|more|less|not|never|nor?|"
    r"without|really|you|your|i|my|we|our)\b|n['’]t\b|[,;:]",
    re.IGNORECASE,
)
# Anywhere in a sentence, up to its next statement, these leave open whether it is so.
DOUBT = re.compile(
    r"\b(?:if|whether|unless|except|as though|reportedly|only|until|no longer|used to|once|"
    r"formerly|almost|nearly|partly|some|few|nobody|none|neither|nor|untrue|false|falsely|myth|"
    r"hoax|pretend\w*|den(?:y|ied|ies)|alleg\w*|claim\w*|accus\w*|suggest\w*|believ\w*|fear\w*|"
    r"speculat\w*|suppos\w*|rumou?r\w*|accord\w*|apparent\w*|perhaps|maybe|possibl\w*|likely|"
    r"probabl\w*|contrary|imagin\w*|dream\w*|or so|(?:all|anything|everything) but|lied?|"
    r"planned|reported)\b|[?“”\"]",
    re.IGNORECASE,
)
NEXT_STATEMENT = re.compile(
    r";|,? (?:and|but) (?=(?:is|are|was|were|has|have|had|will|it|he|she|they|the|[A-Z]\w+)\b)"
)
NEGATION = re.compile(r"\b(?:not|no|never|cannot)\b|n['’]t\b", re.IGNORECASE)
TOKEN = re.compile(r"[^\W_](?:[\w’'.,-]*[^\W_])?|[,;:—–“”\"()]")
ENDS_CLAUSE = re.compile(r"[,;—–“”\"()]|and|but|since|because|so", re.IGNORECASE)
# Words of a question that the sentence need not have, and words that count as one.
NEUTRAL = frozenset(("the", "a", "an", "ever"))
SAME = {"on": "in", "at": "in", "has": "have"}

# What changes nothing before a word of the question.
_FILLER = (
    r"(?:(?:the|an?|also|later|finally|eventually|again|already|still|now|"
    r"currently|fully|completely|officially|formally|successfully|president|mr|mrs|ms|dr|sir) )*"
)
_WORDS = rf"(?:{_FILLER}_\S+ )+"
_ALONE = r"(?:(?:(?:the|an?) )?_\S+ )+"  # what "not" goes before: "not fully closed" is not "no"
# Among the words of a description, none that limits, likens or relates: "the son of a doctor".
_LIMITS = (
    r"(?:is|are|was|were|be|been|being|have|had|will|can|not|never|no|hardly|barely|the|an?|"
    r"of|in|to|by|for|from|with|without|about|against|after|before|behind|between|beyond|during|"
    r"into|like|near|off|outside|over|per|since|than|through|towards?|under|as|when|where|while|"
    r"although|though|but|because|or|and|less|more|most|least|too|half|second|third|minor|late|"
    r"then|former|retired|future|planned|proposed|prospective|potential|aspiring|would-be|"
    r"so-called|self-\w+|failed|fake|mock|toy|virtual|imaginary|fictional|mythical|hypothetical|"
    r"alternative|cultural|spiritual|deputy|vice|assistant|acting|honorary|student|trainee|"
    r"(?:ex|un|non|anti|pseudo|quasi)\S*|(?!upcoming|leading)\w+ing|\S*['’]s?|"
    rf"{'|'.join({*DEMONSTRATIVES, *POSSESSIVE_PRONOUNS, *RELATIVE_PRONOUNS})}|"
    r"[,;:—–“”\"()])"
)
_OPEN = rf"(?!_|{_LIMITS} )\S+ "
# "A fire in" is asked for, not "a fire drill in".
_KEY = rf"_\S+ (?!(?:{_OPEN})+_(?:of|in|to|by|for|from|with) )"
_DESCRIPTION = (
    rf"(?:an? (?:(?:, )?(?:and (?:(?:the|an?) )?)?(?:{_KEY}|{_OPEN}))*|"
    rf"the {_WORDS}(?:and (?:the )?(?:{_OPEN})+{_WORDS})?)"  # "the largest" means no "inland" city
)
_NOT = r"(?: not(?: yet)?| never|n't) "
# The verb, without and with "not", by what a question begins with.
_VERBS = {
    "is are": ("(?:is|are) ", rf"(?:is|are){_NOT}"),
    "was were": ("(?:was|were) ", rf"(?:was|were){_NOT}"),
    "do does": ("", rf"(?:(?:do|does){_NOT}|never )"),
    "did": ("(?:have )?", rf"(?:(?:did|has|have|had){_NOT}|never )"),
    "has have had": ("(?:have |had )?", rf"(?:has|have|had){_NOT}|never "),
    "will": ("(?:will|shall) ", r"(?:will (?:not|never)|won't|shall not) "),
    "can": ("can ", r"(?:can (?:not|never)|cannot|can't) "),
}
FORMS = {
    asking: re.compile(rf"{_WORDS}(?:{verb}{_WORDS}|(?:{negated}|{verb}no (?!_\d)){_ALONE})")
    for asked, (verb, negated) in _VERBS.items()
    for asking in asked.split()
}
# "Riga is a port and the capital of Latvia", "they met in Riga, the capital of Latvia".
_CALLED = r"(?:(?:\w+ )?known (?:\w+ )?as )?"
DESCRIBES = {
    asking: re.compile(rf"{_CALLED}{_WORDS}(?:, )?(?:{verb}) {_DESCRIPTION}")
    for asking, verb in (("is", "is"), ("are", "are"), ("was", "is|was"), ("were", "are|were"))
}
APPOSITION = re.compile(rf"(?:[^_]* (?:in|from|with|by) )?{_WORDS}, the {_WORDS}")
# What may follow, where the question's words are not the end: none that could be part of them.
AFTER_DESCRIPTION = re.compile(
    r"(?:[,;:—–()]|and|in|by|from|with|since|who|which|that|where|known|born|starring|featuring|"
    r"\S*written|\S+ed) |$"
)
AFTER_APPOSITION = re.compile(r", (?!and |or )|[;)] |$")
AFTER_EVENT = re.compile(
    rf"(?:[,;:—–]|and|from|during|after|since|in (?:(?:\d\d? )?{MONTH}|{DAY}|\d{{4}})) |$",
    re.IGNORECASE,
)
PAST = re.compile(r"\w+ed")
EVENT = frozenset(("did", "was", "were", "has", "have", "had"))
DO = frozenset(("do", "does"))
DID = "did"
CAUSES = (["because"], ["since"])  # before a clause at the beginning: it is taken as true
# The question that ends a text.
REPLIED_TO = re.compile(r"(?:^|[.!?\n])([^.!?\n]{1,300})\?[^\w?]*$")
# A reply that says it at once, but not "No. 5".
REPLY = re.compile(r"\W{0,9}(yes|no)\b(?=\s{0,9}(?:[,.;:!—–-]|$))(?!\. ?\d)", re.IGNORECASE)
YES, NO = "yes", "no"
