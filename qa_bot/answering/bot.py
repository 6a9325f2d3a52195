"""The bot: an open index and its encoder, asked questions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from qa_bot.answering.compose import Choice, answer_text, as_they_are, choose, cite, closest
from qa_bot.answering.confidence import (
    ANSWER_FROM,
    ANSWER_FROM_BY_RECIPE,
    PEOPLE_CONFIDENCE,
    WHOLE_CONFIDENCE,
)
from qa_bot.answering.number_forms import normalize_numbers
from qa_bot.answering.onnx_reader import open_reader
from qa_bot.answering.overview import passages_of_whole
from qa_bot.answering.overview_intent import asked_of_whole
from qa_bot.answering.prefetch import MOST as MOST_AHEAD
from qa_bot.answering.prefetch import encoded_ahead
from qa_bot.answering.question import Question, parse_question, truncate_question
from qa_bot.answering.ranking import KEPT, Ranked, rank_by_hybrid_score, rank_by_reader
from qa_bot.answering.reader import Reader
from qa_bot.answering.scoring import score_candidates
from qa_bot.answering.short_answer import short_answer
from qa_bot.answering.spelling import correct_spelling, truecase
from qa_bot.embedding import Encoder, Encoding, Vector, find_trusted_model, open_encoder
from qa_bot.errors import QaBotError, UnusableIndexError, UsageError
from qa_bot.index import Index
from qa_bot.paths import index_directory
from qa_bot.types import UNSURE_FROM, Answer, Fault

T = TypeVar("T")


class Bot:
    """Answers questions from an index. `Bot.open()` takes the ready-made one."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        reader: Reader | None = None,
        *,
        threshold: float | None = None,
    ) -> None:
        """Join an index and the encoder of its model; answer from confidence `threshold` on.

        Without a reader the recipe alone ranks and refuses. The threshold is 0.38 with and 0.34
        without a reader where none is given.

        Raises UnusableIndexError where the encoder's model is not the index's.
        """
        if encoder.model.sha256 != index.model_sha256:
            raise UnusableIndexError(
                f"the index {index.directory} was made with other weights of {index.model!r}; "
                "make it anew, or install that model again"
            )
        self.index = index
        self._encoder = encoder
        self._encoded: dict[str, Encoding] = {}
        # What a question asks for, as it is understood: asked for twice where it is encoded ahead.
        self.parse = lru_cache(maxsize=3 * MOST_AHEAD)(self._parse)
        # What was read is not read again, where a question comes again or more is asked of it.
        self._rank = lru_cache(maxsize=64)(self._ranked)
        self._reader = reader
        if threshold is None:
            threshold = ANSWER_FROM if reader else ANSWER_FROM_BY_RECIPE
        self.threshold = threshold
        self._source: str | None = None

    @property
    def reader_version(self) -> str | None:
        """The name of the reader's weights, or None where the recipe alone answers."""
        return self._reader.version if self._reader else None

    @classmethod
    def open(
        cls,
        index: str | Path | None = None,
        *,
        reader: bool = True,
        threshold: float | None = None,
        threads: int = 1,
    ) -> Self:
        """Open an index directory; without one, `$QA_BOT_INDEX` or the ready-made index.

        `reader=False` answers with the recipe alone. One thread encodes a single question quickest;
        many questions (`ask_all`) take one a processor.

        Raises UnusableIndexError or ModelError, each with its remedy.
        """
        opened = Index(index_directory(None if index is None else Path(index)))
        return cls(
            opened,
            open_encoder(find_trusted_model(opened.model), threads=threads),
            open_reader() if reader else None,
            threshold=threshold,
        )

    def close(self) -> None:
        """Close the index's files."""
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def limit(self, source: str | None) -> None:
        """Ask the article of that source alone from now on; None asks all of them again.

        Raises UsageError where the index holds no such article.
        """
        self._source = source
        self._rank.cache_clear()
        self.index = self.index.whole
        if source is not None:
            found = [one.id for one in self.index.articles if one.source == source]
            if not found:
                self._source = None
                raise UsageError(f"the index holds no article {source!r}; all are asked from now")
            self.index = self.index.over(found[0])

    def ask(self, question: str, *, id: str | None = None) -> Answer:
        """Answer one question; raises UsageError where it is empty."""
        started = time.perf_counter()
        if not question.strip():
            raise UsageError("the question is empty; type one, for example: what does Putin want?")
        if self.index.stale:
            newer = Index(self.index.directory)
            self.index.close()
            self.index = newer
            self.parse.cache_clear()
            self._rank.cache_clear()
            if self._source is not None:
                self.limit(self._source)
        sure, choices, near = self._choose(question)
        citations = cite(self.index, choices)
        short = None
        if choices:
            best = choices[0]
            short = short_answer(question, best.short, best.margin, citations[0].quote)
        return Answer(
            id=question_id(question) if id is None else id,
            question=question,
            status="answered" if citations else "not_found",
            answer=answer_text(citations),
            short=short,
            confidence=round(sure, 4),
            citations=citations,
            closest=cite(self.index, near),
            resolved_question=None,
            seconds=round(time.perf_counter() - started, 4),
        )

    def ask_all(self, questions: Iterable[str]) -> Iterator[Answer]:
        """Answer the questions in order; a fault becomes an Answer that says it.

        Answers are those of `ask`, to the byte but for `seconds`; at most 512 questions are read
        before the first of them is answered.
        """
        for question in self.encoded_ahead(questions, str):
            try:
                yield self.ask(question)
            except QaBotError as error:
                yield failed(question, error)

    def encoded_ahead(self, items: Iterable[T], question: Callable[[T], str]) -> Iterator[T]:
        """Yield the items, the question of each encoded together with those of some others.

        A question that is asked when its item is yielded then costs less, and gives the same.
        """

        def understood(item: T) -> str:
            return self.parse(question(item)).text

        try:
            for chunk, encoded in encoded_ahead(items, understood, self._encoder):
                self._encoded = encoded
                yield from chunk
        finally:
            self._encoded = {}

    def rank(self, question: str) -> list[Ranked]:
        """Return the best candidates for a question, best first, whether or not they answer."""
        return list(self._rank(self.parse(question)))

    def understood(self, question: str) -> str:
        """Return a question as one line in the index's spelling, capitals and form of numbers."""
        line = normalize_numbers(truncate_question(question), self.index)
        line = truecase(correct_spelling(line, self.index, self._encoder), self.index)
        return line if line.endswith(("?", ".", "!")) else f"{line}?"

    def _choose(self, question: str) -> tuple[float, list[Choice], list[Choice]]:
        """Return the confidence, the sentences that answer, and else those that come closest."""
        kind = asked_of_whole(question)
        if kind and (passages := passages_of_whole(self.index, kind, self._embedded)):
            sure = PEOPLE_CONFIDENCE if kind == "people" else WHOLE_CONFIDENCE
            choices = as_they_are(passages, sure)
            return (sure, choices, []) if sure >= self.threshold else (sure, [], choices)
        parsed = self.parse(question)
        ranked = self._rank(parsed)
        sure = ranked[0].confidence if ranked else 0.0
        if kind:
            # The article lacks what is asked for, whatever a sentence may look like.
            return min(sure, UNSURE_FROM / 2), [], closest(ranked)
        if sure < self.threshold:
            return sure, [], closest(ranked)
        return sure, choose(self.index, parsed, ranked, least=self.threshold), []

    def _parse(self, question: str) -> Question:
        return parse_question(self.understood(question))

    def _ranked(self, question: Question) -> tuple[Ranked, ...]:
        encoding = self._encoded.get(question.text) or self._encoder.encode([question.text])[0]
        candidates = self.index.candidates(encoding.sentence, question.stems)
        scored = score_candidates(self.index, question, encoding, candidates, KEPT)
        missing = self._is_missing(question)
        if self._reader is None:
            return tuple(rank_by_hybrid_score(question, scored, missing=missing))
        return tuple(rank_by_reader(self.index, self._reader, question, scored, missing=missing))

    def _embedded(self, text: str) -> Vector:
        return self._encoder.encode([text])[0].sentence

    def _is_missing(self, question: Question) -> bool:
        """Tell whether a name or number of the question stands nowhere in the index."""
        known = self.index.document_frequencies(question.names)
        return any(not known.get(name) for name in question.names)


def question_id(question: str) -> str:
    """Return the stable id of a question that has none of its own: 12 hexadecimal digits."""
    return hashlib.sha256(question.strip().encode("utf-8", "replace")).hexdigest()[:12]


def failed(question: str, error: Exception, *, id: str | None = None) -> Answer:
    """Return the Answer of a question that could not be answered for a technical reason."""
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
