"""How reading time grows with a text's length, for texts that may cause backtracking.

Each shape is repeated; the time must grow linearly with the repeats, or some scraped page would
hang the program.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from contextlib import suppress

from qa_bot.development.benchmark.show import Table
from qa_bot.errors import SourceError

SHAPES: dict[str, str] = {
    "stray stops": ". . . ",
    "stray marks": "! ? ",
    "brackets": "[",
    "brackets with words": "[a ",
    "images": "![",
    "links": "[a](b ",
    "titles of links": '[a](b "',
    "emphasis": "*a _b ",
    "backticks": "`a ``b ",
    "comments": "<!-- ",
    "tags": "<a ",
    "entities": "&amp;&",
    "hashes": "#   ",
    "list markers": "- ",
    "quotation levels": "> ",
    "tables": "| a | b |\n",
    "fences": "```\n",
    "superscripts": "week.²²",
    "references": "a.[1]",
    "degrees": "1 °C ",
    "capitals": "“DANGER OF DEATH KEEP OUT, TRESPASSERS ",
    "one quotation in capitals": "A1B2 C3, ",
    "open quotations": "“a b ",
    "open single quotations": "‘a b ",
    "apostrophes": "'a b ",
    "straight quotations": '"a b" c ',
    "sayings": "Ab said. ",
    "named sayings": "Anna Brandt said it. He said so. ",
    "offices": "The FooN chief said ",
    "offices and persons": "The FooN chief said it. Jo Ab said so. ",
    "adverbs": "Ashe recently ",
    "according": "According to Ab, ",
    "titles": "President Anna ",
    "one long name": "Anna de la ",
    "dialogue": "“Yes,” said Anna Brandt. “No.” ",
    "labels": "AB: c\n\n",
    "menus": "A | ",
    "trails": "home > ",
    "notices": "privacy terms ",
    "dates": "1.1. ",
    "hyphens": "O-",
    "semicolons": "a; ",
    "list numbers": "a. ",
    "white space": "  \t",
    "blank lines": "\n\n",
    "headings": "\n\n# A b\n\nc",
    "lines": "a b c\n",
    "joined words": "漢字。",
}
_PROSE = "The river has been clean for years, and the otters have come back to it this spring."
_FLOOR = 0.05  # seconds; below, a ratio is noise


def seconds(shape: str, repeats: int, suffix: str) -> float:
    """Return the processor time to read an article with the shape repeated, in seconds."""
    from qa_bot.ingest import read_article

    page = f"Otters return\n\n{shape * repeats} end.\n\n{_PROSE}\n".encode()
    began = time.process_time()
    with suppress(SourceError):  # only boilerplate: it was read all the same
        read_article(page, f"page{suffix}")
    return time.process_time() - began


def exponent(times: Sequence[float], factor: float) -> float:
    """Return how the time grows with the length: 1 is linear, 2 quadratic; 0 if all is fast."""
    if times[-1] < _FLOOR:
        return 0.0
    return math.log(times[-1] / max(times[0], _FLOOR / 10)) / math.log(factor ** (len(times) - 1))


def grow(repeats: Sequence[int], shapes: Sequence[str]) -> list[Table]:
    """Measure every shape as plain text and as Markdown; sizes are a fixed factor apart."""
    seconds("", 1, ".md")  # imports
    tables = []
    for suffix in (".txt", ".md"):
        rows: list[tuple[str, tuple[float | None, ...]]] = []
        for name in shapes or SHAPES:
            times = [seconds(SHAPES[name], count, suffix) for count in repeats]
            rows.append((name, (*times, exponent(times, repeats[1] / repeats[0]))))
        columns = (*(f"{count:,} repeats, s" for count in repeats), "exponent")
        tables.append(Table(f"reading {suffix}", columns, tuple(rows)))
    return tables
