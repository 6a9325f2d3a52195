import pytest

from qa_bot.reading.sentences import sentence_spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["The call is at 3 p.m. London time.", "It is late."],
        ["A humiliation of the U.S. would be bad.", "He left."],
        ["They were benign (i.e. harmless) and small.", "He left."],
        ["E.I. du Pont came in Vol. 2 of the book.", "He left."],
        ["“I came.", "I saw,” he said."],
        ["“Why?” she asked.", "Nobody knew."],
        ["[The] question is whether he waits.", "He does."],
        ["– It began with a dash.", "It ended with one –"],
        ["1. Heat the oven to 200 degrees.", "2. Wait."],
        ["She read the list: one; two; three.", "Then she left."],
    ],
)
def test_sentences_are_cut_as_a_person_would(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_stray_punctuation_is_cut_off() -> None:
    assert cut("Moscow denies this. . They said “no.” ,") == [
        "Moscow denies this.",
        "They said “no.”",
    ]


def test_a_closing_quote_behind_a_space_belongs_to_the_quotation() -> None:
    assert cut("“He wants it. ” Samorukov said.") == ["“He wants it. ”", "Samorukov said."]


def test_a_quotation_of_several_sentences_is_parted_inside() -> None:
    text = "“Putin wants guarantees. Biden cannot give them.” Ashe said so."
    assert cut(text) == ["“Putin wants guarantees.", "Biden cannot give them.”", "Ashe said so."]
