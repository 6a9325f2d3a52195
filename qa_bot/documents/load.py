"""The registry of formats: a file's loader is chosen by its content first, then by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import Literal

from qa_bot.documents.document import Document
from qa_bot.types import ServerHints


@dataclass(frozen=True, slots=True)
class Loader:
    """A format's loader: `module.load(data, name)` returns the Document.

    `recognizes` checks the content; `suffixes` decide if no loader recognizes it. The module is
    imported when a file of its kind is read; `hints` names the fields of `ServerHints` that it
    takes. A loader without suffixes says why the file cannot be read.
    """

    module: str
    suffixes: tuple[str, ...]
    recognizes: Callable[[bytes], bool] = lambda data: False
    hints: tuple[Literal["charset", "address"], ...] = ()

    def load(self, data: bytes, name: str, served: ServerHints | None = None) -> Document:
        """Return the document; raises SourceError if the bytes are not of this format."""
        said = {hint: getattr(served, hint) for hint in self.hints} if served else {}
        document: Document = import_module(self.module).load(data, name, **said)
        return document


# A line that begins as captions may: with a time, or the head of Whisper's table.
_TIME = re.compile(
    rb"^(?:\xef\xbb\xbf)?[ \t]*(?:\[?\d{1,3}:\d{1,2}|\[ti:|\[ar:|\d+[.,]\d{3,}\t|start\tend\t)",
    re.M,
)


def _is_archive(kind: str) -> Callable[[bytes], bool]:
    def is_kind(data: bytes) -> bool:
        if not data.startswith(b"PK"):
            return False
        from qa_bot.documents.parsing.archive import archive_kind

        return archive_kind(data) == kind

    return is_kind


def _is_unsupported(data: bytes) -> bool:
    from qa_bot.documents.unsupported_formats import unsupported_kind

    return unsupported_kind(data) is not None


# Each looks at the first bytes before it imports its module: a page's takes a tenth of a second.
def _is_subtitles(data: bytes) -> bool:
    if data.startswith(b"WEBVTT") or _TIME.search(data[:1000]):
        from qa_bot.documents.text.cues import is_subtitles
        from qa_bot.documents.text.timed_lines import is_timed

        return not _is_tag(data) and (is_subtitles(data) or is_timed(data))
    if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        from qa_bot.documents.text.caption_json import is_caption_json

        return is_caption_json(data)
    return False


def _is_mail(data: bytes) -> bool:
    if b":" not in data[:100] or _is_tag(data):
        return False
    from qa_bot.documents.mail import is_mail

    return is_mail(data)


def _is_page(data: bytes) -> bool:
    if b"<" not in data[:1000]:
        return False
    from qa_bot.documents.html.sniff import is_html

    return is_html(data)


def _is_web_archive(data: bytes) -> bool:
    if b":" not in data[:100] or _is_tag(data):
        return False
    from qa_bot.documents.html.sniff import is_mhtml

    return is_mhtml(data)


def _is_flat_odt(data: bytes) -> bool:
    if b"<office:document" not in data[:1000]:
        return False
    from qa_bot.documents.office.odt import is_flat

    return is_flat(data)


def _is_tag(data: bytes) -> bool:
    return data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


# In the order in which they are tried. Text comes last: it takes what no other recognizes.
LOADERS: tuple[Loader, ...] = (
    Loader("qa_bot.documents.office.docx", (".docx", ".docm", ".dotx"), _is_archive("docx")),
    Loader("qa_bot.documents.office.odt", (".odt", ".ott"), _is_archive("odt")),
    Loader("qa_bot.documents.office.odt", (".fodt",), _is_flat_odt),
    Loader("qa_bot.documents.epub", (".epub",), _is_archive("epub")),
    Loader("qa_bot.documents.pdf.load", (".pdf",), lambda data: b"%PDF-" in data[:1024]),
    Loader("qa_bot.documents.office.rtf", (".rtf",), lambda data: data.startswith(b"{\\rtf")),
    Loader("qa_bot.documents.unsupported_formats", (), _is_unsupported),
    Loader("qa_bot.documents.text.subtitles", (".srt", ".vtt", ".sbv", ".lrc"), _is_subtitles),
    Loader("qa_bot.documents.html.mhtml", (".mhtml", ".mht"), _is_web_archive),
    Loader("qa_bot.documents.mail", (".eml",), _is_mail),
    Loader(
        "qa_bot.documents.html.load",
        (".html", ".htm", ".xhtml", ".xht"),
        _is_page,
        hints=("charset", "address"),
    ),
    Loader("qa_bot.documents.text.markdown", (".md", ".markdown"), hints=("charset",)),
    Loader("qa_bot.documents.text.plain", (".txt", ".text"), hints=("charset",)),
)


def find_loader(data: bytes, name: str) -> Loader:
    """Return the loader for a file: by its content, then by its suffix, otherwise plain text."""
    suffix = PurePath(name).suffix.lower()
    by_content = (loader for loader in LOADERS if loader.recognizes(data))
    by_name = (loader for loader in LOADERS if suffix in loader.suffixes)
    return next(by_content, next(by_name, LOADERS[-1]))


def load(data: bytes, name: str, served: ServerHints | None = None) -> Document:
    """Return the document that a file's bytes hold; raises SourceError if they hold none.

    A served document gets the address it came from unless it names its own on the same site.
    """
    from qa_bot.documents.text.transcript import find_turns

    named = f"page{served.suffix}" if served else name  # the end of a URL is often not a suffix
    document = find_loader(data, named).load(data, name, served)
    if served and served.address:
        from qa_bot.documents.parsing.addresses import own_address

        facts = replace(document.facts, url=own_address(document.facts.url, served.address))
        document = replace(document, facts=facts)
    return find_turns(document)
