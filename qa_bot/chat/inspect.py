"""Commands that show an answer's sources, how it was found, and the articles."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.chat.session import ChatSession
from qa_bot.errors import UsageError
from qa_bot.terminal.pager import open_at, show_in_pager
from qa_bot.terminal.render import passage_in_place, pluralize, render_quotes
from qa_bot.text import sanitize, sanitize_line
from qa_bot.types import Answer, Citation
from qa_bot.wording import confidence_in_words, facts_line

if TYPE_CHECKING:
    from qa_bot.answering.ranking import RankedCandidate
    from qa_bot.index import IndexedArticle

_CONTEXT = 600  # characters shown before and after a source
_MORE_PASSAGES = 3
_CANDIDATES = 5


def sources(session: ChatSession, rest: str) -> None:
    """List the sources of the last answer."""
    if not session.citations:
        raise UsageError("no sources yet; ask a question first")
    for one in session.citations:
        said = (
            f"{sanitize_line(one.article)} ({sanitize_line(one.source)}), line {one.line}, "
            f"characters {one.start}:{one.end}{f', {sanitize_line(one.url)}' if one.url else ''}"
        )
        session.console.print(session.console.wrap(said, "    ", f"[{one.n}] "))


def show(session: ChatSession, rest: str) -> None:
    """Show a source in its article, the sentence marked."""
    citation = find_source(session, rest)
    console, index = session.console, session.bot.index
    article = _article_of(session, citation)
    text = index.article_text(article.id)
    section = f" · “{sanitize_line(citation.section)}”" if citation.section else ""
    head = console.wrap(f"{sanitize_line(citation.article)}{section} · line {citation.line}")
    place = passage_in_place(console, text, citation.start, citation.end, around=_CONTEXT)
    show_in_pager(console, f"{console.style(head, 'dim')}\n\n{place}")


def open_source(session: ChatSession, rest: str) -> None:
    """Open a source: a page on the web in the browser, a text file in the editor at its line.

    Otherwise, or if the file has changed, open a copy of the text.
    """
    import webbrowser

    from qa_bot.answering.links import is_web_address

    citation = find_source(session, rest)
    article = _article_of(session, citation)
    if is_web_address(citation.url) and webbrowser.open(str(citation.url)):
        session.console.note(f"(opened {sanitize_line(str(citation.url))})")
        return
    file = Path(article.key)
    if (
        article.kind == "file"
        and article.format in ("text", "markdown")  # formats whose text has the file's lines
        and _is_unchanged(file, article.sha256)
    ):
        open_at(file, citation.line)
        return
    with tempfile.TemporaryDirectory(prefix="qa-bot-") as folder:
        copy = Path(folder) / "article.txt"
        text = sanitize(session.bot.index.article_text(article.id))
        copy.write_text(text, "utf-8", errors="replace")
        session.console.note(f"(opened the text as indexed: {sanitize_line(article.source)})")
        open_at(copy, citation.line)


def _is_unchanged(file: Path, digest: str) -> bool:
    """Return whether a file can still be read and has this SHA-256."""
    try:
        return file.is_file() and sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def more(session: ChatSession, rest: str) -> None:
    """Show the next passages of the ranking; their numbers continue those shown."""
    from qa_bot.answering.compose import cite
    from qa_bot.answering.select import choose_closest

    _last(session)  # there is one
    ranked = session.bot.rank(session.conversation.searched, article=session.article)
    known = [(one.source, one.start, one.end) for one in session.citations]
    found = [
        one
        for one in cite(session.bot.index, choose_closest(ranked, len(ranked)))
        if not any(
            one.source == source and start <= one.start < end for source, start, end in known
        )
    ][:_MORE_PASSAGES]
    if not found:
        session.console.print("There are no more passages.")
        return
    first = len(session.citations) + 1
    further = tuple(replace(one, n=n) for n, one in enumerate(found, first))
    session.further += further
    session.console.print("More passages, further down the ranking:")
    session.console.print()
    render_quotes(session.console, further, session.conversation.searched)


def why(session: ChatSession, rest: str) -> None:
    """Show how the last answer was found, in words; "full" adds every part of the scores."""
    from qa_bot.answering.overview_intent import overview_intent

    if rest not in ("", "full"):
        raise UsageError("use /why or /why full")
    full = rest == "full"
    answer = _last(session)
    console, bot = session.console, session.bot
    question = bot.parse(session.conversation.searched)
    asks = f" (it asks {question.answer_type})" if question.answer_type else ""
    if earlier := session.conversation.joined_with:
        said = f"Searched with the question before, “{sanitize_line(earlier)}”"
    else:
        said = f"Understood as: {sanitize_line(question.text)}"
    console.print(console.wrap(f"{said}{asks}", "  ", ""))
    if full:
        stems = sanitize_line(", ".join(question.stems)) or "none"
        console.print(console.wrap(f"Words: {stems}", "  ", ""))
    if kind := overview_intent(session.conversation.searched):
        said = f"Asks about the article as a whole ({kind}), which no single sentence answers."
        console.print(console.wrap(said))
    ranked = bot.rank(session.conversation.searched, article=session.article)[
        : _CANDIDATES if full else _MORE_PASSAGES
    ]
    if ranked:
        console.print("Closest sentences, best first:")
    for n, one in enumerate(ranked, 1):
        console.print(console.wrap(sanitize_line(one.text), "   ", f"{n}. "))
        if not full:
            continue
        parts = "  ".join(f"{name} {value:.2f}" for name, value in _parts(one).items())
        if one.reader_score is None and bot.reader_version:
            parts += "  (not read: score too low)"
        console.print(console.style(console.wrap(parts, "   "), "dim"))
    said = "at or above" if answer.confidence >= bot.threshold else "below"
    then = "so this is an answer" if answer.status == "answered" else "so this is not an answer"
    console.print(
        console.wrap(
            f"The confidence is {answer.confidence:.2f} "
            f"({confidence_in_words(answer.confidence)}), {said} the threshold of "
            f"{bot.threshold:.2f}, {then}."
        )
    )
    if not full:
        console.print(console.style("All scores: /why full", "dim"))


def articles(session: ChatSession, rest: str) -> None:
    """List the articles, or search only one (by number, source or title), or all."""
    bot, console = session.bot, session.console
    if rest.lower() == "all":
        session.article = None
        console.print(f"Now searching all {pluralize(len(bot.index.articles), 'article')}.")
        return
    if rest:
        article = find_article(session, rest)
        session.article = article.key
        console.print(console.wrap(f"Now searching: {sanitize_line(article.title)}"))
        return
    for n, one in enumerate(bot.index.articles, 1):
        mark = "*" if session.article in (None, one.key) else " "
        said = (
            f"{sanitize_line(one.title)} ({sanitize_line(one.source)}), "
            f"{pluralize(one.sentences, 'sentence')}"
        )
        if known := facts_line(one.facts, one.format):
            said += f" · {known}"
        console.print(console.wrap(said, "      ", f"{mark}{n:>3}  "))
    if len(bot.index.articles) > 1:
        said = "* = searched; /articles N searches only that one, /articles all searches all"
        console.print(console.wrap(said))


def read(session: ChatSession, rest: str) -> None:
    """Show a cleaned article; "noise" also shows what was left out."""
    from qa_bot.terminal.article import render_article

    names = rest.split()
    boilerplate = "noise" in names[-1:]
    name = " ".join(names[:-1] if boilerplate else names)
    index = session.bot.index
    name = name or session.article or ""
    if not name and len(index.articles) != 1:
        raise UsageError("name an article, such as /read 1; /articles lists them")
    article = find_article(session, name) if name else index.articles[0]
    show_in_pager(
        session.console, render_article(session.console, index, article.id, boilerplate=boilerplate)
    )


def find_article(session: ChatSession, name: str) -> IndexedArticle:
    """Return the article that `matching_articles` finds.

    Raises UsageError if there is none, or more than one.
    """
    from qa_bot.service.articles import matching_articles

    found = matching_articles(session.bot.index, name)
    if len(found) != 1:
        count = "no article" if not found else "more than one article"
        raise UsageError(f"{count} matches {sanitize_line(name)!r}; /articles lists them")
    return found[0]


def find_source(session: ChatSession, rest: str) -> Citation:
    """Return the source with that number, or the first if none is given."""
    number = rest.strip("[] ") or "1"
    found = [one for one in session.citations if str(one.n) == number]
    if not found:
        count = len(session.citations)
        if not count:
            raise UsageError("no sources yet; ask a question first")
        known = "the only one is 1" if count == 1 else f"they are 1 to {count}"
        raise UsageError(f"there is no source {sanitize_line(number)!r}; {known}")
    return found[0]


def _article_of(session: ChatSession, citation: Citation) -> IndexedArticle:
    index = session.bot.index
    for article in index.articles:
        text = index.article_text(article.id)
        if article.source == citation.source and (
            text[citation.start : citation.end] == citation.quote
        ):
            return article
    raise UsageError("the article has been changed or removed since; ask again")


def _last(session: ChatSession) -> Answer:
    if not session.turns:
        raise UsageError("nothing has been asked yet; ask a question first")
    return session.turns[-1]


def _parts(one: RankedCandidate) -> dict[str, float]:
    """Return every part of a candidate's score that it has, by name."""
    own = [field.name for field in fields(one)]
    if one.reader_score is None:
        own = ["score", "confidence"]
    values = [(one.scored, field.name) for field in fields(one.scored)] + [(one, n) for n in own]
    parts = {name: getattr(value, name) for value, name in values}
    return {name: part for name, part in parts.items() if isinstance(part, float)}
