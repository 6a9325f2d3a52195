"""The published schema: it takes real answers of every status, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from qa_bot import Answer, Bot
from qa_bot.answering.overview_intent import overview_intent
from qa_bot.text import to_json

Validate = Callable[[Any], None]


@pytest.fixture(scope="session")
def validate() -> Validate:
    schema = json.loads(files("qa_bot").joinpath("answer.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema).validate


@pytest.fixture(scope="session")
def answered(bot: Bot) -> Answer:
    return bot.ask("what does Putin want?")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("what does Putin want?", "answered"),
        ("when was Crimea annexed?", "answered"),
        ("What is the capital of Japan?", "not_found"),
        (" \t\n", "error"),
    ],
)
def test_answers_of_every_status_keep_the_contract(
    bot: Bot, validate: Validate, question: str, status: str
) -> None:
    (answer,) = bot.ask_all([question])
    assert answer.status == status
    validate(json.loads(to_json(answer.to_dict())))


@pytest.mark.parametrize(
    "change",
    [
        {"answer": ""},
        {"status": "not_found"},
        {"status": "error"},
        {"status": "maybe"},
        {"confidence": 1.2},
        {"confidence": None},
        {"short": ""},
        {"id": 7},
        {"error": {"type": "UsageError", "message": "empty"}},
        {"extra": 1},
    ],
    ids=str,
)
def test_the_schema_refuses_an_answer_against_the_contract(
    answered: Answer, validate: Validate, change: dict[str, Any]
) -> None:
    validate(answered.to_dict())
    with pytest.raises(ValidationError):
        validate(answered.to_dict() | change)


@pytest.mark.parametrize("question", ["What is the capital of Japan?", " "])
def test_the_schema_refuses_an_answer_where_there_is_none(
    bot: Bot, answered: Answer, validate: Validate, question: str
) -> None:
    (answer,) = bot.ask_all([question])
    for name in ("answer", "short", "citations"):
        with pytest.raises(ValidationError):
            validate(answer.to_dict() | {name: answered.to_dict()[name] or "Yes"})


@pytest.mark.parametrize("part", ["answer", "citation"])
def test_the_schema_wants_every_field_and_no_other(
    answered: Answer, validate: Validate, part: str
) -> None:
    value = answered.to_dict()
    changed = value if part == "answer" else value["citations"][0]
    for name in list(changed):
        kept = changed.pop(name)
        with pytest.raises(ValidationError):
            validate(value)
        changed[name] = kept
    validate(value)
    changed["other"] = None
    with pytest.raises(ValidationError):
        validate(value)


@settings(max_examples=25)
@given(question=st.text(min_size=1))
@example("TITLE")
def test_any_text_is_answered_or_refused_in_the_article_s_own_words(
    bot: Bot, validate: Validate, question: str
) -> None:
    (answer,) = bot.ask_all([question])
    validate(json.loads(to_json(answer.to_dict())))
    assert answer.question == question
    text = bot.index.article_text(bot.index.articles[0].id)
    headings = [text[one.start : one.end] for one in bot.index.headings(bot.index.articles[0].id)]
    for citation in (*answer.citations, *answer.closest):
        assert citation.quote == text[citation.start : citation.end]
        # unless the title itself is asked for
        assert citation.quote not in headings or overview_intent(question) == "title"
