"""The cache for --in: each set of sources has an index, kept up to date."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from qa_bot.errors import SourceError, UnusableIndexError
from qa_bot.fields import read_json
from qa_bot.paths import cache_directory
from qa_bot.platform import lock_file
from qa_bot.sources.identity import is_url
from qa_bot.sources.read import STDIN, Sources
from qa_bot.types import Source

# This module is imported before NumPy and FAISS, to begin reading early.
if TYPE_CHECKING:
    from qa_bot.embedding import Encoder, Model
    from qa_bot.index import Database, Index, StoredSource
    from qa_bot.ingest import Indexer

# seconds for which a fetched page is not requested again
FRESH = 600
# Limits: the number of indexes, and their bytes in total; the least recently used go first.
MAX_ENTRIES = 100
MAX_BYTES = 1_000_000_000

_NAME = re.compile(r"[0-9a-f]{32}")
_ABOUT_FILE = "sources.json"
_CHECKED_FILE = "checked"  # its time is when the pages of an entry were last requested


@dataclass(frozen=True, slots=True)
class Entry:
    """An index in the cache: the names of its sources, its size in bytes, when it was last used.

    `used` is in seconds since the epoch.
    """

    directory: Path
    names: tuple[str, ...]
    size: int
    used: float


@dataclass(frozen=True, slots=True)
class OpenSources:
    """The index of sources, and an open file that keeps its cache entry from being deleted."""

    index: Index
    hold: IO[bytes] | None = None

    def release(self) -> None:
        """Let the entry be deleted; the index is closed by its user."""
        if self.hold:
            self.hold.close()


def entries_directory() -> Path:
    """Return the directory of the cached indexes."""
    return cache_directory() / "sources"


# Sources that are being read before `open_sources` is called, by their names.
_pending: dict[tuple[str, ...], Sources] = {}


def begin_reading(names: Sequence[str], *, offline: bool = False) -> None:
    """Begin reading a single source, unless the cache is up to date with it.

    `open_sources` continues from there. Call this before importing the bot, which takes as long as
    reading a page.
    """
    if len(names) != 1 or tuple(names) in _pending:
        return
    sources = Sources(offline=offline)
    about = _read_about(_directory(names, sources))
    if not (about and is_url(names[0])):
        known = about.get("sha256")
        sources.begin(names[0], lambda data: sha256(data).hexdigest() == known)
        _pending[tuple(names)] = sources


def open_sources(
    names: Sequence[str],
    model: Model,
    encoder: Callable[[], Encoder],
    *,
    offline: bool = False,
    tell: Callable[[str], object] = lambda line: None,
) -> OpenSources:
    """Return an index of the named sources, created or brought up to date.

    An unchanged source is only read, not embedded again. A page is requested again after ten
    minutes, by its ETag or date; offline, the last copy is used. If the cache cannot be written,
    the index is built in memory. Nothing deletes it until it is released. Raises SourceError if a
    named source cannot be read; for unreadable files in a folder, `tell` is called.
    """
    from qa_bot.index import Database, Index
    from qa_bot.index.database import has_index

    sources = _pending.pop(tuple(names), None) or Sources()
    sources.offline, sources.tell = offline, tell
    directory = _directory(names, sources)

    def update(index: Path | Database) -> Index:
        with _Update(index, sources, model, encoder) as update:
            update.run(names)
        return Index(index)

    with closing(sources):
        for _ in range(2):
            hold = _prepare(directory, names)
            if hold is None:
                break
            try:
                return OpenSources(update(directory), hold)
            except UnusableIndexError:  # of another version, damaged, or the disk is full
                hold.close()
                if not _remove(directory):
                    break
            except BaseException:
                hold.close()
                if not has_index(directory):
                    _remove(directory)
                raise
        return OpenSources(update(Database.create_in_memory()))


def list_entries() -> list[Entry]:
    """Return the entries of the cache, most recently used first."""
    found = []
    with suppress(OSError):
        for directory in entries_directory().iterdir():
            if _NAME.fullmatch(directory.name):
                with suppress(OSError):  # removed meanwhile
                    found.append(_entry(directory))
    return sorted(found, key=lambda entry: entry.used, reverse=True)


def clear() -> tuple[Entry, ...]:
    """Delete the entries that nobody has open, and return them; raises OSError."""
    entries = tuple(entry for entry in list_entries() if not _is_in_use(entry.directory))
    for entry in entries:
        shutil.rmtree(entry.directory)
    return entries


class _Update:
    """Brings one index up to date with its sources; imports the loaders only if needed."""

    def __init__(
        self,
        index: Path | Database,
        sources: Sources,
        model: Model,
        encoder: Callable[[], Encoder],
    ) -> None:
        from qa_bot.index import Store

        self._index = index
        self._sources = sources
        self._model = model
        self._encoder = encoder
        with Store(index, model) as store:
            self._known = {one.source.key: one for one in store.sources()}
        self._read: list[str] = []  # the SHA-256 of what was read this time
        self._open = ExitStack()
        self._indexer: Indexer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, names: Sequence[str]) -> None:
        """Add new and changed sources, and remove those that are gone."""
        seen: set[str] = set()
        has_pages = False
        is_fresh = self._sources.offline or self._is_fresh()
        for found in self._sources.find(names):
            source, known = found.source, self._known.get(found.source.key)
            seen.add(source.key)
            if source.kind == "url":
                if known and is_fresh:
                    continue
                has_pages = True
            try:
                self._add(source, known)
            except SourceError as error:
                if not found.is_named:
                    self._sources.tell(str(error))
                    seen.remove(source.key)
                elif source.kind == "url" and known:
                    when = known.fetched.fetched_at or "before"
                    raise SourceError(f"{error}; --offline uses the copy of {when}") from None
                else:
                    raise
        for key in self._known.keys() - seen:
            self._writer().store.remove(key)
        if has_pages and isinstance(self._index, Path):
            (self._index / _CHECKED_FILE).touch()
        if not seen:
            raise SourceError("no source can be read as an article; name another")
        if len(self._read) == len(names) == 1 and isinstance(self._index, Path):
            _write_about(self._index, names, self._read[0])

    def _add(self, source: Source, known: StoredSource | None) -> None:
        content = self._sources.read(source, known.fetched if known else None)
        if content is None:
            return
        self._read.append(sha256(content.data).hexdigest())
        if known is None or known.sha256 != self._read[-1]:
            self._writer().add(
                content.data,
                source,
                served=content.served,
                fetched=content.fetched,
                pending=self._sources.article(source),
            )

    def _writer(self) -> Indexer:
        if self._indexer is None:
            from qa_bot.ingest import Indexer

            self._indexer = self._open.enter_context(
                Indexer(self._index, self._model, self._encoder)
            )
        return self._indexer

    def _is_fresh(self) -> bool:
        if not isinstance(self._index, Path):
            return False
        try:
            age = time.time() - (self._index / _CHECKED_FILE).stat().st_mtime
        except OSError:
            return False
        return 0 <= age < FRESH


def _directory(names: Sequence[str], sources: Sources) -> Path:
    """Return the entry's directory for these sources, seen from the working directory."""
    parts = [str(Path.cwd()), *names]
    if STDIN in names:
        parts.append(sha256(sources.stdin()).hexdigest())
    digest = sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
    return entries_directory() / digest[:32]


