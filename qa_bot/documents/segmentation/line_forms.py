"""What a line looks like: prose, a fact, a speaker's turn, or the end of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qa_bot.documents.document import Block
from qa_bot.language import ENGLISH

# In characters and words; longer lines are text.
TITLE_LENGTH = 200
HEADING_LENGTH = 90
HEADING_WORDS = 12

_PHRASES = ENGLISH.boilerplate
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*+(?:\s++[.,;]++)*+$")
_CLOSED = re.compile(r"[.!;,…][\"'”’»)\]]*+(?:\s++[.,;]++)*+$")
_TAIL = 40  # characters at a line's end that these two search; a line of ". . ." would take n²
_LABEL = re.compile(r"([^\W\d_][\w.'’ -]{0,40}?):\s")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LABELED = re.compile(r"\S:\s+\S")
_HEADLINE_WORDS = 4


def is_prose(line: str) -> bool:
    """Return whether a line is a sentence or a long text."""
    return len(line) >= 100 or (len(line.split()) >= 4 and is_ended(line))


def is_ended(line: str) -> bool:
    """Return whether a line ends as a sentence does, lone punctuation after it aside."""
    return bool(_ENDED.search(line, max(0, len(line) - _TAIL)))


def is_closed(line: str) -> bool:
    """Return whether a line ends with punctuation that no title or heading ends with."""
    return bool(_CLOSED.search(line, max(0, len(line) - _TAIL)))


def is_dialogue(line: str) -> bool:
    """Return whether a marked heading is part of the dialogue: “Why?” he asked."""
    return line[0] in '"“‘«„' and is_ended(line)


def keeps_data(line: str) -> bool:
    """Return whether a line holds a fact of its own: a byline, a date, "Population: 3,000"."""
    if _PHRASES.DATE.search(line) or (_PHRASES.BYLINE.match(line) and line[:2].istitle()):
        return True
    label = _LABELED.search(line[:40])
    if label and _PHRASES.PART.match(line):  # "Chapter 3: The river"
        line = line[label.end() - 1 :]
    return bool(label) and any(char.isdigit() for char in line)


def is_headline(line: str) -> bool:
    """Return whether what looks like a fact is a headline: "Rovers 3-2 City: Diaz saves the day".

    Its figures are before the colon, and words follow.
    """
    label, _, rest = line.partition(": ")
    is_fact = _PHRASES.DATE.search(line) or _PHRASES.BYLINE.match(label)
    has_words = len(rest.split()) >= _HEADLINE_WORDS and not any(map(str.isdigit, rest))
    return has_words and len(label.split()) > 1 and not is_fact


def find_speakers(lines: Sequence[str]) -> set[str]:
    """Return the labels ("WITNESS:") under which more than one thing is said."""
    labels = Counter(label for line in set(lines) if (label := speaker_of(line)))
    return {label for label, count in labels.items() if count > 1}


def speaker_of(line: str) -> str | None:
    """Return the label before a line's colon ("WITNESS"), or None."""
    label = _LABEL.match(line)
    return label[1] if label else None


def have_same_words(one: str, other: str) -> bool:
    """Return whether the lines are equal, or differ only by a site's name at the end."""
    short, long = sorted((one[:TITLE_LENGTH].casefold(), other[:TITLE_LENGTH].casefold()), key=len)
    return short == long or (len(short) > 20 and short in long)


def beside(lines: Sequence[str], number: int) -> list[str]:
    """Return the lines before and after a line."""
    return [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]


def are_one_run(text: str, blocks: Sequence[Block]) -> bool:
    """Return whether no blank line separates the blocks: a list without bullets, not headings."""
    gaps = (text[one.end : other.start] for one, other in pairwise(blocks))
    return all(len(_LINE_END.findall(gap)) <= 1 for gap in gaps)
