"""The page of answers: what it links, and that nothing from outside becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

from qa_bot import Answer, Bot
from qa_bot.answering.bot import failed_answer
from qa_bot.errors import QaBotError
from qa_bot.export import Format, Options, Result, render
from tests.conftest import Ran
from tests.terminal.hostile import answers, steering

pytestmark = pytest.mark.slow


class Parsed(HTMLParser):
    """A page's elements, in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [value for _, own in self.elements if (value := own.get(attribute))]


def page_of(bot: Bot, *answers: Answer) -> str:
    return "".join(render(Format.HTML, map(Result, answers), Options(index=bot.index)))


def test_every_citation_is_a_link_to_its_words(bot: Bot) -> None:
    answer = bot.ask("what does Putin want?")
    page = Parsed(page_of(bot, answer))
    links = [value for value in page.values("href") if value.startswith("#a")]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {f"#{one}" for one in ids} >= set(page.values("href"))
    cited = [link for link in links if link[1:] in ids and link[2].isdigit()]
    assert [tuple(map(int, link.split("-")[1:])) for link in cited] == [
        (one.start, one.end) for one in answer.citations
    ]


def test_a_page_on_the_web_is_linked_at_the_sentence_and_nothing_else_is(bot: Bot) -> None:
    answer = bot.ask("what does Putin want?")
    web = 'https://a.example/?a="&b#:~:text=Putin%20wants'
    for url, links in ((web, [web]), ("file:///home/me/a.pdf#page=7", []), ("javascript:x", [])):
        cited = tuple(replace(one, url=url) for one in answer.citations[:1])
        page = Parsed(page_of(bot, replace(answer, citations=cited)))
        assert [link for link in page.values("href") if not link.startswith("#")] == links


def test_a_table_is_shown_as_cells(tmp_path: Path) -> None:
    fares = tmp_path / "fares.md"
    fares.write_text(
        "# The ferry\n\n| Passenger | Price |\n|--|--|\n| Adult | 14 euros |\n| Child | 7 euros |\n"
    )
    with Bot.over(str(fares)) as bot:
        answer = bot.ask("how much does a child pay?")
        assert answer.citations[0].quote == "Child | 7 euros"
        assert answer.answer == "Child · 7 euros [1]"
        page = Parsed(page_of(bot, answer))
    assert page.text.count("Child · 7 euros") == 2  # in the answer and in the article
    assert "|" not in page.text


def test_nothing_is_loaded_from_elsewhere(bot: Bot) -> None:
    page = page_of(bot, bot.ask("what does Putin want?"), bot.ask("who is Ashe?"))
    parsed = Parsed(page)
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not parsed.values("src")
    assert all(link.startswith("#") for link in parsed.values("href"))
    assert "url(" not in page
    assert "@import" not in page


def test_the_outcomes_look_different(bot: Bot) -> None:
    uncertain = replace(bot.ask("what is the capital of Japan?"), status="uncertain")
    records: list[Answer] = [
        bot.ask("when was Crimea annexed?"),
        bot.ask("what is the capital of Japan?"),
        uncertain,
        failed_answer("why?", QaBotError("the <disk> is full")),
    ]
    page = Parsed(page_of(bot, *records))
    classes = [own.get("class") for tag, own in page.elements if tag == "article"]
    assert classes[:4] == [f"entry {one.status}" for one in records]
    for chip in ("1 answered", "1 not certain", "1 not in the article", "1 failed"):
        assert chip in page.text
    assert "The article does not say." in page.text
    assert "Not certain. It may be:" in page.text
    assert "the <disk> is full" in page.text


def test_closest_passages_are_folded_and_marked_unlike_citations(bot: Bot) -> None:
    refused, answered = bot.ask("what is the capital of Japan?"), bot.ask("what does Putin want?")
    page = Parsed(page_of(bot, refused))
    marks = [own["class"] or "" for tag, own in page.elements if tag == "mark"]
    assert marks
    assert all(one.startswith("near ") for one in marks)
    assert [tag for tag, _ in page.elements].count("details") == 1
    page = Parsed(page_of(bot, refused, answered))
    marks = [own["class"] or "" for tag, own in page.elements if tag == "mark"]
    cited = {one.split()[0] for one in marks}
    assert cited == {"near", "cited"}


def test_the_title_comes_once_and_the_short_answer_leads(bot: Bot) -> None:
    answer = bot.ask("when was Crimea annexed?")
    text = Parsed(page_of(bot, answer).partition("<body>")[2]).text
    assert text.count(answer.citations[0].article) == 1
    assert text.index("2014") < text.index(answer.citations[0].text)


def test_markdown_is_shown_rendered(run: Callable[..., Ran], tmp_path: Path) -> None:
    built = "The **old mill** was built in [1702](https://x.org/a) by *Peter Holm*."
    (tmp_path / "mill.md").write_text(f"# Mill\n\n{built} It ground **corn**.\n")
    assert run("index", tmp_path / "mill.md", "--index", tmp_path / "mine").status == 0
    with Bot.open(tmp_path / "mine") as bot:
        page = Parsed(page_of(bot, bot.ask("When was the mill built?")))
    assert "The old mill was built in 1702 by Peter Holm." in page.text
    assert "**" not in page.text
    assert "x.org" not in page.text


def test_of_several_articles_each_source_names_its_own(make_index: Callable[..., Path]) -> None:
    index = make_index(
        clock_txt="The town clock\n\nThe clock was built in 1887.\n",
        otters_txt="Otters return\n\nNine otters were counted in May 2021.\n",
    )
    with Bot.open(index) as bot:
        page = page_of(bot, *map(bot.ask, ("when was the clock built?", "how many otters?")))
    assert '<p class="quiet">2 articles' in page
    assert re.search(r"\[1\] line 3 · paragraph 1 · The town clock</a>", page)
    for n, title in enumerate(("The town clock", "Otters return"), 1):
        assert f'<li><a href="#article{n}">{title}</a></li>' in page
        assert f'<article id="article{n}">\n<h2>{title}</h2>' in page


def test_an_empty_talk_is_a_page_too(bot: Bot) -> None:
    assert "Nothing was asked." in Parsed(page_of(bot)).text


def test_what_has_changed_since_is_shown_without_a_link(bot: Bot) -> None:
    answer = bot.ask("when was Crimea annexed?")
    moved = replace(answer.citations[0], start=0, end=5)
    page = Parsed(page_of(bot, replace(answer, citations=(moved,))))
    assert "no longer in the index" in page.text
    assert not [one for one in page.values("href") if one.startswith("#a") and "-" in one]


@given(answers)
def test_no_answer_becomes_markup(bot: Bot, answer: Answer) -> None:
    page = page_of(bot, answer)
    assert not steering(page)
    tags = {tag for tag, _ in Parsed(page).elements}
    assert tags <= set(
        "html head meta title style body header a h1 main section article h2 p figure blockquote "
        "figcaption span fieldset legend input label details summary".split()
    )


def test_a_hostile_article_stays_text(make_index: Callable[..., Path]) -> None:
    attack = '<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="alert(3)'
    directory = make_index(
        mill=f"{attack} {{{{ 7*7 }}}} </style>\n\nThe {attack} mill was built in 1702."
    )
    with Bot.open(directory) as bot:
        page = page_of(bot, bot.ask(f"When was the mill built? {attack}"))
    parsed = Parsed(page)
    assert "<script>alert(1)</script>" in parsed.text
    assert not {tag for tag, _ in parsed.elements} & {"script", "img"}
    assert not parsed.values("onclick")
    assert "{{ 7*7 }}" in parsed.text or "49" not in parsed.text
