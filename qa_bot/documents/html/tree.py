"""A page's markup → a tree of the visible parts, of bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa_bot.errors import SourceError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Characters of markup without scripts, styles and embedded files. The longest page seen, the whole
# HTML standard on one page, has 15 million.
_MAX_PAGE = 20_000_000
# Each tag takes some 400 bytes of memory and 20 microseconds.
_MAX_TAGS = 1_000_000
# libxml2 stops at 2,048 levels and loses the rest; trafilatura parses parts again with a limit of
# 256. Real pages have some 40.
_MAX_DEPTH = 150
# Longer attributes are files and scripts; forums keep whole threads in one of some 200 kB.
_MAX_ATTRIBUTE = 1_000_000

# libxml2 compares each attribute of a tag with all before it. Real tags have some 40.
_MAX_ATTRIBUTES = 200
_SHORT_TAG = 2 * _MAX_ATTRIBUTES  # characters; a shorter one cannot have more

_DATA_URI = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,80}(?:;[\w=.+-]{1,40}){0,4},[^\s\"'<>)]*")
_CODE = re.compile(r"<(?:(script|style|svg)\b[^<>]*+>|!--)", re.IGNORECASE)
_CODE_ENDS = {
    name: re.compile(rf"</{name}\s*+>" if name else "-->", re.IGNORECASE)
    for name in ("script", "style", "svg", "")
}
# XML allows these; HTML reads "<script/>" as the start of a script that never ends.
_SELF_CLOSED = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|div|span|p|a|i|b|em|strong|td|th|li|ul|ol)"
    r"(\s[^<>]*)?/>",
    re.IGNORECASE,
)
# libxml2 reads a page as finished after "<html/>", which old pages have; browsers read on.
_CLOSED_ROOT = re.compile(r"<(html|head|body)\b([^<>]*)/>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_DOCTYPE = re.compile(r"<!doctype\b[^<>\[]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*+\]\s*)?>", re.I)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# Characters that XML does not allow, as bytes of UTF-8 and as references such as "&#1;".
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:\d|1[124-9]|2\d|3[01]|127|6553[45])|x0*(?:[0-8bcef]|1[\da-f]|7f|fff[ef]|d[89a-f]..))"
    rb"(?:;|(?![\da-f]))",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(r"[^\s\"'=/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?+")

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s "
    "samp small span strike strong sub sup time tt u var".split()
)
# Elements that end an open one of the same kind, so that a page without end tags is not deep.
_SIBLINGS = frozenset("p li dt dd tr td th option thead tbody tfoot".split())
_NEVER_SHOWN = frozenset(
    "style script template noscript dialog datalist title amp-ad amp-embed amp-consent "
    "amp-sidebar".split()
)
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)

# Links that pages show beside their headings, and to their notes: not part of the text.
_EDIT_LINK = re.compile(r"(?:^|\s)(?:mw-)?editsection(?:\s|$)")
_NOTE_LINK = re.compile(r"(?:^|\s)footnote-ref(?:erence)?(?:\s|$)")
_PERMALINK = re.compile(r"\s*[¶#§🔗]\ufe0f?\s*")
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 dt caption figcaption".split())

# A hidden element with this many characters of text may be the page itself.
_PAGE = 400

# Where what a click opens is not the article: menus, settings, sign-up forms.
_APART = frozenset("nav header footer form dialog".split())
_APART_ROLES = frozenset("dialog alertdialog navigation menu banner contentinfo".split())
_CONSENT_LAYER = re.compile(r"cookie|consent|gdpr|onetrust", re.IGNORECASE)
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")


def parse_page(markup: str, name: str) -> HtmlElement:
    """Return the tree of a page's markup, at most some 150 levels deep.

    Nothing it refers to is opened. Raises SourceError if it has no elements or is too long.
    """
    if "data:" in markup:
        markup = _DATA_URI.sub("data:,", markup)
    if len(markup) > _MAX_PAGE:
        markup = " ".join(outside_code(markup))
    if len(markup) > _MAX_PAGE:
        raise SourceError(
            f"{name} holds {len(markup) // 1_000_000} million characters in one page; the limit "
            f"is {_MAX_PAGE // 1_000_000} million; split it into several files"
        )
    if (tags := markup.count("<")) > _MAX_TAGS:
        raise SourceError(
            f"{name} holds {tags:,} tags, more than {_MAX_TAGS:,}; split it into several files"
        )
    if declaration := _DECLARATION.match(markup):
        markup = _SELF_CLOSED.sub(r"<\1\2></\1>", _CDATA.sub("", markup[declaration.end() :]))
    markup = _CLOSED_ROOT.sub(r"<\1\2>", _DOCTYPE.sub("", markup, count=1))
    markup = _TAG.sub(_drop_crowd, markup)
    tree = _parse(markup, name)
    if _is_deep(tree):
        tree = _parse(flatten(markup), name)
    if len(markup) > _MAX_ATTRIBUTE:
        for element in tree.iter("*"):
            for key, value in element.attrib.items():
                if len(value) > _MAX_ATTRIBUTE:
                    del element.attrib[key]
    return tree


def _drop_crowd(tag: re.Match[str]) -> str:
    """Return a tag as it is, or its name alone if it has too many attributes."""
    if len(tag[3]) < _SHORT_TAG or len(_ATTRIBUTE.findall(tag[3])) <= _MAX_ATTRIBUTES:
        return tag[0]
    return f"<{tag[1]}{tag[2]}>"


def outside_code(markup: str) -> Iterator[str]:
    """Yield the pieces of markup around comments, styles, drawings and scripts other than JSON-LD.

    A part without an end does not count, and its end is searched for only once, because the markup
    may consist of nothing else.
    """
    endless: set[str] = set()
    end = 0
    for opening in _CODE.finditer(markup):
        name = (opening[1] or "").lower()
        if opening.start() < end or name in endless or "ld+json" in opening[0].lower():
            continue
        closing = _CODE_ENDS[name].search(markup, opening.end())
        if closing is None:
            endless.add(name)
            continue
        yield markup[end : opening.start()]
        end = closing.end()
    yield markup[end:]


def _parse(markup: str, name: str) -> HtmlElement:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    data = markup.encode("utf-8", "replace").translate(None, delete=_CONTROLS)
    if b"&#" in data:
        data = _BAD_REFERENCE.sub(b"", data)
    try:
        return document_fromstring(data, parser=parser)
    except (LxmlError, AssertionError, ValueError):
        raise SourceError(f"{name} is not a web page; save it again from the browser") from None


def _is_deep(tree: HtmlElement) -> bool:
    """Return whether the tree is too deep; the parser stops at 2,048 levels."""
    from lxml.etree import iterwalk

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def flatten(markup: str) -> str:
    """Return the markup without the tags of elements nested more than a hundred deep.

    A block among them becomes a paragraph, so that its text stays separate.
    """
    return "".join(_flat_pieces(markup))


def _flat_pieces(markup: str) -> Iterator[str]:
    limit = _MAX_DEPTH - 50  # a parser adds some: html, body, tbody
    opened: list[str] = []
    counts: dict[str, int] = {}
    end, parted = 0, False
    for tag in _TAG.finditer(markup):
        if tag.start() < end:
            continue
        closes, element = bool(tag[1]), tag[2].lower()
        if element in _VOID:
            continue
        if not closes and element in ("script", "style", "textarea", "title"):
            closing = re.compile(rf"</{element}\b", re.IGNORECASE).search(markup, tag.end())
            stop = closing.start() if closing else len(markup)
            yield markup[end:stop] if len(opened) < limit else markup[end : tag.start()]
            end = stop
            continue
        if closes:
            if not counts.get(element):
                continue
            keep = len(opened) <= limit
            while opened:
                last = opened.pop()
                counts[last] -= 1
                if last == element:
                    break
            keep = keep or len(opened) < limit
        else:
            if element in _SIBLINGS and opened and opened[-1] == element:
                opened.pop()
                counts[element] -= 1
            opened.append(element)
            counts[element] = counts.get(element, 0) + 1
            keep = len(opened) <= limit
        if not keep:
            text = markup[end : tag.start()]
            if text.strip():
                yield f"<p>{text}" if parted else text
                parted = False
            parted = parted or element not in _INLINE
            end = tag.end()
    yield f"<p>{markup[end:]}" if parted else markup[end:]


def remove_hidden(tree: HtmlElement) -> None:
    """Remove hidden parts and code from the tree; JSON-LD stays.

    A page saved behind an open consent layer or loading screen is hidden as a whole: if almost
    nothing else is left, the hidden element that holds the article is kept.
    """
    for shadow in tree.xpath(".//template[@shadowrootmode]"):
        shadow.drop_tag()
    _open_panels(tree)
    found = {element for element in tree.iterdescendants("*") if _is_hidden(element)}
    outer = [e for e in found if not any(above in found for above in e.iterancestors())]
    page = _hidden_page(tree, outer)
    for element in outer:
        if element is not page:
            element.drop_tree()
    if page is not None:
        page.tag = "div" if page.tag == "noscript" else page.tag
        _show(page)
        remove_hidden(page)


def _show(element: HtmlElement) -> None:
    for attribute in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(attribute, None)


def _open_panels(tree: HtmlElement) -> None:
    """Show the hidden text that a page opens on a click: below a heading or button, or by a tab."""
    panels = set(tree.iterfind(".//*[@role='tabpanel']"))
    names: set[str] = set()
    for control in list(tree.iterfind(".//*[@aria-expanded]")):
        names.update((control.get("aria-controls") or "").split())
        title = next(control.iterancestors(*_TITLES), None)
        panels.add((control if title is None else title).getnext())
        if title is not None and control.tag == "button":
            control.tag = "span"  # it holds the heading's words
    if names:
        panels.update(one for one in tree.iterfind(".//*[@id]") if one.get("id") in names)
    panels.discard(None)
    if not panels or any(map(_is_apart, tree.iterancestors())):
        return
    opened: set[HtmlElement] = set()
    refused: set[HtmlElement] = set()
    apart: set[HtmlElement] = set()
    for panel in tree.iter("*"):
        if panel.getparent() in apart or _is_apart(panel):
            apart.add(panel)
        if panel not in panels or not _is_hidden(panel) or panel.tag in _NEVER_SHOWN:
            continue
        # Of panels within panels only the outermost is judged, so that each text is read once.
        above = next(
            (one for one in panel.iterancestors() if one in opened or one in refused), None
        )
        if above in opened or (above is None and panel not in apart and _holds_text(panel)):
            opened.add(panel)
        else:
            refused.add(panel)
    for panel in opened:
        _show(panel)


def _is_apart(element: HtmlElement) -> bool:
    """Return whether an element, with all in it, is a menu, a form or a consent layer."""
    if element.tag in _APART or element.get("role") in _APART_ROLES:
        return True
    return bool(_CONSENT_LAYER.search(f"{element.get('id') or ''} {element.get('class') or ''}"))


def _holds_text(panel: HtmlElement) -> bool:
    """Return whether a panel holds no fields, and more text than links."""
    if next(panel.iter("form", "input", "select", "textarea"), None) is not None:
        return False
    return 2 * sum(_text_length(link) for link in panel.iter("a")) < _text_length(panel)


def remove_marks(tree: HtmlElement) -> None:
    """Remove a heading's links to itself ("¶") and to its editor, and the marks of notes."""
    for element in list(tree.iter("a", "span")):
        if element.getparent() is not None and _is_mark(element):
            element.drop_tree()


