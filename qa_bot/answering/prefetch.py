"""Questions encoded some hundred at a time, in threads, while those before them are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from qa_bot.embedding import Encoder, Encoding
from qa_bot.errors import QaBotError

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

# Encoded together, 1000 questions take 1.7 s of processors instead of 4.2 one by one. Of long ones,
# fewer: the vectors of 25,000 characters are some 10 MB.
MOST = 256
_CHARACTERS = 25_000
_FAULTS = (QaBotError, RuntimeError, OSError)


@dataclass(slots=True)
class _Chunk(Generic[T]):
    """Items, the questions that are being encoded for them, and what ended the reading, if any."""

    items: list[T]
    texts: list[str]
    encoded: Future[list[Encoding]]
    fault: Exception | None

    def encodings(self) -> dict[str, Encoding]:
        with suppress(*_FAULTS):
            return dict(zip(self.texts, self.encoded.result(), strict=True))
        return {}


def encoded_ahead(
    items: Iterable[T], understood: Callable[[T], str], encoder: Encoder
) -> Iterator[tuple[list[T], dict[str, Encoding]]]:
    """Yield the items in chunks, in order, each with the encodings of its questions.

    `understood` returns an item's question as it is to be encoded. What cannot be understood or
    encoded is left out: it fails when it is asked, in its turn. One chunk is read ahead; an
    exception of `items` comes behind the items that came before it.
    """
    from concurrent.futures import ThreadPoolExecutor  # 16 ms, which one question need not pay

    rest = iter(items)
    with ThreadPoolExecutor(1, "ahead") as thread:

        def take() -> _Chunk[T]:
            taken, texts, characters, fault = [], [], 0, None
            try:
                for item in rest:
                    taken.append(item)
                    with suppress(*_FAULTS):
                        texts.append(understood(item))
                        characters += len(texts[-1])
                    if len(taken) == MOST or characters > _CHARACTERS:
                        break
            except Exception as error:  # whatever the iterator raises is raised in its turn
                fault = error
            return _Chunk(taken, texts, thread.submit(encoder.encode, texts, exact=True), fault)

        chunk = take()
        while chunk.items:
            following = None if chunk.fault else take()
            yield chunk.items, chunk.encodings()
            if following is None:
                break
            chunk = following
        if chunk.fault:
            raise chunk.fault
