"""The FAISS file is a cache: lost, damaged, foreign or old, the candidates are the same."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import product
from pathlib import Path

import faiss
import numpy as np
import pytest

from qa_bot.embedding import Encoder, find_model
from qa_bot.index import Candidates, Index, verify_index
from qa_bot.index.vectors import FAISS_FILE
from qa_bot.ingest import Indexer
from qa_bot.paths import bundled_index
from tests.conftest import OTTERS

pytestmark = pytest.mark.slow

ANIMALS = [
    "otter", "beaver", "heron", "trout", "whale", "seal", "wolf", "bear", "eagle", "adder", "moose",
    "mouse", "hare", "lynx", "snail", "crab", "shark", "goose", "swan", "bat", "frog", "newt",
]  # fmt: skip
PLACES = [
    "river", "lake", "sea", "forest", "island", "harbour", "bridge", "garden", "valley", "village",
    "mountain", "desert", "shore", "marsh", "meadow", "cliff", "cave", "city", "field", "park",
]  # fmt: skip


def add(directory: Path, encoder: Encoder, articles: dict[str, str]) -> None:
    with Indexer(directory, find_model(), lambda: encoder) as indexer:
        for name, text in articles.items():
            indexer.add(text.encode(), f"{name}.txt")


def stories() -> dict[str, str]:
    return {
        f"{n}": f"Story {n}\n\n{animal.capitalize()}s came to the {place} on day {n}.\n"
        for n, (animal, place) in enumerate(product(ANIMALS, PLACES))
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """An index of more sentences than are all candidates; it is read only."""
    directory = tmp_path_factory.mktemp("large") / "index"
    add(directory, encoder, stories())
    return directory


def near(directory: Path, encoder: Encoder, question: str = "what swims in the sea?") -> Candidates:
    with closing(Index(directory)) as index:
        return index.candidates(encoder.encode([question])[0].sentence, [])


def is_same(one: Candidates, other: Candidates) -> bool:
    return one.ids == other.ids and one.cosines.tolist() == other.cosines.tolist()


@pytest.mark.slow
def test_it_is_an_index_that_faiss_reads_and_finds_the_nearest(
    large: Path, encoder: Encoder
) -> None:
    index = faiss.read_index(str(large / FAISS_FILE))
    query = encoder.encode(["what swims in the sea?"])[0].sentence
    _, ids = index.search(query.reshape(1, -1), 150)
    assert set(ids[0].tolist()) == set(near(large, encoder).ids)
    assert faiss.read_index(str(bundled_index() / FAISS_FILE)).ntotal == 57


@pytest.mark.slow
def test_the_candidates_are_the_exact_nearest(large: Path, encoder: Encoder) -> None:
    query = encoder.encode(["what swims in the sea?"])[0].sentence
    with closing(Index(large)) as index:
        every = [one.id for article in index.articles for one in index.sentences(article.id)]
        exact = np.stack([index.vector(id_) for id_ in every]) @ query
    found = near(large, encoder)
    order = np.argsort(-exact)[:100]  # FAISS rounds: those at the edge may differ
    assert {every[n] for n in order.tolist()} <= set(found.ids)
    cosines = dict(zip(every, exact.tolist(), strict=True))
    assert np.allclose(found.cosines, [cosines[id_] for id_ in found.ids], atol=1e-6)


def spoil(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    generator = random.Random(how)
    if how == "deleted":
        path.unlink()
    elif how == "directory":
        path.unlink()
        path.mkdir()
    elif how == "dangling":
        path.unlink()
        path.symlink_to("nowhere")
    elif how == "foreign":
        shutil.copy(bundled_index() / FAISS_FILE, path)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "zeros":
        path.write_bytes(bytes(len(data)))
    elif how.startswith("truncated"):
        path.write_bytes(data[: generator.randrange(len(data))])
    elif how == "appended":
        path.write_bytes(data + b"more")
    else:
        data[generator.randrange(len(data))] ^= 1 << generator.randrange(8)
        path.write_bytes(data)


@pytest.mark.parametrize(
    "how",
    ["deleted", "directory", "dangling", "foreign", "empty", "zeros", "appended"]
    + [f"truncated {n}" for n in range(4)]
    + [f"flip {n}" for n in range(16)],
)
def test_whatever_becomes_of_it_the_answers_are_the_same(
    large: Path, tmp_path: Path, encoder: Encoder, how: str
) -> None:
    sound, expected = large / FAISS_FILE, near(large, encoder)
    directory = Path(shutil.copytree(large, tmp_path / "copy"))
    spoil(directory / FAISS_FILE, how)
    assert is_same(near(directory, encoder), expected)
    with closing(Index(directory)) as index:
        assert list(verify_index(index)) == []
    if how != "directory":  # it was built again
        assert (directory / FAISS_FILE).stat().st_size == sound.stat().st_size
    assert {path.name for path in directory.iterdir()} == {"index.sqlite", FAISS_FILE}


def test_where_it_cannot_be_written_it_serves_from_memory(
    large: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = Path(shutil.copytree(large, tmp_path / "copy"))
    (directory / FAISS_FILE).unlink()

    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qa_bot.index.vectors.write", refused)
    assert is_same(near(directory, encoder), near(large, encoder))
    add(directory, encoder, {"otters": OTTERS})
    assert [path.name for path in directory.iterdir()] == ["index.sqlite"]
    monkeypatch.undo()
    assert len(near(directory, encoder, "who leads the project?").ids) == 150
    assert (directory / FAISS_FILE).exists()


def test_newer_sentences_are_found_beside_it_and_later_in_it(
    large: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = Path(shutil.copytree(large, tmp_path / "copy"))
    before = (directory / FAISS_FILE).read_bytes()
    add(directory, encoder, {"otters": OTTERS})
    assert (directory / FAISS_FILE).read_bytes() == before
    with closing(Index(directory)) as index:
        query = encoder.encode(["who leads the project?"])[0].sentence
        hits = index.candidates(query, [])
        assert "Anna Brandt" in index.text(hits.passages[hits.cosines.argmax()])
        assert len(hits.ids) == 150
    monkeypatch.setattr("qa_bot.index.vectors._TAIL", 3)
    monkeypatch.setattr("qa_bot.index.vectors._TAIL_SHARE", 0.0)
    add(directory, encoder, {"mill": "The mill was built of stone in 1702 by Peter Holm.\n"})
    assert faiss.read_index(str(directory / FAISS_FILE)).ntotal == 445
    assert is_same(near(directory, encoder, "who leads the project?"), hits)


def test_an_older_database_does_not_take_a_newer_file(
    large: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a backup of the database alone is restored, and its ids are given again."""
    monkeypatch.setattr("qa_bot.index.vectors._TAIL", 0)
    monkeypatch.setattr("qa_bot.index.vectors._TAIL_SHARE", 0.0)
    directory = Path(shutil.copytree(large, tmp_path / "copy"))
    add(directory, encoder, {"otters": OTTERS})
    newer = (directory / FAISS_FILE).read_bytes()
    shutil.copy(large / "index.sqlite", directory)
    add(directory, encoder, {"mill": OTTERS.replace("Otters", "Mills").replace("animals", "mills")})
    expected = near(directory, encoder, "how many mills were counted?")
    (directory / FAISS_FILE).write_bytes(newer)
    assert is_same(near(directory, encoder, "how many mills were counted?"), expected)


