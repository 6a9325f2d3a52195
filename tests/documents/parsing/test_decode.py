import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.parsing.decode import decode
from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.lines import Lines

STORY = "Der Fluß ist wieder sauber. Über neun Otter wurden im Mai gezählt, sagte Jürgen Groß."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_unicode_file_is_read_without_its_mark(encoding: str) -> None:
    text, name = decode(STORY.encode(encoding), "a.txt")
    assert text == STORY
    assert name == encoding.removesuffix("-sig")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The “otter” came – he said it’s back. It cost €5 and £3…"),
        ("cp1252", "The river runs through the town and into the sea. " * 50 + "It’s back."),
        ("cp1252", "The café on the corner—once a mill—was closed."),
        ("cp1252", "Der Fluß ist wieder sauber, sagte die Warte am Montag in Köln der Zeitung."),
        ("cp1251", "Россия провела учения у границы. Путин говорил с Байденом вечером."),
        ("cp1250", "Zażółć gęślą jaźń. Rzeka jest czysta, a wydry wróciły."),
        ("cp932", "カワウソが川に戻ってきた。市長は月曜日に話した。"),
    ],
)
def test_an_older_encoding_is_recognized_and_named(encoding: str, text: str) -> None:
    article = read_article(text.encode(encoding), "a.txt")
    assert (article.text, article.encoding) == (text, encoding)


def test_utf_16_is_known_by_its_mark_in_either_order() -> None:
    for data in (b"\xff\xfe" + STORY.encode("utf-16-le"), b"\xfe\xff" + STORY.encode("utf-16-be")):
        article = read_article(data, "a.txt")
        assert (article.text, article.encoding) == (STORY, "utf-16")


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_a_unicode_text_is_decoded_to_the_character_or_refused(text: str) -> None:
    text = f"Otters {text.removeprefix(chr(0xFEFF))}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        try:
            assert decode(text.encode(encoding), "a.txt")[0] == text
        except SourceError as refused:
            controls = sum(unicodedata.category(char) == "Cc" for char in text)
            assert controls and "not a text file" in str(refused)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        read_article(data, "a.txt")
    except SourceError as refused:
        assert "\n" not in str(refused)


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


def test_mixed_line_ends_in_one_file_are_counted_each_once() -> None:
    text = "Otters came.\r\n\r\nThey left.\r\rThey slept.\n\nThey ate.\r\n\nThey swam."
    article = read_article(text.encode(), "a.txt")
    assert article.text == text
    assert [p.line for p in article.paragraphs] == [1, 3, 5, 7, 9]


def test_lines_count_as_an_editor_counts_them() -> None:
    lines = Lines("a\r\nb\rc\n\nd")
    assert [lines.number(n) for n in (0, 3, 5, 7, 8)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is an image"),
        (b"[Script Info]\nTitle: Otters\n\n[Events]\n", "another format of subtitles"),
        (b'<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"/>', "another format of"),
        (b"<SAMI>\n<BODY>\n<SYNC Start=1000><P>Otters.\n", "another format of subtitles"),
        (b"{1}{1}25.000\n{25}{100}Otters.\n", "another format of subtitles"),
        (b"\0" * 100, "not a text file"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> stream", "cut short"),
        ("Otters.".encode("utf-16-le"), "not a text file"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbfOtters \xff", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b"- Advertisement -\n\nRelated Stories\n", "only adverts"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, word: str) -> None:
    with pytest.raises(SourceError, match=word) as caught:
        read_article(data, "a.txt")
    assert "\n" not in str(caught.value)
