"""A conversation: what was asked and answered, and what a follow-up means by it.

A question that cannot stand alone is completed from the one before, by rules and without a language
model: "and Biden?", "why?", "where does he work?", "who said that?". One that stands alone is left
as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from qa_bot.answering.bot import Bot, question_id
from qa_bot.text import collapse, shown
from qa_bot.types import Answer

_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
_ASKING = (
    r"(?:(?:by|with|from|to|for|since|until|at|in|about|of) )?"
    r"(?:who|whom|whose|what|which|when|where|why|how(?: (?:many|much|long|often|old|far))?)"
)
# "What deals did Putin sign?": the asking part, the noun that goes with it, and the rest.
_QUESTION = re.compile(
    rf"({_ASKING})\b((?: (?!{_AUXILIARY}\b)\w+){{0,3}}?) ({_AUXILIARY}\b.*)", re.I
)
_YES_NO = re.compile(rf"{_AUXILIARY}\b", re.IGNORECASE)
_BARE = re.compile(
    rf"(?:and |but )?({_ASKING})(?: exactly| else| so| not| then)?\W*", re.IGNORECASE
)
_AND = re.compile(r"(?:and|but|what about|how about|and what about)\b,? (.+?)\W*", re.IGNORECASE)
_WHO_SAID = re.compile(
    r"(?:and )?(?:who|whose) (?:says?|said|words? (?:is|are|was|were)|claims?|claimed|thinks?)"
    r"(?: (?:that|this|it|so|they))?\W*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(he|she|him|her|his|hers|it|its|they|them|their|theirs|"
    r"(?:that|this|these|those)(?= (?:\w+ed\b|is\b|was\b|\W*$)))\b(?!')",
    re.IGNORECASE,
)
_POSSESSIVES = frozenset(("his", "her", "its", "their"))
_PEOPLE = frozenset(("he", "she", "him", "his", "hers", "her"))
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*)*")
_TIME = re.compile(
    r"\b(?:in|on|at|since|until|before|after|during) (?:\w+ )?(?:\d[\w:.]*|[A-Z][a-z]+day)\b|"
    r"\b(?:today|yesterday|tomorrow)\b",
)
_NOUN_PHRASE = re.compile(
    r"\b(?:the|a|an) ((?:(?!of\b|in\b|on\b|at\b|to\b|for\b|from\b|with\b|about\b|before\b|after\b|"
    rf"{_AUXILIARY}\b|say\b|said\b|want\b)[\w’'-]+ ?){{1,3}})|\b(?:which|what) (\w+s)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|since|until|before|after|during|with|to|from|about|for|against|by)\b", re.I
)


@dataclass(slots=True)
class Conversation:
    """Asks a bot questions, each in the light of those before."""

    bot: Bot
    turns: list[Answer] = field(default_factory=list)
    _waiting: str | None = None  # a question whose pronoun nobody explained yet

    def ask(self, question: str, *, id: str | None = None) -> Answer:
        """Answer a question; where it was completed, `resolved_question` says how.

        What is no question but the name that `asks_back` asked for completes the question before.
        Raises UsageError where it is empty.
        """
        resolved = resolve(question, self.turns[-1]) if self.turns else None
        if self._waiting and _is_name(question):
            resolved = _explained(self._waiting, collapse(question).rstrip("?!. "))
        self._waiting = None
        answer = self.bot.ask(resolved or question, id=id)
        if resolved:
            answer = replace(
                answer,
                id=answer.id if id is not None else question_id(question),
                question=question,
                resolved_question=resolved,
            )
        self.turns.append(answer)
        return answer

    def asks_back(self, question: str) -> str | None:
        """Return what to ask before the question can be: "Who do you mean by “he”?", or None.

        None where the question can be asked. The reply is then asked in its place.
        """
        found = None if self.turns else _free_pronoun(collapse(question))
        if found is None:
            return None
        self._waiting = question
        asking = "Who" if found[1].lower() in _PEOPLE else "What"
        return f"{asking} do you mean by “{found[1]}”?"


def resolve(question: str, before: Answer) -> str | None:
    """Return the question completed from the answer before it, or None where it stands alone."""
    line = collapse(question)
    earlier = collapse(before.resolved_question or before.question).rstrip("?!. ")
    if _WHO_SAID.fullmatch(line):
        if not before.citations:
            return None
        quote = shown(before.citations[0].quote)
        return f"who said {quote if len(quote) <= 200 else quote[:200].rsplit(' ', 1)[0]}?"
    if bare := _BARE.fullmatch(line):
        return _ask_otherwise(bare[1], earlier)
    if (other := _AND.fullmatch(line)) and not re.match(rf"{_ASKING}\b", other[1], re.I):
        return _put_in(other[1], earlier)
    return _name_pronouns(line, earlier, before)


def _ask_otherwise(asking: str, earlier: str) -> str:
    """Ask the earlier question again with another question word: "when?"."""
    asking = asking.lower()
    if question := _QUESTION.fullmatch(earlier):
        noun = question[2] if asking.startswith(("how many", "how much", "which")) else ""
        return f"{asking}{noun} {question[3]}?"
    if _YES_NO.match(earlier):
        return f"{asking} {earlier[0].lower()}{earlier[1:]}?"
    # "Who signed the deals?" has no auxiliary: the rest is what was asked about.
    return f"{asking} {re.sub(rf'^{_ASKING} ', '', earlier, flags=re.IGNORECASE)}?"


def _put_in(other: str, earlier: str) -> str:
    """Put another name or time in the place of the earlier question's: "and Biden?"."""
    if _PREPOSITION.match(other):
        kept = _TIME.sub("", earlier) if _TIME.search(other) else earlier
        return f"{collapse(kept)} {other}?"
    names = [match for match in _NAME.finditer(earlier) if not _is_asking(match[0])]
    if not names:
        return f"{earlier} {other}?"
    start, end = names[-1].span()
    return f"{earlier[:start]}{other}{earlier[end:]}?"