def _is_mark(element: HtmlElement) -> bool:
    kind = element.get("class") or ""
    if element.tag == "span":
        return bool(_EDIT_LINK.search(kind))
    if "#" not in (element.get("href") or ""):
        return False
    if element.get("role") == "doc-noteref" or _NOTE_LINK.search(kind):
        return True
    inner = element[0].text if len(element) == 1 else None
    is_symbol = len(element) <= 1 and _PERMALINK.fullmatch(f"{element.text or ''}{inner or ''}")
    return bool(is_symbol) and any(above.tag in _HEADINGS for above in element.iterancestors())


def _hidden_page(tree: HtmlElement, hidden: list[HtmlElement]) -> HtmlElement | None:
    """Return the hidden element that is the page itself: long, with almost nothing beside it."""
    lengths = {element: _text_length(element) for element in hidden if _may_hold_page(element)}
    longest = max(lengths, key=lambda element: lengths[element], default=None)
    if longest is None or lengths[longest] < _PAGE:
        return None
    rest = _text_length(tree.find("body")) - sum(map(_text_length, hidden))
    return longest if rest < min(_PAGE / 4, lengths[longest] / 10) else None


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in _NEVER_SHOWN:
        if element.tag == "script":
            return "ld+json" not in (element.get("type") or "")
        return element.tag != "dialog" or element.get("open") is None
    if (hidden := element.get("hidden")) is not None and hidden.lower() != "until-found":
        return True
    if (element.get("aria-hidden") or "").strip().lower() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _may_hold_page(element: HtmlElement) -> bool:
    """Return whether a hidden element can be the page, not a part that opens on a click."""
    if element.tag in _NEVER_SHOWN:
        return bool(element.tag == "noscript")
    return element.tag == "body" or any(True for _ in element.iter("h1", "article", "main"))


def _text_length(element: HtmlElement | None) -> int:
    """Return how many characters of text an element holds, without white space and code."""
    if element is None:
        return 0
    length = -len((element.tail or "").strip())
    for part in element.iter("*"):
        length += len((part.tail or "").strip())
        if part.tag not in ("script", "style"):
            length += len((part.text or "").strip())
    return length
