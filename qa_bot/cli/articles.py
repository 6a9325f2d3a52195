"""`list`, `remove`, `show` and `verify`: what an index holds."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.completion import complete_article
from qa_bot.cli.exit_status import ExitStatus
from qa_bot.cli.state import (
    IndexOption,
    InOption,
    OfflineOption,
    Target,
    console_of,
    empty_index_note,
    index_option,
    note_bundled_index,
)
from qa_bot.display import displayed_text
from qa_bot.errors import UsageError
from qa_bot.paths import index_directory
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import passage_in_place, pluralize, table
from qa_bot.text import sanitize, sanitize_line, to_json
from qa_bot.wording import facts_line

if TYPE_CHECKING:
    from qa_bot.index import Index, IndexedArticle

ArticleArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="ARTICLE",
        help="The article, by number, title or source as `qa-bot list` shows them, or a part.",
        autocompletion=complete_article,
    ),
]


def list_(
    context: typer.Context,
    index: IndexOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print each article as one line of JSON.")
    ] = False,
) -> None:
    """List the articles of an index."""
    from qa_bot.service.articles import describe

    console, opened = console_of(context), _open(index)
    if not opened.articles:
        console.note(empty_index_note(opened))
    if as_json:
        for number, article in enumerate(opened.articles, 1):
            console.print(to_json({**describe(number, article), "left_out": article.boilerplate}))
        return
    rows = [
        [
            str(number),
            pluralize(article.paragraphs, "paragraph"),
            pluralize(article.sentences, "sentence"),
            f"{article.boilerplate} left out",
            " · ".join(
                filter(
                    None,
                    [
                        f"{sanitize_line(article.title)} ({sanitize_line(article.source)})",
                        facts_line(article.facts, article.format),
                        _fetched(article),
                    ],
                )
            ),
        ]
        for number, article in enumerate(opened.articles, 1)
    ]
    for line in table(rows):
        console.print(line)


def _fetched(article: IndexedArticle) -> str | None:
    """Return when a page was fetched ("fetched 2026-05-04 09:30 UTC"); None for other sources."""
    at = article.fetched.fetched_at
    return f"fetched {sanitize_line(at)[:16].replace('T', ' ')} UTC" if at else None


def remove(
    context: typer.Context,
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE",
            help="The article, by number, title or source, in full.",
            autocompletion=complete_article,
        ),
    ],
    index: IndexOption = None,
) -> None:
    """Remove an article from an index."""
    from qa_bot.index import Store

    console = console_of(context)
    opened = _open(index)
    found = _find(opened, article, parts=False)  # what is deleted is named in full
    opened.close()
    with Store(opened.directory) as store:
        store.remove(found.key)
    console.print(f"removed {sanitize_line(found.source)}")
    note_bundled_index(console, opened.directory)


def show(
    context: typer.Context,
    article: ArticleArgument = None,
    index: IndexOption = None,
    sources: InOption = None,
    offline: OfflineOption = False,
    paragraph: Annotated[
        int | None, typer.Option("--paragraph", "-p", metavar="N", help="One paragraph, by number.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="START:END", help="A citation in its context."),
    ] = None,
    boilerplate: Annotated[
        bool, typer.Option("--noise", help="Show the boilerplate that was left out.")
    ] = False,
) -> None:
    """Show an article as it was cleaned, or a part of it.

    \b
    qa-bot show                        the only article of the index
    qa-bot show 1 --paragraph 14
    qa-bot show 1 --at 2810:2905       a citation's start and end
    qa-bot show 1 --noise
    qa-bot show --in page.html --noise
    """
    if sum([paragraph is not None, at is not None, boilerplate]) > 1:
        raise UsageError("--paragraph, --at and --noise cannot be combined; choose one")
    console = console_of(context)
    target = Target.from_options(context, index, sources, offline=offline)
    with _open_target(console, target) as opened:
        found = _find(opened, article)
        if boilerplate:
            _show_boilerplate(console, opened, found)
        elif at is not None:
            start, end = _span(at, len(opened.article_text(found.id)))
            console.print(passage_in_place(console, opened.article_text(found.id), start, end))
        elif paragraph is not None:
            _show_paragraph(console, opened, found, paragraph)
        else:
            _show_article(console, opened, found)


def verify(context: typer.Context, index: IndexOption = None) -> None:
    """Check that every citation is sound: checksums, spans and counts."""
    from qa_bot.index import verify_index
    from qa_bot.index.database import rebuild_command

    console, opened = console_of(context), _open(index)
    faults = list(verify_index(opened))
    for fault in faults:
        console.error(fault)
    if faults:
        console.error(f"delete the index and rebuild it: {rebuild_command(opened.directory)}")
        raise typer.Exit(ExitStatus.FAILED)
    console.print(f"{describe_index(opened)}, sound")


def describe_index(opened: Index) -> str:
    """Return an index's directory and size, as a line to print."""
    articles = pluralize(len(opened.articles), "article")
    return (
        f"{sanitize_line(str(opened.directory))}: {articles}, {pluralize(opened.size, 'sentence')}"
    )


