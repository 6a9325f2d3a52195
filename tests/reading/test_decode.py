import pytest

from qa_bot.errors import SourceError
from qa_bot.reading import Lines, read_article
from qa_bot.reading.decode import decode

STORY = "Der Fluß ist wieder sauber. Über neun Otter wurden im Mai gezählt, sagte Jürgen Groß."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_unicode_file_is_read_without_its_mark(encoding: str) -> None:
    text, name = decode(STORY.encode(encoding), "a.txt")
    assert text == STORY
    assert name == encoding.removesuffix("-sig")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_older_encoding_is_recognised_and_named(encoding: str) -> None:
    article = read_article((STORY * 5).encode(encoding), "a.txt")
    assert "Fluß" in article.text
    assert article.encoding != "utf-8"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_offsets_and_lines_are_those_of_the_text_with_its_own_line_ends(end: str) -> None:
    text = end.join(["The first line stands here.", "", "The second one stands there."])
    article = read_article(text.encode(), "a.txt")
    assert article.text == text
    assert [text[s.start : s.end] for s in article.sentences] == [
        "The first line stands here.",
        "The second one stands there.",
    ]
    assert [p.line for p in article.paragraphs] == [1, 3]


def test_lines_count_as_an_editor_counts_them() -> None:
    lines = Lines("a\r\nb\rc\n\nd")
    assert [lines.number(n) for n in (0, 3, 5, 7, 8)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
        (b"\0" * 100, "not a text file"),
        (b"\xff\xfe\x00", "damaged"),
        (b"- Advertisement -\n\nRelated Stories\n", "only adverts"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, word: str) -> None:
    with pytest.raises(SourceError, match=word) as caught:
        read_article(data, "a.txt")
    assert "\n" not in str(caught.value)
