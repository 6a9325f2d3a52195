"""Rule-based corrections of the reader score: quantities, and who is asked about."""

from __future__ import annotations

from qa_bot.answering.person_questions import (
    asked_holder,
    asked_office,
    asked_person,
    asked_speaker,
    asks_for_role,
    asks_who_said,
    describes,
    is_another_office,
    is_said_by,
    names_leader,
    names_office,
    names_somebody,
    says,
)
from qa_bot.answering.question import Question, holds_measure, is_yet_to_come, lacks_type
from qa_bot.answering.reader import window_of
from qa_bot.answering.relation import asked_relation, is_of_another
from qa_bot.answering.spelling import is_absent
from qa_bot.index import Index, Passage

# The reader does not see who speaks if another sentence says so. It confuses who a person is with
# what they do, what one person wants with what another wants, the president of one country with
# that of another, and one kind of quantity with another. If a topic is named ("about Ukraine") X's
# words count for less, because the reader sees that.
_ROLE_BONUS = 1.5
_OTHERS_PENALTY = -4.0
_WORDS_BONUS = 1.5
_TOPIC_WORDS_BONUS = 0.5


def rule_adjustment(index: Index, question: Question, passage: Passage, text: str) -> float:
    """Return the adjustment of the reader score: > 0 for the role or words of the person asked for.

    It is negative for what is said of or by somebody else, and for a sentence without the kind of
    quantity asked for; 0 if no rule applies.
    """
    if question.measure and not holds_measure(text, question.measure):
        return _OTHERS_PENALTY
    if lacks_type(question.text, text) or is_yet_to_come(question.text, text):
        return _OTHERS_PENALTY
    if person := asked_person(question.text):
        if describes(text, person):
            return _ROLE_BONUS
        # Of the windows that say who someone is, 1 of 121 lacks the name; of the others 6 of 13.
        if person[0].isupper() and is_absent(index, person):
            return _OTHERS_PENALTY
    if names_leader(question.text, text):
        return _ROLE_BONUS
    if passage.speaker and asks_who_said(question.text):
        return _WORDS_BONUS
    if speaker := asked_speaker(question.text):
        if is_said_by(passage, speaker) or says(text, speaker):
            return _WORDS_BONUS if len(question.stems) <= 2 else _TOPIC_WORDS_BONUS
        if speaker[0].isupper() and passage.speaker:
            return _OTHERS_PENALTY
    if (office := asked_office(question.text)) and is_another_office(text, *office):
        return _OTHERS_PENALTY
    # Of the windows that answer such a question 7 % lack the office, of the others 44 %.
    if (held := asked_holder(question.text)) and not names_office(
        window_of(index, passage).text, held
    ):
        return _OTHERS_PENALTY
    # Of the sentences that answer such a question 1 % name nobody, of the others 26 %.
    if asks_for_role(question.text) and not names_somebody(text):
        return _OTHERS_PENALTY
    relation = asked_relation(question.text) if question.is_broad else None
    if relation and is_of_another(text, *relation):
        return _OTHERS_PENALTY
    return 0.0
