"""Chat completions, asked for by OpenAI's own client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest

from qa_bot import Bot
from qa_bot.http_server.access import Access
from tests.http_server.conftest import TOKEN, Running

QUESTION = "when was Crimea annexed?"


def client_of(running: Running, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(
        base_url=f"http://127.0.0.1:{running.port}/v1", api_key=key, max_retries=0, timeout=60
    )


@pytest.fixture
def client(running: Running) -> Iterator[openai.OpenAI]:
    with client_of(running) as opened:
        yield opened


def user(*questions: str) -> list[Any]:
    """Return the messages of a chat in which these questions were asked."""
    messages: list[Any] = [{"role": "system", "content": "You are a pirate."}]
    for question in questions:
        messages += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": "Arr!"},
        ]
    return messages[:-1]


def test_the_reply_is_the_quotes(client: openai.OpenAI, bot: Bot) -> None:
    reply = client.chat.completions.create(
        model="qa-bot", messages=user(QUESTION), temperature=2.0, max_tokens=5
    )
    (choice,) = reply.choices
    assert choice.finish_reason == "stop" and choice.message.role == "assistant"
    content = choice.message.content or ""
    (citation,) = bot.ask(QUESTION).citations
    assert content.startswith("**2014**\n\n> Russia annexed Crimea from Ukraine in 2014")
    assert content.replace("\\", "").count(citation.text) == 1
    assert "Arr" not in content
    answer = (reply.model_extra or {})["qa_bot"]
    assert answer["citations"][0]["start"] == citation.start
    assert reply.usage and reply.usage.total_tokens == 0


def test_what_the_article_does_not_say_is_refused(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(
        model="qa-bot", messages=user("what is the capital of Japan?")
    )
    assert (reply.choices[0].message.content or "").startswith("*The article does not say.*")


def test_a_stream_is_the_same_in_pieces(client: openai.OpenAI) -> None:
    asked: dict[str, Any] = {"model": "qa-bot", "messages": user("what does Putin want?")}
    whole = client.chat.completions.create(**asked).choices[0].message.content
    chunks = list(
        client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
    )
    *told, usage = chunks
    pieces = [chunk.choices[0].delta.content or "" for chunk in told]
    assert "".join(pieces) == whole
    assert sum(map(bool, pieces)) > 2
    assert told[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in told][-2:] == [None, "stop"]
    assert (told[-1].model_extra or {})["qa_bot"]["status"] == "answered"
    assert not usage.choices and usage.usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_follow_ups_are_understood_from_the_messages(client: openai.OpenAI) -> None:
    messages = user("what does Putin want?", "and Biden?")
    reply = client.chat.completions.create(model="qa-bot", messages=messages)
    assert (reply.model_extra or {})["qa_bot"]["resolved_question"] == "what does Biden want?"
    assert (reply.choices[0].message.content or "").startswith(
        "*Understood as: what does Biden want?*"
    )


def test_an_unclear_question_is_asked_back_and_its_reply_completes_it(
    client: openai.OpenAI,
) -> None:
    first = client.chat.completions.create(model="qa-bot", messages=user("what does he want?"))
    assert first.choices[0].message.content == "Who do you mean by “he”?"
    messages = user("what does he want?", "Putin")
    reply = client.chat.completions.create(model="qa-bot", messages=messages)
    answer = (reply.model_extra or {})["qa_bot"]
    assert answer["resolved_question"] == "what does Putin want?"


def test_messages_may_come_in_parts(client: openai.OpenAI) -> None:
    parts = [{"type": "text", "text": QUESTION}]
    messages: list[Any] = [{"role": "user", "content": parts}]
    reply = client.chat.completions.create(model="qa-bot", messages=messages)
    assert "2014" in (reply.choices[0].message.content or "")


def test_the_model_is_listed(client: openai.OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["qa-bot"]
    assert client.models.retrieve("qa-bot").id == "qa-bot"


@pytest.mark.parametrize(
    ("changes", "kind", "says"),
    [
        ({"model": "gpt-4"}, openai.NotFoundError, "unknown model 'gpt-4'; the only one"),
        ({"messages": []}, openai.BadRequestError, "messages is empty"),
        ({"messages": user("")}, openai.BadRequestError, "the question is empty"),
        ({"n": 2}, openai.BadRequestError, "n must be 1"),
        (
            {"messages": [*user(QUESTION), {"role": "assistant", "content": "Arr!"}]},
            openai.BadRequestError,
            "the last message must be the user's",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            openai.BadRequestError,
            "only text can be answered",
        ),
        ({"messages": [{"content": "x"}]}, openai.BadRequestError, "every message needs a role"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_fault_is_an_error_of_the_client(
    client: openai.OpenAI,
    changes: dict[str, Any],
    kind: type[openai.APIStatusError],
    says: str,
    stream: bool,
) -> None:
    asked: dict[str, Any] = {"model": "qa-bot", "messages": user(QUESTION), **changes}
    with pytest.raises(kind) as caught:
        client.chat.completions.create(**asked, stream=stream)
    assert isinstance(caught.value.body, dict)
    assert caught.value.body["message"].startswith(says)


def test_the_token_is_the_api_key(serve: Callable[..., Running], bot: Bot) -> None:
    running = serve(bot, Access.for_host("127.0.0.1", token=TOKEN))
    with client_of(running, TOKEN) as client:
        assert client.models.retrieve("qa-bot")
    with client_of(running, "wrong") as client, pytest.raises(openai.AuthenticationError):
        client.models.retrieve("qa-bot")
