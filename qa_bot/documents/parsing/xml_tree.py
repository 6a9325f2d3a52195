"""XML parts of documents, parsed without expanding, fetching or opening anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_bot.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE = re.compile(r"\s*(\d{4}(?:-\d\d(?:-\d\d)?)?)(?!\d)")


def parse_xml(data: bytes, name: str, part: str) -> _Element:
    """Return the root of a part; raises SourceError if it is not well-formed or abusive.

    Without `huge_tree` libxml2 limits the depth (256) and the expansion of entities in attributes;
    entities in the text are not expanded at all.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceError(
            f"{name} is damaged ({part} cannot be parsed); get the file again"
        ) from None


def parse_html(data: bytes | str) -> _Element | None:
    """Return the tree that an HTML parser makes of any bytes, or None.

    libxml2 stops at a depth of 2,048.
    """
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root: _Element | None = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def local_name(element: _Element) -> str:
    """Return an element's tag without its namespace; an entity's is empty."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: _Element, local: str) -> str | None:
    """Return an attribute by its local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == local:
            return str(value)
    return None


def children(element: _Element, local: str) -> list[_Element]:
    """Return the children with a local name."""
    return [child for child in element if local_name(child) == local]


def child(element: _Element | None, *path: str) -> _Element | None:
    """Return the first descendant along a path of local names, or None."""
    for local in path:
        if element is None:
            return None
        element = next((one for one in element if local_name(one) == local), None)
    return element


def text_of(element: _Element | None) -> str | None:
    """Return an element's text in one line; None if it has none."""
    if element is None:
        return None
    return " ".join("".join(map(str, element.itertext(tag="*"))).split()) or None


def iso_date(text: str | None) -> str | None:
    """Return the date that a text begins with (2024, 2024-05, 2024-05-17), or None."""
    found = _DATE.match(text or "")
    return found[1] if found else None
