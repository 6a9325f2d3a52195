"""The turns of an interview: what asks, and where the reply to it begins."""

from __future__ import annotations

from collections import defaultdict
from weakref import WeakKeyDictionary

from qa_bot.answering.question import is_question
from qa_bot.index import Index, Passage

# An interviewer takes at least three turns and ends half of them with a question; the other turns
# prompt as well ("Your industry complains that it cannot find staff.").
_MIN_TURNS = 3
_MIN_ASKING = 0.5

_known: WeakKeyDictionary[Index, dict[int, frozenset[str]]] = WeakKeyDictionary()


def reply_to(index: Index, passage: Passage) -> Passage | None:
    """Return the first sentence that replies to a question or to what an interviewer says.

    None if the sentence asks for no reply, or if nothing follows it.
    """
    if asks(index, passage):
        after: Passage | None = passage
        while after and after.speaker == passage.speaker:
            after = index.next(index.sentences(after.article, after.paragraph)[-1])
        if after and after.speaker:
            return after
    return index.next(passage) if is_question(index.embedding_text(passage)) else None


def prompt_before(index: Index, passage: Passage) -> list[str]:
    """Return the sentences of the interviewer's turn that a paragraph's first sentence replies to.

    Empty if there is no such turn.
    """
    previous = index.previous(passage)
    if previous is None or previous.speaker == passage.speaker or not asks(index, previous):
        return []
    turn = index.sentences(previous.article, previous.paragraph)
    return [index.embedding_text(one) for one in turn]


def asks(index: Index, passage: Passage) -> bool:
    """Return whether an interviewer says a sentence."""
    if passage.speaker is None:
        return False
    articles = _known.setdefault(index, {})
    if passage.article not in articles:
        articles[passage.article] = _interviewers(index, passage.article)
    return passage.speaker in articles[passage.article]


def _interviewers(index: Index, article: int) -> frozenset[str]:
    """Return the speakers whose turns mostly end with a question; a label begins a turn."""
    ends: dict[str, list[bool]] = defaultdict(list)
    sentences = index.sentences(article)
    for place, one in enumerate(sentences):
        after = sentences[place + 1] if place + 1 < len(sentences) else None
        if one.speaker and (after is None or after.speaker != one.speaker):
            ends[one.speaker].append(is_question(index.embedding_text(one)))
    return frozenset(
        speaker
        for speaker, asked in ends.items()
        if len(asked) >= _MIN_TURNS and sum(asked) >= _MIN_ASKING * len(asked)
    )
