import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.parsing.decode_page import decode_page

GERMAN = "<meta charset='{}'><p>Über den „Zöllner“ – so heißt er – für 5 €</p>"
RUSSIAN = "<meta charset='{}'><p>Порт Линдхольма закроется на два года из-за сдвига стены</p>"
JAPANESE = "<meta charset='{}'><p>港は三月から二年間閉鎖されると発表された</p>"


@pytest.mark.parametrize(
    ("text", "declared", "actual", "expected"),
    [
        (GERMAN, "utf-8", "utf-8", "utf-8"),
        (GERMAN, "iso-8859-1", "cp1252", "cp1252"),  # browsers read Latin-1 as cp1252
        (GERMAN, "iso-8859-1", "utf-8", "utf-8"),  # a lie
        (GERMAN, "utf-8", "cp1252", "cp1252"),  # another
        (GERMAN, "no-such-charset", "cp1252", "cp1252"),
        (GERMAN, "base64", "cp1252", "cp1252"),  # a codec of Python's that is none of text
        (RUSSIAN, "windows-1251", "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r", "koi8-r"),
        (JAPANESE, "shift_jis", "cp932", "cp932"),
        (JAPANESE, "iso-2022-jp", "iso2022_jp", "iso2022_jp"),
        (JAPANESE, "utf-16", "utf-8", "utf-8"),
    ],
)
def test_the_bytes_decide_and_the_declaration_helps(text, declared, actual, expected):
    page = text.format(declared)
    assert decode_page(page.encode(actual)) == (page, expected)


def test_a_server_that_calls_cyrillic_latin_is_not_believed():
    page = RUSSIAN.format("iso-8859-1") * 5
    text, _ = decode_page(page.encode("cp1251"))
    assert text == page


def test_the_server_counts_more_than_the_page():
    page = GERMAN.format("koi8-r")
    assert decode_page(page.encode("cp1252"), "text/html; charset=windows-1252")[0] == page


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_beginning_is_believed_and_removed(encoding):
    page = GERMAN.format("koi8-r")
    assert decode_page(page.encode(encoding), "koi8-r")[0] == page


def test_utf_16_without_a_mark():
    page = GERMAN.format("utf-16")
    assert decode_page(page.encode("utf-16-le")) == (page, "utf-16-le")
    assert decode_page(page.encode("utf-16-be")) == (page, "utf-16-be")


def test_a_page_cut_off_within_a_character():
    assert decode_page(b"<p>A wall \xe2\x80\x94 and then \xe2\x80") == (
        "<p>A wall — and then ",
        "utf-8",
    )


def test_a_few_foreign_bytes_do_not_spoil_the_rest():
    text, encoding = decode_page(("für die Mäuse " * 50).encode() + b" caf\xe9 " + b"ende")
    assert encoding == "utf-8"
    assert text.startswith("für die Mäuse für")


@given(st.binary(max_size=300), st.none() | st.text(max_size=20))
def test_nothing_is_refused(data, charset):
    text, encoding = decode_page(data, charset)
    assert isinstance(text, str)
    "".encode(encoding)
