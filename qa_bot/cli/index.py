"""`index`: add articles to an index, and update those that have changed."""

from __future__ import annotations

import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import IndexOption, OfflineOption, console_of, note_bundled_index
from qa_bot.errors import SourceError, UsageError
from qa_bot.paths import index_directory
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import pluralize
from qa_bot.text import sanitize_line

if TYPE_CHECKING:
    from qa_bot.embedding import Model
    from qa_bot.index import IndexResult
    from qa_bot.ingest import Indexer
    from qa_bot.sources.read import Content, Sources
    from qa_bot.types import Article, Source

_AHEAD = 2  # sources read before they are embedded


def index(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="Files, folders, URLs, or - (standard input)."),
    ] = None,
    directory: IndexOption = None,
    update: Annotated[
        bool, typer.Option("--update", help="Update the articles of the index from their sources.")
    ] = False,
    offline: OfflineOption = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", metavar="NAME", help="A sentence-transformers model: folder or hub name."
        ),
    ] = None,
) -> None:
    """Add articles to an index, or update them.

    What has not changed is skipped.

    \b
    qa-bot index article.txt --index mine
    qa-bot index articles/ report.pdf https://example.org/article --index mine
    qa-bot index --update --index mine
    """
    from qa_bot.embedding import open_encoder
    from qa_bot.index import Index
    from qa_bot.index.database import has_index
    from qa_bot.ingest import Indexer
    from qa_bot.sources.read import Sources

    if not sources and not update:
        raise UsageError("name a file, folder or URL, or add --update; see: qa-bot index --help")
    console = console_of(context)
    target = index_directory(directory)
    if not sources and not has_index(target):
        Index(target)  # says what is missing, and how to make it
    chosen = _model(target, model)
    with Indexer(
        target, chosen, lambda: open_encoder(chosen, threads=os.cpu_count() or 1, many=True)
    ) as indexer:
        run = _IndexRun(console, Sources(offline=offline, tell=console.note), indexer)
        run.add(sources or (), update=update)
    if run.changed:
        note_bundled_index(console, target)
    if run.failed:
        raise typer.Exit(ExitStatus.FAILED)


def _model(target: Path, name: str | None) -> Model:
    """Return the named model, or that of the index, or the packaged one."""
    from qa_bot.embedding import find_model, find_trusted_model, trust_model
    from qa_bot.index import stored_model_name

    if name is not None:
        chosen = find_model(name)
        trust_model(chosen)
        return chosen
    held = stored_model_name(target)
    return find_model() if held is None else find_trusted_model(held)


@dataclass(frozen=True, slots=True)
class _ReadSource:
    """A source that was read: its bytes, and its article unless the bytes are unchanged."""

    content: Content
    article: Article | None


class _IndexRun:
    """One run of the command: prints a line for each source and counts failures."""

    def __init__(self, console: Console, sources: Sources, indexer: Indexer) -> None:
        self.failed = 0
        self.changed = False
        self._console = console
        self._sources = sources
        self._indexer = indexer
        self._stored = {one.source.key: one for one in indexer.store.sources()}

    def add(self, names: Sequence[str], *, update: bool) -> None:
        """Add the named sources, and with `update` the index's own.

        A thread reads the next ones while one is embedded: this doubles the pages per second.
        """
        waiting: deque[tuple[Source, Future[_ReadSource | None]]] = deque()
        with ThreadPoolExecutor(1) as pool:
            try:
                for source in self._find(names, update=update):
                    waiting.append((source, pool.submit(self._read, source)))
                    if len(waiting) > _AHEAD:
                        self._add(*waiting.popleft())
                while waiting:
                    self._add(*waiting.popleft())
            finally:
                pool.shutdown(cancel_futures=True)

    def _find(self, names: Sequence[str], *, update: bool) -> Iterator[Source]:
        """Yield each source once."""
        seen: set[str] = set()
        for source in chain(self._find_named(names), self._find_stored() if update else ()):
            if source.key not in seen:
                seen.add(source.key)
                yield source

    def _find_named(self, names: Sequence[str]) -> Iterator[Source]:
        for name in names:
            try:
                for found in self._sources.find([name]):
                    yield found.source
            except SourceError as error:  # an error of the folder or address itself
                self._fail(error)

    def _find_stored(self) -> Iterator[Source]:
        for one in self._stored.values():
            if one.source.kind != "stdin":  # standard input cannot be read again
                yield one.source

    def _read(self, source: Source) -> _ReadSource | None:
        """Read a source; None if its page has not changed. Raises SourceError."""
        from qa_bot.ingest import read_article
        from qa_bot.sources.identity import shown_name

        stored = self._stored.get(source.key)
        content = self._sources.read(source, stored.fetched if stored else None)
        if content is None:
            return None
        if stored and stored.sha256 == sha256(content.data).hexdigest():
            return _ReadSource(content, None)
        name = shown_name(source)
        return _ReadSource(content, read_article(content.data, name, content.served))

    def _add(self, source: Source, prepared: Future[_ReadSource | None]) -> None:
        started = time.monotonic()
        try:
            done = self._index(source, prepared.result())
        except SourceError as error:
            self._fail(error)
        else:
            self.changed |= done is not None and done.article is not None
            self._console.print(_report(source, done, time.monotonic() - started))

    def _index(self, source: Source, prepared: _ReadSource | None) -> IndexResult | None:
        if prepared is None:
            return None
        content, article = prepared.content, prepared.article
        return self._indexer.add(
            content.data, source, fetched=content.fetched, pending=lambda: article, progress=True
        )

    def _fail(self, error: SourceError) -> None:
        self._console.error(str(error))
        self.failed += 1


def _report(source: Source, done: IndexResult | None, seconds: float) -> str:
    if done is None or done.article is None:
        return f"unchanged {sanitize_line(source.name)}"
    article = done.article
    encoding = f", read as {article.encoding}" if article.encoding != "utf-8" else ""
    kinds = Counter(span.kind for span in article.boilerplate)
    left_out = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    return (
        f"{done.status} {sanitize_line(done.source)}: "
        f"{pluralize(len(article.paragraphs), 'paragraph')}, "
        f"{pluralize(len(article.sentences), 'sentence')}, {len(article.boilerplate)} left out"
        f"{f' ({left_out})' if left_out else ''}{encoding}, {seconds:.1f} s"
    )
