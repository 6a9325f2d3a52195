"""Articles in and out: what a store promises to whoever writes, and to those who read meanwhile."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa_bot.embedding import Encoder, Encoding, Model, find_model
from qa_bot.errors import SourceError, UnusableIndexError
from qa_bot.index import Database, Index, Store, verify_index
from qa_bot.ingest import Indexer, read_article
from qa_bot.sources.identity import file_source, stdin_source, url_source
from qa_bot.types import Article, Facts, FetchRecord, Place, Source
from tests.conftest import OTTERS

BEAVERS = "Beavers build a dam\n\nThe beavers built a dam across the Lune in June. It held.\n"
STORY = "A story\n\nThe heron left the marsh in the morning.\n"


def indexer(index: Path | Database, encoder: Encoder) -> Indexer:
    return Indexer(index, find_model(), lambda: encoder)


def add(index: Path | Database, encoder: Encoder, **texts: str) -> None:
    with indexer(index, encoder) as opened:
        for name, text in texts.items():
            opened.add(text.encode(), f"{name}.txt")


def sources(directory: Path) -> list[str]:
    with closing(Index(directory)) as index:
        assert list(verify_index(index)) == []
        return [article.source for article in index.articles]


def test_equal_sentences_are_encoded_once(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode = encoder.encode

    def watch(texts: list[str], **options: bool) -> list[Encoding]:
        encoded.extend(texts)
        return encode(texts, **options)

    monkeypatch.setattr(encoder, "encode", watch)
    verses = "The heron left.\n\nThe otter came.\n\n" * 50
    add(tmp_path / "index", encoder, song=verses)
    assert sorted(encoded) == ["The heron left.", "The otter came."]
    with closing(Index(tmp_path / "index")) as index:
        (article,) = index.articles
        assert len(index.sentences(article.id)) == 100
        assert list(verify_index(index)) == []


def test_articles_are_added_skipped_replaced_and_removed(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    add(directory, encoder, otters=OTTERS, beavers=BEAVERS)
    with indexer(directory, encoder) as opened:
        assert opened.add(OTTERS.encode(), "otters.txt").status == "unchanged"
        assert opened.add(BEAVERS.upper().encode(), "beavers.txt").status == "replaced"
    assert sources(directory) == ["otters.txt", "beavers.txt"]
    with Store(directory) as store:
        assert store.remove("otters.txt") == "otters.txt"
        with pytest.raises(SourceError, match="qa-bot list"):
            store.remove("otters.txt")
    with closing(Index(directory)) as index:
        assert [article.source for article in index.articles] == ["beavers.txt"]
        assert index.document_frequencies(["otter", "beaver"]) == {"otter": 0, "beaver": 1}
        assert "otter" not in index.vocabulary


def test_an_index_is_sound_after_any_sequence_of_changes(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator, directory = random.Random(3), tmp_path / "index"
    texts = [f"Story {n}\n\nThe {word} came on day {n}. It left.\n" for n, word in
             enumerate(["otter", "beaver", "heron", "otter", "trout"])]  # fmt: skip
    held: dict[str, str] = {}
    for round_ in range(16):
        # Sometimes FAISS is built again each time, sometimes the newer sentences grow.
        monkeypatch.setattr("qa_bot.index.vectors._TAIL", round_ % 3 * 4)
        with indexer(directory, encoder) as opened:
            for _ in range(generator.randint(1, 3)):
                name = f"{generator.randint(0, 3)}.txt"
                if name in held and len(held) > 1 and generator.random() < 0.4:
                    opened.store.remove(name)
                    del held[name]
                else:
                    held[name] = generator.choice(texts)
                    opened.add(held[name].encode(), name)
        assert sorted(sources(directory)) == sorted(held)
        with closing(Index(directory)) as index:
            hits = index.candidates(encoder.encode(["who came?"])[0].sentence, ["came"])
            assert len(hits.ids) == index.size == 2 * len(held)


def test_everything_that_is_known_of_an_article_comes_back(tmp_path: Path) -> None:
    article = read_article(OTTERS.encode(), "otters.txt")
    facts = Facts(article.title, "A. Writer", "2021-05-30", "The Lune", "en-GB", "https://x.org/o")
    places = (Place(0, 1), Place(100, 2), Place(150, None, "Coda"))
    article = Article(
        **{name: getattr(article, name) for name in Article.__slots__}
        | {"format": "pdf", "facts": facts, "places": places}
    )
    got = FetchRecord('"abc"', "Tue, 24 Nov 2026 10:00:00 GMT", "2026-11-24T10:00:01+00:00")
    source = url_source("https://x.org/o.pdf#top")
    encodings = [
        Encoding(np.full(4, 0.5, np.float32), np.eye(2, 4, dtype=np.float32))
        for _ in article.sentences
    ]
    model = Model("tiny", tmp_path, "0" * 64)
    with Store(tmp_path / "index", model) as store:
        store.add(article, encodings, source, "f" * 64, got)
        assert store.holds(url_source("https://x.org/o.pdf"), "f" * 64)
        assert not store.holds(source, "e" * 64)
    with closing(Index(tmp_path / "index")) as index:
        (held,) = index.articles
        assert (held.kind, held.source, held.format) == ("url", source.name, "pdf")
        assert (held.facts, held.fetched, held.sha256) == (facts, got, "f" * 64)
        assert index.places(held.id) == places
        assert [index.page(held.id, offset) for offset in (0, 99, 100, 149, 150)] == [
            1, 1, 2, 2, None,
        ]  # fmt: skip
        assert index.place(held.id, 200) == places[2]
        assert index.article_text(held.id) == OTTERS
        assert index.paragraphs(held.id) == list(article.paragraphs)
        assert index.headings(held.id) == list(article.headings)
        assert index.boilerplate(held.id) == list(article.boilerplate)
        spans = [(s.start, s.end, s.paragraph, s.speaker) for s in article.sentences]
        assert spans == [(s.start, s.end, s.paragraph, s.speaker) for s in index.sentences(held.id)]


def test_two_names_of_one_file_are_one_source_and_a_moved_index_knows_its_own(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "index").mkdir()
    with indexer(tmp_path / "index", encoder) as opened:
        opened.add(STORY.encode(), "index/story.txt")
        assert opened.add(STORY.encode(), str(tmp_path / "index/story.txt")).status == "unchanged"
    (tmp_path / "index").rename(tmp_path / "moved")
    with indexer(tmp_path / "moved", encoder) as opened:
        assert opened.add(STORY.encode(), "moved/story.txt").status == "unchanged"
    assert stdin_source(b"a").key != stdin_source(b"b").key != file_source("-").key


def test_what_failed_leaves_what_was_added_before_and_nothing_else(
    tmp_path: Path, encoder: Encoder
) -> None:
    directory = tmp_path / "index"
    with pytest.raises(SourceError), indexer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
        opened.add(b"- Advertisement -", "advert.txt")
    assert sources(directory) == ["otters.txt"]
    with pytest.raises(SourceError), indexer(tmp_path / "new", encoder) as opened:
        opened.add(b"", "empty.txt")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("statement", ["INSERT INTO headings", "UPDATE manifest"])
def test_an_interrupted_change_is_undone(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    directory = tmp_path / "index"
    add(directory, encoder, otters=OTTERS)
    before = (directory / "index.sqlite").read_bytes()
    for name in ("run", "run_many"):
        run = getattr(Database, name)

        def interrupted(*given: object, run: Callable[..., int] = run) -> int:
            if str(given[1]).startswith(statement):
                raise KeyboardInterrupt
            return run(*given)

        monkeypatch.setattr(Database, name, interrupted)
    with pytest.raises(KeyboardInterrupt), indexer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
    monkeypatch.undo()
    assert (directory / "index.sqlite").read_bytes() == before
    add(directory, encoder, beavers=BEAVERS)
    assert sources(directory) == ["otters.txt", "beavers.txt"]


class Slow:
    """An encoder that is at work until it is let go."""

    def __init__(self, encoder: Encoder) -> None:
        self.model, self.engine, self.dimensions = encoder.model, "", encoder.dimensions
        self.is_word = encoder.is_word
        self._encoder = encoder
        self.begun, self.go = threading.Event(), threading.Event()

    def encode(self, texts: list[str], **options: bool) -> list[Encoding]:
        self.begun.set()
        assert self.go.wait(60)
        return self._encoder.encode(texts, **options)


@pytest.mark.parametrize("is_new", [True, False])
def test_nobody_waits_for_a_model(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    monkeypatch.setattr("qa_bot.index.database.TIMEOUT", 0.1)
    directory, slow = tmp_path / "index", Slow(encoder)
    if not is_new:
        add(directory, encoder, otters=OTTERS)
    thread = threading.Thread(target=add, args=(directory, slow), kwargs={"story": STORY})
    thread.start()
    assert slow.begun.wait(60)
    add(directory, encoder, beavers=BEAVERS)  # a second writer
    assert "beavers.txt" in sources(directory)  # and a reader
    slow.go.set()
    thread.join()
    assert sources(directory)[-2:] == ["beavers.txt", "story.txt"]


def test_a_second_writer_is_told_who_waits_too_long(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    add(directory, encoder, otters=OTTERS)
    monkeypatch.setattr("qa_bot.index.database.TIMEOUT", 0.1)
    with closing(sqlite3.connect(directory / "index.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(UnusableIndexError, match="being written; try again"),
            indexer(directory, encoder) as opened,
        ):
            opened.add(BEAVERS.encode(), "beavers.txt")
        assert sources(directory) == ["otters.txt"]
    add(directory, encoder, beavers=BEAVERS)


@pytest.mark.slow
def test_many_make_one_index_at_once_and_each_adds_its_own(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from qa_bot.embedding import find_model, open_encoder
from qa_bot.ingest import Indexer
encoder = open_encoder()
with Indexer(Path(sys.argv[1]), find_model(), lambda: encoder) as indexer:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(3):
        name = f"{sys.argv[2]}-{n}"
        indexer.add(f"A story. It is number {name}.".encode(), f"{name}.txt")
"""
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "index"), str(n)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for n in range(3)
    ]
    for maker in makers:
        assert maker.stdout is not None
        maker.stdout.readline()
    for maker in makers:
        maker.communicate(b"\n")
        assert maker.returncode == 0
    assert len(sources(tmp_path / "index")) == 9
    assert {path.name for path in (tmp_path / "index").iterdir()} == {
        "index.sqlite", "vectors.faiss",
    }  # fmt: skip


