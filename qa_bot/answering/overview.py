"""Answers to overview questions, about the article as a whole, in its own sentences.

"What is this about?" is answered by the lead; "summarize" by the article's own summary, otherwise
by the lead and the most central sentences; "who is quoted?" by a quote of each speaker; "which
countries are named?" by the fewest sentences that name all of them; "when was this written?" and
"who wrote it?" by the dateline and the byline, if there are any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from qa_bot.answering.overview_intent import Overview
from qa_bot.answering.person_questions import holds_quotation, named_persons
from qa_bot.embedding import Vector
from qa_bot.index import Index, IndexedArticle, Passage
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word

_MAX_SUMMARY = 5  # sentences of a summary
_MAX_ABOUT = 3
_MAX_LISTED = 8  # sentences, each with another name
_SAME_MEANING = 0.75
_BYLINE_WORDS = 14
_SPOKEN = 0.8  # share of a transcript's sentences that have a speaker
_MAX_COMPARED = 2000  # sentences
_TOP = 6  # paragraphs at either end that may hold a dateline or byline


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """Sentences that answer for the article as a whole, and how much of it they cover, 0 to 1.

    For a list, this is the share of the names found; for what the article is about, the similarity
    to everything it says.
    """

    passages: list[Passage]
    coverage: float = 1.0


def find_overview(
    index: Index,
    asked: Sequence[IndexedArticle],
    kind: Overview,
    encode: Callable[[str], Vector],
) -> OverviewAnswer:
    """Return the sentences of the articles that answer, in the order in which to show them.

    `encode` returns the embedding of a title. There are none if the articles do not say.
    """
    if kind in _NAMES:
        return _cover_names(_named_sentences(index, [one.id for one in asked], kind))
    passages = _passages(index, asked, kind, encode)
    if kind in ("about", "summary") and passages:
        return OverviewAnswer(passages, _likeness(index, asked, passages))
    return OverviewAnswer(passages)


def _passages(
    index: Index,
    asked: Sequence[IndexedArticle],
    kind: Overview,
    encode: Callable[[str], Vector],
) -> list[Passage]:
    articles = [article.id for article in asked]
    if kind in ("about", "summary") and len(articles) > 1:
        return [one for id_ in articles[:_MAX_LISTED] for one in _prose(index, id_)[:1]]
    if kind == "about":
        return [one for id_ in articles for one in _about(index, id_)]
    if kind == "summary":
        return [one for article in asked for one in _summary(index, article, encode)]
    if kind not in ("written", "author"):
        return []  # only the metadata says it
    tells = _is_dateline if kind == "written" else _is_byline
    return [one for id_ in articles for one in find_at_edges(index, id_, tells)[:1]][:_MAX_SUMMARY]


def _named_sentences(
    index: Index, articles: Sequence[int], kind: Overview
) -> list[tuple[Passage, Set[str]]]:
    """Return the sentences that hold names of the kind asked for, each with its names."""
    sentences = [one for id_ in articles for one in index.sentences(id_)]
    named = [(one, _NAMES[kind](index, one)) for one in sentences]
    if kind == "quoted" and _is_transcript(sentences):
        named = [(one, {one.speaker} if one.speaker else set()) for one in sentences]
    return [(one, names) for one, names in named if names]


def _likeness(index: Index, asked: Sequence[IndexedArticle], passages: Sequence[Passage]) -> float:
    """Return the cosine of the mean embeddings of some sentences and of all prose."""
    prose = [one for article in asked for one in _prose(index, article.id)]
    means = [
        np.mean([index.vector(one.id) for one in part], axis=0)
        for part in (passages, prose[:_MAX_COMPARED])
    ]
    lengths = float(np.linalg.norm(means[0]) * np.linalg.norm(means[1]))
    return max(0.0, float(means[0] @ means[1]) / (lengths or 1.0))


def _about(index: Index, article: int) -> list[Passage]:
    """Return the first sentences of the article's lead, the first paragraph of prose."""
    prose = _prose(index, article)
    return [one for one in prose if one.paragraph == prose[0].paragraph][:_MAX_ABOUT]


def _summary(
    index: Index, article: IndexedArticle, encode: Callable[[str], Vector]
) -> list[Passage]:
    """Return the article's own summary, otherwise its lead and its most central sentences."""
    kinds = {one.number: one.kind for one in index.paragraphs(article.id)}
    own = [one for one in index.sentences(article.id) if kinds[one.paragraph] == "summary"]
    prose = _prose(index, article.id)
    if own or not prose:
        return own[:_MAX_SUMMARY]
    vectors = np.array([index.vector(one.id) for one in prose])
    chosen = [0]
    nearest = np.argsort(-(vectors @ (vectors.mean(axis=0) + encode(article.title))), kind="stable")
    for n in nearest.tolist():
        if len(chosen) == _MAX_SUMMARY:
            break
        leans = ENGLISH.discourse.LEANING.match(index.text(prose[n]))
        if not leans and (vectors[chosen] @ vectors[n]).max() < _SAME_MEANING:
            chosen.append(n)
    return [prose[n] for n in sorted(chosen)]


