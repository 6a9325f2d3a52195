"""The tools, called by the SDK's own client, which checks structured content against its schema."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult

from qa_bot import Bot, Conversation
from qa_bot.embedding import Encoder, find_model
from qa_bot.index import Index
from qa_bot.ingest import Indexer
from qa_bot.mcp_server.library import Library
from qa_bot.paths import bundled_index
from tests.conftest import OTTERS
from tests.mcp_server.conftest import text_of
from tests.terminal.hostile import HOSTILE_ARTICLE

Call = Callable[..., CallToolResult]
QUESTION = "when was Crimea annexed?"


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "seconds": 0}


def test_ask_gives_the_answer_of_the_bot(call: Call, bot: Bot) -> None:
    result = call("ask", question=QUESTION)
    assert not result.is_error
    assert without_time(result.structured_content) == without_time(bot.ask(QUESTION).to_dict())
    assert "In short: 2014" in text_of(result)
    assert "«Russia annexed Crimea from Ukraine in 2014" in text_of(result)
    assert "characters 4243 to 4472" in text_of(result)


def test_a_question_that_is_not_answered_is_no_error(call: Call) -> None:
    result = call("ask", question="what is the capital of Japan?")
    assert not result.is_error
    assert result.structured_content["status"] == "not_found"
    assert text_of(result).startswith("The article does not say.\nClosest passages (not an answer)")


def test_a_follow_up_is_understood_from_the_earlier_questions(call: Call, bot: Bot) -> None:
    result = call("ask", question="and Biden?", conversation=["what does Putin want?"])
    assert result.structured_content["resolved_question"] == "what does Biden want?"
    conversation = Conversation(bot)
    conversation.ask("what does Putin want?")
    asked = conversation.ask("and Biden?").to_dict()
    assert without_time(result.structured_content) == without_time(asked)


@pytest.mark.parametrize("question", ["what does Putin want?", QUESTION, "who is Ashe?"])
def test_every_citation_is_verified_and_a_changed_letter_is_not(
    connect: Callable[..., Any], question: str
) -> None:
    async def session(client: Client) -> None:
        answer = (await client.call_tool("ask", {"question": question})).structured_content
        assert answer["citations"]
        for one in answer["citations"]:
            quote = one["quote"]
            letter = next(n for n, char in enumerate(quote) if char.isalpha())
            changed = quote[:letter] + ("x" if quote[letter] != "x" else "y") + quote[letter + 1 :]
            for start in (None, one["start"]):
                given = {"quote": quote, "article": one["source"], "start": start}
                found = (await client.call_tool("verify_quote", given)).structured_content
                assert found["verified"] and found["exact"]
                assert found["places"][0]["start"] == one["start"]
                given["quote"] = changed
                found = (await client.call_tool("verify_quote", given)).structured_content
                assert found == {"verified": False, "exact": False, "places": []}

    connect(session)


def test_a_quote_on_one_line_is_verified_where_the_article_has_two(
    call: Call, make_index: Callable[..., Path]
) -> None:
    index = make_index(otters=OTTERS)
    quote = "Anna Brandt, who leads the project, said that nine animals were counted"
    found = call("verify_quote", index, quote=quote).structured_content
    assert (found["verified"], found["exact"]) == (True, False)
    (place,) = found["places"]
    assert OTTERS[place["start"] : place["end"]] == quote.replace("project, ", "project,\n")


def test_search_gives_the_passages_that_the_bot_ranks(call: Call, bot: Bot) -> None:
    passages = call("search", query=QUESTION, limit=4).structured_content["passages"]
    assert [one["n"] for one in passages] == [1, 2, 3, 4]
    ranked = bot.rank(QUESTION)[:4]
    assert [one["start"] for one in passages] == [one.passage.start for one in ranked]
    assert [one["score"] for one in passages] == [round(one.confidence, 4) for one in ranked]
    assert passages[0]["hybrid_score"] == round(ranked[0].scored.score, 4)
    assert "2014" in passages[0]["quote"]
    text = bot.index.article_text(bot.index.articles[0].id)
    assert all(one["quote"] == text[one["start"] : one["end"]] for one in passages)


def test_an_article_is_read_page_by_page(
    connect: Callable[..., Any], make_index: Callable[..., Path]
) -> None:
    text = "\n\n".join(
        f"Paragraph {n} is of the mill. " + "It ground corn. " * 30 for n in range(40)
    )
    index = make_index(mill=text)

    async def session(client: Client) -> list[dict[str, Any]]:
        parts, start = [], 0
        while start is not None:
            result = await client.call_tool("read", {"start": start})
            assert len(text_of(result)) < 10_000
            parts += result.structured_content["parts"]
            start = result.structured_content["next"]
        return parts

    parts = connect(session, index)
    with Bot.open(index) as bot:
        (article,) = bot.index.articles
        paragraphs = bot.index.paragraphs(article.id)
    assert [(part["start"], part["end"]) for part in parts] == [
        (p.start, p.end) for p in paragraphs
    ]
    assert all(part["text"] == text[part["start"] : part["end"]] for part in parts)


def test_results_stay_small_whatever_an_article_holds(
    connect: Callable[..., Any], make_index: Callable[..., Path]
) -> None:
    endless = (
        "The mill of Holm was built in 1702 by Peter Holm and " + "corn and " * 8_000 + "flour."
    )
    title = "The mill " + "of Holm " * 2_000
    index = make_index(mill=f"{title}\n\n{endless}", otters=OTTERS)

    async def session(client: Client) -> None:
        for tool, arguments in [
            ("ask", {"question": "when was the mill of Holm built?"}),
            ("search", {"query": "mill of Holm", "limit": 12}),
            ("read", {"article": "mill"}),
            ("list_articles", {}),
            ("verify_quote", {"quote": "corn and corn"}),
        ]:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, text_of(result)
            whole = text_of(result) + json.dumps(result.structured_content)
            assert len(whole) < 30_000, tool
            if tool == "search":
                quotes = result.structured_content["passages"]
                cut = next(one for one in quotes if one["quote"].startswith("The mill of Holm was"))
                source = f"{title}\n\n{endless}"
                assert cut["quote"] == source[cut["start"] : cut["end"]]
                assert f"[{cut['n']}] is cut" in text_of(result)
                assert f"read on from character {cut['end']}" in text_of(result)

    connect(session, index)


def test_the_list_of_articles_goes_on(
    connect: Callable[..., Any], make_index: Callable[..., Path]
) -> None:
    index = make_index(**{f"mill{n:02}-{'x' * 150}": f"Mill {n} is old." for n in range(45)})

    async def session(client: Client) -> list[dict[str, Any]]:
        listed, start = [], 1
        while start is not None:
            page = (await client.call_tool("list_articles", {"start": start})).structured_content
            assert page["total"] == 45
            listed += page["articles"]
            start = page["next"]
        return listed

    listed = connect(session, index)
    assert [one["number"] for one in listed] == [*range(1, 46)]
    assert len({one["id"] for one in listed}) == 45


def test_nothing_shown_can_steer_a_terminal(
    connect: Callable[..., Any], make_index: Callable[..., Path]
) -> None:
    index = make_index(mill=HOSTILE_ARTICLE)

    async def session(client: Client) -> None:
        (one,) = (await client.call_tool("list_articles", {})).structured_content["articles"]
        for tool, arguments in [
            ("ask", {"question": "when was the mill built?\x1b[2J\x9b\u202e"}),
            ("search", {"query": "mill \x1b[2J"}),
            ("read", {}),
            ("read", {"article": "\x1b[2J"}),
            ("list_articles", {}),
            ("verify_quote", {"quote": "ground corn"}),
        ]:
            result = await client.call_tool(tool, arguments)
            shown = [text_of(result), *strings(result.structured_content)]
            for text in shown:
                assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"], tool
                assert "\u202e" not in text
        resource = await client.read_resource(f"qa-bot://articles/{one['id']}")
        assert "\x1b" not in resource.contents[0].text

    connect(session, index)


def strings(value: Any, name: str = "") -> list[str]:
    """Return the strings of structured content, except what is verbatim."""
    if isinstance(value, dict):
        verbatim = ("quote", "text") if "line" in value and "section" in value else ()
        verbatim = ("quote",) if "quote" in value else verbatim
        return [s for key, one in value.items() if key not in verbatim for s in strings(one)]
    if isinstance(value, list):
        return [s for one in value for s in strings(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {}, "question: Field required"),
        ("ask", {"question": " "}, "the question is empty; ask something"),
        ("ask", {"question": "x", "query": 1}, "unknown argument 'query'; ask takes question"),
        ("ask", {"question": "x", "article": "n\nix"}, "the index holds no article “n ix”; name"),
        ("search", {"query": "x", "limit": 13}, "limit: Input should be less than or equal to 12"),
        ("search", {"query": ""}, "the query is empty"),
        ("read", {"paragraph": 99}, "there is no paragraph 99; the last is 33"),
        ("read", {"start": 10**9}, "there is no character 1000000000; the article has 7509"),
        ("list_articles", {"start": 2}, "there is no article 2; the last is 1"),
        ("verify_quote", {"quote": " "}, "the quote is empty"),
        ("verify_quote", {"quote": "x" * 10_001}, "the quote is longer than 10,000 characters"),
        ("add_article", {"source": "a.txt"}, "Unknown tool: add_article"),
    ],
)
def test_a_fault_is_one_line(call: Call, tool: str, arguments: dict[str, Any], says: str) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    assert text_of(result).startswith(says)
    assert "\n" not in text_of(result)


def test_tools_say_that_they_only_read(connect: Callable[..., Any], tmp_path: Path) -> None:
    async def session(client: Client) -> dict[str, bool]:
        listed = (await client.list_tools()).tools
        return {tool.name: tool.annotations.read_only_hint for tool in listed}

    reads = dict.fromkeys(["ask", "search", "read", "list_articles", "verify_quote"], True)
    assert connect(session) == reads
    assert connect(session, library=Library(tmp_path)) == {**reads, "add_article": False}


def test_articles_and_paragraphs_are_resources(connect: Callable[..., Any]) -> None:
    async def session(client: Client) -> None:
        (resource,) = (await client.list_resources()).resources
        templates = (await client.list_resource_templates()).resource_templates
        assert {one.name for one in templates} == {"article", "paragraph"}
        whole = (await client.read_resource(resource.uri)).contents[0].text
        assert "(paragraph 2, characters 266 to 355) Experts say time is running out" in whole
        assert whole.endswith("There is more: read on from start 6210.") or "There is more" in whole
        start = whole.rpartition(" ")[2].rstrip(".")
        rest = (await client.read_resource(f"{resource.uri}?start={start}")).contents[0].text
        assert "(paragraph 33, " in rest
        one = (await client.read_resource(f"{resource.uri}/paragraphs/21")).contents[0].text
        assert "Russia annexed Crimea" in one
        for wrong in ("/paragraphs/99", "/paragraphs/x", "x", "?start=-1"):
            with pytest.raises(Exception, match=r"no paragraph|not a number|no article") as caught:
                await client.read_resource(f"{resource.uri}{wrong}")
            assert "\n" not in str(caught.value)

    connect(session)


def test_many_calls_at_once_give_what_each_gives_alone(
    connect: Callable[..., Any], bot: Bot
) -> None:
    questions = ["what does Putin want?", QUESTION, "who is Ashe?", "what is the capital of Japan?"]
    found: dict[int, Any] = {}

    async def session(client: Client) -> None:
        async def one(n: int) -> None:
            asked = {"question": questions[n % 4]}
            found[n] = (await client.call_tool("ask", asked)).structured_content

        async with anyio.create_task_group() as tasks:
            for n in range(16):
                tasks.start_soon(one, n)

    connect(session)
    for n, answer in found.items():
        assert without_time(answer) == without_time(bot.ask(questions[n % 4]).to_dict())
    assert len(found) == 16


def test_a_changed_index_is_noticed(
    connect: Callable[..., Any], make_index: Callable[..., Path], encoder: Encoder
) -> None:
    index = make_index(otters=OTTERS)
    question = {"question": "who built the mill?"}

    async def session(client: Client) -> None:
        before = (await client.call_tool("ask", question)).structured_content
        assert before["status"] == "not_found"
        with Indexer(index, find_model(), lambda: encoder) as indexer:
            indexer.add(b"The mill was built by Peter Holm in 1702.", "mill.txt")
        after = (await client.call_tool("ask", question)).structured_content
        assert after["citations"][0]["quote"] == "The mill was built by Peter Holm in 1702."
        assert len((await client.list_resources()).resources) == 2

    connect(session, index)


def test_the_handshake_does_not_wait_for_the_model_and_a_canceled_call_ends(
    connect: Callable[..., Any],
) -> None:
    loaded = Event()

    def open_slowly() -> Bot:
        loaded.wait(60)
        return Bot.open()

    async def session(client: Client) -> None:
        assert (await client.list_tools()).tools
        with anyio.move_on_after(0.2) as waiting:
            await client.call_tool("ask", {"question": QUESTION})
        assert waiting.cancelled_caught and not loaded.is_set()
        loaded.set()
        result = await client.call_tool("ask", {"question": QUESTION})
        assert result.structured_content["short"] == "2014"

    try:
        connect(session, open_bot=open_slowly)
    finally:
        loaded.set()


def test_an_index_that_cannot_be_opened_is_opened_once_it_is_there(
    connect: Callable[..., Any], tmp_path: Path, make_index: Callable[..., Path]
) -> None:
    async def session(client: Client) -> None:
        result = await client.call_tool("ask", {"question": "who leads the project?"})
        assert result.is_error
        assert text_of(result).startswith(f"there is no index {tmp_path}/index; create it")
        make_index(otters=OTTERS)
        result = await client.call_tool("ask", {"question": "who leads the project?"})
        assert "Anna Brandt" in text_of(result)

    connect(session, tmp_path / "index")


def test_a_damaged_text_is_told_in_one_line(
    connect: Callable[..., Any], make_index: Callable[..., Path]
) -> None:
    import sqlite3

    index = make_index(otters=OTTERS)
    with sqlite3.connect(index / "index.sqlite") as database:
        database.execute("UPDATE articles SET text = replace(text, 'nine', 'five')")
    database.close()
    assert Index(index)  # it opens

    async def session(client: Client) -> None:
        result = await client.call_tool("verify_quote", {"quote": "five animals"})
        assert result.is_error and "\n" not in text_of(result)
        assert "is not what was stored" in text_of(result)

    connect(session, index)


def test_the_bundled_article_is_read_whole(call: Call) -> None:
    text = (bundled_index() / "article.txt").read_text("utf-8-sig")
    page = call("read", paragraph=21).structured_content
    (part,) = page["parts"]
    assert part["text"] == text[part["start"] : part["end"]]