def _name_pronouns(line: str, earlier: str, before: Answer) -> str | None:
    found = _free_pronoun(line)
    if found is None:
        return None
    pronoun = found[1].lower()
    meant = _referent(pronoun, earlier, before)
    if meant is None:
        # A whole clause is meant ("who denies it?"): what it says is asked along.
        clause = _QUESTION.fullmatch(earlier)
        return f"{line.rstrip('?!. ')}: {clause[3] if clause else earlier}?"
    return _replaced(line, found, meant)


def _explained(line: str, name: str) -> str | None:
    """Put the name that was asked for in the place of the line's pronoun."""
    line = collapse(line)
    found = _free_pronoun(line)
    return None if found is None else _replaced(line, found, name)


def _replaced(line: str, pronoun: re.Match[str], name: str) -> str:
    is_possessive = pronoun[1].lower() in _POSSESSIVES and re.match(r" \w", line[pronoun.end() :])
    return line[: pronoun.start()] + name + ("'s" if is_possessive else "") + line[pronoun.end() :]


def _is_name(line: str) -> bool:
    """Tell whether a line is a name or a thing ("Putin", "the Indian leader"), not a question."""
    text = collapse(line)
    asks = re.match(rf"(?:{_ASKING}|{_AUXILIARY}|and|but)\b", text, re.IGNORECASE)
    return not asks and not text.endswith("?") and len(text.split()) <= 5


def _free_pronoun(line: str) -> re.Match[str] | None:
    """Return the pronoun that no name before it in the same question explains."""
    found = _PRONOUN.search(line)
    return None if found is None or _names(line[: found.start()]) else found


def _names(text: str) -> list[str]:
    """Return the names in a question, the one whose view is asked for first."""
    names = [match[0] for match in _NAME.finditer(text) if not _is_asking(match[0])]
    view = re.search(r"\baccording to (?:the )?([A-Z]\w+)", text)
    return sorted(names, key=lambda name: not (view and name.startswith(view[1])))


def _is_asking(word: str) -> bool:
    return bool(re.fullmatch(_ASKING, word, re.IGNORECASE))


def _referent(pronoun: str, earlier: str, before: Answer) -> str | None:
    names = _names(earlier)
    phrases = [collapse(match[1] or match[2]) for match in _NOUN_PHRASE.finditer(earlier)]
    if pronoun in _PEOPLE:
        asked_for = re.match(r"(?i:who)(?! (?:is|was) [A-Z])", earlier)
        if asked_for and before.short:
            return before.short  # "who is the prime minister?" found him
        if names:
            return names[0]
        return before.short or (f"the {phrases[0]}" if phrases else None)
    if _YES_NO.match(earlier) and len(names) > 1 and pronoun in ("it", "that", "this"):
        return None
    if phrases and not any(phrases[0].endswith(name) for name in names[:1]):
        return f"the {phrases[0]}"
    return names[0] if names else None
