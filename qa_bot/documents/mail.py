"""E-mail messages (.eml): the subject and the body; quoted replies are marked."""

from __future__ import annotations

import re
from contextlib import suppress
from email import errors, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.decode_page import decode_page
from qa_bot.documents.parsing.mime import check_parts
from qa_bot.documents.parsing.tree_blocks import add_tree
from qa_bot.documents.parsing.xml_tree import parse_html
from qa_bot.documents.rendering import Rendering
from qa_bot.documents.text.blocks import text_blocks
from qa_bot.errors import SourceError
from qa_bot.language import ENGLISH
from qa_bot.text import collapse_whitespace
from qa_bot.types import BoilerplateKind, Facts

if TYPE_CHECKING:
    from lxml.etree import _Element

_PHRASES = ENGLISH.documents

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t\r\n]")
_TELLING = frozenset(
    b"from to subject date message-id received return-path mime-version delivered-to reply-to "
    b"content-type x-mailer sender".split()
)
_MAX_HEADER = 2000
_QUOTED = re.compile(r"[ \t]*>")
# The line above a quoted message, in any language: its sender's address or its date, and a colon.
_ATTRIBUTION = re.compile(r"(?=.*(?:\S@\S|\d[-./:]\d)).{4,300}:\s*", re.DOTALL)
_QUOTE_MARK = re.compile(
    r"\bgmail_quote|\byahoo_quoted|\bmoz-cite-prefix|\bdivRplyFwdMsg|\bcite\b|\bprotonmail_quote"
)
# A line that goes on in the next; "-- " is the line above a signature.
_SOFT_LINE = re.compile(r"^((?!>|-- $).*) \n(?=[^\s>])", re.MULTILINE)
_SIGNATURE_MARK = re.compile(r"\bgmail_signature|\bmoz-signature|\bSignature\b")


def is_mail(data: bytes) -> bool:
    """Return whether bytes begin with the header of a message (or of a web archive)."""
    head = data[:20_000].lstrip(b"\xef\xbb\xbf")
    head = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    names: set[bytes] = set()
    for line in head.splitlines():
        if line.startswith((b" ", b"\t")):
            continue
        found = _HEADER.match(line + b"\n")
        if not found and not line.startswith(b"From "):
            return False
        if found:
            names.add(found[1].lower())
    return len(names & _TELLING) >= 3 and bool(names & {b"from", b"subject"})


def load(data: bytes, name: str) -> Document:
    """Return the document of a message; raises SourceError if it has no body to read."""
    check_parts(data, name)
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        if not isinstance(message, EmailMessage):
            raise SourceError(f"{name} is not an e-mail message; give the .eml file itself")
        _check_whole(message, name)
        rendering = Rendering()
        facts = _facts(message)
        if facts.title:
            rendering.add(facts.title, "heading")
        encoding = _add_body(rendering, message, name)
    except (errors.MessageError, ValueError, LookupError, RecursionError, AttributeError):
        raise SourceError(f"{name} is damaged; save the message again") from None
    return rendering.finish("email", name, encoding=encoding, facts=facts)


def _check_whole(message: EmailMessage, name: str) -> None:
    """Raise SourceError for a later part of a message that was sent in parts.

    It begins anywhere, even within a file's Base64.
    """
    if message.get_content_type() != "message/partial":
        return
    number, total = str(message.get_param("number")), str(message.get_param("total"))
    if number.isdecimal() and int(number[:9]) > 1:
        of = f" of {total[:9]}" if total.isdecimal() else ""
        raise SourceError(
            f"{name} is part {number[:9]}{of} of a message; save the whole message as one file"
        )


