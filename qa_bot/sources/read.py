"""Read what a user named: a file, the files of a folder, a web page, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from qa_bot.errors import SourceError
from qa_bot.sources.child import ArticleProcess
from qa_bot.sources.files import MAX_SIZE, find_files, read_file, too_large_error
from qa_bot.sources.identity import file_source, is_url, shown_name, stdin_source, url_source
from qa_bot.text import sanitize_line
from qa_bot.types import Article, FetchRecord, ServerHints, Source

STDIN = "-"
# "example.org/article", as browsers show addresses: folders rarely have such names.
_HOST = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)")


@dataclass(frozen=True, slots=True)
class Content:
    """A source's bytes, and for a page what its server said about them."""

    data: bytes
    served: ServerHints | None = None
    fetched: FetchRecord | None = None


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source, and whether the user named it rather than a folder that contains it."""

    source: Source
    is_named: bool = True


class _PendingSource:
    """A source being read in a thread, and its article in a child process."""

    def __init__(
        self,
        source: Source,
        read: Callable[[], Content | None],
        is_known: Callable[[bytes], bool],
    ) -> None:
        self.source = source
        self.child: ArticleProcess | None = None
        self._read = read
        self._is_known = is_known
        self._content: Content | None = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def content(self) -> Content | None:
        """Wait for the bytes and return them; raises whatever reading them raised."""
        self._thread.join()
        if self._error:
            raise self._error
        return self._content

    def close(self) -> None:
        """End the child process."""
        if self.child:
            self.child.stop()

    def _run(self) -> None:
        try:
            self._content = content = self._read()
            if content and not self._is_known(content.data):
                with suppress(OSError):  # if no process can be started, this one reads the article
                    self.child = ArticleProcess(
                        content.data, shown_name(self.source), content.served
                    )
        except BaseException as error:
            self._error = error


class Sources:
    """Finds the sources that the user named, and reads them.

    The network is used only for the URLs among the names; offline, not at all. `tell` is called
    with a line about what was left out of each folder.
    """

    def __init__(
        self,
        *,
        offline: bool = False,
        tell: Callable[[str], object] = lambda line: None,
    ) -> None:
        self.offline = offline
        self.tell = tell
        self._stdin: bytes | None = None
        self._pending: _PendingSource | None = None

    def find(self, names: Iterable[str]) -> Iterator[FoundSource]:
        """Yield the named sources in order; a folder yields its files one at a time.

        Standard input, `-`, is read here. Raises SourceError for an address that cannot be fetched
        or a folder without articles.
        """
        for name in names:
            if name == STDIN:
                yield FoundSource(stdin_source(self.stdin()))
            elif is_url(name):
                from qa_bot.sources.addresses import parse_url

                parse_url(name)
                yield FoundSource(url_source(name))
            elif not name or "\0" in name:
                raise SourceError(f"{name!r} is not a file name; check it")
            else:
                path = Path(name)
                if _HOST.match(name) and not path.exists():
                    shown = sanitize_line(name)[:200]
                    raise SourceError(f"{shown} does not exist; for a page write https://{shown}")
                is_named = not path.is_dir()
                for file in find_files(path, self.tell):
                    yield FoundSource(file_source(str(file)), is_named)

    def begin(self, name: str, is_known: Callable[[bytes], bool]) -> None:
        """Begin reading a single source, and its article in another process.

        `read` and `article` return the results or raise the errors. Nothing is started for a
        folder, and no process if the content `is_known`.
        """
        with suppress(SourceError):
            if name == STDIN or is_url(name) or not Path(name).is_dir():
                (found,) = self.find([name])
                self._pending = _PendingSource(
                    found.source, partial(self._read, found.source), is_known
                )

    def article(self, source: Source) -> Callable[[], Article | None] | None:
        """Return a function that waits for a source's article, if its process was started."""
        pending = self._pending
        return (
            pending.child.article
            if pending and pending.source == source and pending.child
            else None
        )

    def close(self) -> None:
        """Stop reading a source that is not needed."""
        if self._pending:
            self._pending.close()

    def read(self, source: Source, known: FetchRecord | None = None) -> Content | None:
        """Return a source's bytes, or None if the page has not changed since it was `known`.

        Raises SourceError if they cannot be read.
        """
        if self._pending and self._pending.source == source:
            return self._pending.content()
        return self._read(source, known)

    def _read(self, source: Source, known: FetchRecord | None = None) -> Content | None:
        if source.kind == "stdin":
            return Content(self.stdin())
        if source.kind == "url":
            return self._fetch(source, known or FetchRecord())
        path = Path(source.key)  # valid in any folder; a pipe, `<(…)`, has only a name
        return Content(read_file(path if path.exists() else Path(source.name), source.name))

    def stdin(self) -> bytes:
        """Return all of standard input, which is read only once."""
        if self._stdin is None:
            self._stdin = read_stdin()
        return self._stdin

    def _fetch(self, source: Source, known: FetchRecord) -> Content | None:
        from urllib.parse import unquote, urlsplit

        from qa_bot.sources.addresses import show_url

        if self.offline:
            raise SourceError(
                f"{show_url(source.name)} is not fetched while offline; leave --offline out, or "
                "save the page and give the file"
            )
        from qa_bot.sources.fetch import fetch
        from qa_bot.sources.media_types import suffix_of

        page = fetch(source.name, etag=known.etag, last_modified=known.last_modified)
        if page is None:
            return None
        suffix = suffix_of(page.media_type) or Path(unquote(urlsplit(page.url).path)).suffix
        served = ServerHints(suffix, page.charset, page.url)
        return Content(
            page.data, served, FetchRecord(page.etag, page.last_modified, page.fetched_at)
        )


def read_stdin() -> bytes:
    """Return all of standard input; raises SourceError if it is too large."""
    data = sys.stdin.buffer.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise too_large_error("standard input")
    return data