@pytest.mark.slow
def test_a_large_index_is_searched_by_its_lists(
    large: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_bot.index.vectors._LISTS", 100)
    notes = {f"note{n}": f"Note {n}\n\nSign up for the letter.\n" for n in range(60)}
    add(tmp_path / "index", encoder, stories() | notes)
    with closing(Index(tmp_path / "index")) as index:
        assert index.vectors.has_lists
        assert list(verify_index(index)) == []
        letter = encoder.encode(["where do I sign up?"])[0].sentence
        signs = index.candidates(letter, []).passages
        assert sum(index.embedding_text(one) == "Sign up for the letter." for one in signs) == 60
    listed, flat = near(tmp_path / "index", encoder), near(large, encoder)
    cosines = dict(zip(flat.ids, flat.cosines.tolist(), strict=True))
    nearest = sorted(cosines, key=lambda id_: -cosines[id_])[:10]
    assert len(set(listed.ids) & set(nearest)) >= 8
    assert all(
        cosines.get(id_, found) == found
        for id_, found in zip(listed.ids, listed.cosines.tolist(), strict=True)
    )
    (tmp_path / "index" / FAISS_FILE).unlink()
    near(tmp_path / "index", encoder)  # who asks does not wait for lists
    assert not Index(tmp_path / "index").vectors.has_lists
    add(tmp_path / "index", encoder, {"otters": OTTERS})
    assert Index(tmp_path / "index").vectors.has_lists


@pytest.mark.slow
def test_removed_sentences_take_no_places_and_one_sentence_may_be_all(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_bot.index.vectors._LISTS", 100)
    directory = tmp_path / "index"
    swam = " ".join(f"The otter number {n} swam in the sea." for n in range(80))
    notes = {f"note{n}": f"Note {n}\n\nSign up for the letter.\n" for n in range(420)}
    add(directory, encoder, {"otters": f"Otters\n\n{swam}"} | notes)
    with Indexer(directory, find_model(), lambda: encoder) as indexer:
        indexer.store.remove("otters.txt")
    with closing(Index(directory)) as index:
        assert index.vectors.removed == 80
        query = encoder.encode(["which otter swam in the sea?"])[0].sentence
        assert len(index.candidates(query, []).ids) == 150
        assert list(verify_index(index)) == []


@pytest.mark.slow
def test_one_article_alone(make_index: Callable[..., Path], encoder: Encoder) -> None:
    hay = "\n\n".join(f"The heron stood in the water on day {n} of the year." for n in range(500))
    index = Index(make_index(hay=hay, otters=OTTERS))
    query = encoder.encode(["where did the heron stand?"])[0].sentence
    otters = index.candidates(query, ["heron"], article=2)
    assert {one.article for one in otters.passages} == {2}
    assert len(otters.ids) == 4
    assert len(index.candidates(query, ["heron"], article=1).ids) >= 150
