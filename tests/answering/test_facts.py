"""What an article's metadata answers, and that nothing breaks where nothing is cited."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from shutil import rmtree

import jsonschema
import pytest

from qa_bot import Bot
from qa_bot.answering.overview_intent import overview_intent
from qa_bot.embedding import Encoder, find_model
from qa_bot.export import Format, Options, Result, render
from qa_bot.ingest import Indexer
from qa_bot.types import Answer
from tests.conftest import OTTERS, Ran

Run = Callable[..., Ran]

FERRY = """---
title: The night ferry
author: Mara Lindqvist
date: 2026-05-04
lang: en-GB
---

The *night* ferry to Harwick stopped running on Monday. Two hundred people used it every day.

Captain Olaf Berg said the engine was too old for another winter on the open sea.
"""
CLOCK = """<html lang="de"><head><title>The clock</title><meta name="author" content="Jonas Wood">
<meta property="og:site_name" content="The Bristol \x1b[31mPost">
<meta property="article:published_time" content="2025-03-02"></head><body><article>
<h1>The clock</h1><p>The town clock was made by a smith of Bristol, and it has told the time since
the day when the market hall was opened.</p><p>Nobody has wound it for a year now, and the council
wants to know who has the key.</p></article></body></html>
"""


@pytest.fixture
def ask(tmp_path: Path, encoder: Encoder) -> Callable[..., Answer]:
    """Return a function that asks a new index of these files."""

    def ask(question: str, **texts: str) -> Answer:
        rmtree(tmp_path / "index", ignore_errors=True)
        with Indexer(tmp_path / "index", find_model(), lambda: encoder) as indexer:
            for name, text in texts.items():
                indexer.add(text.encode(), name.replace("_", "."))
        with Bot.open(tmp_path / "index", reader=False) as bot:
            return bot.ask(question)

    return ask


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what is the title?", "title"),
        ("What's the title of this article?", "title"),
        ("what is this article called?", "title"),
        ("where was this published?", "site"),
        ("who published this article?", "site"),
        ("which website is this from?", "site"),
        ("what language is it in?", "language"),
        ("In which language is this written?", "language"),
        ("what is the title of the treaty?", None),
        ("what language is spoken in Crimea?", None),
        ("where was the treaty published?", None),
        ("what is the name of the mayor?", None),
    ],
)
def test_which_questions_ask_for_facts(question: str, kind: str | None) -> None:
    assert overview_intent(question) == kind


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        ("who wrote this?", "Mara Lindqvist", "author: Mara Lindqvist"),
        ("when was this written?", "2026-05-04", "date: 2026-05-04"),
        ("what is the title?", "The night ferry", "title: The night ferry"),
    ],
)
def test_a_fact_is_cited_where_the_text_holds_it(
    ask: Callable[..., Answer], question: str, short: str, quote: str
) -> None:
    answer = ask(question, ferry_md=FERRY)
    assert (answer.status, answer.short) == ("answered", short)
    assert answer.answer == f"{short} (according to the page's metadata) [1]"
    (citation,) = answer.citations
    assert citation.quote == quote == FERRY[citation.start : citation.end]
    assert (citation.article, citation.paragraph) == ("The night ferry", None)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("who wrote this?", "Jonas Wood"),
        ("when was this published?", "2025-03-02"),
        ("what is the title?", "The clock"),
    ],
)
def test_a_fact_of_a_page_s_head_has_no_citation(
    ask: Callable[..., Answer], question: str, answered: str
) -> None:
    answer = ask(question, clock_html=CLOCK)
    assert answer.answer == f"{answered} (according to the page's metadata)"
    assert (answer.status, answer.short, answer.citations) == ("answered", answered, ())


def test_the_language_is_that_of_the_words(ask: Callable[..., Answer]) -> None:
    assert 'lang="de"' in CLOCK
    assert ask("what language is it in?", clock_html=CLOCK).answer == "English"


def test_the_text_s_own_title_and_byline_come_first(ask: Callable[..., Answer]) -> None:
    assert ask("what is the title?", otters_txt=OTTERS).answer == "Otters return to the river [1]"
    text = FERRY.replace("The *night*", "By Anna Brandt\n\nThe *night*")
    assert [one.quote for one in ask("who wrote this?", a_md=text).citations] == ["By Anna Brandt"]


def test_what_nobody_tells_is_refused(ask: Callable[..., Answer]) -> None:
    answer = ask("who wrote this?", otters_txt=OTTERS)
    assert answer.status == "not_found"
    assert answer.closest
    assert ask("where was this published?", otters_txt=OTTERS).status == "not_found"
    untitled = OTTERS.partition("\n\n")[2]
    assert ask("what is the title?", report7_txt=untitled).citations == ()


def test_every_article_that_knows_has_a_line(ask: Callable[..., Answer]) -> None:
    by = OTTERS.replace("\n\nOtters", "\n\nBy Lena Holm\n\nOtters", 1)
    answer = ask("who wrote this?", a_md=FERRY, b_html=CLOCK, c_txt=by)
    assert answer.answer.splitlines() == [
        "By Lena Holm [1]",
        "“The night ferry”: Mara Lindqvist (according to the page's metadata) [2]",
        "“The clock”: Jonas Wood (according to the page's metadata)",
    ]
    assert [one.source for one in answer.citations] == ["c.txt", "a.md"]


def test_everything_shows_an_answer_without_citations(
    ask: Callable[..., Answer], tmp_path: Path, run: Run
) -> None:
    said = "The Bristol [31mPost (according to the page's metadata)"
    answer = ask("where was this published?", clock_html=CLOCK)
    assert answer.answer == said
    schema = json.loads((files("qa_bot") / "answer.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(answer.to_dict())), schema)
    with Bot.open(tmp_path / "index", reader=False) as bot:
        for form in Format:
            text = "".join(render(form, [Result(answer)], Options(index=bot.index)))
            assert "The Bristol" in text
            assert "\x1b" not in text
    where = ("--index", tmp_path / "index", "--no-reader")
    ran = run("ask", "where was this published?", *where)
    assert f"  {said}" in ran.out.splitlines()
    chat = run("chat", *where, stdin="who wrote this?\n/sources\n/why\nwho said that?\nand when?\n")
    assert "Jonas Wood (according to" in chat.out
    questions = tmp_path / "q.txt"
    questions.write_text("who wrote this?\nwhat language is this in?\n")
    ran = run("batch", questions, "-o", tmp_path / "out.html", *where)
    assert (ran.status, "2 answered" in ran.err) == (0, True)


def test_facts_are_shown_with_the_article(
    ask: Callable[..., Answer], tmp_path: Path, run: Run
) -> None:
    ask("who?", ferry_md=FERRY, clock_html=CLOCK)
    where = ("--index", tmp_path / "index")
    listed = run("list", *where).out.splitlines()
    assert listed[0].endswith("The night ferry (ferry.md) · Mara Lindqvist · 2026-05-04")
    assert listed[1].endswith("· Jonas Wood · 2025-03-02 · The Bristol [31mPost")
    shown = run("show", "1", *where).out
    assert shown.startswith(
        "The night ferry\nMara Lindqvist · 2026-05-04\nlanguage: en-GB\n\n  1  The night ferry to"
    )
    chat = run("chat", *where, "--no-reader", stdin="/articles\n/read 1\n").out
    assert "3 sentences · Mara Lindqvist · 2026-05-04" in chat
    assert "*night*" not in chat


def test_plain_text_keeps_its_asterisks_and_markdown_is_rendered(
    ask: Callable[..., Answer],
) -> None:
    text = FERRY.partition("---\n\n")[2]
    question = "how many people used the ferry? which ferry stopped on Monday?"
    plain, rendered = ask(question, a_txt=text), ask(question, b_md=text)
    assert any("*night*" in one.text for one in plain.citations or plain.closest)
    for one in plain.citations or plain.closest:
        assert one.text == " ".join(one.quote.split())
    shown = rendered.citations or rendered.closest
    assert any(one.source == "b.md" and "The night ferry" in one.text for one in shown)


def test_the_day_a_file_was_made_is_not_called_its_publication(ask: Callable[..., Answer]) -> None:
    text = OTTERS.replace("\n\n", "\\par\n")
    made = rf"{{\rtf1{{\info{{\creatim\yr2025\mo3\dy2}}}}{text}\par}}"
    answer = ask("when was this written?", otters_rtf=made)
    assert answer.answer == "file created 2025-03-02 (according to the file's metadata)"
