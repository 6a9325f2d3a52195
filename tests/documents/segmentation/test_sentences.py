import pytest

from qa_bot.documents.segmentation.sentences import sentence_spans


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
        ["It has black plumage.[1]", "It has red legs.[2][3]", "They are long.[a]"],
        ["Heat it to 180 °C.", "It fell to −5 °F.", "Snow came."],
        ["[^1]: The footnote says that it is far.", "It is long."],
        ["He liked fruit, e.g. apples and pears.", "She did not."],
        ["J. K. Rowling wrote it.", "J.R.R. Tolkien did not.", "C. S. Lewis neither."],
        ["Dr. Smith met Mr. Jones at St. Mary's.", "Gen. Mark Milley spoke."],
        ["It cost $3.5 bn.", "No. 10 denied it.", "See Fig. 3 and p. 12 of it."],
        ["The Rev. John Ames met Lt. Col. Smith and Maj. Lee.", "See Eq. 4 on pp. 12–14 of it."],
        ["He is known as F. A. Hayek.", "A. A. Milne was named by Warner Bros. Records in it."],
        ["He worked for Warner Bros.", "The film was a success."],
        ["John Ames Jr. (1901–1980) wrote it.", "He ate vitamin C.", "It helped."],
        ["It began on Jan. 5 and ended on Dec. 3.", "In Sept. 1939 war began."],
        ["(He did not say why. He never did.)", "She left."],
        ["Why?", "Because!", "He said so...", '"What?!" she cried.'],
        ['He said, "No."', '"Yes," she said.', '"No."'],
        ["Smith et al. (2001) agree.", "Smith v. Jones was heard."],
        ["They met at 10 a.m. on Tuesday.", "The Washington, D.C. office closed."],
        ["She read the list: one; two; three.", "Then she left."],
    ],
)
def test_sentences_are_cut_as_a_person_would(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_stretch_without_an_end_keeps_its_neighbors_whole() -> None:
    stretch = f"The list is {'& ' * 20_000}long."
    expected = ["It is 3 p.m. now.", stretch, "Dr. Smith left."]
    assert cut(" ".join(expected)) == expected


def test_stray_punctuation_is_cut_off() -> None:
    assert cut("Moscow denies this. . They said “no.” ,") == [
        "Moscow denies this.",
        "They said “no.”",
    ]


@pytest.mark.parametrize(
    "expected",
    [
        ["“He wants it. ”", "Samorukov said."],
        ['"He wants it. "', "Samorukov said.", '" We see. "', "He left."],
        ["« Il est venu. »", "Elle est partie."],
    ],
)
def test_a_closing_quote_behind_a_space_belongs_to_the_quotation(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_quotation_of_several_sentences_is_parted_inside() -> None:
    text = "“Putin wants guarantees. Biden cannot give them.” Ashe said so."
    assert cut(text) == ["“Putin wants guarantees.", "Biden cannot give them.”", "Ashe said so."]


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("**E01 shows.** It is hot. Wait.", "markdown", ["**E01 shows.** It is hot.", "Wait."]),
        ("- __Hot.__ Cool it down. Wait.", "markdown", ["- __Hot.__ Cool it down.", "Wait."]),
        ("**Is it hot?** It is. Wait.", "markdown", ["**Is it hot?**", "It is.", "Wait."]),
        (
            "**It is hot. Open the lid now.** Then you wait.",
            "markdown",
            ["**It is hot.", "Open the lid now.**", "Then you wait."],
        ),
        ("**It is hot.**", "markdown", ["**It is hot.**"]),
        ("E01 shows. It is hot. Wait.", "text", ["E01 shows.", "It is hot.", "Wait."]),
    ],
)
def test_a_label_in_bold_stays_with_the_sentence_after_it(
    text: str, format: str, expected: list[str]
) -> None:
    spans = sentence_spans(text, 0, len(text), format)
    assert [text[start:end] for start, end in spans] == expected