def _open(directory: Path | None) -> Index:
    from qa_bot.index import Index

    return Index(index_directory(directory))


@contextmanager
def _open_target(console: Console, target: Target) -> Iterator[Index]:
    if target.sources:
        with target.open(console, reader="off", threshold=None) as bot:
            yield bot.index
        return
    with closing(_open(target.index)) as opened:
        yield opened


def _find(opened: Index, name: str | None, *, parts: bool = True) -> IndexedArticle:
    from qa_bot.service.articles import matching_articles

    articles = opened.articles
    if name is None:
        if len(articles) == 1:
            return articles[0]
        raise UsageError(
            f"the index holds {len(articles)} articles; name one (see: {_list_command(opened)})"
        )
    matching = matching_articles(opened, name, parts=parts)
    if len(matching) != 1:
        count = f"{len(matching)} articles" if matching else "no article"
        place = sanitize_line(str(opened.directory))
        advice = f"see: {_list_command(opened)}"
        if not parts and len(near := matching_articles(opened, name)) == 1:
            advice = f"write it in full: {shlex.quote(sanitize_line(near[0].source))}"
        raise UsageError(f"the index {place} holds {count} {sanitize_line(name)!r}; {advice}")
    return matching[0]


def _list_command(opened: Index) -> str:
    """Return the command that lists the articles of the same index."""
    return f"qa-bot list{index_option(opened)}"


def _span(at: str, length: int) -> tuple[int, int]:
    span = re.fullmatch(r"([0-9]{1,12}):([0-9]{1,12})", at)
    if span is None or not int(span[1]) < int(span[2]) <= length:
        raise UsageError(f"--at {at[:30]!r} is not START:END within 0:{length}")
    return int(span[1]), int(span[2])


def _show_article(console: Console, opened: Index, article: IndexedArticle) -> None:
    text = opened.article_text(article.id)
    console.print(console.style(sanitize_line(article.title), "bold"))
    url, language = article.facts.url, article.facts.language
    for line in (
        facts_line(article.facts, article.format),
        url,
        _fetched(article),
        f"language: {language}" if language else None,
    ):
        if line:
            console.print(console.style(sanitize_line(line), "dim"))
    section: str | None = None
    for paragraph in opened.paragraphs(article.id):
        if paragraph.section != section:
            section = paragraph.section
            console.print()
            console.print(console.style(sanitize_line(section or ""), "bold"))
        console.print()
        mark = "• " if paragraph.kind in ("item", "summary") else ""
        passage = text[paragraph.start : paragraph.end]
        shown = displayed_text(passage, article.format, is_row=paragraph.kind == "row")
        body = mark + sanitize_line(shown)
        console.print(console.wrap(body, "     ", f"{paragraph.number:>3}  "))


def _show_paragraph(console: Console, opened: Index, article: IndexedArticle, number: int) -> None:
    known = 1 <= number <= article.paragraphs
    paragraph = opened.paragraph(article.id, number) if known else None
    if paragraph is None:
        raise UsageError(f"there is no paragraph {number}; the last is {article.paragraphs}")
    section = f" · “{sanitize_line(paragraph.section)}”" if paragraph.section else ""
    console.print(console.style(f"paragraph {number} · line {paragraph.line}{section}", "dim"))
    for sentence in opened.sentences(article.id, number):
        span = f"{sentence.start}:{sentence.end}"
        console.print(
            console.wrap(sanitize_line(opened.embedding_text(sentence)), " " * 12, f"{span:<12}")
        )


def _show_boilerplate(console: Console, opened: Index, article: IndexedArticle) -> None:
    text = opened.article_text(article.id)
    spans = opened.boilerplate(article.id)
    rows = [
        [f"line {span.line}", span.kind, sanitize_line(sanitize(text[span.start : span.end]))[:200]]
        for span in spans
    ]
    for line in table(rows):
        console.print(line)
    console.note(f"{pluralize(len(spans), 'span')} left out of “{sanitize_line(article.title)}”")
