"""E-mail: the subject, what is written, and what is only quoted."""

from __future__ import annotations

import pytest

from qa_bot.documents.document import Document
from qa_bot.documents.load import find_loader, load
from qa_bot.errors import SourceError
from qa_bot.types import Facts

HEADER = b"""From: =?utf-8?q?J=C3=B8rgen_Berg?= <j@x.org>
To: b@x.org
Subject: =?utf-8?q?The_caf=C3=A9?=
Date: Tue, 7 May 2024 23:00:00 +0200
Message-ID: <1@x>
"""
TEXT = """Content-Type: text/plain; charset=utf-8

The café opens in May, and it will serve tea and cake to everybody who
comes by before noon.

- tea
- cake

On Mon, 6 May 2024, Bob wrote:
> When does it open?
-- \nJørgen
Bakery Ltd
""".encode()


def blocks(document: Document) -> list[tuple[str | None, str]]:
    return [(one.boilerplate, document.text[one.start : one.end]) for one in document.blocks]


def test_what_is_quoted_and_the_signature_are_told_apart() -> None:
    read = load(HEADER + TEXT, "message")
    assert read.format == "email"
    assert blocks(read) == [
        (None, "The café"),
        (
            None,
            "The café opens in May, and it will serve tea and cake to everybody who\n"
            "comes by before noon.",
        ),
        (None, "tea"),
        (None, "cake"),
        ("quoted reply", "On Mon, 6 May 2024, Bob wrote:"),
        ("quoted reply", "> When does it open?"),
        ("signature", "Jørgen"),
        ("signature", "Bakery Ltd"),
    ]
    assert read.facts == Facts("The café", "Jørgen Berg", "2024-05-07")


def test_what_is_forwarded_is_the_message() -> None:
    header = HEADER.replace(b"Subject: ", b"Subject: Fwd: ")
    read = load(header + b"\n> It opens in May.\n", "a.eml")
    assert blocks(read)[1:] == [(None, "It opens in May.")]


def test_html_alone_is_read_and_its_quotation_told_apart() -> None:
    page = (
        b"Content-Type: text/html; charset=iso-8859-1\n\n<html><style>p {}</style><body>"
        b"<p>The caf\xe9 opens.</p><div class='gmail_quote'><p>When?</p></div></body></html>"
    )
    read = load(HEADER + page, "a.eml")
    assert blocks(read)[1:] == [(None, "The café opens."), ("quoted reply", "When?")]


def test_of_two_forms_the_text_is_read_unless_it_says_nothing() -> None:
    def mail(text: str) -> bytes:
        page = "<p>" + "The whole newsletter. " * 100 + "</p>"
        parts = "".join(
            f"--b\nContent-Type: text/{kind}\n\n{content}\n"
            for kind, content in (("plain", text), ("html", page))
        )
        return (
            HEADER + f"Content-Type: multipart/alternative; boundary=b\n\n{parts}--b--\n".encode()
        )

    assert "The whole newsletter." in load(mail("View this in a browser."), "a").text
    assert "newsletter" not in load(mail("All that is said. " * 40), "a").text


def test_soft_line_ends_are_undone() -> None:
    read = load(
        HEADER + b"Content-Type: text/plain; format=flowed\n\nOne \nline here.\nAnother.\n", "a.eml"
    )
    assert [text for _, text in blocks(read)][1] == "One line here."


def test_a_reply_does_not_become_part_of_the_line_it_answers() -> None:
    quoted = b"On 4 April 2012, Anna wrote:\n> When does the \n> ferry leave? \n"
    body = quoted + b"It leaves \nat noon.\n-- \nBo\n"
    read = load(HEADER + b"Content-Type: text/plain; format=flowed\n\n" + body, "a.eml")
    assert [read.text[one.start : one.end] for one in read.blocks if not one.boilerplate][1:] == [
        "It leaves at noon."
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 3000,
        b"Content-Type: text/html\n\n<html></html>",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 300,
        b"Content-Type: text/plain; " + b"a=b; " * 2000 + b"\n\nText.\n",
    ],
)
def test_a_message_without_text_is_one_line(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        load(HEADER.replace(b"Subject", b"Sender") + body, "a.eml")
    assert str(caught.value).startswith("a.eml ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"Note: this is text.\nIt has colons: two.\n\nFrom: here on it is prose.\n",
        b"From: <Saved by Blink>\nSnapshot-Content-Location: http://x\nSubject: a\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
        b"ANNA: Hello.\nBOB: Hello.\nSUBJECT: none\n",
    ],
)
def test_text_with_colons_is_no_message(data: bytes) -> None:
    assert find_loader(data, "a.txt").module != "qa_bot.documents.mail"


