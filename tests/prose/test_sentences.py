"""The model's text becomes sentences with the numbers they cite, however it arrives."""

from __future__ import annotations

import pytest

from qa_bot.prose.sentences import SentenceStream, split

TWO = [("Putin wants guarantees.", (1,)), ("He also wants more land.", (2, 3))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin wants guarantees. [1] He also wants more land. [2][3]", TWO),
        ("Putin wants guarantees [1]. He also wants more land [2, 3].", TWO),
        ("Putin wants guarantees.[1] He also wants more land.[2] [3]", TWO),
        ("[1] Putin wants guarantees.\n[2][3] He also wants more land.", TWO),
        ("- **Putin** wants guarantees. [1]\n2. He also wants more land. [2 and 3]\n", TWO),
        ("<think>See [4]. Hm.</think>Putin wants guarantees. [1]", TWO[:1]),
        ("<think>See [4]. Hm", []),
        ("Mr. Ashe met Dr. Hill in Paris. [1]", [("Mr. Ashe met Dr. Hill in Paris.", (1,))]),
        (
            "Putin wants guarantees. [1] and so on",
            [("Putin wants guarantees.", (1,)), ("and so on", ())],
        ),
        ("He said so. She did not. [2]", [("He said so.", ()), ("She did not.", (2,))]),
        ("Red \x1b[31malert\x07 is over. [1]", [("Red [31malert is over.", (1,))]),
        ("", []),
        ("[1]", []),
    ],
)
def test_sentences_and_their_numbers(text: str, expected: list[object]) -> None:
    assert [(one.text, one.numbers) for one in split(text)] == expected


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_stream_gives_what_the_whole_text_gives(size: int) -> None:
    text = (
        "Putin wants guarantees on NATO. [1] Mr. Ashe, who works in Paris, said so [2].\n"
        "- He met Dr. Hill twice in May [3][4]. Nobody else was there that evening."
    )
    stream = SentenceStream()
    found = [one for n in range(0, len(text), size) for one in stream.feed(text[n : n + size])]
    assert [*found, *stream.finish()] == split(text)
