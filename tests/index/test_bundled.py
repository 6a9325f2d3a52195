"""The ready-made index is the one that today's code makes of the article."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from qa_bot.embedding import Encoder, find_model
from qa_bot.index import Index, verify_index
from qa_bot.ingest import Indexer
from qa_bot.paths import bundled_index

ARTICLE_SHA256 = "9a0c14a48a5d679dfd7fc28d7f01c59d9c5786f237a85c365376b96953316575"


def test_the_article_is_the_one_that_was_scraped() -> None:
    data = (bundled_index() / "article.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == ARTICLE_SHA256


def test_rebuilding_it_gives_the_same_sentences_spans_and_vectors(
    tmp_path: Path, encoder: Encoder
) -> None:
    with Indexer(tmp_path / "new", find_model(), lambda: encoder) as indexer:
        indexer.add((bundled_index() / "article.txt").read_bytes(), "article.txt")
    old, new = Index(bundled_index()), Index(tmp_path / "new")
    assert (old.articles[0].source, old.articles[0].title) == ("article.txt", new.articles[0].title)
    assert old.paragraphs(1) == new.paragraphs(1)
    assert old.headings(1) == new.headings(1)
    assert old.boilerplate(1) == new.boilerplate(1)
    assert set(old.vocabulary) == set(new.vocabulary)
    for one, other in zip(old.sentences(1), new.sentences(1), strict=True):
        assert (one.start, one.end, one.paragraph) == (other.start, other.end, other.paragraph)
        assert one.speaker == other.speaker
        assert np.abs(old.vector(one.id) - new.vector(other.id)).max() < 1e-4
        assert np.abs(old.tokens([one.id])[0] - new.tokens([other.id])[0]).max() < 1e-2


def test_it_is_not_older_than_the_code_and_sound() -> None:
    # Opening refuses another format, reading version or model; verify checks the rest.
    assert list(verify_index(Index(bundled_index()))) == []


def test_it_is_small_enough_to_be_committed() -> None:
    assert sum(path.stat().st_size for path in bundled_index().iterdir()) < 2_000_000


@pytest.mark.slow
def test_a_larger_index_finds_candidates_by_meaning_and_by_words(
    make_index: Callable[..., Path], encoder: Encoder
) -> None:
    hay = "\n\n".join(f"The heron stood in the water on day {n} of the year." for n in range(500))
    index = Index(make_index(hay=hay, needle="Quagga sightings ended. Wombats sleep by day."))
    query = encoder.encode(["quagga"])[0].sentence
    texts = [index.text(one) for one in index.candidates(query, ["quagga"]).passages]
    assert "Quagga sightings ended." in texts
    assert len(texts) < index.size
    far = -query  # nothing is near it, so only the word can find the sentence
    by_words = index.candidates(far, ["quagga"]).passages
    assert "Quagga sightings ended." in map(index.text, by_words)


def test_who_is_quoted_comes_in_order() -> None:
    index = Index(bundled_index())
    sentences = index.sentences(1)
    assert [one.start for one in sentences] == sorted(one.start for one in sentences)
    speakers = [one.speaker for one in sentences if one.speaker]
    assert speakers[0] == "Vladimir Putin"
    assert speakers.count("Jens Stoltenberg") == 3
