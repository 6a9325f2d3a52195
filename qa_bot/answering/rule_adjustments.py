"""Rule-based corrections of the reader score: who is asked about, and who speaks."""

from __future__ import annotations

from qa_bot.answering.persons import (
    asked_office,
    asked_person,
    asked_role,
    asked_speaker,
    asks_who_said,
    describes,
    holds_quotation,
    is_another_office,
    is_said_by,
    names_holder,
    says,
)
from qa_bot.answering.question import Question, holds_measure
from qa_bot.answering.relation import asked_relation, is_of_another, is_of_another_year
from qa_bot.index import Passage

# What the reader does not see: "who is X?" is answered by X's role, "what did X say?" by X's words
# and by nobody else's, "who said so?" by words whose speaker is known; "who is the president of
# Ukraine?" not by another country's president, "who did Edgar marry?" not by whom another married,
# and what was in 1935 not by what was in 1936.
# If a topic is named ("about Ukraine") X's words count for less, because the reader sees that.
_DESCRIBED = 1.5
_ANOTHERS = -3.0
_SAID = 1.5
_NOBODYS = -1.0
_SAID_ABOUT = 0.5


def rule_adjustment(question: Question, passage: Passage, text: str, around: str = "") -> float:
    """Return the adjustment of the reader score: > 0 for the person, office or words asked for.

    Negative for a sentence about another or another year, or without the kind of quantity asked
    for; 0 if no rule applies. `around` is the text that a year may be given in: title, section
    and paragraph.
    """
    if question.measure and not holds_measure(text, question.measure):
        return _ANOTHERS
    if is_of_another_year(question.text, text, around):
        return _ANOTHERS
    if (person := asked_person(question.text)) and describes(text, person):
        return _DESCRIBED
    if passage.speaker and asks_who_said(question.text):
        return _SAID
    if speaker := asked_speaker(question.text):
        if is_said_by(passage, speaker) or says(text, speaker):
            return _SAID if len(question.stems) <= 2 else _SAID_ABOUT
        if speaker[0].isupper() and passage.speaker:
            return _ANOTHERS
        if speaker[0].isupper() and not holds_quotation(text):
            return _NOBODYS
    if (office := asked_office(question.text)) and is_another_office(text, *office):
        return _ANOTHERS
    if (role := asked_role(question.text)) and names_holder(text, role):
        return _DESCRIBED
    if (relation := asked_relation(question.text)) and is_of_another(text, *relation):
        return _ANOTHERS
    return 0.0
