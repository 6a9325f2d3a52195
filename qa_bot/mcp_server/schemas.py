"""JSON schemas of each tool's structured content."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from qa_bot.paths import PACKAGE

_TEXT = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_NUMBER = {"type": "integer", "minimum": 0}
_NUMBER_OR_NONE = {"type": ["integer", "null"], "minimum": 0}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [*properties],
        "properties": properties,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


@cache
def answer_schema() -> dict[str, Any]:
    """Return the schema of an Answer."""
    found: dict[str, Any] = json.loads((PACKAGE / "answer.schema.json").read_text("utf-8"))
    return found


@cache
def output_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each tool's structured content, by the tool's name."""
    citation: dict[str, Any] = answer_schema()["$defs"]["citation"]
    passage = {
        **citation,
        "required": [*citation["required"], "hybrid_score"],
        "properties": {**citation["properties"], "hybrid_score": {"type": "number"}},
    }
    article = _object(
        number=_NUMBER,
        id=_TEXT,
        title=_TEXT,
        source=_TEXT,
        author=_TEXT_OR_NONE,
        date=_TEXT_OR_NONE,
        site=_TEXT_OR_NONE,
        language=_TEXT_OR_NONE,
        url=_TEXT_OR_NONE,
        paragraphs=_NUMBER,
        sentences=_NUMBER,
    )
    part = _object(
        paragraph=_NUMBER,
        start=_NUMBER,
        end=_NUMBER,
        line=_NUMBER,
        page=_NUMBER_OR_NONE,
        section=_TEXT_OR_NONE,
        text=_TEXT,
    )
    place = _object(article=_TEXT, id=_TEXT, source=_TEXT, start=_NUMBER, end=_NUMBER, line=_NUMBER)
    return {
        "ask": answer_schema(),
        "search": _object(passages=_list(passage)),
        "read": _object(
            article=_TEXT,
            id=_TEXT,
            source=_TEXT,
            paragraphs=_NUMBER,
            parts=_list(part),
            next=_NUMBER_OR_NONE,
        ),
        "list_articles": _object(articles=_list(article), total=_NUMBER, next=_NUMBER_OR_NONE),
        "verify_quote": _object(
            verified={"type": "boolean"}, exact={"type": "boolean"}, places=_list(place)
        ),
        "add_article": _object(
            status={"enum": ["added", "updated", "unchanged"]},
            article={"anyOf": [article, {"type": "null"}]},
        ),
    }
