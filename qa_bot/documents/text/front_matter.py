"""The metadata above a Markdown page: simple keys of YAML (`---`) or TOML (`+++`)."""

from __future__ import annotations

import re

from qa_bot.types import Facts

_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*[\r\n](.*?[\r\n])??\1[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
_KEY = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*[:=][ \t]*(.*)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAMES = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "by": "author",
    "date": "date",
    "published": "date",
    "pubdate": "date",
    "lang": "language",
    "language": "language",
    "canonical_url": "url",
    "canonical": "url",
}
_MAX_VALUE = 300  # characters of a value


def find_front_matter(text: str) -> tuple[int, Facts]:
    """Return where a page's front matter ends (0 if it has none), and its facts."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return 0, Facts()
    facts: dict[str, str] = {}
    field = None  # a key whose values follow as a list
    for line in (found[2] or "").splitlines():
        item = line.strip()
        if field and item.startswith("- ") and (value := _parse_scalar(item[2:])):
            facts[field] = ", ".join([*facts.get(field, "").split(", "), value]).strip(", ")
            continue
        field = None
        key = _KEY.match(line)
        name = _NAMES.get(key[1].lower()) if key else None
        if key is None or name is None or name in facts:
            continue
        if value := _parse_scalar(key[2]):
            facts[name] = value
        elif not key[2].strip():
            field = name
    day = _DAY.match(facts.get("date", ""))
    return found.end(), Facts(
        title=facts.get("title"),
        author=facts.get("author"),
        date=day[0] if day else None,
        language=facts.get("language"),
        url=facts.get("url"),
    )


def _parse_scalar(value: str) -> str:
    """Return a scalar without its quotation marks, a list in brackets as its items."""
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(filter(None, map(_parse_scalar, value[1:-1].split(","))))
    if value[:1] in ("'", '"') and value[-1:] == value[:1]:
        value = value[1:-1]
    return "" if value[:1] in ("|", ">", "{", "&") else " ".join(value.split())[:_MAX_VALUE]