def _prepare(directory: Path, names: Sequence[str]) -> IO[bytes] | None:
    """Create an entry or mark it as used; return the file that holds it, None if that fails."""
    try:
        # What a user asks is private.
        entries_directory().mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.mkdir(exist_ok=True)
        if (directory / _ABOUT_FILE).exists():
            os.utime(directory / _ABOUT_FILE)
        else:
            _prune()
            _write_about(directory, names)
        hold = (directory / _ABOUT_FILE).open("rb")
    except OSError:
        return None
    try:
        lock_file(hold, shared=True)
    except BlockingIOError:  # it is being deleted
        hold.close()
        return None
    except OSError:  # a file system without locks
        pass
    return hold


def _is_in_use(directory: Path) -> bool:
    """Return whether another process, or another bot in this one, has an entry open."""
    try:
        with (directory / _ABOUT_FILE).open("rb") as file:
            lock_file(file)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _write_about(directory: Path, names: Sequence[str], digest: str | None = None) -> None:
    """Record an entry's sources, and the SHA-256 of a single one; raises OSError."""
    about = {"sources": list(names), "sha256": digest}
    if _read_about(directory) != about:
        (directory / _ABOUT_FILE).write_text(json.dumps(about), "utf-8")


def _read_about(directory: Path) -> dict[str, Any]:
    """Return what was recorded of an entry; empty if nothing was or it is damaged."""
    about = read_json(directory / _ABOUT_FILE)
    return about if isinstance(about, dict) else {}


def _entry(directory: Path) -> Entry:
    about = directory / _ABOUT_FILE
    used = about.stat().st_mtime
    names = tuple(map(str, _read_about(directory).get("sources", ())))
    size = sum(file.stat().st_size for file in directory.iterdir())
    return Entry(directory, names, size, used)


def _prune() -> None:
    """Delete old entries to make room for one more."""
    left = MAX_BYTES
    for n, entry in enumerate(list_entries(), 1):
        left -= entry.size
        if n >= MAX_ENTRIES or left < 0:
            _remove(entry.directory)


def _remove(directory: Path) -> bool:
    """Delete an entry unless it is in use; return whether it was deleted."""
    if _is_in_use(directory):
        return False
    shutil.rmtree(directory, ignore_errors=True)
    return True
