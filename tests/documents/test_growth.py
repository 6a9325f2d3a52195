"""Reading takes time in proportion to a text's length, whatever the text.

Each shape is repeated: if its time grew faster, some scraped page would hang the program.
"""

import math
import time
from contextlib import suppress

import pytest

from qa_bot.errors import SourceError
from qa_bot.ingest import read_article

pytestmark = pytest.mark.slow

SHAPES = {
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
    "chats": "1/2/24, 12:03 - a b: c\n12:03 From a b to c: d\n",
    "times alone": "0:01\nAnna Berg\n0 minutes 3 seconds\n",
    "lyrics": "[00:12.00][00:13.00]a\n",
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
    "labels in bold": "**A b** ",
    "records of a court": "CROSS-EXAMINATION\nBY MR. AB:\nQ. a?\nA. b.\n",
    "logs": "12:03:01 INFO a: b\n",
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
PROSE = "The river has been clean for years, and the otters have come back to it this spring."
FLOOR = 0.05  # seconds; below, a ratio is noise


def seconds(shape: str, repeats: int, suffix: str) -> float:
    """Return the processor time to read an article with the shape repeated, in seconds."""
    return seconds_of_page(f"Otters return\n\n{shape * repeats} end.\n\n{PROSE}\n", suffix)


def seconds_of_page(page: str, suffix: str) -> float:
    """Return the processor time to read a page, in seconds."""
    began = time.process_time()
    with suppress(SourceError):  # only boilerplate: it was read all the same
        read_article(page.encode(), f"page{suffix}")
    return time.process_time() - began


def exponent(short: float, long: float, factor: float) -> float:
    """Return how the time grows with the length: 1 is linear, 2 quadratic; 0 if both are fast."""
    return 0.0 if long < FLOOR else math.log(long / max(short, FLOOR / 10)) / math.log(factor)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_reading_time_grows_with_length(shape: str, suffix: str) -> None:
    seconds(shape, 10, suffix)
    times = [min(seconds(shape, repeats, suffix) for _ in range(2)) for repeats in (200, 1600)]
    assert exponent(*times, 8) < 1.6, times


def test_reading_time_grows_with_the_hidden_panels_of_a_page() -> None:
    def page(panels: int) -> str:
        hidden = "<div role=tabpanel hidden>a</div>" * panels
        return f"<div class='{'c ' * 50 * panels}'>{hidden}<p>{PROSE}</p></div>"

    seconds_of_page(page(1), ".html")  # imports
    times = [seconds_of_page(page(panels), ".html") for panels in (200, 1600)]
    assert exponent(*times, 8) < 1.6, times
