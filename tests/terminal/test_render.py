"""Rendering: what a person reads, and nothing that steers the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width as wcswidth

from qa_bot import Answer, Bot, Citation
from qa_bot.terminal.console import Console
from qa_bot.terminal.render import passage_in_place, pluralize, render_answer, table
from tests.terminal.hostile import answers, steering, texts

_OWN_STYLE = re.compile(r"\x1b\[(?:0|1|2|4|1;4|1;31|1;32|1;33|36)m")


def console(*, color: bool = False, width: int = 80) -> Console:
    return Console(io.StringIO(), io.StringIO(), color, width)


def rendered(answer: Answer, *, color: bool = False, width: int = 80) -> str:
    target = console(color=color, width=width)
    render_answer(target, answer)
    assert not target.err.getvalue()
    return target.out.getvalue()


def quoted(quote: str) -> Answer:
    citation = Citation(
        n=1,
        article="A title",
        source="a.txt",
        url=None,
        quote=quote,
        text=quote,
        start=0,
        end=len(quote),
        line=7,
        paragraph=2,
        page=None,
        section="A heading",
        speaker=None,
        score=0.9,
    )
    return Answer(
        "id", "Who?", "answered", f"{quote} [1]", None, 0.9, (citation,), (), None, 0.0, None
    )


@given(answers, st.integers(20, 100))
def test_no_answer_steers_the_terminal(answer: Answer, width: int) -> None:
    assert not steering(rendered(answer, width=width))


@given(answers)
def test_colors_are_the_only_escape_sequences(answer: Answer) -> None:
    plain, colored = rendered(answer), rendered(answer, color=True)
    assert not steering(_OWN_STYLE.sub("", colored))
    assert _OWN_STYLE.sub("", colored) == plain


@given(texts, st.integers(0, 20), st.integers(0, 20))
def test_no_passage_steers_the_terminal(text: str, start: int, length: int) -> None:
    assert not steering(passage_in_place(console(), text, start, start + length, around=5))


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
    assert head == "✗ The article does not say."
    assert what == "Closest passages (not an answer):"
    assert blank == ""
    assert all(line.startswith("  ") for line in passages[: passages.index("")])


def test_an_uncertain_answer_is_shown_as_a_possible_one() -> None:
    sure = quoted("In 2012 there were 12 otters.")
    maybe = replace(sure, status="uncertain", answer="", citations=(), closest=sure.citations)
    text = rendered(maybe)
    assert text.startswith("≈ Not certain. It may be:\n\n  In 2012 there were 12 otters. [1]\n")
    assert "not an answer" not in text


def test_the_words_that_answer_stand_out() -> None:
    answer = replace(quoted("In 2012 there were 12 otters."), short="12")
    assert "In 2012 there were \x1b[1m12\x1b[0m otters. \x1b[36m[1]" in rendered(answer, color=True)
    assert "\x1b" not in rendered(answer)


def test_square_brackets_of_the_article_are_shown() -> None:
    assert "It [sic] was [/oops] so [1]" in rendered(quoted("It [sic] was [/oops] so"))


def test_a_passage_is_marked_in_its_place() -> None:
    assert passage_in_place(console(), "abc\r\ndef ghi\r\njkl", 5, 8, around=3) == "…»def«…"
    assert passage_in_place(console(), "abc", 0, 3) == "»abc«"


def test_a_table_is_aligned() -> None:
    assert table([["a", "bbb", "c"], ["aaa", "b", "cc"]]) == ["a    bbb  c", "aaa  b    cc"]
    assert table([]) == []


def test_one_and_many() -> None:
    assert [pluralize(n, "article") for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_the_words_that_the_question_hits_are_underlined() -> None:
    answer = replace(quoted("Otters were counted twice."), question="Who counts an otter?")
    text = rendered(answer, color=True)
    assert "\x1b[4mOtters\x1b[0m were \x1b[4mcounted\x1b[0m twice." in text
    both = rendered(replace(answer, short="Otters"), color=True)
    assert "\x1b[1;4mOtters\x1b[0m" in both


def test_one_speaker_is_named_once() -> None:
    first = quoted("“It is so.”").citations[0]
    said = [
        replace(first, n=1, speaker="Anna Brandt"),
        replace(first, n=2, text="“It was so.”", speaker="Anna Brandt"),
        replace(first, n=3, text="“Never.”", speaker="Peter Holm"),
        replace(first, n=4, text="Nobody spoke."),
        replace(first, n=5, text="“We saw,” Brandt said.", speaker="Anna Brandt"),
    ]
    text = rendered(replace(quoted(""), citations=tuple(said)))
    assert text.startswith(
        "→ Anna Brandt: “It is so.” [1]\n    “It was so.” [2]\n\n  Peter Holm: “Never.” [3]\n\n"
        "  Nobody spoke. [4]\n\n  “We saw,” Brandt said. [5]\n\n  [1] line"
    )


def test_confidence_is_told_in_words_too() -> None:
    for confidence, word in ((0.93, "high"), (0.7, "fair"), (0.5, "modest"), (0.3, "low")):
        answer = replace(quoted("Yes."), confidence=confidence, seconds=0.034)
        assert f"confidence {confidence:.2f} ({word}) · 0.03 s" in rendered(answer)


@pytest.mark.parametrize("columns", [40, 80, 200])
@given(
    quote=st.text(
        st.sampled_from("東京 שלום العربية 👩‍👩‍👧‍👦 🇯🇵 e\u0301 x") | st.characters(codec="utf-8"),
        min_size=1,
    )
)
def test_no_line_is_wider_than_the_terminal(columns: int, quote: str) -> None:
    width = min(columns, 100)
    for line in rendered(quoted(quote), width=width).splitlines():
        assert wcswidth(line) <= width


def test_a_long_word_is_broken_at_the_edge() -> None:
    lines = rendered(quoted("x" * 200), width=40).splitlines()
    assert lines[0] == f"→ {'x' * 38}"


def test_the_first_line_is_the_short_answer_or_the_first_sentence_with_the_mark() -> None:
    answer = replace(quoted("A crossing takes 19 minutes."), short="19 minutes")
    assert rendered(answer).startswith("→ 19 minutes\n\n  A crossing takes 19 minutes. [1]\n")
    assert rendered(replace(answer, short=None)).startswith("→ A crossing takes 19 minutes. [1]\n")


def test_a_passage_in_its_place_cuts_no_word() -> None:
    text = "Otters returned to the river in spring because the water was clean again."
    for around in range(30):
        start = text.index("river")
        place = passage_in_place(console(), text, start, start + 5, around=around)
        shown = place.replace("»", "").replace("«", "").replace("…", "")
        assert set(shown.split()) <= set(text.split())
