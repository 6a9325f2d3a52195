"""Commands that look at an answer in its place, at how it was found, and at the articles."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.terminal.pager import open_at, page
from qa_bot.terminal.render import passage_in_place, pluralize, render_quotes
from qa_bot.text import sanitize, sanitize_line
from qa_bot.types import Answer, Citation

if TYPE_CHECKING:
    from qa_bot.answering.ranking import Ranked
    from qa_bot.index import IndexedArticle

_AROUND = 600  # characters shown before and behind a source
_MORE = 3
_CANDIDATES = 5


def sources(talk: ChatSession, rest: str) -> None:
    """Tell where each source of the last answer stands."""
    if not talk.citations:
        raise UsageError("there are no sources yet; ask a question first")
    for one in talk.citations:
        said = (
            f"{sanitize_line(one.article)} ({sanitize_line(one.source)}), line {one.line}, "
            f"characters {one.start}:{one.end}"
        )
        talk.console.print(talk.console.wrap(said, "    ", f"[{one.n}] "))


def show(talk: ChatSession, rest: str) -> None:
    """Show a source in its place, the sentence marked."""
    citation = chosen(talk, rest)
    console, index = talk.console, talk.bot.index
    article = _article_of(talk, citation)
    text = index.article_text(article.id)
    section = f" · “{sanitize_line(citation.section)}”" if citation.section else ""
    head = console.wrap(f"{sanitize_line(citation.article)}{section} · line {citation.line}")
    place = passage_in_place(
        console, text, citation.start, citation.end, before=_AROUND, after=_AROUND
    )
    page(console, f"{console.style(head, 'dim')}\n\n{place}")


def open_source(talk: ChatSession, rest: str) -> None:
    """Open a source's article at its line: the file itself, or a copy where it has changed."""
    citation = chosen(talk, rest)
    article = _article_of(talk, citation)
    file = Path(article.source)
    if file.is_file() and sha256(file.read_bytes()).hexdigest() == article.sha256:
        open_at(file, citation.line)
        return
    with tempfile.TemporaryDirectory(prefix="qa-bot-") as folder:
        copy = Path(folder) / "article.txt"
        text = sanitize(talk.bot.index.article_text(article.id))
        copy.write_text(text, "utf-8", errors="replace")
        talk.console.note(
            f"(a copy: {sanitize_line(article.source)} is not here as it was indexed)"
        )
        open_at(copy, citation.line)


def more(talk: ChatSession, rest: str) -> None:
    """Show the next passages of the ranking, numbered on."""
    from qa_bot.answering.compose import cite
    from qa_bot.answering.select import closest

    answer = _last(talk)
    ranked = talk.bot.rank(_asked(answer), article=talk.article)
    known = [(one.source, one.start, one.end) for one in talk.citations]
    found = [
        one
        for one in cite(talk.bot.index, closest(ranked, len(ranked)))
        if not any(
            one.source == source and start <= one.start < end for source, start, end in known
        )
    ][:_MORE]
    if not found:
        talk.console.print("There are no further passages.")
        return
    first = len(talk.citations) + 1
    further = tuple(replace(one, n=n) for n, one in enumerate(found, first))
    talk.further += further
    talk.console.print("Further passages, less near:")
    talk.console.print()
    render_quotes(talk.console, further, _asked(answer), indent="  ")


def why(talk: ChatSession, rest: str) -> None:
    """Tell how the last answer was found: the candidates' scores, and what the refusal saw."""
    from qa_bot.answering.overview_intent import overview_intent

    answer = _last(talk)
    console, bot = talk.console, talk.bot
    question = bot.parse(_asked(answer))
    asks = f"; it asks {question.answer_type}" if question.answer_type else ""
    console.print(console.wrap(f"understood as: {sanitize_line(question.text)}{asks}", "  ", ""))
    console.print(
        console.wrap(f"words: {sanitize_line(', '.join(question.stems)) or 'none'}", "  ", "")
    )
    if kind := overview_intent(_asked(answer)):
        said = f"It is asked of the article as a whole ({kind}), and not answered by candidates:"
        console.print(console.wrap(said))
    ranked = bot.rank(_asked(answer), article=talk.article)
    for n, one in enumerate(ranked[:_CANDIDATES], 1):
        console.print(console.wrap(sanitize_line(one.text), "   ", f"{n}. "))
        parts = "  ".join(f"{name} {value:.2f}" for name, value in _parts(one))
        if one.reader_score is None and bot.reader_version:
            parts += "  (not read: too far behind)"
        console.print(console.style(console.wrap(parts, "   "), "dim"))
    said = "at or above" if answer.confidence >= bot.threshold else "below"
    then = "so it is answered" if answer.status == "answered" else "so it is not answered"
    console.print(
        console.wrap(
            f"confidence {answer.confidence:.2f} is {said} the threshold "
            f"{bot.threshold:.2f}, {then}."
        )
    )


