"""E-books (EPUB 2 and 3): the chapters in the order of the spine, without contents pages."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from qa_bot.documents.document import Document
from qa_bot.documents.parsing.archive import Archive, resolve_part
from qa_bot.documents.parsing.tree_blocks import add_tree
from qa_bot.documents.parsing.xml_tree import (
    child,
    children,
    iso_date,
    local_name,
    parse_html,
    parse_xml,
    text_of,
)
from qa_bot.documents.rendering import Rendering
from qa_bot.errors import SourceError
from qa_bot.types import Facts

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_XHTML = ("application/xhtml+xml", "text/html", "application/html")
# Fonts may be obfuscated in any book; if anything else is encrypted, the book is protected.
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{0,31});")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)

Chapters = dict[str, dict[str, str]]  # part → id of the element, or "" → title


def load(data: bytes, name: str) -> Document:
    """Return the document of an EPUB file; raises SourceError if it cannot be read."""
    archive = Archive(data, name)
    _refuse_protected(archive, name)
    package_part = _package_part(archive, name)
    package = parse_xml(archive.read(package_part), name, package_part)
    facts = _facts(child(package, "metadata"))
    items = {one.get("id", ""): one for one in children_of(package, "manifest", "item")}
    contents = next(
        (one for one in items.values() if "nav" in one.get("properties", "").split()), None
    )
    chapters = _chapters(archive, name, package_part, package, items)
    spine = [items.get(one.get("idref", "")) for one in children_of(package, "spine", "itemref")]
    rendering = Rendering()
    if facts.title:
        rendering.add(facts.title, "heading")
    seen: set[str] = set()
    for item in spine or items.values():
        if item is None or item is contents or item.get("media-type") not in _XHTML:
            continue
        part = resolve_part(package_part, item.get("href", ""))
        # A missing part is skipped, as e-book readers do.
        if part is None or part not in archive or part in seen:
            continue
        seen.add(part)
        root = _parse_chapter(archive.read(part))
        if root is not None and not _is_contents(root):
            add_tree(rendering, root, chapters=chapters.get(part, {}))
    if not seen:
        raise SourceError(f"{name} has no readable chapter; get the file again")
    return rendering.finish("epub", name, facts=facts)


def children_of(package: _Element, container: str, local: str) -> list[_Element]:
    """Return the entries of the package's manifest or spine."""
    found = child(package, container)
    return [] if found is None else children(found, local)


def _refuse_protected(archive: Archive, name: str) -> None:
    if _ENCRYPTION not in archive:
        return
    for element in parse_xml(archive.read(_ENCRYPTION), name, _ENCRYPTION).iter(
        "{*}EncryptionMethod"
    ):
        if element.get("Algorithm") not in _FONT_OBFUSCATION:
            raise SourceError(f"{name} is copy-protected (DRM); use an unprotected copy")


def _package_part(archive: Archive, name: str) -> str:
    container = parse_xml(archive.read(_CONTAINER), name, _CONTAINER)
    for element in container.iter("{*}rootfile"):
        if part := resolve_part("", element.get("full-path", "")):
            return part
    raise SourceError(f"{name} is damaged: {_CONTAINER} names no package; get the file again")


def _facts(metadata: _Element | None) -> Facts:
    if metadata is None:
        return Facts()
    authors = [author for one in children(metadata, "creator") if (author := text_of(one))]
    return Facts(
        title=text_of(child(metadata, "title")),
        author=", ".join(authors) or None,
        date=iso_date(text_of(child(metadata, "date"))),
        language=text_of(child(metadata, "language")),
    )


def _chapters(
    archive: Archive, name: str, package_part: str, package: _Element, items: dict[str, _Element]
) -> Chapters:
    """Return where chapters begin, from the book's table of contents."""
    found: Chapters = {}
    spine = child(package, "spine")
    listing = next(
        (one for one in items.values() if "nav" in one.get("properties", "").split()),
        items.get("" if spine is None else spine.get("toc", "")),
    )
    part = resolve_part(package_part, listing.get("href", "")) if listing is not None else None
    if part is None or part not in archive:
        return found
    root = _parse_chapter(archive.read(part))
    if root is None:
        return found
    for element in root.iter("{*}a", "{*}navPoint"):
        if local_name(element) == "a":
            title, link = text_of(element), element.get("href", "")
        else:
            content = child(element, "content")
            link = "" if content is None else content.get("src", "")
            title = text_of(child(element, "navLabel"))
        target = resolve_part(part, link)
        if target and title:
            found.setdefault(target, {}).setdefault(link.partition("#")[2], title)
    return found


def _parse_chapter(data: bytes) -> _Element | None:
    """Return a chapter's tree: parsed as XHTML, or as HTML if it is not well-formed."""
    data = _DOCTYPE.sub(b"", data, count=1)
    data = _NAMED.sub(_number_entity, data)
    try:
        return parse_xml(data, "", "")
    except SourceError:
        return parse_html(data)


def _number_entity(match: re.Match[bytes]) -> bytes:
    name = match[1].decode()
    if name in _XML_ENTITIES:
        return match[0]
    text = html5.get(f"{name};", "")
    return "".join(f"&#{ord(char)};" for char in text).encode()


def _is_contents(root: _Element) -> bool:
    """Return whether a page is a table of contents: nearly all of its text is links."""
    body = child(root, "body")
    if body is None:
        return False
    links = sum(len(text_of(one) or "") for one in body.iter("{*}a") if one.get("href"))
    return sum(1 for _ in body.iter("{*}a")) >= 3 and links * 10 >= len(text_of(body) or "") * 8
