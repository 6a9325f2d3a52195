"""The page's template, filled: jinja2 escapes everything that comes from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from qa_bot.export.html.article import Place, cited_articles
from qa_bot.text import sanitize, sanitize_line, speaker_prefix
from qa_bot.wording import CLOSEST, headline

if TYPE_CHECKING:
    import jinja2

    from qa_bot.index import Index

Json = Mapping[str, Any]


def render_page(records: Iterable[Json], index: Index, *, title: str = "") -> str:
    """Return answers, as the JSON contract has them, as a page that needs nothing but itself.

    The articles of the index that are cited stand beside them; a citation whose article is no
    longer there, or has changed, is shown without a link.
    """
    records = list(records)
    places, articles = cited_articles(records, index)
    titles = ", ".join(dict.fromkeys(article.title for article in articles))
    return _template().render(
        title=sanitize_line(title or titles or "Questions and answers"),
        answers=[_answer(record, places) for record in records],
        articles=articles,
        targets=sorted({place.id for place in places.values()}),
    )


def _answer(record: Json, places: Mapping[tuple[str, int, int], Place]) -> Json:
    """Return what the template shows of a record."""
    status = record["status"]
    said = headline(status)
    if record["error"]:
        said = f"{said} {sanitize_line(record['error']['message'])}"
    return {
        "question": sanitize_line(record["question"]),
        "resolved": sanitize_line(record["resolved_question"] or ""),
        "status": status,
        "said": said,
        "lead": CLOSEST if status == "not_found" else "",
        "confidence": f"{record['confidence']:.2f}",
        "citations": [
            {
                "n": one["n"],
                "speaker": speaker_prefix(one["speaker"], one["text"]),
                "quote": sanitize_line(one["text"]),
                "place": places.get((one["source"], one["start"], one["end"])),
                "where": _where(one),
            }
            for one in record["citations"] or record["closest"]
        ],
    }


def _where(citation: Json) -> str:
    section = f" · “{sanitize_line(citation['section'])}”" if citation["section"] else ""
    return f"line {citation['line']} · paragraph {citation['paragraph']}{section}"


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("qa_bot.export.html", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: sanitize(value) if isinstance(value, str) else value,
    )
    return environment.get_template("page.html")
