"""Displayed text: Markdown rendered, broken words joined, times in transcripts left out.

Table cells are set apart.

People read this form, and embedding, sentence boundaries and speakers use it too, except that they
keep the bars of tables; quotes stay verbatim. Every displayed character has a span in the source.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

# Each alternative begins with a different character and ends at the next such character, so that
# the scan is linear in the text.
_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<code>`++)
    |(?P<comment><!--)
    |<(?P<address>[a-z][a-z0-9+.-]{1,20}:[^<>\s]*+|[^<>\s@]{1,64}@[^<>\s@]{1,255})>
    |(?P<tag></?[A-Za-z][^<>]*+>)
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
    |(?P<note>\[\^[^\[\]\s]{1,40}\](?::[ ]?)?)
    |(?P<open>!?\[)
    |(?P<close>\])
    |(?P<emphasis>\*++|_++|~~+)
    |(?P<quoted>(?:\r\n|\n|\r)[ \t]*+>(?:[ \t]*+>)*+[ ]?)
    """,
    re.VERBOSE,
)
_MARKUP = re.compile(r"[\\`<&\[*_~|>]")
# What follows the bracket of a link: an address, perhaps with a title, or a reference.
_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)"
    r"|\[[\w .:/-]{0,60}\]"  # not "[citation needed][original research?]"
)
_ROW = re.compile(r"\|[^\n]*\|")
# Between the cells of a row, some of which may be empty; in Markdown not "\\|".
_MARKDOWN_BARS = re.compile(r"(?<![ \t])[ \t]*+(?<!\\)(?:\|[ \t]*+)++")
_BARS = re.compile(r"(?: \| )++")
_BETWEEN_CELLS = " · "
# A word broken at a line end: "govern-" and "ment".
_BROKEN_WORD = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*+(?:\r\n|\n|\r)[ \t]*+(?=[^\W\d_A-Z])"
)

# A time within what is said: "cost [00:04:10] four", "(00:04:10)", "[00:04:10][6.2]".
_TIME = re.compile(
    r"(?<![ \t])[ \t]*+(?:\[\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\](?:\[\d{1,4}\.\d\])?"
    r"|\(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?\))"
)


@dataclass(frozen=True, slots=True)
class DisplayedText:
    """A displayed text; `starts[n]` and `ends[n]` are the source span of its nth character.

    Between one character's end and the next one's start is markup.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of `text[start:end]` (not empty), with the markup around it.

        Markup between two words belongs to the word it touches, otherwise to the one before it.
        """
        if start == 0:
            first = 0
        elif self.text[start - 1].isspace():
            first = self.ends[start - 1]
        else:
            first = self.starts[start]
        last = self.starts[end] if end < len(self.text) else self.ends[-1]
        return first, last


def displayed_text(text: str, format: str, *, is_row: bool = False) -> str:
    """Return a passage as displayed: rendered, on one line, the cells of a table's row set apart.

    If it renders to nothing, the passage itself is returned.
    """
    return " ".join(render(text, format, is_row=is_row).text.split()) or " ".join(text.split())


def render(text: str, format: str, *, is_row: bool = False) -> DisplayedText:
    """Return a passage as displayed, white space kept, with the place of each character."""
    pieces = _Pieces(text)
    if format == "markdown":
        if _MARKUP.search(text):
            _render_markdown(text, pieces)
    elif format == "pdf":
        for broken in _BROKEN_WORD.finditer(text):
            pieces.replace(broken.start(), broken.end(), "")
    elif format == "transcript":
        for time in _TIME.finditer(text):
            pieces.replace(time.start(), time.end(), "")
    if is_row:
        for bars in (_MARKDOWN_BARS if format == "markdown" else _BARS).finditer(text):
            pieces.replace(bars.start(), bars.end(), _BETWEEN_CELLS)
    return pieces.join()


