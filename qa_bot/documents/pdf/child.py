"""The child process that reads PDF: the file on standard input, its pages as lines of JSON.

Run by path, it imports nothing of the package: pdfium aborts its process on some files, and loops
on others. The first line holds the number of pages and the metadata, or an error; then comes a line
for each page: its height in points, and the fragments of its lines,
`[left, top, right, bottom, is bold, text]`, measured from the page's upper left corner.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MEMORY = 1_500_000_000
_MAX_CHARACTERS = 5_000_000
_MAX_ON_PAGE = 100_000

_HYPHEN = 2  # what pdfium returns for a hyphen at a line's end
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_WRONG_PASSWORD = 4
_BOLD = 600
# A line's height above and below its base, in sizes of the font.
_ABOVE, _BELOW = 0.9, 0.25
# As a number, which is compared in a third of the time that pypdfium2's pointer takes.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
# In heights of a line.
_GAP = 0.6
_STEP_BACK = 0.5
_OTHER_SIZE = 0.2
_SLANT = 0.1  # quarter turns that scanned pages are off


def main() -> None:
    """Read standard input and print the pages."""
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        is_locked = pdfium.FPDF_GetLastError() == _WRONG_PASSWORD
        _print({"error": "encrypted" if is_locked else "damaged"})
        return
    _print({"pages": len(document), "metadata": document.get_metadata_dict()})
    left = _MAX_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
            height, fragments = _read_page(page)
        except pypdfium2.PdfiumError:
            _print({"height": 0, "fragments": []})
            continue
        left -= sum(len(fragment[-1]) for fragment in fragments)
        if left < 0:
            _print({"error": "too long"})
            return
        _print({"height": height, "fragments": fragments})
        page.close()


def _read_page(page: pypdfium2.PdfPage) -> tuple[float, list[list[Any]]]:
    """Return a page's height and fragments, turned so that most of its text is upright."""
    left, bottom, right, top = page.get_cropbox()
    textpage = page.get_textpage()
    count = min(pdfium.FPDFText_CountChars(textpage), _MAX_ON_PAGE)
    # Its handle: the object would be turned into it at each of a page's 20,000 calls.
    handle = textpage.raw
    quarter = _quarter_turns(handle, count)
    turn = _TURNS[quarter]
    x0, y0, x1, y1 = turn(left, top, right, bottom)
    collector = _Collector(handle, quarter)
    fragments = [
        [
            *(round(value, 1) for value in (fragment[0] - x0, fragment[1] - y0)),
            *(round(value, 1) for value in (fragment[2] - x0, fragment[3] - y0)),
            *fragment[4:],
        ]
        for fragment in collector.collect(count)
        # Characters outside the page are not visible.
        if fragment[0] < x1 and fragment[2] > x0 and fragment[1] < y1 and fragment[3] > y0
    ]
    textpage.close()
    return round(y1 - y0, 1), fragments


# By quarter turns of the text: (left, top, right, bottom), upwards, to the same of upright text,
# downwards.
_TURNS: tuple[Callable[[float, float, float, float], tuple[float, ...]], ...] = (
    lambda left, top, right, bottom: (left, -top, right, -bottom),
    lambda left, top, right, bottom: (bottom, left, top, right),
    lambda left, top, right, bottom: (-right, bottom, -left, top),
    lambda left, top, right, bottom: (-top, -right, -bottom, -left),
)


