"""A page's tree → the blocks of its main text: from trafilatura, or all its text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from qa_bot.documents.html.blocks import Piece, read_pieces
from qa_bot.documents.html.lost_text import restore_lost

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# From this size trafilatura's fallbacks are skipped: for each paragraph justext looks at all
# others, which takes a minute for 30,000 list items without end tags. Articles have some 2,000
# elements.
_FAST = 10_000
# From this size trafilatura, which copies the tree some ten times, is skipped: whole books.
_MAX_ELEMENTS = 40_000
_MAX_TEXT = 3_000_000

_SURROUNDINGS = frozenset("nav footer aside form".split())


def find_article(tree: HtmlElement) -> list[Piece]:
    """Return the blocks of a page's main text, in order; none if it has no text at all."""
    if pieces := _by_trafilatura(tree):
        return restore_lost(pieces, _whole_page(tree))
    return _whole_page(tree)


def _by_trafilatura(tree: HtmlElement) -> list[Piece]:
    if is_large(tree):
        return []
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    _silence()
    try:
        is_long = tree.xpath("count(//*)") > _FAST
        found = bare_extraction(tree, include_comments=False, fast=is_long)
    except Exception:  # fall back to the whole page
        return []
    return read_pieces(found.body) if isinstance(found, Document) else []


def is_large(tree: HtmlElement) -> bool:
    """Return whether a page is a book rather than an article, too long for trafilatura."""
    elements, text = tree.xpath("count(//*)"), tree.xpath("string()")
    return bool(elements > _MAX_ELEMENTS or len(str(text)) > _MAX_TEXT)


def _whole_page(tree: HtmlElement) -> list[Piece]:
    """Return all the page's text, without menus and forms unless nothing else is left."""
    body = tree.find("body")
    if body is None:
        return []
    return read_pieces(body, without=_SURROUNDINGS) or read_pieces(body)


def _silence() -> None:
    """Keep the libraries' warnings off the terminal; errors are reported in one line."""
    for name in ("trafilatura", "htmldate", "justext", "courlan", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
