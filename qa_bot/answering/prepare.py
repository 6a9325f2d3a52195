"""Parse and encode questions some hundred at a time, while earlier ones are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from qa_bot.answering.question import Question
from qa_bot.embedding import Encoder, Encoding
from qa_bot.errors import QaBotError

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

# Encoded together, 1,000 questions take 1.7 s of processor time, one by one 4.2. Chunks of long
# questions are smaller: the vectors of 25,000 characters take some 10 MB.
_CHUNK = 256
_CHARACTERS = 25_000
_FAULTS = (QaBotError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as typed, and as parsed in the spelling of the index with that fingerprint."""

    asked: str
    question: Question
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question that has been parsed and encoded."""

    understood: ParsedQuestion
    encoding: Encoding


@dataclass(slots=True)
class _Chunk(Generic[T]):
    """Items, their parsed questions and encodings, and the exception that ended them, if any."""

    items: list[T]
    understood: list[ParsedQuestion | None]
    encodings: Future[list[Encoding]]
    fault: Exception | None

    def __iter__(self) -> Iterator[tuple[T, PreparedQuestion | None]]:
        found: list[Encoding] = []
        with suppress(*_FAULTS):
            found = self.encodings.result()
        encodings = iter(found)
        for item, understood in zip(self.items, self.understood, strict=True):
            encoding = next(encodings, None) if understood else None
            yield item, PreparedQuestion(understood, encoding) if understood and encoding else None


def prepare_all(
    items: Iterable[T],
    asked: Callable[[T], str],
    understand: Callable[[str], ParsedQuestion],
    encoder: Encoder,
) -> Iterator[tuple[T, PreparedQuestion | None]]:
    """Yield the items in order, each with its question; questions are prepared in batches.

    `asked` returns an item's question. A question that cannot be parsed or encoded comes as None,
    and fails when it is asked. One chunk is read ahead; an exception raised by `items` is passed on
    after the items before it.
    """
    from concurrent.futures import ThreadPoolExecutor  # 16 ms, not needed for one question

    rest = iter(items)
    with ThreadPoolExecutor(1, "prepare") as thread:

        def take() -> _Chunk[T]:
            taken: list[T] = []
            understood: list[ParsedQuestion | None] = []
            characters, fault = 0, None
            try:
                for item in rest:
                    one = None
                    with suppress(*_FAULTS):
                        one = understand(asked(item))
                        characters += len(one.question.text)
                    taken.append(item)
                    understood.append(one)
                    if len(taken) == _CHUNK or characters > _CHARACTERS:
                        break
            except Exception as error:  # raised after the items before it
                fault = error
            texts = [one.question.text for one in understood if one]
            encodings = thread.submit(encoder.encode, texts, exact=True)
            return _Chunk(taken, understood, encodings, fault)

        chunk = take()
        while chunk.items:
            following = None if chunk.fault else take()
            yield from chunk
            if following is None:
                break
            chunk = following
        if chunk.fault:
            raise chunk.fault