def _facts(message: EmailMessage) -> Facts:
    sender, address = parseaddr(_header(message, "from"))
    date = None
    with suppress(ValueError, TypeError):  # no date, or an impossible one
        date = parsedate_to_datetime(_header(message, "date")).date().isoformat()
    subject = collapse_whitespace(_header(message, "subject"))
    return Facts(
        title=subject or None, author=collapse_whitespace(sender or address) or None, date=date
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header, decoded; of one that is longer than a page, the beginning."""
    for key, value in message.raw_items():
        if key.lower() == name:
            raw = str(value)[:_MAX_HEADER]
            # The library refuses senders that its rules do not allow, and then has no text at all.
            with suppress(errors.MessageError, ValueError, IndexError, TypeError, AttributeError):
                return str(policy.default.header_factory(key, raw))
            return str(make_header(decode_header(raw)))
    return ""


def _add_body(rendering: Rendering, message: EmailMessage, name: str) -> str:
    """Add the body in its richer form; return its encoding."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text, encoding = _content(plain)
    markup, page_encoding = _content(page)
    is_forward = bool(_PHRASES.FORWARDED.match(_header(message, "subject")))
    # The plain text of a newsletter is often one line: "view this message in a browser".
    if text.strip() and not (len(text) < 300 and len(markup) > 20 * len(text)):
        if plain is not None and plain.get_param("format") == "flowed":
            text = _unwrap_flowed(text)
        _add_text(rendering, text, is_forward=is_forward)
    elif markup.strip():
        encoding = page_encoding
        _add_page(rendering, markup, is_forward=is_forward)
    elif not _add_attached(rendering, message):
        raise SourceError(f"{name} has no text; save its attachment as a file")
    return encoding


def _add_attached(rendering: Rendering, message: EmailMessage) -> bool:
    """Add the messages that one without a body brings, as a digest does; return whether it does."""
    is_text = False
    for part in message.walk():
        if part is message or not isinstance(part, EmailMessage) or part.is_attachment():
            continue
        rendering.add(_header(part, "subject"), "heading")
        if part.get_content_type() == "text/plain":
            text, _ = _content(part)
            is_text = is_text or bool(text.strip())
            _add_text(rendering, text, is_forward=False)
    return is_text


def _content(part: MIMEPart | None) -> tuple[str, str]:
    """Return a part's text and its encoding, which the bytes decide, not what the part says."""
    payload = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(payload, bytes):
        return "", "utf-8"
    return decode_page(payload, part.get_content_charset())


def _unwrap_flowed(text: str) -> str:
    """Return the text with its soft line ends undone (RFC 3676), but for those of quoted lines.

    A quoted line does not go on in one that is not quoted, even if it ends in a space.
    """
    return _SOFT_LINE.sub(r"\1 ", text.replace("\r\n", "\n"))


def _add_text(rendering: Rendering, text: str, *, is_forward: bool) -> None:
    text = text.replace("\r\n", "\n")
    text, rest = (text, "") if is_forward else _split_original(text)
    text, _, signature = text.partition("\n-- \n")
    groups = groupby(text.split("\n"), lambda line: bool(_QUOTED.match(line)))
    parts = [(is_quoted, "\n".join(lines)) for is_quoted, lines in groups]
    for (is_quoted, part), (is_next_quoted, _) in pairwise([*parts, (False, "")]):
        if is_quoted and not is_forward:
            _add_blocks(rendering, part, "quoted reply")
        else:
            own = re.sub(r"(?m)^[ \t]*(?:>[ \t]?)+", "", part)
            _add_blocks(rendering, own, is_above_quote=is_next_quoted and not is_forward)
    _add_blocks(rendering, signature, "signature")
    _add_blocks(rendering, rest, "quoted reply")


def _split_original(text: str) -> tuple[str, str]:
    """Return what is written, and from its header on the message that it answers."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        is_header = _PHRASES.FROM.match(line) and any(
            map(_PHRASES.SENT.match, lines[number + 1 : number + 4])
        )
        if is_header or (len(line) <= 100 and _PHRASES.ORIGINAL_MESSAGE.fullmatch(line.strip())):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def _add_blocks(
    rendering: Rendering,
    text: str,
    boilerplate: BoilerplateKind | None = None,
    *,
    is_above_quote: bool = False,
) -> None:
    blocks = text_blocks(text)
    for block in blocks:
        line = text[block.start : block.end]
        own = boilerplate
        is_attribution = is_above_quote and block is blocks[-1] and _ATTRIBUTION.fullmatch(line)
        if own is None and (is_attribution or _PHRASES.WROTE.fullmatch(line)):
            own = "quoted reply"
        elif own is None and _PHRASES.SENT_FROM.fullmatch(line):
            own = "signature"
        rendering.add(line, block.kind, boilerplate=own)


def _add_page(rendering: Rendering, markup: str, *, is_forward: bool) -> None:
    root = parse_html(re.sub(r"^\s*<\?xml[^>]*>", "", markup))
    if root is not None:
        add_tree(rendering, root, boilerplate=None if is_forward else _boilerplate)


def _boilerplate(element: _Element) -> BoilerplateKind | None:
    """Return what kind of boilerplate an element is, by the classes that mail programs set."""
    marks = f"{element.get('class', '')} {element.get('id', '')} {element.get('type', '')}"
    if _QUOTE_MARK.search(marks):
        return "quoted reply"
    return "signature" if _SIGNATURE_MARK.search(marks) else None
