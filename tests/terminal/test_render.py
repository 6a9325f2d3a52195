"""Rendering: what a person reads, and nothing that steers the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa_bot import Answer, Bot, Citation
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import counted, render_answer, render_passage, table
from tests.terminal.hostile import answers, steering, texts

_OWN_STYLE = re.compile(r"\x1b\[(?:0|1|2|31|33|36)m")


def console(*, color: bool = False, width: int = 80) -> Console:
    return Console(io.StringIO(), io.StringIO(), color, color, width)


def rendered(answer: Answer, *, color: bool = False, width: int = 80) -> str:
    target = console(color=color, width=width)
    render_answer(target, answer)
    assert not target.err.getvalue()
    return target.out.getvalue()


def quoted(quote: str) -> Answer:
    citation = Citation(
        1, "A title", "a.txt", quote, 0, len(quote), 7, 2, None, "A heading", None, 0.9
    )
    return Answer(
        "id", "Who?", "answered", f"{quote} [1]", None, 0.9, (citation,), (), None, 0.0, None
    )


@given(answers, st.integers(20, 100))
def test_no_answer_steers_the_terminal(answer: Answer, width: int) -> None:
    assert not steering(rendered(answer, width=width))


@given(answers)
def test_colours_are_the_only_escape_sequences(answer: Answer) -> None:
    plain, colored = rendered(answer), rendered(answer, color=True)
    assert not steering(_OWN_STYLE.sub("", colored))
    assert _OWN_STYLE.sub("", colored) == plain


@given(texts, st.integers(0, 20), st.integers(0, 20))
def test_no_passage_steers_the_terminal(text: str, start: int, length: int) -> None:
    target = console()
    render_passage(target, text, start, start + length, before=5, after=5)
    assert not steering(target.out.getvalue())


@given(texts)
def test_no_message_steers_the_terminal(text: str) -> None:
    target = console()
    target.note(text)
    target.error(text)
    assert not steering(target.err.getvalue())
    assert not target.out.getvalue()


def test_an_answer_shows_its_quotes_and_where_they_stand(bot: Bot) -> None:
    answer = bot.ask("what does Putin want?")
    text = rendered(answer)
    words = " ".join(text.split())
    for citation in answer.citations:
        assert f"{' '.join(citation.quote.split())} [{citation.n}]" in words
        assert f"[{citation.n}] line {citation.line} · paragraph {citation.paragraph}" in words
    assert f"confidence {answer.confidence:.2f}" in text
    assert max(map(len, text.splitlines())) <= 80


def test_what_is_not_found_is_told_apart_from_an_answer(bot: Bot) -> None:
    head, what, blank, *passages = rendered(bot.ask("What is the capital of Japan?")).splitlines()
    assert head == "The article does not say."
    assert what == "The closest passages, which are not an answer:"
    assert blank == ""
    assert all(line.startswith("  ") for line in passages[: passages.index("")])


def test_the_words_that_answer_stand_out() -> None:
    answer = replace(quoted("In 2012 there were 12 otters."), short="12")
    assert "In 2012 there were \x1b[1m12\x1b[0m otters. \x1b[36m[1]" in rendered(answer, color=True)
    assert "\x1b" not in rendered(answer)


def test_square_brackets_of_the_article_are_shown() -> None:
    assert "It [sic] was [/oops] so [1]" in rendered(quoted("It [sic] was [/oops] so"))


def test_a_passage_is_marked_in_its_place() -> None:
    target = console()
    render_passage(target, "abc\r\ndef ghi\r\njkl", 5, 8, before=3, after=3)
    assert target.out.getvalue() == "…c\n»def« gh…\n"
    target = console()
    render_passage(target, "abc", 0, 3)
    assert target.out.getvalue() == "»abc«\n"


def test_a_table_is_aligned() -> None:
    assert table([["a", "bbb", "c"], ["aaa", "b", "cc"]]) == ["a    bbb  c", "aaa  b    cc"]
    assert table([]) == []


def test_one_and_many() -> None:
    assert [counted(n, "article") for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
