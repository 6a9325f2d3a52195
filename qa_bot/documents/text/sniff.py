"""Recognize Markdown by its signs, in files whose name does not say what they are."""

from __future__ import annotations

import re
from itertools import pairwise

from qa_bot.documents.text.front_matter import find_front_matter

_HEAD = 32_768  # characters looked at
_ENOUGH = 3  # points: no sign suffices alone but headings of two levels

_FENCE = re.compile(r" {0,3}```[^`]*$")
_HASH = re.compile(r"#{1,6}[ \t\w!]")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S.{0,120}$")
_TABLE_RULE = frozenset("|:- \t")
# "[text](target)", not code such as "calls[n](value)" or "[this](int n)".
_LINK = re.compile(r"(?<![\w\])])\[[^\[\]\n]{1,200}\]\([^\s():#./]{0,40}[:#./][^\s()]{0,300}")
_BOLD = re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}\*\*(?![\w*])")
_CODE = re.compile(r"(?<![\w`])`[^\s`][^`\n]{0,100}`(?![\w`])")
_ITEM = re.compile(r"^ {0,3}[-*+][ \t]+\S", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,100}\]:[ \t]+(?:https?:|[#./<])\S", re.MULTILINE)
# What other light markup has: reStructuredText's directives, roles, links and "::"; AsciiDoc; Org.
_OTHER = re.compile(
    r"^[ \t]*\.\. (?:[\w:-]{1,40}::|_[^\n]{1,100}:|\[[\w#*]{1,40}\] )|:[a-z:]{2,30}:`[^`\n]"
    r"|`[^`\n<>]{1,200} <[^`\n<>]{1,300}>`_|\w::[ \t]*$"
    r"|^\[(?:source|NOTE|TIP|quote)\b[^\]\n]{0,40}\]$|^= \S|^#\+\w{1,20}:",
    re.MULTILINE,
)


def is_markdown(text: str) -> bool:
    """Return whether a text has several signs of Markdown, and none of other light markup.

    In doubt it is plain text.
    """
    end, facts = find_front_matter(text)
    lines, fences = _without_code(text[end : end + _HEAD].splitlines())
    headings = _rate_headings(lines)
    if headings >= _ENOUGH:
        return True
    prose = "\n".join(lines)
    if _OTHER.search(prose):
        return False
    has_table = any(
        "|" in above and "|" in line and "--" in line and _TABLE_RULE.issuperset(line)
        for above, line in pairwise(lines)
    )
    strong = (facts.title or facts.author or facts.date, fences, has_table, _LINK.search(prose))
    weak = (
        len(_ITEM.findall(prose)) > 1,  # text has these too
        len(_BOLD.findall(prose)) > 1,
        len(_CODE.findall(prose)) > 1,
        _DEFINITION.search(prose),
    )
    return headings + 2 * sum(map(bool, strong)) + sum(map(bool, weak)) >= _ENOUGH


def _rate_headings(lines: list[str]) -> int:
    """Return the points for headings below an empty line or of another level, not comments."""
    levels: list[int] = []
    others = 0
    for above, line in pairwise(["", *lines]):
        found, before = _HEADING.match(line), _HEADING.match(above)
        if found and (before[1] != found[1] if before else not above.strip()):
            levels.append(len(found[1]))
        else:
            others += bool(_HASH.match(line))
    if not levels or others * 10 > len(levels):
        return 0
    return _ENOUGH if min(levels) < 3 and max(levels) > 1 and len(levels) > 1 else 1


def _without_code(lines: list[str]) -> tuple[list[str], int]:
    """Return the lines outside fenced code, and how many fences are closed."""
    found: list[str] = []
    is_code, fences = False, 0
    for line in lines:
        if _FENCE.match(line):
            fences += is_code
            is_code = not is_code
        elif not is_code:
            found.append(line)
    return found, fences
