"""The main text of made pages, measured in shingles of four words beside trafilatura alone."""

import re
from collections import Counter
from statistics import mean

import pytest

from qa_bot.documents.load import load
from qa_bot.ingest import read_article
from tests.documents.html.made_pages import MadePage, make_pages

pytestmark = pytest.mark.slow

PAGES = list(make_pages())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def score(found: str, wanted: str) -> float:
    """Return the F1 of the found text's shingles."""
    one, other = shingles(found), shingles(wanted)
    return 2 * (one & other).total() / (one.total() + other.total())


def cleaned_text(page: MadePage) -> str:
    article = read_article(page.html.encode(), "page.html")
    spans = sorted((part.start, part.end) for part in (*article.paragraphs, *article.headings))
    return "\n\n".join(article.text[start:end] for start, end in spans)


def test_main_text_is_found_and_cleaning_takes_nothing_from_it():
    loaded = [score(load(page.html.encode(), "page.html").text, page.text) for page in PAGES]
    cleaned = [score(cleaned_text(page), page.text) for page in PAGES]
    assert len(PAGES) >= 30
    assert mean(loaded) > 0.97
    assert mean(cleaned) > 0.97


@pytest.mark.parametrize("number", range(len(PAGES)), ids=lambda number: PAGES[number].kind)
def test_no_page_is_below_trafilatura_alone(number):
    import trafilatura

    page = PAGES[number]
    alone = trafilatura.extract(page.html, include_comments=False) or ""
    assert score(cleaned_text(page), page.text) >= score(alone, page.text) - 0.005
