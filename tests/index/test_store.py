import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from qa_bot.embedding import Encoder, find_model
from qa_bot.errors import SourceError, UnusableIndexError
from qa_bot.index import Index, IndexWriter, verify_index
from tests.conftest import OTTERS

ANIMALS = [
    "otter", "beaver", "heron", "trout", "whale", "seal", "wolf", "bear", "eagle", "adder", "moose",
    "mouse", "hare", "lynx", "snail", "crab", "shark", "goose", "swan", "bat", "frog", "newt",
]  # fmt: skip
PLACES = [
    "river", "lake", "sea", "forest", "island", "harbour", "bridge", "garden", "valley", "village",
    "mountain", "desert", "shore", "marsh", "meadow", "cliff", "cave", "city", "field", "park",
]  # fmt: skip
BEAVERS = "Beavers build a dam\n\nThe beavers built a dam across the Lune in June. It held.\n"


def writer(directory: Path, encoder: Encoder) -> IndexWriter:
    return IndexWriter(directory, find_model(), lambda: encoder)


def sources(directory: Path) -> list[str]:
    index = Index(directory)
    found = [article.source for article in index.articles]
    assert list(verify_index(index)) == []
    index.close()
    return found


def test_articles_are_added_skipped_replaced_and_removed(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        assert opened.add(OTTERS.encode(), "otters.txt").status == "added"
        assert opened.add(BEAVERS.encode(), "beavers.txt").status == "added"
    with writer(directory, encoder) as opened:
        assert opened.add(OTTERS.encode(), "otters.txt").status == "unchanged"
        assert opened.add(BEAVERS.upper().encode(), "beavers.txt").status == "replaced"
    assert sources(directory) == ["otters.txt", "beavers.txt"]
    with writer(directory, encoder) as opened:
        opened.remove("otters.txt")
        with pytest.raises(SourceError, match="qa-bot list"):
            opened.remove("otters.txt")
    index = Index(directory)
    assert [article.source for article in index.articles] == ["beavers.txt"]
    assert index.document_frequencies(["otter", "beaver"]) == {"otter": 0, "beaver": 1}
    assert "otter" not in index.vocabulary


@pytest.mark.parametrize("small", [0, 2, 10_000])
def test_an_index_is_sound_after_any_sequence_of_changes(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("qa_bot.index.vectors._SMALL", small)
    generator, directory = random.Random(3), tmp_path / "index"
    texts = [f"Story {n}\n\nThe {word} came on day {n}. It left.\n" for n, word in
             enumerate(["otter", "beaver", "heron", "otter", "trout"])]  # fmt: skip
    held: dict[str, str] = {}
    for _ in range(12):
        with writer(directory, encoder) as opened:
            for _ in range(generator.randint(1, 3)):
                name = f"{generator.randint(0, 3)}.txt"
                if name in held and len(held) > 1 and generator.random() < 0.4:
                    opened.remove(name)
                    del held[name]
                else:
                    held[name] = generator.choice(texts)
                    opened.add(held[name].encode(), name)
        assert sorted(sources(directory)) == sorted(held)
        with closing(Index(directory)) as index:
            hits = index.candidates(encoder.encode(["who came?"])[0].sentence, ["came"])
            assert len(hits.ids) == index.size
    assert len(list(directory.iterdir())) == 2 or small < 10_000


def test_an_article_more_leaves_the_vectors_of_the_others_where_they_are(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_bot.index.vectors._SMALL", 2)
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    (first,) = directory.glob("*.faiss")
    before = first.stat()
    with writer(directory, encoder) as opened:
        opened.add(b"A story\n\nThe heron left.\n", "story.txt")
    assert first.stat() == before
    assert len(list(directory.glob("*.faiss"))) == 2
    index = Index(directory)
    hits = index.candidates(encoder.encode(["the heron left"])[0].sentence, ["heron"])
    assert index.plain(hits.passages[hits.cosines.argmax()]) == "The heron left."
    assert len(hits.ids) == index.size
    with writer(directory, encoder) as opened:
        opened.remove("otters.txt")
    assert len(list(directory.glob("*.faiss"))) == 1
    assert sources(directory) == ["story.txt"]


def test_a_large_file_of_vectors_is_searched_by_its_lists(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [(f"Story {n}\n\n{animal.capitalize()}s came to the {place} on day {n}.", f"{n}.txt")
               for n, (animal, place) in enumerate(product(ANIMALS, PLACES))]  # fmt: skip
    stories += [(f"Note {n}\n\nSign up for the letter.", f"note-{n}.txt") for n in range(60)]
    found = []
    for name, listed in (("flat", 1000), ("listed", 100)):
        monkeypatch.setattr("qa_bot.index.vectors._LISTED", listed)
        with writer(tmp_path / name, encoder) as opened:
            for text, source in stories:
                opened.add(text.encode(), source)
        with closing(Index(tmp_path / name)) as index:
            assert index.size == len(stories) > 400
            assert list(verify_index(index)) == []
            query, letter = encoder.encode(["what swims in the sea?", "where do I sign up?"])
            nearest = index.candidates(query.sentence, [])
            texts = map(index.plain, nearest.passages)
            found.append(dict(zip(texts, nearest.cosines.tolist(), strict=True)))
            signs = index.candidates(letter.sentence, []).passages
            assert sum(index.plain(one) == "Sign up for the letter." for one in signs) == 60
    flat, lists = found
    assert all(abs(flat[text] - lists[text]) < 1e-3 for text in flat.keys() & lists.keys())
    nearest = sorted(flat, key=lambda text: -flat[text])[:10]
    assert len(lists.keys() & set(nearest)) >= 8


def test_removed_sentences_take_no_places_and_one_sentence_may_be_all(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_bot.index.vectors._LISTED", 100)
    monkeypatch.setattr("qa_bot.index.vectors._SMALL", 100)
    otters = "Otters\n\n" + " ".join(f"The otter number {n} swam in the sea." for n in range(150))
    with writer(tmp_path / "index", encoder) as opened:
        opened.add(otters.encode(), "otters.txt")
        for n in range(900):
            opened.add(f"Note {n}\n\nSign up for the letter.".encode(), f"note-{n}.txt")
    with writer(tmp_path / "index", encoder) as opened:
        opened.remove("otters.txt")
    with closing(Index(tmp_path / "index")) as index:
        assert index.segments[0].removed == 150
        query = encoder.encode(["which otter swam in the sea?"])[0].sentence
        assert len(index.candidates(query, []).ids) == 150
        assert list(verify_index(index)) == []


def test_a_failure_leaves_the_index_as_it_was(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    with pytest.raises(SourceError), writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
        opened.add(b"- Advertisement -", "advert.txt")
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before


def test_a_failure_leaves_no_new_directory(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(SourceError), writer(tmp_path / "new", encoder) as opened:
        opened.add(b"", "empty.txt")
    assert not (tmp_path / "new").exists()


def test_a_failing_commit_leaves_the_index_as_it_was(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    names = sorted(path.name for path in directory.iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(UnusableIndexError, match="it is as it was"),
        writer(directory, encoder) as opened,
    ):
        opened.add(BEAVERS.encode(), "beavers.txt")
        monkeypatch.setattr("os.fsync", full)
    assert sources(directory) == ["otters.txt"]
    assert sorted(path.name for path in directory.iterdir()) == names


def test_a_killed_writer_leaves_the_old_index_or_the_new(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    script = f"""
import sys
from pathlib import Path
from qa_bot.embedding import find_model, open_encoder
from qa_bot.index import IndexWriter
encoder = open_encoder()
print("ready", flush=True)
for number in range(10000):
    with IndexWriter(Path({str(directory)!r}), find_model(), lambda: encoder) as writer:
        writer.add(b"A story. It is number %d." % number, "story.txt")
"""
    generator = random.Random(1)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(generator.uniform(0.02, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert sources(directory)[0] == "otters.txt"
    with writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
    assert "beavers.txt" in sources(directory)


def test_a_second_writer_fails_in_a_clear_line(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    monkeypatch.setattr("qa_bot.index.schema.TIMEOUT", 0.1)
    with writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
        with pytest.raises(UnusableIndexError, match="being written; try again"):
            writer(directory, encoder)
        assert sources(directory) == ["otters.txt"]  # nothing of it is gone
    assert sources(directory) == ["otters.txt", "beavers.txt"]


def test_a_second_writer_waits_its_turn(tmp_path: Path, encoder: Encoder) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")

    def add(text: str, name: str) -> None:
        with writer(directory, encoder) as opened:
            opened.add(text.encode(), name)

    threads = [
        threading.Thread(target=add, args=(f"A story. It is number {n}.", f"{n}.txt"))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sources(directory)) == 5


@pytest.mark.parametrize("has_links", [True, False])
def test_of_two_that_make_one_index_one_is_told(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not has_links:  # as on some file systems
        monkeypatch.setattr("os.link", refused)
    directory = tmp_path / "index"
    first, second = writer(directory, encoder), writer(directory, encoder)
    assert first._manifest["generation"] != second._manifest["generation"]
    second.add(BEAVERS.encode(), "beavers.txt")
    with first:
        first.add(OTTERS.encode(), "otters.txt")
    with writer(directory, encoder) as third:
        third.add(b"A story\n\nThe heron left.\n", "story.txt")
    with pytest.raises(UnusableIndexError, match="run this again"), second:
        pass
    assert sources(directory) == ["otters.txt", "story.txt"]
    assert list(verify_index(Index(directory))) == []
    assert len(list(directory.iterdir())) == 2


@pytest.mark.parametrize("is_new", [True, False])
def test_an_interrupted_commit_leaves_nothing_behind(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    directory = tmp_path / "index"
    if not is_new:
        with writer(directory, encoder) as opened:
            opened.add(OTTERS.encode(), "otters.txt")
    before = sorted(directory.iterdir()) if directory.exists() else []

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with (
        monkeypatch.context() as patched,
        pytest.raises(KeyboardInterrupt),
        writer(directory, encoder) as opened,
    ):
        opened.add(BEAVERS.encode(), "beavers.txt")
        patched.setattr("os.fsync", interrupted)
    assert (sorted(directory.iterdir()) if directory.exists() else []) == before
    with writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
    assert list(verify_index(Index(directory))) == []


def test_what_a_killed_writer_left_goes_and_what_the_next_writes_stays(
    tmp_path: Path, encoder: Encoder
) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")
    (left := directory / "sentences.99.faiss").touch()
    with writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
        assert not left.exists()
        (begun := directory / "sentences.98.faiss").touch()
    assert begun.exists()


def test_old_vectors_that_cannot_be_removed_do_no_harm(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "index"
    with writer(directory, encoder) as opened:
        opened.add(OTTERS.encode(), "otters.txt")

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    with writer(directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
        monkeypatch.setattr(Path, "unlink", refused)
    monkeypatch.undo()
    assert sources(directory) == ["otters.txt", "beavers.txt"]
    assert list(verify_index(Index(directory))) == []


def test_a_reader_is_not_disturbed_and_sees_that_it_is_stale(
    otters: Index, encoder: Encoder
) -> None:
    query = encoder.encode(["otters"])[0].sentence
    before = otters.candidates(query, ["otter"]).ids
    with writer(otters.directory, encoder) as opened:
        opened.add(BEAVERS.encode(), "beavers.txt")
        assert not otters.stale
        assert otters.candidates(query, ["otter"]).ids == before
    assert otters.stale
    assert otters.candidates(query, ["otter"]).ids == before


def test_vectors_of_another_model_are_refused(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    directory = make_index(otters=OTTERS)
    with sqlite3.connect(directory / "index.sqlite") as connection:
        connection.execute("UPDATE manifest SET value = 'other' WHERE key = 'model_sha256'")
    with pytest.raises(UnusableIndexError, match="leave --model out"):
        writer(directory, encoder)
