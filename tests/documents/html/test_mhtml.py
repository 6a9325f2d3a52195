from base64 import b64encode

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


ADDRESS = "https://coast.example/harbour"
SAVED = {
    "Firefox with MAF": "From: <Saved by Mozilla 5.0 (Macintosh)>\nX-MAF-Information: MAF V4.1.0\n",
    "Firefox with UnMHT": f"From: <Saved by UnMHT>\nContent-Location: {ADDRESS}\n",
    "Internet Explorer": 'From: "Saved by Windows Internet Explorer 8"\nX-MimeOLE: Produced By x\n',
    "Chrome, early": f"From: <Saved by Blink>\nX-Snapshot-Content-Location: {ADDRESS}\n",
    "Opera": f"Content-Location: {ADDRESS}\nSubject: Harbour\n",
    "Word": "",
}
RELATED = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"'


def part(page: str, location: str, headers: str = "") -> str:
    return (
        f"{headers}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: {location}\n\n{b64encode(page.encode()).decode()}\n"
    )


PAGE_PART = part(PAGE, ADDRESS)
FRAME_PART = part(f"<html><body><p>{FALSE * 9}</p></body></html>", "https://ads.example/frame")


def saved(head: str, *parts: str, boundary: str = "b") -> bytes:
    body = "".join(f"--{boundary}\n{one}\n" for one in parts)
    return f"{head}\n\nThis is a Web Archive file.\n\n{body}--{boundary}--\n".encode()


@pytest.mark.parametrize("program", SAVED)
@pytest.mark.parametrize("name", ["saved", "saved.eml", "saved.doc"])
def test_what_each_program_saves_is_an_archive_whatever_its_name(program, name):
    document = load(saved(SAVED[program] + RELATED, PAGE_PART, FRAME_PART), name)
    assert (document.format, document.text) == ("mhtml", PROSE)
    assert (document.facts.title, document.facts.url) == ("Harbour to close", ADDRESS)


def test_a_page_saved_without_parts_is_an_archive():
    head = 'From: "Saved by Windows Internet Explorer 8"\nMIME-Version: 1.0\n'
    document = load((head + PAGE_PART).encode(), "saved.eml")
    assert (document.format, document.text) == ("mhtml", PROSE)


@pytest.mark.parametrize(
    "head",
    [
        f"Snapshot-Content-Location: {ADDRESS}\n{RELATED}",
        f"Content-Location: {ADDRESS}\n{RELATED}",
        f"{RELATED}; start=<page>",
    ],
)
def test_the_page_need_not_come_first(head):
    page = part(PAGE, ADDRESS, "Content-ID: <page>\n")
    assert load(saved(head, FRAME_PART, page), "saved.mhtml").text == PROSE


def test_of_a_page_of_frames_the_longest_is_read():
    frames = '<html><frameset><frame src="menu"><frame src="main"></frameset></html>'
    parts = part(frames, ADDRESS), part("<p>Menu</p>", f"{ADDRESS}/menu"), PAGE_PART
    assert load(saved(RELATED, *parts), "saved.mht").text == PROSE


@pytest.mark.parametrize(
    "data",
    [
        saved(SAVED["Chrome, early"] + RELATED, PAGE_PART, FRAME_PART, boundary="other"),
        saved(SAVED["Chrome, early"] + RELATED.partition(";")[0], PAGE_PART, FRAME_PART),
        (SAVED["Chrome, early"] + RELATED + "\n\n" + PAGE_PART).encode(),
        saved(RELATED, PAGE_PART)[:-8],
        b"\xef\xbb\xbf\r\n" + saved(RELATED, PAGE_PART),
    ],
    ids=["other boundary", "no boundary", "no delimiter", "not closed", "byte-order mark"],
)
def test_broken_archives_are_read(data):
    document = load(data, "saved.mhtml")
    assert (document.text, document.facts.url) == (PROSE, ADDRESS)


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


@pytest.mark.parametrize("name", ["saved.mhtml", "saved.eml"])
def test_parts_in_parts_around_countless_lines_are_refused_in_one_line(name):
    parts = b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100)
    )
    with pytest.raises(SourceError, match="more parts than a real message"):
        load(b"From: a\nTo: b\nMIME-Version: 1.0\n" + parts + b"\nx\n" * 60_000, name)


def test_a_letter_is_no_archive():
    letter = archive(PAGE.encode()).replace(b"Subject:", b"To: a@b.example\r\nSubject:", 1)
    assert find_loader(letter, "letter").module != "qa_bot.documents.html.mhtml"
