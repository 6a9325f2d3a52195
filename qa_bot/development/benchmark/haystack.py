"""Hundreds of thousands of real sentences: a documentation package's text, its vectors kept."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from qa_bot.embedding import Encoder, Encoding, Model, open_encoder
from qa_bot.errors import SourceError, UsageError
from qa_bot.index.vectors import pack_tokens, unpack_tokens
from qa_bot.ingest import read_article
from qa_bot.text import embedding_text

PACKAGE = "linux-doc-6.1"  # Debian's; 3,184 files of reStructuredText, 25 MB
_MAX_SIZE = 200_000  # bytes; longer files are tables or lists of names
_CHUNK = 512  # texts encoded before their vectors are written


def download_documentation(folder: Path, package: str) -> list[Path]:
    """Return the text files of a Debian package, downloaded into `folder` once, in mixed order.

    Raises UsageError if apt and dpkg are missing or do not know the package.
    """
    unpacked = folder / package
    if not unpacked.exists():
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{package}.part"
        try:
            subprocess.run(["apt-get", "download", package], cwd=folder, check=True, text=True,
                           capture_output=True)  # fmt: skip
            archive = max(folder.glob(f"{package}_*.deb"))
            subprocess.run(["dpkg-deb", "-x", archive, aside], check=True, capture_output=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            shutil.rmtree(aside, ignore_errors=True)
            raise UsageError(
                f"the package {package} cannot be downloaded ({error}); give a folder of your own "
                "texts: --text FOLDER"
            ) from None
        archive.unlink()
        aside.rename(unpacked)
    return find_texts(unpacked)


def find_texts(folder: Path) -> list[Path]:
    """Return a folder's text files in a mixed but constant order."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in (".txt", ".md", ".rst") and path.stat().st_size <= _MAX_SIZE
    )
    random.Random(1).shuffle(found)
    return found


def articles(files: Sequence[Path], sentences: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of articles with that many sentences in total."""
    count = 0
    for number, path in enumerate(files):
        if count >= sentences:
            return
        data = path.read_bytes()
        try:
            count += len(read_article(data, path.name).sentences)
        except SourceError:
            continue  # a file of tables or links alone
        yield f"{number}-{path.stem}.txt", data


class CachingEncoder:
    """An encoder that keeps every text's vectors in a file: 1e5 sentences take minutes."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Wrap an encoder; the token vectors are kept as an index keeps them."""
        self._encoder, self._path = encoder, path
        self._kept = sqlite3.connect(path, isolation_level=None)
        self._kept.execute("PRAGMA synchronous = OFF")
        self._kept.execute(
            "CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, sentence, tokens)"
        )

    @property
    def model(self) -> Model:
        """The model that makes the vectors."""
        return self._encoder.model

    @property
    def engine(self) -> str:
        """The library that runs the model."""
        return self._encoder.engine

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._encoder.dimensions

    def is_word(self, word: str) -> bool:
        """Return whether the vocabulary has a word as one piece, in lower case."""
        return self._encoder.is_word(word)

    def encode(
        self, texts: Sequence[str], *, exact: bool = False, progress: bool = False
    ) -> list[Encoding]:
        """Return an encoding for each text, in order, new ones encoded in batches."""
        self.keep(texts, exact=exact, progress=progress)
        found = [self._find(text) for text in texts]
        return [one for one in found if one is not None]

    def keep(self, texts: Sequence[str], *, exact: bool = False, progress: bool = False) -> None:
        """Encode in batches and keep the texts that are not known yet."""
        new = iter([text for text in dict.fromkeys(texts) if not self._has(text)])
        while part := list(islice(new, _CHUNK)):
            encoded = self._encoder.encode(part, exact=exact, progress=progress)
            self._kept.execute("BEGIN")
            self._kept.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (text, one.sentence.tobytes(), pack_tokens(one))
                    for text, one in zip(part, encoded, strict=True)
                ),
            )
            self._kept.execute("COMMIT")

    def _has(self, text: str) -> bool:
        row = self._kept.execute("SELECT 1 FROM vectors WHERE text = ?", [text]).fetchone()
        return row is not None

    def _find(self, text: str) -> Encoding | None:
        row = self._kept.execute(
            "SELECT sentence, tokens FROM vectors WHERE text = ?", [text]
        ).fetchone()
        if row is None:
            return None
        sentence = np.frombuffer(row[0], np.float32)
        return Encoding(sentence, unpack_tokens(self._path, row[1], self.dimensions))


def sentences_of(source: str, data: bytes) -> list[str]:
    """Return an article's sentences as they are embedded."""
    article = read_article(data, source)
    return [
        embedding_text(article.text[one.start : one.end], article.format)
        for one in article.sentences
    ]


def open_caching_encoder(kept: Path) -> CachingEncoder:
    """Return an encoder that keeps its vectors in a folder."""
    return CachingEncoder(open_encoder(threads=os.cpu_count() or 1), kept / "vectors.sqlite")


def make_questions(sentences: Sequence[str]) -> list[str]:
    """Return questions from the sentences' words, five from each long enough."""
    asked = [sentence.split()[1:6] for sentence in sentences]
    return [f"what about {' '.join(words).lower()}?" for words in asked if len(words) > 4]