def articles(talk: ChatSession, rest: str) -> None:
    """List the articles, or choose the one to ask, by number, source or title; or all."""
    bot, console = talk.bot, talk.console
    if rest.lower() == "all":
        talk.article = None
        console.print(f"Now searching all {pluralize(len(bot.index.articles), 'article')}.")
        return
    if rest:
        article = find_article(talk, rest)
        talk.article = article.source
        console.print(console.wrap(f"Now searching: {sanitize_line(article.title)}"))
        return
    for n, one in enumerate(bot.index.articles, 1):
        mark = "*" if talk.article in (None, one.source) else " "
        said = (
            f"{sanitize_line(one.title)} ({sanitize_line(one.source)}), "
            f"{pluralize(one.sentences, 'sentence')}"
        )
        console.print(console.wrap(said, "      ", f"{mark}{n:>3}  "))
    console.print("* = searched; /articles N searches only that one, /articles all searches all")


def read(talk: ChatSession, rest: str) -> None:
    """Show an article as it was cleaned; "noise" shows what was left out too."""
    from qa_bot.terminal.article import article_to_read

    names = rest.split()
    noise = "noise" in names[-1:]
    name = " ".join(names[:-1] if noise else names)
    index = talk.bot.index
    name = name or talk.article or ""
    if not name and len(index.articles) != 1:
        raise UsageError("which article? /articles lists them; for example: /read 1")
    article = find_article(talk, name) if name else index.articles[0]
    page(talk.console, article_to_read(talk.console, index, article.id, noise=noise))


def find_article(talk: ChatSession, name: str) -> IndexedArticle:
    """Return the article of a number in the list, a source or a title.

    Raises UsageError where there is none, or more than one.
    """
    known = talk.bot.index.articles
    if name.isdigit() and 1 <= int(name) <= len(known):
        return known[int(name) - 1]
    exact = [one for one in known if name in (one.source, one.title)]
    wanted = name.casefold()
    found = exact or [one for one in known if wanted in f"{one.source}\n{one.title}".casefold()]
    if len(found) != 1:
        count = "no article" if not found else "more than one article"
        raise UsageError(f"{count} is called {sanitize_line(name)!r}; /articles lists them")
    return found[0]


def chosen(talk: ChatSession, rest: str) -> Citation:
    """Return the source of that number, the first where none is given."""
    number = rest.strip("[] ") or "1"
    found = [one for one in talk.citations if str(one.n) == number]
    if not found:
        count = len(talk.citations)
        known = f"1 to {count}" if count else "none yet; ask a question first"
        raise UsageError(f"there is no source {sanitize_line(number)!r}; there are {known}")
    return found[0]


def _article_of(talk: ChatSession, citation: Citation) -> IndexedArticle:
    index = talk.bot.index
    for article in index.articles:
        text = index.article_text(article.id)
        if article.source == citation.source and (
            text[citation.start : citation.end] == citation.quote
        ):
            return article
    raise UsageError("the article is no longer in the index, or has changed; ask again")


def _last(talk: ChatSession) -> Answer:
    if not talk.turns:
        raise UsageError("nothing was asked yet; ask a question first")
    return talk.turns[-1]


def _asked(answer: Answer) -> str:
    return answer.resolved_question or answer.question


def _parts(one: Ranked) -> Iterator[tuple[str, float]]:
    """Yield every number that a candidate's rank is made of, by its name."""
    for value in (one.scored, one):
        for name in (field.name for field in fields(value)):
            number = getattr(value, name)
            if isinstance(number, float):
                yield name, number
