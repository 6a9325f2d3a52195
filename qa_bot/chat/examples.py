"""The names in an article, and questions about it that it can answer well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from random import Random
from typing import TYPE_CHECKING

from qa_bot.answering.person_questions import describes
from qa_bot.language import ENGLISH
from qa_bot.text import normalize_word, sanitize_line, strip_possessive

if TYPE_CHECKING:
    from qa_bot.answering import Bot
    from qa_bot.index import Index, IndexedArticle

_ARTICLES = 5  # articles read from an index, so that a large one is not read whole
_MAX_PER_KIND = 12  # questions of one kind per article
_FAIR = 0.6  # confidence from which an answer is called fair
_FORMS = ENGLISH.suggestions
_THE = f"{ENGLISH.words.THE} "


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the kind of question it is, and the name that it asks about, if any."""

    question: str
    kind: str
    name: str = ""


def names_of(index: Index) -> list[str]:
    """Return the names of people, places and things in the first articles, most frequent first."""
    counts: Counter[str] = Counter()
    for article in index.articles[:_ARTICLES]:
        counts.update(_names(index, article))
    return [name.removeprefix(_THE) for name, _ in counts.most_common()]


def examples_of(index: Index) -> Iterator[Example]:
    """Yield questions about the first articles: speakers, sections, names, quotations."""
    for article in index.articles[:_ARTICLES]:
        yield from _examples(index, article)
    if len(index.articles) == 1:
        yield from (Example(question, "article") for question in _FORMS.OF_ARTICLE)


def choose_examples(
    bot: Bot,
    examples: Iterable[Example],
    random: Random,
    *,
    tries: int,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Iterator[str]:
    """Yield questions that are answered well, of various kinds and about various names.

    Asks at most `tries` questions, and stops once they are no longer wanted. Raises whatever asking
    raises.
    """
    kinds: dict[str, list[Example]] = {}
    for example in examples:
        kinds.setdefault(example.kind, []).append(example)
    groups = list(kinds.values())
    for group in groups:
        random.shuffle(group)
    random.shuffle(groups)
    taken: set[str] = set()
    mixed = filter(None, chain.from_iterable(zip_longest(*groups)))
    for example in islice((one for one in mixed if one.name not in taken), tries):
        if not is_wanted():
            return
        if _is_answered_well(bot, example):
            taken |= {example.name} - {""}
            is_heading = example.kind == "section"  # whose names may lack their capitals
            yield bot.parse(example.question).text if is_heading else example.question


def _is_answered_well(bot: Bot, example: Example) -> bool:
    answer = bot.ask(example.question)
    if answer.status != "answered" or answer.confidence < _FAIR or not answer.citations:
        return False
    first = answer.citations[0]
    last = normalize_word(example.name.split()[-1]) if example.name else ""
    if example.kind == "who":
        return describes(first.text, last)
    if example.kind == "quotation":
        return answer.short is not None or first.speaker is not None
    return last in normalize_word(f"{first.speaker or ''} {first.text}")


def _examples(index: Index, article: IndexedArticle) -> Iterator[Example]:
    spoken = [one for one in index.sentences(article.id) if one.speaker]
    speakers = Counter(
        _FORMS.ARTICLE_WORD.sub(lambda the: the[0].lower(), sanitize_line(one.speaker or ""))
        for one in spoken
    )
    for name, _ in speakers.most_common(_MAX_PER_KIND):
        yield Example(_FORMS.OF_SPEAKER.format(name), "speaker", name)
        if not name.startswith(tuple(f"{one} " for one in ENGLISH.words.INDEFINITE)):
            yield Example(_FORMS.OF_PERSON.format(name), "who", name)
    for section in dict.fromkeys(one.section for one in index.paragraphs(article.id)):
        heading = sanitize_line(section or "").rstrip("?!.: ")
        if ENGLISH.questions.QUESTION_WORD.match(heading):
            yield Example(f"{heading}?", "section")
    names = _names(index, article)
    # A word alone may be an adjective: "Russian".
    subjects = [
        name
        for name, _ in names.most_common()
        if " " in name.removeprefix(_THE)
        or name.isupper()
        or ENGLISH.countries.COUNTRY.fullmatch(name)
    ]
    for name in subjects[:_MAX_PER_KIND]:
        yield Example(_FORMS.OF_SUBJECT.format(name), "subject", name)
    quoted = (_FORMS.QUOTED.search(index.text(one)) for one in spoken)
    for found in islice(filter(None, quoted), _MAX_PER_KIND):
        yield Example(_FORMS.OF_WORDS.format(sanitize_line(found[1])), "quotation")


def _names(index: Index, article: IndexedArticle) -> Counter[str]:
    """Return the names in an article and how often each occurs, with "the" where it is usual."""
    stop_words = ENGLISH.words.STOP_WORDS
    counts: Counter[str] = Counter()
    after_the: Counter[str] = Counter()
    for sentence in index.sentences(article.id):
        text = sanitize_line(index.embedding_text(sentence))
        for found in _FORMS.NAME.finditer(text):
            words = found[0].split()
            at_start = bool(_FORMS.BEGINNING.search(text[: found.start()]))
            while words and words[0].lower() in stop_words and words[0] not in ENGLISH.words.THE_US:
                words.pop(0)
                at_start = False
            name = strip_possessive(" ".join(words))
            if (
                len(name) < 2
                or (at_start and len(words) == 1 and not name.isupper())
                or (len(words) > 1 and name.isupper())
                or any(map(ENGLISH.follow_ups.CALENDAR_NAME.match, words))
            ):
                continue
            counts[name] += 1
            before = text[: found.start()] + found[0].removesuffix(" ".join(words))
            after_the[name] += before.lower().endswith(_THE)
    return Counter(
        {
            f"{_THE}{name}" if 2 * after_the[name] > count else name: count
            for name, count in counts.items()
        }
    )