def _quarter_turns(textpage: Any, count: int) -> int:
    """Return by how many quarter turns most of the text is turned."""
    step = max(1, count // 200)
    turns = Counter(_turns(textpage, index) for index in range(0, count, step))
    turns.pop(None, None)
    return (turns.most_common(1)[0][0] if turns else None) or 0


def _turns(textpage: Any, index: int) -> int | None:
    """Return by how many quarter turns a character is turned; None of a slanting watermark."""
    turns = pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < _SLANT else None


class _Collector:
    """Gathers characters, in the order they are drawn, into runs that are near each other."""

    def __init__(self, textpage: Any, quarter: int) -> None:
        self._textpage, self._quarter = textpage, quarter
        self._fragments: list[list[Any]] = []
        self._codes: list[int] = []
        self._box: tuple[float, ...] = ()
        self._indexes: list[int] = []
        self._heights: Counter[tuple[float, float]] = Counter()
        # Filled by pdfium, character by character.
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._at = ctypes.byref(self._x), ctypes.byref(self._y)
        # The text object of the last character, and the size of its font.
        self._object: int | None = None
        self._size = 0.0

    def collect(self, count: int) -> list[list[Any]]:
        """Return the fragments of the page's first `count` characters."""
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(self._textpage, index)
            if code in (10, 13):
                self._end()
            elif code in (9, 32, 160):
                if self._codes:
                    self._codes.append(32)
            elif box := self._measure(index):
                self._add(code, box, index)
                if code == _HYPHEN:
                    self._end()
        self._end()
        return self._fragments

    def _measure(self, index: int) -> tuple[float, ...] | None:
        """Return a character's box: its own width, and the height of its font around its base.

        Heights in pdfium are those of the font in some files, and of the glyph in others.
        """
        page, rect = self._textpage, self._rect
        if not (
            pdfium.FPDFText_GetLooseCharBox(page, index, rect)
            and pdfium.FPDFText_GetCharOrigin(page, index, *self._at)
        ):
            return None
        one = _text_object(page, index)
        if one is None or one != self._object:
            matrix = self._matrix
            if not pdfium.FPDFText_GetMatrix(page, index, matrix):
                return None
            self._object = one
            size = pdfium.FPDFText_GetFontSize(page, index)
            self._size = size * math.hypot(matrix.c, matrix.d)
        left, right, base = rect.left, rect.right, -self._y.value
        if self._quarter:
            turn, x, y = _TURNS[self._quarter], self._x.value, self._y.value
            left, _, right, _ = turn(left, rect.top, right, rect.bottom)
            _, base, _, _ = turn(x, y, x, y)
        return left, base - _ABOVE * self._size, right, base + _BELOW * self._size

    def _add(self, code: int, box: tuple[float, ...], index: int) -> None:
        start, upper, end, lower = box
        if self._codes:
            left, top, right, bottom = self._box
            height = bottom - top
            if (
                start - right > _GAP * height
                or start < right - _STEP_BACK * height
                or abs(lower - upper - height) > _OTHER_SIZE * height
                or upper > top + height / 2
                or lower < bottom - height / 2
            ):
                self._end()
            else:  # comparisons, as min and max take three times as long
                box = (
                    left if left < start else start,
                    top if top < upper else upper,
                    right if right > end else end,
                    bottom if bottom > lower else lower,
                )
        self._box = box
        self._codes.append(code)
        self._indexes.append(index)
        self._heights[upper, lower] += 1

    def _end(self) -> None:
        text = _text(self._codes)
        if text and _turns(self._textpage, self._indexes[0]) == self._quarter:
            # A bold word may begin a line, or end it.
            spots = (self._indexes[0], self._indexes[len(self._indexes) // 2], self._indexes[-1])
            is_bold = all(_is_bold(self._textpage, index) for index in spots)
            # Those of most characters: the E of "TeX" is lowered.
            ((top, bottom), _), *_ = self._heights.most_common(1)
            self._fragments.append([self._box[0], top, self._box[2], bottom, is_bold, text])
        self._codes.clear()
        self._indexes.clear()
        self._heights.clear()


def _is_bold(textpage: Any, index: int) -> bool:
    """Return whether a character's font is bold: by its weight, which few files state, or name."""
    if pdfium.FPDFText_GetFontWeight(textpage, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    return any(word in name.value for word in (b"Bold", b"bold", b"Black", b"Heavy"))


def _text(codes: list[int]) -> str:
    units = "".join(
        _LIGATURES.get(code) or ("-" if code == _HYPHEN else chr(min(code, 0x10FFFF)))
        for code in codes
    )
    # Characters beyond the first plane come as two halves.
    joined = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return " ".join(joined.replace("\0", "\ufffd").split())


def _print(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201


def _limit(memory: int) -> None:
    """Limit this process's memory, in bytes, and its files to none, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _limit(_MEMORY)
    main()
