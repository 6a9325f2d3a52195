"""Recognize a web page, or an archive of one, by its first bytes."""

from __future__ import annotations

import codecs
import re

_HEAD = 8192
_BEFORE = re.compile(r"(?:\s++|<\?xml\b[^>]*\?>|<!--.*?-->)*+", re.DOTALL)
_START = re.compile(r"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:head|body|title|meta|link|div|article|main|section|header|p|h1|h2|table|center|font)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][a-z\d]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CLOSING = re.compile(
    r"</(?:div|p|h[1-6]|li|td|article|section|body|head|title)\s*>", re.IGNORECASE
)
# A README often begins with HTML; these only occur in Markdown.
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```|[-*] \S|>\s)|\]\(", re.MULTILINE)
# What only those programs write that save pages, and what makes a message of a web archive.
_SAVED = re.compile(
    rb"^(?:(?:X-)?Snapshot-Content-Location:|From: *[\"<]*Saved by |X-MAF-|Content-Location:)",
    re.MULTILINE | re.IGNORECASE,
)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related\b", re.MULTILINE | re.IGNORECASE)
_TYPE = re.compile(rb"\btype=\"?(?:text/html|application/xhtml\+xml)", re.IGNORECASE)
_SENDER = re.compile(rb"^From:", re.MULTILINE | re.IGNORECASE)
_LETTER_HEADER = re.compile(rb"^(?:Received|To|Return-Path|Delivered-To):", re.M | re.I)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


def is_html(data: bytes) -> bool:
    """Return whether the bytes begin as a web page, or with mostly tags.

    Text that only mentions tags is not a page, nor is Markdown that begins with some.
    """
    head = _decode(data[:_HEAD])
    start = _BEFORE.match(head)
    rest = head[start.end() if start else 0 :]
    if _START.match(rest):
        return True
    if not _FRAGMENT.match(rest) or _MARKDOWN.search(_TAG.sub("", rest)):
        return False
    lines = [line for line in rest.splitlines() if line.strip()]
    tagged = sum(1 for line in lines if line.lstrip().startswith("<"))
    return len(_CLOSING.findall(rest)) >= 3 and tagged >= 0.9 * len(lines)


def is_mhtml(data: bytes) -> bool:
    """Return whether the bytes begin as a web page archived with its parts, not as a letter."""
    head = _END_OF_HEADER.split(data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
    if b"mime-version:" not in head.lower() or _LETTER_HEADER.search(head):
        return False
    if _SAVED.search(head):
        return True
    # Word names neither itself nor a sender.
    return bool(_RELATED.search(head) and (_TYPE.search(head) or not _SENDER.search(head)))


def _decode(head: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1").replace("\0", "")
