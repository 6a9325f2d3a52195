"""Words broken at line ends: the hyphen is undone only where the line end put it in."""

from __future__ import annotations

import pytest

from qa_bot.documents.pdf.hyphens import Hyphens

# Every third line ends with a broken word, as in a text that is hyphenated.
BROKEN = ["the govern-", "ment was in", "the gov-", "ernment house", "of the state"]


def join(hyphens: Hyphens, before: str, line: str) -> str:
    return before + hyphens.between(before, line) + line


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the exam-", "ple shows", "the exam-\nple shows"),
        ("the post-", "War years", "the post-War years"),
        ("in 1914-", "18 they", "in 1914-18 they"),
        ("a self-", "imposed task", "a self-imposed task"),
        ("the pre-", "and post-war years", "the pre- and post-war years"),
        ("from 1914–", "1918 they", "from 1914–1918 they"),
        ("it was with-", "held", "it was with-\nheld"),
        ("it was", "held", "it was held"),
        ("a dash -", "apart", "a dash - apart"),
    ],
)
def test_a_hyphen_is_judged_by_the_word(before: str, after: str, joined: str) -> None:
    assert join(Hyphens(BROKEN), before, after) == joined


def test_a_hyphen_is_judged_by_the_rest_of_the_text() -> None:
    assert join(Hyphens([*BROKEN, "a re-entry was"]), "the re-", "entry of") == "the re-entry of"
    assert join(Hyphens([*BROKEN, "a reentry was"]), "the re-", "entry of") == "the re-\nentry of"


def test_a_word_that_ends_as_a_conjunction_is_joined_if_the_text_has_it() -> None:
    assert join(Hyphens([*BROKEN, "a minor fault"]), "a mi-", "nor fault") == "a mi-\nnor fault"


def test_a_text_that_breaks_no_words_keeps_its_hyphens() -> None:
    lines = ["a line of text without any"] * 40 + ["a snow-", "covered hill"]
    assert join(Hyphens(lines), "a snow-", "covered hill") == "a snow-covered hill"


def test_the_hyphen_of_line_ends_is_known_by_its_character() -> None:
    lines = ["the govern\u2010", "ment and the snow-", "covered hills"]
    hyphens = Hyphens(lines)
    assert join(hyphens, lines[0], lines[1]) == "the govern\u2010\nment and the snow-"
    assert join(hyphens, lines[1], lines[2]) == "ment and the snow-covered hills"
