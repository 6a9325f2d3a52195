"""Results as text for people and language models: plain, safe, with every offset."""

from __future__ import annotations

from collections.abc import Sequence

from qa_bot.service.articles import Listing
from qa_bot.service.pages import Page
from qa_bot.service.verify import Verdict
from qa_bot.text import sanitize_line, speaker_prefix
from qa_bot.types import Answer, Citation
from qa_bot.wording import CLOSEST, HEADLINES, confidence_in_words, uncited_lines


def say_answer(answer: Answer, notes: Sequence[str] = ()) -> str:
    """Return an answer with its quotes and their places; `notes` say what was cut."""
    lines = []
    if answer.resolved_question:
        lines.append(f"Understood as: {answer.resolved_question}")
    if answer.status == "answered":
        lines += [*([f"In short: {answer.short}"] if answer.short else []), *uncited_lines(answer)]
        lines += [say_citation(one) for one in answer.citations]
    else:
        lines.append(HEADLINES[answer.status])
        if answer.closest and answer.status == "not_found":
            lines.append(CLOSEST)
        lines += [say_citation(one) for one in answer.closest]
    lines += notes
    named = confidence_in_words(answer.confidence)
    lines.append(f"Confidence {answer.confidence:.2f} ({named}).")
    return "\n".join(map(sanitize_line, lines))


def say_citation(citation: Citation) -> str:
    """Return a quote and its place on one line."""
    speaker = speaker_prefix(citation.speaker, citation.text)
    section = f", under “{citation.section}”" if citation.section else ""
    page = f", page {citation.page}" if citation.page is not None else ""
    paragraph = f", paragraph {citation.paragraph}" if citation.paragraph is not None else ""
    return sanitize_line(
        f"[{citation.n}] {speaker}«{citation.text}» {citation.article}{page}"
        f", line {citation.line}{paragraph}{section}, characters {citation.start} to {citation.end}"
    )


def say_passages(
    passages: Sequence[Citation], scores: Sequence[float], notes: Sequence[str] = ()
) -> str:
    """Return passages with their hybrid scores, a line each; `notes` say what was cut."""
    lines = [
        f"{say_citation(one)}, score {one.score:.2f}, hybrid score {score:.2f}"
        for one, score in zip(passages, scores, strict=True)
    ]
    return "\n".join([*lines, *notes]) or "There are no articles to search."


def say_page(page: Page) -> str:
    """Return a page of an article, each paragraph with its number and offsets."""
    lines = [f"{page.article} ({page.source}), {page.paragraphs} paragraphs"]
    section: str | None = None
    for part in page.parts:
        if part.section and part.section != section:
            lines += ["", f"“{part.section}”"]
        section = part.section
        where = f"paragraph {part.paragraph}, characters {part.start} to {part.end}"
        lines += ["", f"({where}) {sanitize_line(part.text)}"]
    if page.next is not None:
        lines += ["", f"There is more: read on from start {page.next}."]
    return "\n".join(lines)


def say_listing(listing: Listing) -> str:
    """Return a page of the list of articles, a line each."""
    if not listing.total:
        return "There are no articles yet."
    lines = []
    for one in listing.articles:
        facts = filter(None, (one["author"], one["date"], one["site"]))
        about = " · ".join([f"{one['title']} ({one['source']})", *facts])
        lines.append(f"{one['number']}. [{one['id']}] {about}, {one['paragraphs']} paragraphs")
    if listing.next is not None:
        lines.append(f"There are {listing.total} articles: list on from {listing.next}.")
    return "\n".join(lines)


def say_verdict(verdict: Verdict) -> str:
    """Return whether a quote is verbatim, and where it is."""
    if not verdict.verified:
        return "No: the articles do not have these words in this form."
    said = "Yes, verbatim:" if verdict.exact else "Yes, except for white space:"
    places = [
        f"{one['article']}, line {one['line']}, characters {one['start']} to {one['end']}"
        for one in verdict.places
    ]
    return "\n".join([said, *places])