def _prose(index: Index, article: int) -> list[Passage]:
    """Return an article's complete sentences outside lists, or whatever sentences it has."""
    kinds = {one.number: one.kind for one in index.paragraphs(article)}
    sentences = index.sentences(article)
    whole = [one for one in sentences if _is_whole(index.embedding_text(one))]
    return [one for one in whole if kinds[one.paragraph] == "text"] or whole or list(sentences)


def _is_whole(text: str) -> bool:
    """Return whether a text is a complete sentence, not a byline or a fragment."""
    return (
        len(text.split()) >= 6
        and bool(ENGLISH.discourse.SENTENCE_END.search(text))
        and not text.rstrip().endswith("?")
    )


def _cover_names(named: Sequence[tuple[Passage, Set[str]]]) -> OverviewAnswer:
    """Return the fewest sentences that name all names (greedily), in the article's order."""
    everyone = {name for _, names in named for name in names}
    left = set(everyone)
    chosen: list[Passage] = []
    while left and len(chosen) < _MAX_LISTED:
        best, names = max(named, key=lambda one: (len(one[1] & left), -one[0].id))
        if not names & left:
            break
        chosen.append(best)
        left -= names
    passages = sorted(chosen, key=lambda one: one.id)
    return OverviewAnswer(passages, 1 - len(left) / max(1, len(everyone)))


def _countries(index: Index, one: Passage) -> set[str]:
    text = index.embedding_text(one)
    found = [
        match
        for match in ENGLISH.countries.COUNTRY.finditer(text)
        if not _is_of_person(match, text)
    ]
    return {normalize_word(match[0]) for match in found}


def _is_of_person(match: re.Match[str], text: str) -> bool:
    """Return whether "Jordan" or "Chad" is part of a person's name."""
    if match[0] not in ENGLISH.countries.FIRST_NAMES:
        return False
    return bool(
        re.search(r"\b[A-Z][a-z]+ $", text[max(0, match.start() - 40) : match.start()])
        or re.match(r" [A-Z][a-z]+", text[match.end() :])
    )


def _people(index: Index, one: Passage) -> set[str]:
    return {normalize_word(name.split()[-1]) for name in named_persons(index.embedding_text(one))}


def _dates(index: Index, one: Passage) -> set[str]:
    return {
        match[0].casefold() for match in ENGLISH.overview.DATE.finditer(index.embedding_text(one))
    }


def _quoted(index: Index, one: Passage) -> set[str]:
    """Return the speaker of a sentence that holds words between quotation marks."""
    return {one.speaker} if one.speaker and holds_quotation(index.text(one)) else set()


def _is_transcript(sentences: Sequence[Passage]) -> bool:
    """Return whether nearly all sentences have a speaker, as in an interview."""
    return sum(one.speaker is not None for one in sentences) > _SPOKEN * len(sentences)


_NAMES: dict[Overview, Callable[[Index, Passage], set[str]]] = {
    "quoted": _quoted,
    "countries": _countries,
    "people": _people,
    "dates": _dates,
}


def find_at_edges(index: Index, article: int, tells: Callable[[str], bool]) -> list[Passage]:
    """Return the first sentence that satisfies `tells` in each short paragraph near either end."""
    numbers = [one.number for one in index.paragraphs(article)]
    edges = [*numbers[:_TOP], *numbers[_TOP:][-_TOP:]]
    found = []
    for number in edges:
        sentences = index.sentences(article, number)
        words = " ".join(index.embedding_text(one) for one in sentences)
        if len(words.split()) <= _BYLINE_WORDS and tells(words):
            found += [one for one in sentences if tells(index.embedding_text(one))][:1]
    return found


def _is_dateline(text: str) -> bool:
    date = ENGLISH.overview.FULL_DATE.search(text)
    if date is None:
        return False
    rest = text.replace(date[0], "")
    return bool(
        ENGLISH.overview.WRITTEN.search(text)
        or ENGLISH.overview.BYLINE.match(text)
        or len(rest.split()) <= 6
    )


def _is_byline(text: str) -> bool:
    return bool(ENGLISH.overview.BYLINE.match(text))
