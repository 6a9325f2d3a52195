"""An article read by a child process is the one that this process would read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.paths import bundled_index
from qa_bot.sources.child import ArticleProcess, article_from_dict
from qa_bot.sources.read import Sources
from qa_bot.types import Article, Place, ServerHints
from tests.conftest import OTTERS

pytestmark = pytest.mark.slow

PAGE = """<html><head><title>Wydry</title><meta name="author" content="Łucja Żółć"></head><body>
<article><h2>Rzeka</h2><p>Wydry wróciły do rzeki Łyny.</p><ul><li>Naliczono dziewięć zwierząt,
mówi Łucja Żółć.</li></ul></article></body></html>"""


def test_a_child_reads_what_this_process_reads() -> None:
    data = (bundled_index() / "article.txt").read_bytes()
    assert ArticleProcess(data, "a.txt", None).article() == read_article(data, "a.txt")


def test_what_the_server_said_reaches_the_child() -> None:
    data, url = PAGE.encode("iso-8859-2"), "https://a.example/p"
    served = ServerHints(".html", "iso-8859-2", url)
    read = ArticleProcess(data, url, served).article()
    assert read == read_article(data, url, served)
    assert read is not None
    assert "dziewięć zwierząt" in read.text


def test_every_part_of_an_article_survives_the_pipe(article: Article) -> None:
    places = (Place(0, page=1), Place(10, chapter="Two"))
    whole = Article(
        **{name: getattr(article, name) for name in article.__slots__} | {"places": places}
    )
    assert article_from_dict(asdict(whole)) == whole


def test_a_source_without_an_article_is_told_as_ever() -> None:
    with pytest.raises(SourceError, match=r"a\.txt contains no article text"):
        ArticleProcess(b"Advertisement\n", "a.txt", None).article()


def test_a_child_that_ends_leaves_the_reading_to_this_process() -> None:
    child = ArticleProcess(OTTERS.encode(), "a.txt", None)
    child.stop()
    assert child.article() is None


def test_what_is_known_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(OTTERS, "utf-8")
    for is_known in (True, False):
        sources = Sources()
        sources.begin(str(file), lambda data, known=is_known: known)  # type: ignore[misc]
        (found,) = sources.find([str(file)])
        content = sources.read(found.source)
        assert content is not None
        assert content.data == OTTERS.encode()
        assert (sources.article(found.source) is None) == is_known
        sources.close()


def test_what_fails_is_told_when_it_is_read(tmp_path: Path) -> None:
    sources = Sources(offline=True)
    sources.begin("http://a.example/", lambda data: False)
    (found,) = sources.find(["http://a.example/"])
    with pytest.raises(SourceError, match="is not fetched while offline"):
        sources.read(found.source)
    sources.begin(str(tmp_path), lambda data: False)  # a folder is left for later
    sources.close()
