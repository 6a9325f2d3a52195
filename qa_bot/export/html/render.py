"""The page's template, filled: jinja2 escapes everything that comes from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from qa_bot.export.html.article import CitedArticle, Place, cited_articles
from qa_bot.export.result import Options, Result
from qa_bot.text import sanitize, sanitize_line, speaker_prefix
from qa_bot.types import Answer, Citation
from qa_bot.wording import CLOSEST, headline

if TYPE_CHECKING:
    import jinja2


def render(results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield a page that needs nothing but itself, once all results are there.

    The articles of `options.index` that are cited are shown beside them; a citation whose article
    is no longer there, or has changed, is shown without a link.
    """
    answers = [result.answer for result in results]
    places: dict[tuple[str, int, int], Place] = {}
    articles: list[CitedArticle] = []
    if options.index:
        places, articles = cited_articles(answers, options.index)
    titles = ", ".join(dict.fromkeys(article.title for article in articles))
    yield _template().render(
        title=titles or "Questions and answers",
        answers=[_fields(answer, places) for answer in answers],
        articles=articles,
        targets=sorted({place.id for place in places.values()}),
    )


def _fields(answer: Answer, places: Mapping[tuple[str, int, int], Place]) -> dict[str, Any]:
    """Return what the template shows of an answer."""
    said = headline(answer.status)
    if answer.error:
        said = f"{said} {sanitize_line(answer.error.message)}"
    return {
        "question": sanitize_line(answer.question),
        "resolved": sanitize_line(answer.resolved_question or ""),
        "status": answer.status,
        "said": said,
        "lead": CLOSEST if answer.status == "not_found" else "",
        "confidence": f"{answer.confidence:.2f}",
        "citations": [
            {
                "n": one.n,
                "speaker": speaker_prefix(one.speaker, one.text),
                "quote": sanitize_line(one.text),
                "place": places.get((one.source, one.start, one.end)),
                "where": _where(one),
            }
            for one in answer.citations or answer.closest
        ],
    }


def _where(citation: Citation) -> str:
    section = f" · “{sanitize_line(citation.section)}”" if citation.section else ""
    return f"line {citation.line} · paragraph {citation.paragraph}{section}"


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
