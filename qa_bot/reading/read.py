"""A source → an Article: decode, cut into blocks, clean, cut into sentences, find who says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qa_bot.errors import SourceError
from qa_bot.reading.blocks import Lines, text_blocks
from qa_bot.reading.cleaning import clean
from qa_bot.reading.decode import decode
from qa_bot.reading.markdown import markdown_blocks
from qa_bot.reading.sentences import sentence_spans
from qa_bot.reading.speakers import find_speakers
from qa_bot.text import shown
from qa_bot.types import Article, Noise, Paragraph, Sentence

_TEXT_SUFFIXES = {".txt", ".text", ".md", ".markdown"}
_MARKDOWN_SUFFIXES = {".md", ".markdown"}


def find_sources(path: Path) -> Iterator[Path]:
    """Yield the file, or the text and Markdown files below the folder in a fixed order.

    Raises SourceError where there is nothing to read.
    """
    if not path.is_dir():
        yield path
        return
    found = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in _TEXT_SUFFIXES
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not found:
        raise SourceError(f"{path} holds no .txt or .md file; name a file or another folder")
    yield from found


def read_source(path: Path) -> bytes:
    """Return a source's bytes; raises SourceError where they cannot be had."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist; check the name") from None
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}); check its permissions"
        ) from None


def read_article(data: bytes, source: str) -> Article:
    """Return the article that a file's bytes hold; `source` names it and tells its format.

    Raises SourceError for what is empty, not text, or nothing but noise.
    """
    text, encoding = decode(data, source)
    path = Path(source)
    lines = Lines(text)
    is_markdown = path.suffix.lower() in _MARKDOWN_SUFFIXES
    cleaned = clean(text, markdown_blocks(text) if is_markdown else text_blocks(text), lines)

    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    noise = list(cleaned.noise)
    for block in cleaned.prose:
        spans = sentence_spans(text, block.start, block.end)
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
        noise += _between(text, block.start, block.end, spans, lines)
    if not sentences:
        raise SourceError(f"{source} holds no article text, only adverts and page chrome")
    if cleaned.title:
        title = shown(text[cleaned.title.start : cleaned.title.end])
        headings = (cleaned.title, *cleaned.headings)
    else:
        title, headings = path.stem or source, cleaned.headings
    return Article(
        source=source,
        title=title,
        text=text,
        encoding=encoding,
        paragraphs=tuple(paragraphs),
        sentences=tuple(
            replace(sentence, speaker=speaker)
            for sentence, speaker in zip(
                sentences, find_speakers(text, paragraphs, sentences), strict=True
            )
        ),
        headings=headings,
        noise=tuple(sorted(noise, key=lambda span: span.start)),
    )


def _between(
    text: str, start: int, end: int, spans: list[tuple[int, int]], lines: Lines
) -> Iterator[Noise]:
    """Yield the lone punctuation that stands between a block's sentences."""
    ends = [start, *(finish for _, finish in spans)]
    starts = [*(begin for begin, _ in spans), end]
    for left, right in zip(ends, starts, strict=True):
        if stray := text[left:right].strip():
            begin = text.index(stray, left)
            yield Noise(begin, begin + len(stray), lines.number(begin), "punctuation")
