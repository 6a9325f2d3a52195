"""Chat completions in OpenAI's format, by a model that only quotes."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qa_bot.answering import Bot
from qa_bot.export.markdown import render_body
from qa_bot.http_server.api import Json
from qa_bot.http_server.errors import HttpError
from qa_bot.service.bounds import shorten
from qa_bot.service.questions import replay
from qa_bot.text import sanitize_line, to_json
from qa_bot.types import Answer

MODEL = "qa-bot"
# No language model is involved, so no tokens are counted.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """A request: the user's messages, the last of which is the question."""

    earlier: tuple[str, ...]
    question: str
    stream: bool
    with_usage: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in Markdown; `answer` is None if the question is unclear."""

    text: str
    answer: Answer | None


def models() -> Json:
    """Return the list of models, of which there is one."""
    return {"object": "list", "data": [model(MODEL)]}


def model(name: str) -> Json:
    """Return the description of a model; raises HttpError if it is not this one."""
    if name != MODEL:
        shown = shorten(sanitize_line(name), 50)
        raise HttpError(
            404,
            f"unknown model {shown!r}; the only one is {MODEL}",
            param="model",
            code="model_not_found",
        )
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "qa-bot"}


def parse_request(body: Json) -> ChatRequest:
    """Return the request in a body; fields that only steer language models are ignored.

    Raises HttpError if the question is missing or the request cannot be served.
    """
    name = body.get("model")
    model(name if isinstance(name, str) else str(name))
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise HttpError(
            400, "messages is empty; send the question as the last one", param="messages"
        )
    if body.get("n") not in (None, 1):
        raise HttpError(400, "n must be 1: a question has one answer", param="n")
    asked = [_text(one) for one in messages if _role(one) == "user"]
    if not asked or _role(messages[-1]) != "user":
        raise HttpError(400, "the last message must be the user's", param="messages")
    options = body.get("stream_options")
    usage = isinstance(options, dict) and options.get("include_usage") is True
    return ChatRequest(tuple(asked[:-1]), asked[-1], body.get("stream") is True, usage)


def reply_to(bot: Bot, request: ChatRequest) -> Reply:
    """Answer in the context of the earlier questions; raises UsageError for an empty one."""
    conversation = replay(bot, request.earlier)
    if asked := conversation.clarifying_question(request.question):
        return Reply(asked, None)
    answer = conversation.ask(request.question)
    return Reply(render_body(answer).strip(), answer)


def completion(reply: Reply) -> Json:
    """Return a whole reply; `qa_bot` holds the Answer."""
    message = {"role": "assistant", "content": reply.text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head("chat.completion"),
        "choices": [choice],
        "usage": _USAGE,
        "qa_bot": reply.answer.to_dict() if reply.answer else None,
    }


def events(reply: Reply, *, with_usage: bool) -> Iterator[bytes]:
    """Yield a reply as server-sent events, one per paragraph; the last one holds the Answer."""
    head = _head("chat.completion.chunk")

    def event(delta: Json, finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event({**head, "choices": [choice], **more})

    yield event({"role": "assistant", "content": ""})
    for piece in _pieces(reply.text):
        yield event({"content": piece})
    yield event({}, "stop", qa_bot=reply.answer.to_dict() if reply.answer else None)
    if with_usage:
        yield _event({**head, "choices": [], "usage": _USAGE})
    yield b"data: [DONE]\n\n"


def _pieces(text: str) -> Iterator[str]:
    *blocks, last = text.split("\n\n")
    yield from (f"{block}\n\n" for block in blocks)
    yield last


def _event(value: Json) -> bytes:
    return f"data: {to_json(value)}\n\n".encode()


def _head(kind: str) -> Json:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _role(message: object) -> str:
    role = message.get("role") if isinstance(message, dict) else None
    if not isinstance(role, str):
        raise HttpError(400, "every message needs a role", param="messages")
    return role


def _text(message: Json) -> str:
    """Return a message's text, which may come in parts; raises HttpError for pictures and sound."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise HttpError(400, "every message of the user needs content", param="messages")
    texts = []
    for part in content:
        text = part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None
        if not isinstance(text, str):
            raise HttpError(400, "only text can be answered, not images or sound", param="messages")
        texts.append(text)
    return "\n".join(texts)
