"""Assertions: what makes a sentence less than one, for answering yes or no."""

from __future__ import annotations

import re

ASKS = re.compile(
    r"\W{0,9}(is|are|was|were|do|does|did|has|have|had|will|can)(?: there)?\s", re.IGNORECASE
)
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
    r"speculat\w*|suppos\w*|rumou?r\w*)\b|\?",
    re.IGNORECASE,
)
NEXT_STATEMENT = re.compile(
    r";|,? (?:and|but) (?=(?:is|are|was|were|has|have|had|will|it|he|she|they|the|[A-Z]\w+)\b)"
)
# Within a clause, these make it a wish, a plan, a guess or somebody's words, or begin another one.
_HEDGES = (
    r"(?:may|might|could|would|should|must|perhaps|about|going|ready|because|against|agreed|"
    r"possibl\w*|probabl\w*|likely|unlikely|wants?|wanted|wish\w*|hop(?:e[ds]?|ing)|plan\w*|"
    r"expect\w*|threat\w*|warn\w*|think\w*|thought|consider\w*|propos\w*|demand\w*|seem\w*|"
    r"appear\w*|tr(?:y|ied|ies|ying)|attempt\w*|prepar\w*|sa(?:y|ys|id|ying)|told|tell\w*|"
    r"accord\w*|ask\w*|refus\w*|reject\w*|fail\w*|lack\w*|unable|no|without|hardly|barely|little|"
    r"promis\w*|offer\w*|intend\w*|avoid\w*|prevent\w*|stop\w*|oppos\w*|that|which|who|whose|when|"
    r"where|while|although|though|after|before)"
)
HEDGE = re.compile(_HEDGES, re.IGNORECASE)
NEGATION = re.compile(r"not|never|cannot|\w+n['’]t", re.IGNORECASE)
TOKEN = re.compile(r"\w(?:[\w’'.-]*\w)?|[,;:—–“”\"()]")
ENDS_CLAUSE = re.compile(r"[,;:—–“”\"()]|and|but|since|because|so", re.IGNORECASE)
# Words of a question that the sentence need not have.
NEUTRAL = frozenset(("the", "a", "an", "of", "in", "on", "at", "ever"))
BE = frozenset(("is", "are", "was", "were", "be", "been", "isn't", "aren't", "wasn't", "weren't"))
IS, WAS = frozenset(("is", "are")), frozenset(("was", "were", "been", "wasn't", "weren't"))
DO, PAST_ENDING = frozenset(("do", "does")), "ed"
BY = "by"
HAVE = frozenset(("has", "have", "had"))
WILL = frozenset(("will", "shall", "won't"))
CAN = frozenset(("can", "able", "cannot", "can't"))
# A reply that says it at once, but not "No. 5".
REPLY = re.compile(r"\W{0,9}(yes|no)\b(?=\s{0,9}(?:[,.;:!—–-]|$))(?!\. ?\d)", re.IGNORECASE)
YES, NO = "yes", "no"