class _Pieces:
    """The parts of a text that are displayed differently."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._replaced: dict[int, tuple[int, str]] = {}

    def replace(self, start: int, end: int, shown: str) -> None:
        """Display `text[start:end]` as something else; ignored inside an earlier part."""
        if start < end:
            self._replaced[start] = (end, shown)

    def join(self) -> DisplayedText:
        """Return the text with its parts replaced."""
        if not self._replaced:
            length = len(self._text)
            return DisplayedText(self._text, range(length), range(1, length + 1))
        shown: list[str] = []
        starts, ends = array("L"), array("L")
        position = 0
        for start in [*sorted(self._replaced), len(self._text)]:
            if start < position:
                continue  # inside a part that is left out as a whole
            shown.append(self._text[position:start])
            starts.extend(range(position, start))
            ends.extend(range(position + 1, start + 1))
            if start in self._replaced:
                position, piece = self._replaced[start]
                shown.append(piece)
                starts.extend([start] * len(piece))
                ends.extend([position] * len(piece))
        if ends and position == len(self._text) and shown and not shown[-1]:
            ends[-1] = position  # markup at the end belongs to the last character
        return DisplayedText("".join(shown), starts, ends)


@dataclass(slots=True)
class _DelimiterRun:
    """A run of `*`, `_` or `~` that may open emphasis, and its number of unmatched marks."""

    start: int
    left: int


def _render_markdown(text: str, pieces: _Pieces) -> None:
    ticks = _tick_runs(text)
    links: list[tuple[int, int, bool]] = []  # the open brackets: start, end, whether of an image
    runs: dict[str, list[_DelimiterRun]] = {"*": [], "_": [], "~": []}
    has_comments = True
    position = 0
    while token := _TOKEN.search(text, position):
        kind, start, end = token.lastgroup, token.start(), token.end()
        position = end
        if kind == "escape":
            pieces.replace(start, start + 1, "")
        elif kind == "code":
            if (close := _closing_ticks(ticks, end - start, end)) >= 0:
                pieces.replace(start, end, "")
                pieces.replace(close, close + end - start, "")
                position = close + end - start
        elif kind == "comment":
            close = text.find("-->", end) if has_comments else -1
            has_comments = close >= 0
            if has_comments:
                position = close + 3
                pieces.replace(start, position, " ")
        elif kind == "address":
            pieces.replace(start, start + 1, "")
            pieces.replace(end - 1, end, "")
        elif kind == "tag":
            pieces.replace(start, end, " " if text[start + 1 : start + 3].lower() == "br" else "")
        elif kind == "entity":
            from html import unescape

            pieces.replace(start, end, unescape(token[0]))
        elif kind == "note":
            pieces.replace(start, end, "")
        elif kind == "quoted":
            pieces.replace(start, end, "\n")
        elif kind == "open":
            links.append((start, end, text[start] == "!"))
        elif kind == "close":
            if links:
                position = _close_link(text, start, links.pop(), pieces) or position
        else:
            _match_emphasis(text, start, end, runs[text[start]], pieces)
    for char in "*_":
        for run in runs[char]:
            # Emphasis over several sentences; this is one of them.
            if run.left > 1 or run.start == 0:
                pieces.replace(run.start, run.start + run.left, "")
    if _ROW.fullmatch(text):
        pieces.replace(0, 1, "")
        pieces.replace(len(text) - 1, len(text), "")


def _close_link(text: str, close: int, opening: tuple[int, int, bool], pieces: _Pieces) -> int:
    """Reduce a link to its words, drop an image; return where it ends, or 0 if it is not a link.

    "[1][2]" are footnote marks, "[The] question" is an editor's word.
    """
    opened, inner, is_image = opening
    target = _TARGET.match(text, close + 1, close + 3000)
    if target is None or (target[0][0] == "[" and text[inner:close].isdigit()):
        return 0
    if is_image:
        pieces.replace(opened, target.end(), " ")
    else:
        pieces.replace(opened, inner, "")
        pieces.replace(close, target.end(), "")
    return target.end()


def _match_emphasis(
    text: str, start: int, end: int, open_runs: list[_DelimiterRun], pieces: _Pieces
) -> None:
    """Drop a run of marks and the one it closes, if they are emphasis."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = not after.isspace() and (after.isalnum() or not before.isalnum())
    closes = not before.isspace() and (before.isalnum() or not after.isalnum())
    if text[start] == "_" and before.isalnum() and after.isalnum():
        return  # snake_case
    left = end - start
    while closes and left and open_runs:
        run = open_runs[-1]
        both = min(run.left, left)
        pieces.replace(run.start + run.left - both, run.start + run.left, "")
        pieces.replace(start, start + both, "")
        run.left -= both
        left -= both
        start += both
        if not run.left:
            open_runs.pop()
    if left and opens:
        open_runs.append(_DelimiterRun(start, left))
    elif left and closes and (left > 1 or end == len(text)) and text[start] != "~":
        pieces.replace(start, end, "")  # opened in an earlier sentence


def _tick_runs(text: str) -> dict[int, list[int]]:
    """Return the positions of runs of backticks, by their length, last first."""
    found: dict[int, list[int]] = {}
    for run in re.finditer(r"`++", text):
        found.setdefault(run.end() - run.start(), []).append(run.start())
    for starts in found.values():
        starts.reverse()
    return found


def _closing_ticks(ticks: dict[int, list[int]], length: int, position: int) -> int:
    """Return where the next run of `length` backticks begins, or -1; drops the runs before it."""
    starts = ticks.get(length, [])
    while starts and starts[-1] < position:
        starts.pop()
    return starts[-1] if starts else -1
