"""The tools that an assistant can call; their docstrings are written for it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import Field

from qa_bot.errors import QaBotError
from qa_bot.mcp_server.calls import call, one_line, read_index, result
from qa_bot.mcp_server.library import Library
from qa_bot.mcp_server.shared_bot import SharedBot
from qa_bot.service import questions, wording
from qa_bot.service.articles import describe_source, list_articles
from qa_bot.service.bounds import bound_answer, bound_citations, shorten
from qa_bot.service.pages import read as read_page
from qa_bot.service.verify import verify_quote as look_for_quote
from qa_bot.text import sanitize_line

_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_ADDS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)

ArticleName = Annotated[
    str | None,
    Field(description="The article's id, number, title or source, from list_articles; null: all."),
]
OnlyArticleName = Annotated[
    str | None,
    Field(description="The article's id, number, title or source; null: the only one."),
]


def add_reading_tools(server: MCPServer[None], bot: SharedBot) -> None:
    """Give a server the tools that only read."""

    @server.tool(title="Ask the articles", annotations=_READS)
    async def ask(
        question: Annotated[str, Field(description="The question, in English.")],
        article: ArticleName = None,
        conversation: Annotated[
            list[str] | None,
            Field(description="Earlier questions, oldest first, if this one is a follow-up."),
        ] = None,
    ) -> CallToolResult:
        """Answer a question with the articles' own sentences, verbatim and cited, or not at all.

        status is answered (see citations), uncertain (closest may answer) or not_found (the
        articles do not say; closest is not an answer). quote is the source text from start to end.
        """
        run = partial(
            questions.ask, question=question, article=article, earlier=tuple(conversation or ())
        )
        answer, notes = bound_answer(await call(bot, run))
        return result(wording.say_answer(answer, notes), answer.to_dict())

    @server.tool(title="Search the articles", annotations=_READS)
    async def search(
        query: Annotated[str, Field(description="A question, or words to look for.")],
        article: ArticleName = None,
        limit: Annotated[
            int, Field(ge=1, le=questions.MAX_PASSAGES, description="How many passages.")
        ] = 5,
    ) -> CallToolResult:
        """Return the passages nearest to a query, best first, whether or not they answer it.

        score is the probability that the passage answers, hybrid_score how well the words match.
        """
        run = partial(questions.search, query=query, article=article, limit=limit)
        found, scores = await call(bot, run)
        citations, notes = bound_citations(found)
        passages = [
            {**{name: getattr(one, name) for name in one.__slots__}, "hybrid_score": score}
            for one, score in zip(citations, scores, strict=True)
        ]
        return result(wording.say_passages(citations, scores, notes), {"passages": passages})

    @server.tool(title="Read an article", annotations=_READS)
    async def read(
        article: OnlyArticleName = None,
        paragraph: Annotated[int | None, Field(description="One paragraph, by its number.")] = None,
        start: Annotated[
            int, Field(ge=0, description="The character to read on from: next of the last page.")
        ] = 0,
    ) -> CallToolResult:
        """Read an article page by page, or one paragraph, each with its offsets.

        text is the source text from start to end. next is where to continue reading, null at the
        end.
        """
        run = partial(read_page, article=article, paragraph=paragraph, start=start)
        page = await read_index(bot, run)
        return result(wording.say_page(page), page.to_dict())

    @server.tool(name="list_articles", title="List the articles", annotations=_READS)
    async def list_all(
        start: Annotated[
            int, Field(ge=1, description="The number to list on from: next of the last page.")
        ] = 1,
    ) -> CallToolResult:
        """List the articles with their ids, titles, sources and sizes."""
        listing = await read_index(bot, partial(list_articles, start=start))
        return result(wording.say_listing(listing), listing.to_dict())

    @server.tool(title="Verify a quote", annotations=_READS)
    async def verify_quote(
        quote: Annotated[str, Field(description="The words, exactly as they are to be quoted.")],
        article: ArticleName = None,
        start: Annotated[
            int | None, Field(ge=0, description="Where they must begin in the article's text.")
        ] = None,
    ) -> CallToolResult:
        """Say whether words are in the articles verbatim, and where; one changed letter is a no.

        Only white space may differ, and then exact is false.
        """
        run = partial(look_for_quote, quote=quote, article=article, start=start)
        verdict = await read_index(bot, run)
        return result(wording.say_verdict(verdict), verdict.to_dict())


def add_adding_tool(server: MCPServer[None], bot: SharedBot, library: Library) -> None:
    """Give a server the tool that adds articles."""

    @server.tool(title="Add an article", annotations=_ADDS)
    async def add_article(
        source: Annotated[str, Field(description="A file's path, or the URL of a page.")],
    ) -> CallToolResult:
        """Add a file or a page of the web to the articles, or update it if it has changed."""
        try:
            status, key = await library.add(source)
        except QaBotError as error:
            raise ToolError(one_line(error)) from None
        about = await read_index(bot, partial(describe_source, key=key))
        said = f"{about['title']} (id {about['id']})" if about else sanitize_line(source)
        text = f"{status}: {shorten(said, 400)}"
        return result(text, {"status": status, "article": about})
