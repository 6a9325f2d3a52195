from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.links import (
    TextFragment,
    citation_url,
    file_url,
    find_fragment,
    is_web_address,
    page_url,
    passage_url,
    text_fragment,
)
from qa_bot.index import IndexedArticle
from qa_bot.types import Facts, FetchRecord, SourceKind

LONG = (
    "Otters have come back to the river Lune, a stream of forty miles, after years in which nobody "
    "saw one there."
)


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def fragment_of(text: str, passage: str, *, nth: int = 0) -> str:
    start = -1
    for _ in range(nth + 1):
        start = text.index(passage, start + 1)
    return str(text_fragment(text, start, start + len(passage)))


def test_a_short_sentence_is_written_out() -> None:
    text = "A title.\n\nThe otters, they say, are well-fed & happy. Others are not."
    assert fragment_of(text, "The otters, they say, are well-fed & happy.") == (
        "text=The%20otters%2C%20they%20say%2C%20are%20well%2Dfed%20%26%20happy."
    )


def test_a_long_sentence_is_named_by_its_first_and_last_words() -> None:
    assert fragment_of(f"Before.\n{LONG} After.", LONG) == (
        "text=Otters%20have%20come%20back,nobody%20saw%20one%20there."
    )


def test_more_words_where_the_first_are_not_the_first_of_their_kind() -> None:
    text = f"Otters have come back of late. {LONG}"
    assert fragment_of(text, LONG).startswith("text=Otters%20have%20come%20back%20to%20the,")


def test_surroundings_where_the_sentence_is_there_twice() -> None:
    text = "He asked her. She said no. Then he asked again.\nShe said no.\n\nThat was all."
    assert fragment_of(text, "She said no.") == "text=She%20said%20no."
    assert fragment_of(text, "She said no.", nth=1) == (
        "text=he%20asked%20again.-,She%20said%20no.,-That%20was%20all."
    )


def test_a_word_is_not_found_inside_another() -> None:
    assert find_fragment(TextFragment("art"), "a party of art") == (11, 14)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/p?q=1", "https://a.example/p?q=1#:~:text=Yes."),
        ("https://a.example/p#part", "https://a.example/p#part:~:text=Yes."),
        ("https://a.example/p#:~:text=No", "https://a.example/p#:~:text=Yes."),
    ],
)
def test_an_address_with_a_fragment(url: str, address: str) -> None:
    assert passage_url(url, "Yes. No.", 0, 4) == address


def test_the_page_of_a_pdf() -> None:
    assert page_url("https://a.example/p.pdf#x", 7) == "https://a.example/p.pdf#page=7"
    assert page_url(file_url(Path("/a b/é#1.pdf")), 1) == "file:///a%20b/%C3%A9%231.pdf#page=1"


def article(kind: SourceKind, key: str, form: str, url: str | None = None) -> IndexedArticle:
    return IndexedArticle(1, key, "", "", 1, 1, 0, kind, form, Facts(url=url), FetchRecord(), key)


@pytest.mark.parametrize(
    ("source", "page", "expected"),
    [
        (article("url", "https://a.example/p", "html"), None, "https://a.example/p#:~:text=Yes."),
        (article("url", "https://a.example/p", "pdf"), 7, "https://a.example/p#page=7"),
        (article("url", "https://a.example/p", "epub"), None, "https://a.example/p"),
        (article("file", "/a/b.pdf", "pdf"), 7, "file:///a/b.pdf#page=7"),
        (article("file", "/a/b.html", "html"), None, "file:///a/b.html#:~:text=Yes."),
        (
            article("file", "/a/b.html", "html", "https://a.example/p"),
            None,
            "https://a.example/p#:~:text=Yes.",
        ),
        (
            article("file", "/a/b.html", "html", "javascript:alert(1)"),
            None,
            "file:///a/b.html#:~:text=Yes.",
        ),
        (article("file", "/a/b.mhtml", "mhtml"), None, None),
        (article("file", "/a/b.txt", "text"), None, None),
        (article("stdin", "-", "html"), None, None),
        (
            article("stdin", "-", "html", "https://a.example/p"),
            None,
            "https://a.example/p#:~:text=Yes.",
        ),
    ],
)
def test_the_address_of_a_citation(
    source: IndexedArticle, page: int | None, expected: str | None
) -> None:
    assert citation_url(source, "Yes. No.", 0, 4, page) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://",
        "http://[a",
        "https://a.example/\n",
        "https://a.example/ -x",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_what_no_browser_is_sent_to(url: str | None) -> None:
    assert not is_web_address(url)
    assert is_web_address("https://a.example/")


WORDS = st.lists(
    st.sampled_from(
        ["the", "The", "otter", "otters,", "No.", "well-fed", "ß", "İ", "“A", "  ", "\n"]
    )
    | st.text(max_size=5),
    max_size=60,
)


@given(words=WORDS, data=st.data())
def test_a_browser_finds_the_passage_or_one_of_the_same_words(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    tokens = [(0, 0)]
    for word in text.split():
        at = text.index(word, tokens[-1][1])
        tokens.append((at, at + len(word)))
    if len(tokens) == 1:
        return
    first = data.draw(st.integers(1, len(tokens) - 1))
    last = data.draw(st.integers(first, len(tokens) - 1))
    start, end = tokens[first][0], tokens[last][1]

    fragment = text_fragment(text, start, end)
    directive = str(fragment)
    # Only what URLs allow, and nothing that would part the directive elsewhere.
    assert urlsplit(f"https://a.example/#:~:{directive}").fragment == f":~:{directive}"
    assert directive.count(",") == (
        bool(fragment.prefix) + bool(fragment.end) + bool(fragment.suffix)
    )
    parts = [unquote(part.strip("-")) for part in directive.removeprefix("text=").split(",")]
    assert fragment.start.encode(errors="replace").decode() in parts

    found = find_fragment(fragment, fold(text))
    assert found is not None
    passage, whole = fold(text[start:end]), fold(text)
    if whole.count(passage) == 1:
        # Words inside words are never taken for it, so that it is found wherever it is alone.
        assert whole[slice(*found)] == passage
    place = len(fold(text[:start]) + " ") if text[:start].split() else 0
    if found != (place, place + len(passage)):
        assert fragment.prefix or not text[:start].split()
