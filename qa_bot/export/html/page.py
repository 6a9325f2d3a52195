"""Render the page's template: jinja2 escapes everything that comes from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from qa_bot.answering.links import is_web_address
from qa_bot.export.html.article import CitedArticle, Places, cited_articles, key
from qa_bot.export.result import Options, Result
from qa_bot.text import sanitize, sanitize_line, speaker_prefix
from qa_bot.types import Answer, Citation, Status
from qa_bot.wording import CLOSEST, HEADLINES, LABELS, confidence_in_words, uncited_lines

if TYPE_CHECKING:
    import jinja2

_STATUSES: tuple[Status, ...] = ("answered", "uncertain", "not_found", "error")


def render(results: Iterable[Result], options: Options) -> Iterator[str]:
    """Yield one self-contained page, once all results are there.

    The cited articles of `options.index` are shown beside the answers; a citation whose article has
    been removed or changed has no link.
    """
    answers = [result.answer for result in results]
    places: Places = {}
    articles: list[CitedArticle] = []
    if options.index:
        places, articles = cited_articles(answers, options.index)
    yield _template().render(
        title=articles[0].title if len(articles) == 1 else "Questions and answers",
        made=options.made,
        counts=_counts(answers),
        answers=[_fields(answer, places, several=len(articles) > 1) for answer in answers],
        articles=articles,
        targets=sorted({place.id for place in places.values()}),
    )


def _counts(answers: Sequence[Answer]) -> list[tuple[Status, str, int]]:
    """Return the outcomes that occur, each with its label and count."""
    counts = Counter(answer.status for answer in answers)
    return [(status, LABELS[status], counts[status]) for status in _STATUSES if counts[status]]


def _fields(answer: Answer, places: Places, *, several: bool) -> dict[str, Any]:
    """Return the template's fields for an answer; articles are named if there are several."""
    said = " ".join(map(sanitize_line, uncited_lines(answer))) or HEADLINES[answer.status]
    if answer.error:
        said = f"{said} {sanitize_line(answer.error.message)}"
    return {
        "question": sanitize_line(answer.question),
        "resolved": sanitize_line(answer.resolved_question or ""),
        "status": answer.status,
        "label": LABELS[answer.status],
        "said": said,
        "short": sanitize_line(answer.short or ""),
        "prose": sanitize_line(answer.prose or ""),
        "folded": CLOSEST if answer.status == "not_found" and answer.closest else "",
        "confidence": f"{answer.confidence:.2f} ({confidence_in_words(answer.confidence)})",
        "citations": [
            {
                "n": one.n,
                "speaker": speaker_prefix(one.speaker, one.text),
                "quote": sanitize_line(one.text),
                "place": places.get(key(one)),
                "where": _where(one, several=several),
                # A file's address tells where things are on this machine, and leads nowhere else.
                "url": one.url if is_web_address(one.url) else None,
                "is_shown": one.paragraph is not None,
            }
            for one in answer.sources
        ],
    }


def _where(citation: Citation, *, several: bool) -> str:
    parts = [f"line {citation.line}"]
    if citation.page is not None:
        parts = [f"page {citation.page}"]
    if citation.paragraph is not None:
        parts.append(f"paragraph {citation.paragraph}")
    if citation.section:
        parts.append(f"“{sanitize_line(citation.section)}”")
    if several:
        parts.append(sanitize_line(citation.article))
    return " · ".join(parts)


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
