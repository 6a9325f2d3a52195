"""The bot: answers questions from an index, for one thread or many."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from qa_bot.answering.compose import (
    Composition,
    add_facts,
    cite,
    compose_quotes,
)
from qa_bot.answering.confidence import THRESHOLD_WITHOUT_READER
from qa_bot.answering.current_index import CurrentIndex
from qa_bot.answering.decide import decide
from qa_bot.answering.number_forms import normalize_numbers
from qa_bot.answering.prepare import ParsedQuestion, PreparedQuestion, prepare_all
from qa_bot.answering.question import (
    Question,
    parse_question,
    question_line,
    strip_courtesy,
)
from qa_bot.answering.ranking import RankedCandidate
from qa_bot.answering.reader import Reader, RememberingReader
from qa_bot.answering.readers import open_reader
from qa_bot.answering.retrieve import rank, retrieve, scope_of
from qa_bot.answering.spelling import spell_as_index
from qa_bot.embedding import Encoder, Encoding, find_model, find_trusted_model, open_encoder
from qa_bot.errors import QaBotError, UnusableIndexError, UsageError
from qa_bot.index import Index
from qa_bot.paths import index_directory
from qa_bot.types import Answer, Fault

if TYPE_CHECKING:
    from qa_bot.cache import OpenSources

T = TypeVar("T")


class Bot:
    """Answers questions from an index. `Bot.open()` opens the bundled one.

    Asking does not change a bot, so threads can share one. A changed index is noticed at the next
    question.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        reader: Reader | None = None,
        *,
        threshold: float | None = None,
    ) -> None:
        """Take an index and the encoder of its model; answer at confidence `threshold` and above.

        Without a reader the hybrid score alone ranks and refuses. The threshold defaults to the
        reader's own, or 0.34 without one.

        Raises UnusableIndexError if the encoder's model is not the index's, and UsageError for a
        threshold outside 0 to 1.
        """
        if encoder.model.sha256 != index.model_sha256:
            raise UnusableIndexError(
                f"the index {index.directory} was built with other weights of {index.model!r}; "
                "rebuild it, or install the model it was built with"
            )
        if threshold is None:
            threshold = reader.calibration.threshold if reader else THRESHOLD_WITHOUT_READER
        self.threshold = check_threshold(threshold)
        self._current = CurrentIndex(index)
        self._encoder = encoder
        self._reader = RememberingReader(reader) if reader else None
        self._sources: OpenSources | None = None

    @classmethod
    def open(
        cls,
        index: str | Path | None = None,
        *,
        reader: bool | str = True,
        threshold: float | None = None,
        threads: int = 1,
    ) -> Self:
        """Open an index directory, or `$QA_BOT_INDEX`, or the bundled index.

        `reader=False` answers by the hybrid score alone; a string names an extractive
        question-answering model, a folder or one on the hub. One thread encodes a single question
        fastest; for many questions (`ask_all`) use one per processor.

        Raises UnusableIndexError, ModelError or UsageError, each with its remedy.
        """
        if threshold is not None:
            check_threshold(threshold)
        opened = Index(index_directory(None if index is None else Path(index)))
        return cls(
            opened,
            open_encoder(find_trusted_model(opened.model), threads=threads),
            open_reader(reader),
            threshold=threshold,
        )

    @classmethod
    def over(
        cls,
        *sources: str | Path,
        reader: bool | str = True,
        threshold: float | None = None,
        threads: int = 1,
        offline: bool = False,
        tell: Callable[[str], object] = lambda line: None,
    ) -> Self:
        """Open a bot over files, folders, URLs or standard input (`-`), without an index.

        Their index is kept in the user's cache, so that the second time is as fast as `open`;
        changed sources are read again. With `offline`, URLs are not fetched, and pages are used as
        last fetched. `tell` is called with a line about what was left out of a folder. For the
        other arguments see `open`.

        Raises SourceError if a source cannot be read, ModelError or UsageError.
        """
        from qa_bot.cache import open_sources

        if threshold is not None:
            check_threshold(threshold)
        if not sources:
            raise UsageError('name a source to ask; for example: Bot.over("article.pdf")')
        model = find_model()
        opened_reader = open_reader(reader)

        opened: list[Encoder] = []

        def open_for_articles() -> Encoder:
            """Load the models while a source is being read."""
            if opened_reader:
                opened_reader.load()
            opened.append(open_encoder(model, threads=os.cpu_count() or 1, many=True))
            return opened[0]

        names = [str(source) for source in sources]
        asked = open_sources(names, model, open_for_articles, offline=offline, tell=tell)
        encoder = opened[0] if opened else open_encoder(model, threads=threads)
        bot = cls(asked.index, encoder, opened_reader, threshold=threshold)
        bot._sources = asked
        return bot

    def close(self) -> None:
        """Close the index's files, once no other thread uses them."""
        self._current.close()
        if self._sources:
            self._sources.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def index(self) -> Index:
        """The snapshot of the last question; threads that share the bot should `use_index`."""
        return self._current.newest

    @property
    def reader_version(self) -> str | None:
        """The name of the reader's weights, or None if the hybrid score alone answers."""
        return self._reader.version if self._reader else None

    @property
    def is_calibrated(self) -> bool:
        """Whether the confidence was fitted to the reader in use."""
        return self._reader is None or self._reader.is_calibrated

    def use_index(self) -> AbstractContextManager[Index]:
        """Yield the newest snapshot of the index, which stays open until the block ends."""
        return self._current.use()

    def read_index(self, work: Callable[[Index], T]) -> T:
        """Return what `work` makes of the newest snapshot; it may be called more than once."""
        return self._current.read(work)

    def ask(
        self, question: str | PreparedQuestion, *, article: str | None = None, id: str | None = None
    ) -> Answer:
        """Answer one question from all articles, or only from the one with source or key `article`.

        Raises UsageError if the question is empty, or the index holds no such article.
        """
        started = time.perf_counter()
        asked = question if isinstance(question, str) else question.understood.asked
        if not asked.strip():
            raise UsageError("the question is empty; type one, for example: what does Putin want?")
        answer = self._current.read(lambda index: self._ask(index, question, article))
        return replace(
            answer,
            id=question_id(asked) if id is None else id,
            seconds=round(time.perf_counter() - started, 4),
        )

    def ask_all(self, questions: Iterable[str], *, article: str | None = None) -> Iterator[Answer]:
        """Answer the questions in order; an error becomes an Answer of status "error".

        Answers are the same as those of `ask`, to the byte, except for `seconds`. At most 512
        questions are read ahead.
        """
        for question, prepared in self.prepare_all(questions, str):
            try:
                yield self.ask(prepared or question, article=article)
            except QaBotError as error:
                yield failed_answer(question, error)

    def prepare_all(
        self, items: Iterable[T], question: Callable[[T], str]
    ) -> Iterator[tuple[T, PreparedQuestion | None]]:
        """Yield the items in order, each with its question; questions are encoded in batches.

        Asking a prepared question costs less and gives the same answer. A question that cannot be
        prepared is None, and raises the error when it is asked.
        """
        return prepare_all(items, question, self._parse_now, self._encoder)

    def rank(self, question: str, *, article: str | None = None) -> list[RankedCandidate]:
        """Return the best candidates for a question, best first, whether or not they answer."""

        def rank_sentences(index: Index) -> list[RankedCandidate]:
            scope = scope_of(index, article)
            parsed = self._parse(index, question)
            return list(rank(scope, parsed, self._encoder, self._reader))

        return self._current.read(rank_sentences)

    def parse(self, question: str) -> Question:
        """Return what a question asks for; its text has the index's spelling and capitals."""
        return self._current.read(lambda index: self._parse(index, question))

    def _ask(self, index: Index, question: str | PreparedQuestion, article: str | None) -> Answer:
        scope = scope_of(index, article)
        parsed, encoding = self._parse_or_reuse(index, question)
        found = retrieve(scope, parsed, self._encoder, self._reader, encoding)
        decision = decide(index, found, self.threshold)
        passages = cite(index, decision.choices)
        is_answered = decision.status == "answered"
        words = (
            compose_quotes(index, parsed.text, decision, passages)
            if is_answered and passages
            else Composition("", None)
        )
        if decision.facts:
            several = len(scope.articles) > 1
            words, passages = add_facts(index, decision, words, passages, names_articles=several)
        return Answer(
            id="",
            question=question if isinstance(question, str) else question.understood.asked,
            status=decision.status,
            answer=words.answer,
            short=words.short,
            confidence=round(decision.confidence, 4),
            citations=passages if is_answered else (),
            closest=() if is_answered else passages,
            resolved_question=None,
            seconds=0.0,
        )

    def _parse_now(self, question: str) -> ParsedQuestion:
        with self._current.use(refresh=False) as index:  # asking will look
            return ParsedQuestion(question, self._parse(index, question), index.fingerprint)

    def _parse_or_reuse(
        self, index: Index, question: str | PreparedQuestion
    ) -> tuple[Question, Encoding | None]:
        """Return what a question asks, and its encoding if it was prepared with this index."""
        if isinstance(question, str):
            return self._parse(index, question), None
        understood = question.understood
        if understood.fingerprint == index.fingerprint:
            return understood.question, question.encoding
        return self._parse(index, understood.asked), None

    def _parse(self, index: Index, question: str) -> Question:
        typed = question_line(question)
        line = normalize_numbers(strip_courtesy(typed), index)
        line = spell_as_index(line, index, self._encoder)
        return parse_question(line if line.endswith(("?", ".", "!")) else f"{line}?", typed)


def check_threshold(threshold: float) -> float:
    """Return a threshold; raises UsageError if it is not from 0 to 1."""
    if not 0 <= threshold <= 1:
        raise UsageError(f"the threshold must be a number from 0 to 1, not {threshold:g}")
    return threshold


def question_id(question: str) -> str:
    """Return the id of a question that was given none: 12 hexadecimal digits of a hash."""
    return hashlib.sha256(question.strip().encode("utf-8", "replace")).hexdigest()[:12]


def failed_answer(question: str, error: Exception, *, id: str | None = None) -> Answer:
    """Return the Answer for a question that failed for a technical reason."""
    return Answer(
        id=question_id(question) if id is None else id,
        question=question,
        status="error",
        answer="",
        short=None,
        confidence=0.0,
        citations=(),
        closest=(),
        resolved_question=None,
        seconds=0.0,
        error=Fault(type(error).__name__, str(error)),
    )
