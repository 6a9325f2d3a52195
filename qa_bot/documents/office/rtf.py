"""Rich text (RTF): paragraphs, headings, items, tables, text boxes and notes, as last edited.

Read here in one pass, since packages for RTF (striprtf) drop footnotes and do not tell headings,
numbers of lists, hidden text or the letters of Symbol. Notes come after the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from qa_bot.documents.document import Document
from qa_bot.documents.office.rtf_story import Story, Style
from qa_bot.documents.office.rtf_words import (
    CHARACTERS,
    FONT_ENCODINGS,
    LEFT_OUT,
    STARRED,
    SYMBOL,
    encoding_of_page,
)
from qa_bot.documents.office.tables import Cell
from qa_bot.documents.rendering import Rendering
from qa_bot.errors import SourceError
from qa_bot.text import collapse_whitespace
from qa_bot.types import Facts

_TOKEN = re.compile(
    rb"""\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,32})?[ ]?
    |\\'(?P<hex>[0-9A-Fa-f]{2})
    |\\(?P<symbol>[^A-Za-z])
    |(?P<brace>[{}])
    |(?P<plain>[^\\{}\r\n]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADING_NAME = re.compile(r"heading \d|title", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc \d|table of (?:figures|authorities)", re.IGNORECASE)
_MAX_DEPTH = 10_000  # nested groups; Word writes some ten

Destination = Literal["text", "out", "marker", "fonts", "styles", "title", "author"]
_TABLES: dict[str, Destination] = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "title": "title",
    "author": "author",
}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a group: where its text goes, and the properties of its characters."""

    where: Destination = "text"
    font: int | None = None
    is_hidden: bool = False
    replaced: int = 1  # how many characters stand in for one that is written as its number


def load(data: bytes, name: str) -> Document:
    """Return the document of an RTF file; raises SourceError if it cannot be read."""
    rendering = Rendering()
    reader = _Reader(data, name, rendering)
    reader.read()
    return rendering.finish("rtf", name, facts=reader.facts())


class _Reader:
    """Reads the file's tokens in order, within groups, and within the text, a note or a box."""

    def __init__(self, data: bytes, name: str, rendering: Rendering) -> None:
        self._data, self._name, self._rendering = data, name, rendering
        self._groups = [_Group()]
        self._stories = [Story(rendering)]
        self._notes = Cell()
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0  # whose entry in the table of fonts is read
        self._default_font = 0
        self._headings: set[int] = set()
        self._contents: set[int] = set()
        self._defined = 0  # the style whose definition is read
        self._said: dict[str, list[str]] = {"fonts": [], "styles": [], "title": [], "author": []}
        self._date: dict[str, int] = {}
        self._bytes = bytearray()  # characters whose encoding takes more than one byte come apart
        self._skip = 0

    def read(self) -> None:
        """Add the blocks of the whole file."""
        position, is_starred = 0, False
        while token := _TOKEN.search(self._data, position):
            position = token.end()
            if token["word"]:
                word = token["word"].decode()
                number = None if token["number"] is None else int(token["number"])
                if word == "bin":
                    position += min(max(number or 0, 0), len(self._data))
                else:
                    self._skip = 0
                    self._take_word(word, number, is_starred=is_starred)
                is_starred = False
            elif token["symbol"] == b"*":
                is_starred = True
            elif token["symbol"]:
                self._take_symbol(token["symbol"])
            elif token["brace"]:
                self._take_brace(token["brace"])
                is_starred = False
                if len(self._groups) == 1:
                    break  # what follows the last brace is no part of the document
            else:
                self._take_bytes(bytes.fromhex(token["hex"].decode()) if token["hex"] else token[0])
        while len(self._stories) > 1:  # the file is cut short
            self._end_story()
        self._decode()
        self._story.end()
        self._notes.add_to(self._rendering)

    def facts(self) -> Facts:
        """Return what the file says of itself."""
        date = None
        if all(map(self._date.get, ("yr", "mo", "dy"))):
            date = "{yr:04}-{mo:02}-{dy:02}".format_map(self._date)
        return Facts(
            title=collapse_whitespace("".join(self._said["title"])) or None,
            author=collapse_whitespace("".join(self._said["author"])) or None,
            date=date,
        )

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    def _take_brace(self, brace: bytes) -> None:
        self._decode()
        self._skip = 0
        if brace == b"{":
            if len(self._groups) > _MAX_DEPTH:
                raise SourceError(f"{self._name} is nested too deeply for RTF; save it as DOCX")
            self._groups.append(self._group)
        elif len(self._groups) > 1:
            self._groups.pop()
            if len(self._stories) > 1 and len(self._groups) < self._story.depth:
                self._end_story()

    def _take_bytes(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if self._group.where != "out":
            self._bytes += data

    def _take_symbol(self, symbol: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif symbol in (b"\\", b"{", b"}"):
            self._take_bytes(symbol)
        elif symbol in (b"\n", b"\r") and self._group.where != "out":
            self._decode()
            self._story.end_paragraph()
        elif symbol == b"~":
            self._say("\u00a0")
        elif symbol == b"_":
            self._say("\u2011")

    def _take_word(self, word: str, number: int | None, *, is_starred: bool) -> None:
        self._decode()
        where = self._group.where
        if word in LEFT_OUT or (is_starred and word not in STARRED):
            self._enter("out")
        elif word in _TABLES:
            self._enter(_TABLES[word])
        elif where == "fonts":
            self._define_font(word, number)
        elif where == "styles":
            self._define_style(word, number)
        elif word in ("yr", "mo", "dy"):
            self._date.setdefault(word, number or 0)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._page = encoding_of_page(word, number) or self._page
        elif word == "deff":
            self._default_font = number or 0
        elif word == "u":
            if number is not None and -0x8000 <= number <= 0xFFFF:
                self._say(chr(number % 0x10000))
            self._skip = self._group.replaced
        elif word in CHARACTERS:
            self._say(CHARACTERS[word])
        elif word in ("footnote", "shptxt", "dptxbxtext") and where != "out":
            sink = self._notes if word == "footnote" else Cell()
            self._stories.append(Story(sink, len(self._groups)))
        elif word in ("listtext", "pntext"):
            self._enter("marker")
        elif where != "out":
            self._format(word, number)

    def _enter(self, where: Destination) -> None:
        # A group within one that is left out is left out too.
        if self._group.where != "out":
            self._groups[-1] = replace(self._group, where=where)

    def _define_font(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and (encoding := FONT_ENCODINGS.get(number or 0)):
            self._fonts.setdefault(self._font, encoding)
        elif word == "cpg" and (encoding := encoding_of_page("ansicpg", number)):
            self._fonts[self._font] = encoding

    def _define_style(self, word: str, number: int | None) -> None:
        if word == "s":
            self._defined = number or 0
        elif word == "outlinelevel" and number in range(9):
            self._headings.add(self._defined)

    def _format(self, word: str, number: int | None) -> None:
        style = self._story.style
        is_on = number != 0
        match word:
            case "par" | "sect":
                self._story.end_paragraph()
            case "cell" | "nestcell":
                self._story.end_cell(is_nested=word == "nestcell")
            case "row" | "nestrow":
                self._story.end_row(is_nested=word == "nestrow")
            case "pard":
                self._story.style = Style()
            case "s":
                style.is_heading = number in self._headings
                style.is_contents = number in self._contents
            case "outlinelevel":
                style.is_heading = number in range(9)
            case "ls":
                style.is_item = is_on
            case "intbl":
                style.is_in_table = True
            case "f" | "v" | "deleted" | "htmlrtf" | "uc" | "plain":
                self._groups[-1] = self._formatted(word, number)

    def _formatted(self, word: str, number: int | None) -> _Group:
        if word == "f":
            return replace(self._group, font=number)
        if word == "uc":
            return replace(self._group, replaced=max(number or 0, 0))
        if word == "plain":
            return replace(self._group, font=None, is_hidden=False)
        return replace(self._group, is_hidden=number != 0)

    def _say(self, text: str) -> None:
        self._decode()
        group = self._group
        if group.is_hidden or group.where == "out":
            return
        if group.where in self._said:
            self._said[group.where].append(text)
            self._define_names(text)
        elif group.where == "marker":
            self._story.marker.append(text)
        else:
            self._story.text.append(text)

    def _define_names(self, text: str) -> None:
        """Take what the names of fonts and styles say of them; a name ends with a semicolon."""
        where = self._group.where
        if where in ("fonts", "styles") and ";" in text:
            name = "".join(self._said[where]).rstrip(" ;")
            self._said[where].clear()
            if where == "fonts" and name.strip() == "Symbol":
                self._fonts[self._font] = SYMBOL
            elif where == "styles":
                if _HEADING_NAME.fullmatch(name.strip()):
                    self._headings.add(self._defined)
                elif _CONTENTS_NAME.fullmatch(name.strip()):
                    self._contents.add(self._defined)
                self._defined = 0

    def _decode(self) -> None:
        """Say the bytes so far, in the encoding of their font."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            font = self._default_font if self._group.font is None else self._group.font
            encoding = self._fonts.get(font, self._page)
            if encoding == SYMBOL:
                self._say("".join(chr(0xF000 + byte) for byte in data))
            else:
                self._say(data.decode(encoding, "replace"))

    def _end_story(self) -> None:
        ended = self._stories.pop()
        ended.end()
        if isinstance(ended.sink, Cell) and ended.sink is not self._notes:
            self._story.boxes.append(ended.sink)
