"""What a follow-up means: rules that complete it from the question before and its answer.

"And Biden?", "why?", "at what time?", "where does he work?", "who said that?". A question that
stands alone is left as it is; one that nothing before explains is unclear. No language model.
"""

from __future__ import annotations

import re
from collections.abc import Set

from qa_bot.answering.countries import COUNTRY
from qa_bot.answering.overview_intent import overview_intent
from qa_bot.answering.persons import holds_role, named_persons
from qa_bot.text import collapse_whitespace, embedding_text, normalize_word, sanitize_line
from qa_bot.types import Answer

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
_PREPOSITIONS = (
    r"(?:about|of|on|for|to|with|against|from|by|in|at|towards?|since|until|after|before|during)"
)
_ASKING = (
    rf"(?:{_PREPOSITIONS} )?"
    r"(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|long|often|old|far|big))?)"
)
# "What deals did Putin sign?": the asking part, the noun that goes with it, and the rest.
_QUESTION = re.compile(
    rf"({_ASKING})\b((?: (?!{_AUXILIARY}\b)[\w’'-]+){{0,3}}?) ({_AUXILIARY}\b.*)", re.I
)
_YES_NO = re.compile(rf"{_AUXILIARY}\b", re.IGNORECASE)
# "Why?", "by whom?", "at what time?", "which country exactly?"
_BARE = re.compile(
    rf"(?:and |but |so )?({_ASKING})((?<=what)(?: (?!about\b|{_AUXILIARY}\b|else\b)[\w-]+){{1,2}}|"
    rf"(?<=which)(?: (?!{_AUXILIARY}\b|ones?\b)[\w-]+){{1,2}}|"
    rf"(?<=many|much)(?: (?!{_AUXILIARY}\b)[\w-]+){{1,2}})?"
    r"(?: exactly| else| so| not| then| again| precisely)?\W*",
    re.IGNORECASE,
)
# "What about?", "who with?": the preposition behind.
_BEHIND = re.compile(
    rf"(?:and |but )?(who|whom|what|which|where) ({_PREPOSITIONS})\W*", re.IGNORECASE
)
_WHY = re.compile(
    r"(?:and |but )?(?:why (?:is|was) (?:that|this|it)(?: so)?|how come|for what reason|"
    r"what(?:['’]s| is| was) the reason(?: for (?:that|this|it))?)\W*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?:(?:and|but|so|or)? ?(?:what|how) about|and|but|or)\b,? (.+?)[?!.,;:\s]*|"
    r"((?:about|according to|in|on|at|with|since|before|after|during|for) .+?)[?!.,;:\s]*",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"(?:and )?(?:(?:who|whose) (?:says?|said|words? (?:is|are|was|were)|claims?|claimed|thinks?)|"
    r"(?:who|whom) (?:is|was) (?:that|this) (?:said|from)(?: by)?|according to whom?|says who)"
    r"(?: (?:that|this|it|so|they))?\W*",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(
    r"(?:(?:and|but|what about|how about|and what about) )?(?:the )?(?:other|others|second|last|"
    r"first|next|same)(?: (?:ones?|two|person|man|woman|thing))?\W*|which ones?\W*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(he|she|him|her|his|hers|it|its|they|them|their|theirs|"
    r"(?:that|this|these|those)(?= (?:\w+ed|is|was|mean)\b|\W*$))\b(?!')",
    re.IGNORECASE,
)
# "What time is it?" and "is it true that …" ask of nothing before.
_EMPTY_IT = re.compile(
    r"\b(?:time|day|date) is it\b|\b(?:is|was) it (?:true|possible|likely|raining|going to)\b|"
    r"\bit(?:['’]s| is) (?:true|possible|likely) that\b|\bit (?:takes?|took|costs?) to\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"who(?:['’]s| is| was)\b", re.IGNORECASE)
_POSSESSIVES = frozenset(("his", "her", "its", "their"))
_PEOPLE = frozenset(("he", "she", "him", "his", "hers", "her"))
_MANY = frozenset(("they", "them", "their", "theirs", "these", "those"))
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*)*")
_TIME = re.compile(
    r"\b(?:in|on|at|since|until|before|after|during) (?:\w+ )?(?:\d[\w:.]*|[A-Z][a-z]+day)\b|"
    r"\b(?:today|yesterday|tomorrow)\b",
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an) ((?:(?!of\b|in\b|on\b|at\b|to\b|for\b|from\b|with\b|about\b|before\b|after\b|"
    rf"{_AUXILIARY}\b|say\b|said\b|want\b)[\w’'-]+ ?){{1,3}})|\b(?:which|what|how many) (\w+s)\b|"
    r"\b(?:do|did|have|are|were|will) (?!this\b|his\b|its\b)([a-z]+s)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"(in|on|at|since|until|before|after|during|with|to|from|about|for|against|by|according to)\b"
    r" (.+)",
    re.IGNORECASE,
)
_VIEW = re.compile(r",? ?\baccording to .+$", re.IGNORECASE)
_LAST_PHRASE = re.compile(
    rf"^(.+\b(?:about|of|on|for|to|with|against|from|towards?) )(?!.*\b{_PREPOSITIONS} )(.+)$", re.I
)
_COUNTED = re.compile(
    rf"^((?:{_PREPOSITIONS} )?(?:which|what|how many|how much) )(?!{_AUXILIARY}\b)(\w+)\b", re.I
)
# "Can buses cross the bridge?", "and cars?"
_ASKED_OF = re.compile(rf"^({_AUXILIARY} )((?:the |an? )?\w+)\b", re.IGNORECASE)
_A_NAME = re.compile(r"(?:the )?[A-Z]")


def resolve(question: str, before: Answer, speakers: Set[str] = frozenset()) -> str | None:
    """Return the question completed from the answer before it, or None where it stands alone.

    `speakers` are the last words, in lower case, of those who may be meant as persons: where one is
    asked about in place of another ("and Biden?"), the other's name gives way, not a place's.
    """
    line = collapse_whitespace(question)
    earlier = collapse_whitespace(before.resolved_question or before.question).rstrip("?!. ")
    if _WHO_SAID.fullmatch(line):
        return _who_said(before)
    if _WHO_SAID.match(earlier):
        earlier = ""  # nothing is asked in it that could be asked otherwise
    if _WHY.fullmatch(line) and earlier:
        return _ask_otherwise("why", "", earlier)
    if earlier and (behind := _BEHIND.fullmatch(line)):
        return _ask_otherwise(f"{behind[2]} {behind[1]}", "", earlier)
    if earlier and (bare := _BARE.fullmatch(line)):
        return _ask_otherwise(bare[1], bare[2] or "", earlier)
    if (other := _AND.fullmatch(line)) and _OTHER_ONE.fullmatch(line) is None:
        added = other[1] or other[2]
        if not earlier or overview_intent(earlier):
            return f"what is said about {added.removeprefix('about ')}?"
        if not re.match(rf"(?:{_ASKING}|{_AUXILIARY})\b", added, re.I):
            return _put_in(_with_names(added, earlier, before), earlier, speakers)
    return _name_pronouns(line, earlier, before)


def unclear(question: str, before: Answer | None) -> str | None:
    """Return what in a question nothing before explains ("he", "the other one"), or None."""
    line = collapse_whitespace(question)
    if other := _OTHER_ONE.fullmatch(line):
        return re.sub(
            r"^(?:and |but |(?:what|how) about )+", "", other[0].rstrip("?!. "), flags=re.I
        )
    if _WHO_SAID.fullmatch(line) and (before is None or not before.citations):
        return "that"
    if before is None and (bare := _BARE.fullmatch(line) or _AND.fullmatch(line)):
        return bare[0].rstrip("?!. ")
    found = _free_pronoun(line)
    if found is None:
        return None
    if before is None:
        return found[1]
    earlier = collapse_whitespace(before.resolved_question or before.question).rstrip("?!. ")
    is_person = found[1].lower() in _PEOPLE
    return found[1] if is_person and _referent(found[1].lower(), earlier, before) is None else None


def explained(question: str, name: str) -> str | None:
    """Return a question with a name in the place of the pronoun that was unclear."""
    line = collapse_whitespace(question)
    found = _free_pronoun(line)
    return None if found is None else _replaced(line, found, name)


def is_of_people(word: str) -> bool:
    """Tell whether a pronoun stands for people ("he", "they"), so that one asks who is meant."""
    return word.lower() in _PEOPLE | {"they", "them", "their"}


def is_name(line: str) -> bool:
    """Tell whether a line is a name or a thing ("Putin", "the Indian leader"), not a question."""
    text = collapse_whitespace(line)
    asks = re.match(rf"(?:{_ASKING}|{_AUXILIARY}|and|but)\b", text, re.IGNORECASE)
    return not asks and not text.endswith("?") and len(text.split()) <= 5


def _who_said(before: Answer) -> str | None:
    if not before.citations:
        return None
    quote = sanitize_line(before.citations[0].quote)
    return f"who said {quote if len(quote) <= 200 else quote[:200].rsplit(' ', 1)[0]}?"


def _ask_otherwise(asking: str, noun: str, earlier: str) -> str:
    """Ask the earlier question again with another question word: "when?", "at what time?"."""
    asking = asking.lower()
    if question := _QUESTION.fullmatch(_VIEW.sub("", earlier) if asking == "who" else earlier):
        rest = question[3]
        if not noun and asking.startswith(("how many", "how much", "which")):
            noun = question[2]
        elif question[2]:  # "how many deals were signed?", "where?": the deals stay
            auxiliary, _, behind = rest.partition(" ")
            is_be = re.fullmatch(r"is|are|was|were|has|have|had", auxiliary, re.IGNORECASE)
            rest = f"{auxiliary} the{question[2]} {behind}" if is_be else f"{rest} the{question[2]}"
        return f"{asking}{noun} {rest}?"
    if _YES_NO.match(earlier):
        return f"{asking}{noun} {earlier[0].lower()}{earlier[1:]}?"
    # "Who signed the deals?" has no auxiliary: the rest is what was asked about.
    return f"{asking}{noun} {re.sub(rf'^{_ASKING} ', '', earlier, flags=re.IGNORECASE)}?"


def _put_in(other: str, earlier: str, speakers: Set[str]) -> str:
    """Put something else in the place of what the earlier question asks about: "and Biden?"."""
    if starts := _STARTS.match(other):
        return _with_phrase(starts[1].lower(), other, earlier)
    names = [match for match in _NAME.finditer(earlier) if not _is_asking(match[0])]
    if _A_NAME.match(other) and names:
        spoken = [match for match in names if _speaks(match[0], speakers)]
        silent = [match for match in names if match not in spoken]
        alike = spoken[-1:] if _speaks(other, speakers) else silent[-1:]
        if _YES_NO.match(earlier):  # "Does Russia want to join NATO?", "and Ukraine?"
            alike = names[:1]
        start, end = (alike or names[-1:])[0].span()
        if earlier[:start].lower().endswith("the "):
            start -= 4
        return f"{earlier[:start]}{other}{earlier[end:]}?"
    if (counted := _COUNTED.match(earlier)) and " " not in other:
        return f"{counted[1]}{other}{earlier[counted.end() :]}?"
    if (asked := _ASKED_OF.match(earlier)) and not names:
        return f"{asked[1]}{other}{earlier[asked.end() :]}?"
    if last := _LAST_PHRASE.match(earlier):
        return f"{last[1]}{other}?"
    if other.lower().startswith(("the ", "a ", "an ")):
        for phrase in reversed(list(_NOUN_PHRASE.finditer(earlier))):
            end = phrase.start() + len(phrase[0].rstrip())
            return f"{earlier[: phrase.start()]}{other}{earlier[end:]}?"
    return f"{earlier} about {other}?"


def _with_phrase(preposition: str, phrase: str, earlier: str) -> str:
    """Put a phrase in the place of one with the same preposition, or of the time; else behind."""
    if preposition == "according to":
        return f"{_VIEW.sub('', earlier)} {phrase}?"
    if _TIME.search(phrase):
        return f"{collapse_whitespace(_TIME.sub('', earlier))} {phrase}?"
    if preposition in ("about", "with", "against", "from", "for"):
        kept = re.sub(rf" {preposition} .+$", "", earlier, flags=re.IGNORECASE)
        return f"{kept} {phrase}?"
    return f"{earlier} {phrase}?"


def _with_names(text: str, earlier: str, before: Answer) -> str:
    """Return an added phrase with the names for its pronouns: "about moving his own troops"."""
    return (_name_pronouns(text, earlier, before) or text).rstrip("?")


def _name_pronouns(line: str, earlier: str, before: Answer) -> str | None:
    found = _free_pronoun(line)
    if found is None:
        return None
    meant = _referent(found[1].lower(), earlier, before)
    if meant is None and _WHO_IS.match(earlier):
        return None
    if meant is None:
        # A whole clause is meant ("who denies it?"): what it says is asked along.
        last = earlier.rsplit(": ", 1)[-1]  # of a question that was completed so itself
        clause = _QUESTION.fullmatch(last)
        return f"{line.rstrip('?!. ')}: {clause[3] if clause else last}?"
    return _replaced(line, found, meant)


def _replaced(line: str, pronoun: re.Match[str], name: str) -> str:
    is_possessive = pronoun[1].lower() in _POSSESSIVES and re.match(r" \w", line[pronoun.end() :])
    return line[: pronoun.start()] + name + ("'s" if is_possessive else "") + line[pronoun.end() :]


def _free_pronoun(line: str) -> re.Match[str] | None:
    """Return the pronoun that no name before it in the same question explains."""
    found = None if _EMPTY_IT.search(line) else _PRONOUN.search(line)
    return None if found is None or _names(line[: found.start()]) else found


def _referent(pronoun: str, earlier: str, before: Answer) -> str | None:
    names = _names(earlier)
    phrases = [
        f"the {collapse_whitespace(match[1] or match[2])}" if match[1] or match[2] else match[3]
        for match in _NOUN_PHRASE.finditer(earlier)
    ]
    if pronoun in _PEOPLE:
        asked_for = re.match(r"(?i:who)(?! (?:is|was) [A-Z])", earlier)
        if asked_for and before.short:
            return before.short  # "who is the prime minister?" found him
        persons = [name for name in names if not COUNTRY.fullmatch(name)]
        held = [phrase for phrase in phrases if holds_role(phrase)]
        return next(iter([*persons, *held]), None) or before.short or _person_of(before)
    if _YES_NO.match(earlier) and len(names) > 1 and pronoun in ("it", "that", "this"):
        return None
    if pronoun not in _MANY and _WHO_IS.match(earlier):
        return None  # "it" is not the one who was asked about
    if pronoun in _MANY and (many := [one for one in phrases if one.endswith("s")]):
        return many[0]
    if phrases and not any(phrases[0].endswith(name) for name in names[:1]):
        return phrases[0]
    return names[0] if names else None


def _person_of(before: Answer) -> str | None:
    """Return the one person whom the answer's first sentence tells of: its speaker, or named."""
    if not before.citations:
        return None
    first = before.citations[0]
    persons = dict.fromkeys(named_persons(embedding_text(first.quote)))
    return first.speaker or (next(iter(persons)) if len(persons) == 1 else None)


def _names(text: str) -> list[str]:
    """Return the names in a question, the one whose view is asked for first."""
    names = [match[0] for match in _NAME.finditer(text) if not _is_asking(match[0])]
    view = re.search(r"\baccording to (?:the )?([A-Z]\w+)", text)
    return sorted(names, key=lambda name: not (view and name.startswith(view[1])))


def _speaks(name: str, speakers: Set[str]) -> bool:
    return normalize_word(name.rsplit(maxsplit=1)[-1]) in speakers


def _is_asking(word: str) -> bool:
    return bool(re.fullmatch(_ASKING, word, re.IGNORECASE))
