"""A citation's URL: the page, scrolled to the sentence by a text fragment, or the PDF at its page.

A browser highlights the first place that matches a text fragment
(https://wicg.github.io/scroll-to-text-fragment/), so each fragment is tried on the source text
until one matches the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote as escape
from urllib.parse import urlsplit

from qa_bot.text import collapse_whitespace

if TYPE_CHECKING:
    from qa_bot.index import IndexedArticle

_WHOLE = 10  # words; up to this length a sentence is given in full
_ENDS = (4, 6, 10, 16)  # words of the start and the end of a longer one
_CONTEXT_LENGTHS = (0, 3, 6, 12)  # words of context before and after it
_MAX_WHOLE = 1_000  # characters of a sentence given in full
_CONTEXT_SPAN = 1_000  # characters before and after a sentence from which its context is taken


@dataclass(frozen=True, slots=True)
class TextFragment:
    """A text fragment: the start and end of a passage, and context around it ("" for none)."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """Return the text directive, percent-encoded: `text=prefix-,start,end,-suffix`."""
        parts = [
            f"{_escape(self.prefix)}-" if self.prefix else "",
            _escape(self.start),
            _escape(self.end),
            f"-{_escape(self.suffix)}" if self.suffix else "",
        ]
        return f"text={','.join(filter(None, parts))}"


def citation_url(
    article: IndexedArticle, text: str, start: int, end: int, page: int | None
) -> str | None:
    """Return the URL of `text[start:end]` in the original of its article, or None.

    For a page this is its canonical URL, otherwise the URL it was fetched from or that of its file,
    with a text fragment; for a PDF, the URL of its page.
    """
    file = file_url(Path(article.key)) if article.kind == "file" else None
    if article.format in ("html", "mhtml"):
        named = article.facts.url if is_web_address(article.facts.url) else None
        saved = file if article.format == "html" else None  # browsers do not open MHTML
        url = named or (article.source if article.kind == "url" else saved)
        return passage_url(url, text, start, end) if url else None
    if article.kind == "url":
        if page is not None:
            return page_url(article.source, page)
        is_text = article.format in ("text", "markdown")
        return passage_url(article.source, text, start, end) if is_text else article.source
    return page_url(file, page) if file and page is not None else None


def is_web_address(url: str | None) -> bool:
    """Return whether a URL is safe to link to: http or https, with a host."""
    if not url or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def passage_url(url: str, text: str, start: int, end: int) -> str:
    """Return the URL of a page with a text fragment for `text[start:end]`."""
    base = url.split(":~:", maxsplit=1)[0]
    return f"{base}{'' if '#' in base else '#'}:~:{text_fragment(text, start, end)}"


def page_url(url: str, page: int) -> str:
    """Return the URL of a PDF at a page, from 1, in the form that viewers understand."""
    return f"{url.split('#', maxsplit=1)[0]}#page={page}"


def file_url(path: Path) -> str:
    """Return the `file:` URL of a file."""
    return path.absolute().as_uri()


def text_fragment(text: str, start: int, end: int) -> TextFragment:
    """Return the shortest fragment whose first match is `text[start:end]`.

    Context is added only if the words alone match an earlier place first. If even the longest
    fragment does (a sentence repeated within the same words), that one is returned.
    """
    before, passage, after = _fold(text[:start]), _fold(text[start:end]), _fold(text[end:])
    left = " " * bool(before and text[start - 1].isspace())
    right = " " * bool(after and text[end].isspace())
    page = f"{before}{left}{passage}{right}{after}"
    place = len(before) + len(left), len(before) + len(left) + len(passage)
    fragment = TextFragment(collapse_whitespace(text[start:end])[:_MAX_WHOLE])
    near = (
        text[max(start - _CONTEXT_SPAN, 0) : start].split(),
        text[end : end + _CONTEXT_SPAN].split(),
    )
    for fragment in _candidates(text[start:end].split(), *near):
        if find_fragment(fragment, page) == place:
            break
    return fragment


def find_fragment(fragment: TextFragment, page: str) -> tuple[int, int] | None:
    """Return the span that a browser highlights in a text, which is collapsed and casefolded."""
    start, end, prefix, suffix = (
        _fold(part) for part in (fragment.start, fragment.end, fragment.prefix, fragment.suffix)
    )
    at = 0
    while (found := _find(prefix or start, page, at)) is not None:
        at = found + 1
        first = _skip_space(page, found + len(prefix))
        if prefix and not _is_at(start, page, first):
            continue
        last = first + len(start)
        ending: int | None = last
        while end and (ending := _find(end, page, last)) is not None:
            last = ending + len(end)
            if not suffix or _is_at(suffix, page, _skip_space(page, last)):
                return first, last
            last = ending + 1
        if ending is None:
            return None
        if not suffix or _is_at(suffix, page, _skip_space(page, last)):
            return first, last
    return None


def _candidates(words: list[str], before: list[str], after: list[str]) -> Iterator[TextFragment]:
    """Yield fragments for a passage, the shortest first."""
    whole = " ".join(words)
    forms = [
        (" ".join(words[:n]), " ".join(words[-n:]))
        for n in _ENDS
        if len(words) > max(_WHOLE, 2 * n)
    ]
    if len(whole) <= _MAX_WHOLE:
        forms.append((whole, ""))
    for around in _CONTEXT_LENGTHS:
        prefix = " ".join(before[-around:]) if around else ""
        suffix = " ".join(after[:around]) if around else ""
        yield from (TextFragment(start, end, prefix, suffix) for start, end in forms)


def _fold(text: str) -> str:
    return collapse_whitespace(text).casefold()


def _find(words: str, page: str, at: int) -> int | None:
    """Return the next offset of some words that begin and end at word boundaries, or None."""
    while (found := page.find(words, at)) >= 0:
        if _is_at(words, page, found):
            return found
        at = found + 1
    return None


def _is_at(words: str, page: str, at: int) -> bool:
    end = at + len(words)
    return page.startswith(words, at) and not (_is_inside(page, at) or _is_inside(page, end))


def _is_inside(page: str, at: int) -> bool:
    return 0 < at < len(page) and page[at - 1].isalnum() and page[at].isalnum()


def _skip_space(page: str, at: int) -> int:
    return at + 1 if page.startswith(" ", at) else at


def _escape(words: str) -> str:
    # Comma, ampersand and hyphen separate the parts; `quote` does not escape the hyphen.
    return escape(words, safe="", errors="replace").replace("-", "%2D")