def test_an_open_index_is_not_disturbed_and_sees_that_it_is_stale(
    otters: Index, encoder: Encoder
) -> None:
    query = encoder.encode(["otters"])[0].sentence
    before = otters.candidates(query, ["otter"]).ids
    assert not otters.stale
    add(otters.directory, encoder, beavers=BEAVERS)
    assert otters.stale
    assert otters.candidates(query, ["otter"]).ids == before


def test_an_open_index_sees_that_it_was_deleted_and_made_again(
    otters: Index, encoder: Encoder
) -> None:
    for path in otters.directory.iterdir():
        path.unlink()
    assert otters.stale
    add(otters.directory, encoder, beavers=BEAVERS)
    assert otters.stale
    with closing(Index(otters.directory)) as again:
        assert [article.source for article in again.articles] == ["beavers.txt"]


def test_a_writer_does_not_write_into_a_deleted_index(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    add(directory, encoder, otters=OTTERS)
    with (
        pytest.raises(UnusableIndexError, match="deleted or replaced in the meantime"),
        indexer(directory, encoder) as opened,
    ):
        (directory / "index.sqlite").unlink()
        opened.add(BEAVERS.encode(), "beavers.txt")


def test_vectors_of_another_model_are_refused(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(otters=OTTERS)
    with closing(sqlite3.connect(directory / "index.sqlite")) as connection, connection:
        connection.execute("UPDATE manifest SET value = 'other' WHERE key = 'model_sha256'")
    with pytest.raises(UnusableIndexError, match="leave --model out"):
        indexer(directory, encoder)


def test_an_index_in_memory_answers_as_one_on_disk(tmp_path: Path, encoder: Encoder) -> None:
    memory = Database.create_in_memory()
    for place in (memory, tmp_path / "index"):
        add(place, encoder, otters=OTTERS, beavers=BEAVERS)
    with closing(Index(tmp_path / "index")) as disk:
        held = Index(memory)
        assert list(verify_index(held)) == []
        assert not held.stale
        query = encoder.encode(["who leads the project?"])[0].sentence
        ours, theirs = (one.candidates(query, ["project"]) for one in (held, disk))
        assert ours.passages == theirs.passages
        assert ours.cosines.tolist() == theirs.cosines.tolist()
        add(memory, encoder, story=STORY)
        assert held.stale
        assert Index(memory).size == held.size + 1


@pytest.mark.slow
def test_one_snapshot_serves_many_threads(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    texts = {
        f"n{n}": f"Story {n}\n\nThe otter {n} came home. It left in {n}.\n" for n in range(250)
    }
    index = Index(make_index(**texts))
    queries = [encoder.encode([f"when did otter {n} leave?"])[0].sentence for n in range(12)]
    stems = ["otter", "left", "7"]
    alone = Index(index.directory)
    expected = [alone.candidates(query, stems) for query in queries]
    wrong: list[object] = []

    def ask() -> None:
        try:
            for _ in range(3):
                for query, right in zip(queries, expected, strict=True):
                    found = index.candidates(query, stems)
                    tokens, _ = index.tokens(found.ids)
                    texts = [index.text(one) for one in found.passages]
                    if (found.ids, found.cosines.tolist()) != (right.ids, right.cosines.tolist()):
                        wrong.append(found.ids)
                    assert len(tokens) and all(texts)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_closed_index_says_so(otters: Index) -> None:
    otters.close()
    with pytest.raises(UnusableIndexError, match="was closed; open it again"):
        _ = otters.stale


@pytest.mark.parametrize("umask", [0o077, 0o002])
def test_files_follow_the_umask(tmp_path: Path, encoder: Encoder, umask: int) -> None:
    before = os.umask(umask)
    try:
        add(tmp_path / "index", encoder, story=STORY)
    finally:
        os.umask(before)
    for path in (tmp_path / "index").iterdir():
        assert path.stat().st_mode & 0o777 == 0o666 & ~umask, path


def test_names_and_texts_that_are_not_unicode_are_refused(tmp_path: Path, encoder: Encoder) -> None:
    with indexer(tmp_path / "index", encoder) as opened:
        with pytest.raises(SourceError, match="not valid UTF-8"):
            opened.add(STORY.encode(), "\udcff.txt")
        with pytest.raises(SourceError, match="not valid UTF-8"):
            opened.add(STORY.encode(), Source("url", "https://x.org/\udcff", "https://x.org/"))
    assert not (tmp_path / "index").exists()
    with pytest.raises(UnusableIndexError, match="not valid UTF-8; rename the folder"):
        indexer(tmp_path / "\udcff", encoder)
    with pytest.raises(UnusableIndexError, match="not valid UTF-8; rename the folder"):
        Index(tmp_path / "\udcff")
