"""The pipeline for an article: load → clean → sentences → speakers → embed → store."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Self

from qa_bot.display import displayed_text
from qa_bot.errors import SourceError
from qa_bot.sources.identity import file_source, shown_name
from qa_bot.text import embedding_text, sanitize_line
from qa_bot.types import (
    Article,
    Boilerplate,
    BoilerplateKind,
    FetchRecord,
    Paragraph,
    Sentence,
    ServerHints,
    Source,
)

# A process that only reads an article need not import NumPy and FAISS, and one whose article is
# read by another process need not import the patterns: a tenth of a second each.
if TYPE_CHECKING:
    from qa_bot.documents.document import Document, Turn
    from qa_bot.embedding import Encoder, Model
    from qa_bot.index import Database, IndexResult
    from qa_bot.lines import Lines


# Characters of an article; the Bible has 4 million.
_MAX_LENGTH = 20_000_000


class Indexer:
    """Adds sources to an index; each is on disk when `add` returns.

    The index's lock is not held while a source is read or embedded. If a source fails with
    SourceError, the earlier ones stay.
    """

    def __init__(
        self, index: Path | Database, model: Model, encoder: Callable[[], Encoder]
    ) -> None:
        """Open an index, which `add` creates if it does not exist.

        `encoder` is called for the first article that needs embedding. Raises UnusableIndexError
        if the index cannot be written or holds another model's vectors.
        """
        from qa_bot.index import Store

        self.store = Store(index, model)
        self._open_encoder = encoder
        self._encoder: Encoder | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def add(
        self,
        data: bytes,
        source: Source | str,
        *,
        served: ServerHints | None = None,
        fetched: FetchRecord | None = None,
        pending: Callable[[], Article | None] | None = None,
        progress: bool = False,
    ) -> IndexResult:
        """Add the article in `data`, or replace the one from the same source.

        A string as `source` is a file's path; `served` is what a server said about a page.
        Unchanged bytes are not read again. If another process is reading the article, `pending`
        waits for it and returns it; the encoder is loaded meanwhile. Raises SourceError if there is
        no article.
        """
        from qa_bot.index import IndexResult

        source = file_source(source) if isinstance(source, str) else source
        sha256 = hashlib.sha256(data).hexdigest()
        if self.store.holds(source, sha256):
            if fetched:
                self.store.set_fetched(source, fetched)
            return IndexResult(source.name, "unchanged", None)
        article = None
        if pending:
            import faiss  # noqa: F401 - takes 25 ms, and is needed when the index is closed

            self._encoder = self._encoder or self._open_encoder()
            article = pending()
        article = article or read_article(data, shown_name(source), served)
        texts = [
            embedding_text(article.text[s.start : s.end], article.format) for s in article.sentences
        ]
        self._encoder = self._encoder or self._open_encoder()
        # Equal sentences are encoded once: logs and lyrics repeat them by the thousand.
        unique = list(dict.fromkeys(texts))
        encodings = dict(zip(unique, self._encoder.encode(unique, progress=progress), strict=True))
        return self.store.add(
            article, [encodings[text] for text in texts], source, sha256, fetched or FetchRecord()
        )


def read_article(data: bytes, source: str, served: ServerHints | None = None) -> Article:
    """Return the article in `data`; `source` is its name as given, `served` is for pages.

    Raises SourceError if it is empty, unreadable, or has no sentence of an article.
    """
    from qa_bot.documents.load import load

    return build_article(load(data, source, served), source)


def build_article(document: Document, source: str) -> Article:
    """Clean a document, cut it into sentences and find who says them.

    Raises SourceError if there is no sentence, or if it is too long.
    """
    if (length := len(document.text)) > _MAX_LENGTH:
        raise SourceError(
            f"{source} holds {length // 1_000_000} million characters; "
            f"the longest article read has {_MAX_LENGTH // 1_000_000} million; split it"
        )
    from qa_bot.documents.segmentation.clean import clean
    from qa_bot.documents.segmentation.sentences import sentence_spans
    from qa_bot.language import correct_language
    from qa_bot.lines import Lines

    text = document.text
    lines = Lines(text)
    # A page's title is in its metadata; its loader leaves it out of the text.
    is_titled = bool(document.facts.title) and document.format in ("html", "mhtml")
    cleaned = clean(
        text,
        document.blocks,
        lines,
        document.format,
        title=document.facts.title,
        has_title=not is_titled,
    )

    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    boilerplate = list(cleaned.boilerplate)
    for block in cleaned.prose:
        spans = sentence_spans(text, block.start, block.end, document.format)
        number = len(paragraphs) + 1
        paragraphs.append(
            Paragraph(
                number,
                block.start,
                block.end,
                lines.number(block.start),
                block.section,
                block.kind,
            )
        )
        sentences += [Sentence(start, end, number) for start, end in spans]
        boilerplate += _between(text, block.start, block.end, spans, lines)
    if not sentences:
        found = [
            name
            for name, is_there in (
                ("headings", cleaned.headings or cleaned.title),
                ("adverts and page chrome", boilerplate),
            )
            if is_there
        ]
        only = f", only {', '.join(found)}" if found else ""
        raise SourceError(f"{source} contains no article text{only}; give a source with sentences")
    if all(text[one.start : one.end].endswith("?") for one in sentences):
        # A batch's input next to the articles; if indexed, its questions would answer each other.
        raise SourceError(f"{source} contains only questions; to ask them: qa-bot batch FILE")
    title = document.facts.title or PurePath(source).stem or source
    headings = cleaned.headings
    if cleaned.title:
        headings = (cleaned.title, *headings)
        title = sanitize_line(
            displayed_text(text[cleaned.title.start : cleaned.title.end], document.format)
        )
    language = correct_language(
        document.facts.language, " ".join(text[one.start : one.end] for one in sentences)
    )
    speakers = _find_speakers(document, language, paragraphs, sentences)
    return Article(
        source=source,
        title=title,
        text=text,
        encoding=document.encoding,
        paragraphs=tuple(paragraphs),
        sentences=tuple(
            replace(sentence, speaker=speaker)
            for sentence, speaker in zip(sentences, speakers, strict=True)
        ),
        headings=headings,
        boilerplate=tuple(sorted(boilerplate, key=lambda span: span.start)),
        format=document.format,
        facts=replace(document.facts, language=language),
        places=document.places,
    )


def _find_speakers(
    document: Document,
    language: str | None,
    paragraphs: Sequence[Paragraph],
    sentences: Sequence[Sentence],
) -> list[str | None]:
    """Return each sentence's speaker: by the document's turns, otherwise by rules for English."""
    from qa_bot.language import is_supported
    from qa_bot.speakers.find import find_speakers

    if document.turns:
        return _speakers_by_turn(document.turns, sentences)
    if is_supported(language):
        return find_speakers(document.text, paragraphs, sentences, document.format)
    return [None] * len(sentences)


def _speakers_by_turn(turns: Sequence[Turn], sentences: Sequence[Sentence]) -> list[str | None]:
    """Return each sentence's speaker in a document whose turns are known."""
    starts = [turn.start for turn in turns]
    found: list[str | None] = []
    for sentence in sentences:
        at = bisect_right(starts, sentence.start) - 1
        found.append(turns[at].speaker if at >= 0 and sentence.start < turns[at].end else None)
    return found


def _between(
    text: str, start: int, end: int, spans: list[tuple[int, int]], lines: Lines
) -> Iterator[Boilerplate]:
    """Yield the lone punctuation and wordless markup between a block's sentences."""
    ends = [start, *(finish for _, finish in spans)]
    starts = [*(begin for begin, _ in spans), end]
    for left, right in zip(ends, starts, strict=True):
        if stray := text[left:right].strip():
            begin = text.index(stray, left)
            has_words = any(map(str.isalnum, stray))  # of an image or a comment
            kind: BoilerplateKind = "markup" if has_words else "punctuation"
            yield Boilerplate(begin, begin + len(stray), lines.number(begin), kind)
