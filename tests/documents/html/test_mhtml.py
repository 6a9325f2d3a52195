import pytest

from qa_bot.documents.load import find_loader, load
from qa_bot.errors import SourceError

pytestmark = pytest.mark.slow

PROSE = (
    "The harbour of Lindholm will close for two years – from March on – the port authority said "
    "on Monday, because the eastern wall has moved by eleven centimetres since the storm of 2019."
)
FALSE = "The frame says that the mayor resigned at once and left the town for ever and a day."


def archive(page: bytes, charset: str = "windows-1252", first: str = "text/html") -> bytes:
    from base64 import encodebytes
    from quopri import encodestring

    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://coast.example/harbour\r\n"
        b"Subject: Harbour\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n\r\n'
        b"------x\r\n"
        + f"Content-Type: {first}; charset={charset}\r\n".encode()
        + b"Content-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://coast.example/harbour\r\n\r\n"
        + encodestring(page)
        + b"\r\n------x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://ads.example/frame\r\n\r\n"
        + encodebytes(f"<html><body><p>{FALSE * 9}</p></body></html>".encode())
        + b"\r\n------x--\r\n"
    )


PAGE = f"<html><head><title>Harbour to close</title></head><body><p>{PROSE}</p></body></html>"


def test_the_page_of_an_archive_is_read_in_its_own_encoding():
    data = archive(PAGE.encode("cp1252"))
    assert find_loader(data, "saved").module == "qa_bot.documents.html.mhtml"
    document = load(data, "saved.mhtml")
    assert document.format == "mhtml"
    assert document.text == PROSE
    assert document.facts.url == "https://coast.example/harbour"


def test_no_other_part_is_read():
    assert "mayor" not in load(archive(PAGE.encode("utf-8"), "utf-8"), "saved.mht").text


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\nContent-Type: image/png\n\nxx",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
        b"",
        b"\x00\xff" * 50,
    ],
)
def test_an_archive_without_a_page_is_refused_in_one_line(data):
    with pytest.raises(SourceError, match=r"saved\.mhtml") as caught:
        load(data, "saved.mhtml")
    assert "\n" not in str(caught.value)


def test_an_archive_nested_without_end_is_refused_in_one_line():
    parts = b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)
    )
    with pytest.raises(SourceError, match=r"saved\.mhtml"):
        load(b"MIME-Version: 1.0\n" + parts + b"\nx", "saved.mhtml")


def test_a_letter_is_no_archive():
    letter = archive(PAGE.encode()).replace(b"Subject:", b"To: a@b.example\r\nSubject:", 1)
    assert find_loader(letter, "letter").module != "qa_bot.documents.html.mhtml"