@pytest.mark.parametrize(
    "header",
    ["-----Original Message-----\n", "*From:* Bob\n*Sent:* Monday\n", "_" * 32 + "\nFrom: Bob\n"],
)
def test_the_message_that_is_answered_is_told_apart(header: str) -> None:
    body = f"\n\nIt opens in May.\n\n{header}To: me\n\nWhen does it open?\n"
    read = load(HEADER + body.encode(), "a.eml")
    assert [text for boilerplate, text in blocks(read)[1:] if boilerplate is None] == [
        "It opens in May."
    ]


@pytest.mark.parametrize(("total", "says"), [(b"; total=3", "part 2 of 3 of"), (b"", "part 2 of")])
def test_a_later_part_of_a_message_is_refused(total: bytes, says: str) -> None:
    header = HEADER + b'MIME-Version: 1.0\nContent-Type: message/partial; id="x"; number=2' + total
    body = b"\n\nlOmoeSnxjO1DIzwaLpgsygYQvdKUBSfTISQ/lxxT8SgB0n6PtLvixDxG+OoqaeJC6v8AgD2+\n"
    with pytest.raises(SourceError, match=rf"a\.eml is {says} a message; save the whole"):
        load(header + body, "a.eml")


def test_the_first_part_of_a_message_is_read() -> None:
    header = HEADER + b'MIME-Version: 1.0\nContent-Type: message/partial; id="x"; number=1; total=2'
    body = b"\n\nSubject: The ferry\nContent-Type: text/plain\n\nThe ferry leaves at noon.\n"
    assert (None, "The ferry leaves at noon.") in blocks(load(header + body, "a.eml"))


def test_a_subject_longer_than_a_page_is_cut() -> None:
    header = HEADER.replace(b"Date:", b" =?utf-8?q?a?=" * 100_000 + b"\nDate:")
    read = load(header + b"\nIt opens in May.\n", "a.eml")
    assert len(read.facts.title or "") < 3000
    assert read.text.endswith("It opens in May.")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("us-ascii", "utf-8"),
        ("gb2312", "utf-8"),
        ("x-none", "cp1252"),
        ("iso-2022-jp", "iso2022_jp"),
    ],
)
def test_the_bytes_decide_what_a_lying_charset_says(declared: str, encoding: str) -> None:
    text = (
        "会議は五月です。"
        if encoding == "iso2022_jp"
        else "Das Café öffnet im Mai, für alle Gäste."
    )
    header = HEADER + f"Content-Type: text/plain; charset={declared}\n\n".encode()
    read = load(header + text.encode(encoding), "a.eml")
    assert blocks(read)[1:] == [(None, text)]
    assert read.encoding == encoding


def test_a_digest_is_the_messages_it_brings() -> None:
    parts = "".join(
        f"--b\nContent-Type: message/rfc822\n\nSubject: {subject}\n\n{text}\n"
        for subject, text in (("Rain", "It rained all day."), ("Sun", "It shone all day."))
    )
    body = f"Content-Type: multipart/digest; boundary=b\n\n{parts}--b--\n"
    read = load(HEADER + body.encode(), "a.eml")
    assert [text for _, text in blocks(read)[1:]] == [
        "Rain",
        "It rained all day.",
        "Sun",
        "It shone all day.",
    ]


def test_a_sender_that_no_rule_allows_is_still_the_sender() -> None:
    header = HEADER.replace(b"<j@x.org>", b'"a\r\n b" <j@x=?utf-8?q?=0D=0A?=>')
    read = load(header + b"\nIt opens in May.\n", "a.eml")
    assert blocks(read)[1:] == [(None, "It opens in May.")]


def test_the_line_above_a_quoted_message_is_known_in_any_language() -> None:
    body = "\nОткрыто в мае.\n\n02.04.2012 14:20 пользователь <b@x.org> написал:\n> Когда?\n"
    read = load(HEADER + body.encode(), "a.eml")
    assert [text for boilerplate, text in blocks(read)[1:] if boilerplate is None] == [
        "Открыто в мае."
    ]
