"""Web pages: decoded, parsed, stripped of hidden parts; the main text as blocks."""

from __future__ import annotations

import re

from qa_bot.documents.document import Document
from qa_bot.documents.html.article import find_article
from qa_bot.documents.html.blocks import write_blocks
from qa_bot.documents.html.facts import read_facts
from qa_bot.documents.html.lead import drop_lead
from qa_bot.documents.html.links import drop_more_links, link_texts
from qa_bot.documents.html.tree import parse_page, remove_hidden, remove_marks
from qa_bot.documents.html.walls import explain_no_article, read_signs
from qa_bot.documents.parsing.decode_page import decode_page
from qa_bot.documents.text import plain
from qa_bot.errors import SourceError

_TAG = re.compile(r"</?[a-zA-Z!?]")


def load(
    data: bytes, name: str, *, charset: str | None = None, address: str | None = None
) -> Document:
    """Return the document of a web page.

    `charset` is the encoding that the server sent, a label or a whole Content-Type; `address` is
    the page's URL. Raises SourceError if the page holds no article, with the cause.
    """
    if not data.strip():
        raise SourceError(f"{name} is empty; give a file that holds an article")
    markup, encoding = decode_page(data, charset)
    if not _TAG.search(markup):
        return plain.load(data, name)  # text with the suffix of a page
    tree = parse_page(markup, name)
    remove_marks(tree)
    signs = read_signs(tree)
    facts = read_facts(tree, address)
    remove_hidden(tree)
    links = link_texts(tree)
    pieces = drop_lead(find_article(tree), facts, signs.heading)
    article, blocks = write_blocks(drop_more_links(pieces, links))
    if reason := explain_no_article(signs, article):
        raise SourceError(f"{name} {reason}")
    if not article:
        raise SourceError(f"{name} holds no text to read; save the page again from the browser")
    return Document(article, blocks, "html", encoding, facts)
