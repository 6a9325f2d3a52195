"""Who says it: the right person, or nobody; never a wrong one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_bot.errors import SourceError
from qa_bot.ingest import read_article
from qa_bot.text import collapse_whitespace
from qa_bot.types import Article

ASHE, STOLTENBERG, SAMORUKOV = "Timothy Ashe", "Jens Stoltenberg", "Maxim Samorukov"
KREMLIN, SPOKESMAN = "the Kremlin", "a Downing Street spokesman"

# Every sentence of the article that quotes or attributes, by how it begins. Two voices in one
# sentence, unnamed experts and what the scrape tore from its quotation are nobody's.
ARTICLE: dict[str, str | None] = {
    "Experts say time is running out": None,
    "For his part, Putin said on November 30": "Vladimir Putin",
    "He has insisted that Russia is free": "Vladimir Putin",
    "Many experts (and leaders of Ukraine)": None,
    "Experts also disagree": None,
    "Russia expert Timothy Ashe": ASHE,
    "Ashe said in a statement": ASHE,
    "Biden cannot provide that": ASHE,
    "Wouldn’t agree": None,
    "Note Monday evening.": None,
    "“Biden will try to stick": ASHE,
    "[The] The question is": ASHE,
    "Ashe said Putin might be thinking": ASHE,
    "Before the call, the Kremlin said": KREMLIN,
    "However, it says": KREMLIN,
    "The Kremlin also said": KREMLIN,
    "“You can discuss": STOLTENBERG,
    "We need to be prepared": STOLTENBERG,
    "The NATO chief, referring to Crimea": STOLTENBERG,
    "Maxim Samorukov, a fellow": SAMORUKOV,
    "“In a matter of days": SAMORUKOV,
    "He also wants a Western promise": SAMORUKOV,
    "Samorukov said in an editorial.": SAMORUKOV,
    "He said that, in the past year": SAMORUKOV,
    "Second, its patience": SAMORUKOV,
    "Ready.": None,
    "Status.”": None,
    "“Putin wants Biden to eventually face": SAMORUKOV,
    "The message is simple": SAMORUKOV,
    "A particularly humiliating": SAMORUKOV,
    "Or it could back down": SAMORUKOV,
    "The Kremlin is not under the illusion": SAMORUKOV,
    "Russian national interest.”": None,
    "According to a Downing Street spokesman": SPOKESMAN,
    "“They stressed the need": SPOKESMAN,
    "We’re calling to confirm.”": None,
    "The spokesman said the leader": SPOKESMAN,
    "According to Reuters": "Reuters",
    "On Monday, on the eve of the call, the Kremlin": KREMLIN,
}


def speakers(text: str) -> list[str | None]:
    article = read_article(f"# A day at the river\n\n{text}".encode(), "river.md")
    return [sentence.speaker for sentence in article.sentences]


def test_every_sentence_of_the_article_has_the_right_speaker_or_none(article: Article) -> None:
    found = {
        collapse_whitespace(article.text[one.start : one.end]): one.speaker
        for one in article.sentences
    }
    for beginning in ARTICLE:
        assert sum(sentence.startswith(beginning) for sentence in found) == 1, beginning
    for sentence, speaker in found.items():
        expected = [who for beginning, who in ARTICLE.items() if sentence.startswith(beginning)]
        assert speaker == (expected[0] if expected else None), sentence


# The speaker of every sentence, in order.
CASES: dict[str, tuple[str, list[str | None]]] = {
    "behind": ("“The river is clean again,” said Anna Brandt.", ["Anna Brandt"]),
    "behind, subject first": ("“The river is clean,” Anna Brandt told reporters.", ["Anna Brandt"]),
    "behind, apposition": (
        "“It is clean,” said Anna Brandt, a biologist who leads the project.",
        ["Anna Brandt"],
    ),
    "apposition between": (
        "“It is clean,” Anna Brandt, a biologist, said on Monday.",
        ["Anna Brandt"],
    ),
    "before": ("Anna Brandt said: “It is clean. It was not.”", ["Anna Brandt"] * 2),
    "title": (
        "French President Emmanuel Macron spoke. “We will act,” Macron said.",
        [None, "Emmanuel Macron"],
    ),
    "around": ("“It is clean,” Anna Brandt said. “It was not.”", ["Anna Brandt"] * 2),
    "around within a sentence": ("“It is,” said Anna Brandt, “clean again.”", ["Anna Brandt"]),
    "a pronoun": (
        "Anna Brandt, a biologist, said that otters are back. “We are glad,” she said.",
        ["Anna Brandt"] * 2,
    ),
    "a pronoun with two persons": (
        "Senator Ann Hale met Mayor Joe Reed. “We are glad,” he said.",
        [None, None],
    ),
    "a pronoun behind two persons": (
        "Senator Joe Hale said that Mayor Tom Reed had left. “I was not,” he said.",
        ["Joe Hale", None],
    ),
    "according to": (
        "According to the Interior Ministry, nobody was hurt. It rained.",
        ["the Interior Ministry", None],
    ),
    "according to, behind": ("Nobody was hurt, according to Anna Brandt.", ["Anna Brandt"]),
    "reported": ("Officials met. Anna Brandt warned that it may not last.", [None, "Anna Brandt"]),
    "in a parenthesis": ("The otters, Anna Brandt said, are back.", ["Anna Brandt"]),
    "at the end": ("The otters are back, Anna Brandt said.", ["Anna Brandt"]),
    "relayed": ("The company said it was “sorry”, Reuters reported.", ["The company"]),
    "not the main clause": ("The press printed what Anna Brandt said.", [None]),
    "after she said": ("It rained after Anna Brandt said it would not.", [None]),
    "a relative clause": ("The man who said “no” left.", [None]),
    "a title of a work": ("The song “Halo” was a hit. “Yesterday” was too.", [None, None]),
    "a scare quote": ("Their so-called “peace” did not last.", [None]),
    "two in a sentence": ("“Yes,” said Anna Brandt, but Joe Reed replied, “No.”", [None]),
    "two paragraphs, marks on both": (
        "Anna Brandt said: “It is clean.\n\n“It was not,” but who knows?\n\nIt rained.",
        ["Anna Brandt", "Anna Brandt", None],
    ),
    "attributed at the end of three paragraphs": (
        "“It is clean.\n\n“It was not.\n\n“It will be,” said Anna Brandt.",
        ["Anna Brandt"] * 3,
    ),
    "goes on in the next paragraph": (
        "Anna Brandt said in a statement, “It is clean. It was not.”\n\n“It will be. We hope.”",
        ["Anna Brandt"] * 4,
    ),
    "another section": (
        "# One\n\nAnna Brandt said, “It is.”\n\n# Two\n\n“It will be.”",
        ["Anna Brandt", None],
    ),
    "news with two speakers": (
        "“It is clean,” said Anna Brandt.\n\n“It is not,” said Joe Reed.\n\n"
        "Brandt said, “Look at it.”\n\nReed said that he had.",
        ["Anna Brandt", "Joe Reed", "Anna Brandt", "Joe Reed"],
    ),
    "a question is not the answerer's": (
        "“We are glad,” Anna Brandt said.\n\n“Do you regret it?”\n\n“No,” Brandt said.",
        ["Anna Brandt", None, "Anna Brandt"],
    ),
    "fiction takes turns": (
        "“Where are you going?” asked Tom.\n\n“Home.”\n\n“Why?”\n\n“It is late,” replied Anna.",
        ["Tom", None, None, "Anna"],
    ),
    "a beat is not an attribution": ("Tom shook his head. “No.”", [None, None]),
    "somebody else moves": ("“Yes,” said Tom. Anna laughed. “No.”", ["Tom", None, None]),
    "he and she": (
        "Tom came with Anna. “Yes,” said Tom. “No,” she said. He left.",
        [None, "Tom", None, None],
    ),
    "straight marks": ('"It is clean," said Anna Brandt. "It was not."', ["Anna Brandt"] * 2),
    "single marks": ("‘It’s the girls’ river,’ said Anna Brandt.", ["Anna Brandt"]),
    "straight single marks": ("'It's the girls' river,' said Anna Brandt.", ["Anna Brandt"]),
    "guillemets": ("«It is clean», said Anna Brandt.", ["Anna Brandt"]),
    "low marks": ("„It is clean“, said Anna Brandt.", ["Anna Brandt"]),
    "apostrophes are no quotation": ("The girls’ boats’ sails were ’90s ones.", [None]),
    "a name inside the quotation": ("“Joe Reed said it,” Anna Brandt said.", ["Anna Brandt"]),
    "a spokeswoman": (
        "A spokeswoman for the zoo said that all is well. “All is well,” the spokeswoman said.",
        ["A spokeswoman for the zoo"] * 2,
    ),
    "an office that is nobody's in particular": (
        "“All is well,” the zoo’s director said.",
        ["the zoo’s director"],
    ),
    "a pronoun for an office": (
        "Queen Victoria came by boat. “We are glad,” she said.",
        [None, "Queen Victoria"],
    ),
    "somebody unnamed may be meant": (
        "“Yes,” said Tom Hale.\n\nThe old keeper coughed. “No,” he said.",
        ["Tom Hale", None, None],
    ),
    "a name behind the office": (
        "“It is busy,” says its director, Amy Poole. “It was not.”",
        ["Amy Poole"] * 2,
    ),
    "a name behind the spokesman": (
        "A spokesman for the zoo, Mark Lin, said it was closed. He added that it was late.",
        ["Mark Lin"] * 2,
    ),
    "somebody's spokesman": (
        "Dahl’s spokesman said it was late. “It is,” the spokesman said.",
        ["Dahl’s spokesman"] * 2,
    ),
    "two of the same last name": (
        "Actor Tom Reed, 40, and singer Ann Reed, 30, came. “We won,” Reed said.",
        [None, "Reed"],
    ),
    "unnamed": ("Experts say it is clean. Many say it is not. We said so.", [None] * 3),
    "passive": ("Brandt is said to be glad. It was said that she left.", [None, None]),
    "a transcript": (
        "HOST: Is it clean?\n\nANNA BRANDT: It is. “Very,” said Joe Reed.\n\nHOST: Thank you.",
        ["HOST", "ANNA BRANDT", "ANNA BRANDT", "HOST"],
    ),
    "questions and answers": ("Q: Is it clean?\n\nA: It is.\n\nQ: Why?\n\nA: Rain.", [None] * 4),
    "garbled: never closed": ("“It is clean, he went home. It rained.", [None, None]),
    "garbled: closed twice": (
        "“It is clean,” Anna Brandt said.” It rained.",
        ["Anna Brandt", None],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_sentence_has_its_speaker(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


FRAGMENTS = st.sampled_from(
    [
        "“", "”", '"', "‘", "’", "«", "»", "„", "'", " ", "\n", "\n\n", ". ", ", ", "? ", ": ",
        "he said", "Anna Brandt", "Brandt", "said", "the spokesman", "A spokesman", "told Reed",
        "According to", "who", "that", "HOST: ", "Mr. ", "President ", "It is late", "Tom asked",
        "\ufffc", "(", ")", "– ", "Ünal ", "they", "called it ", "in London", "and ",
        "In London, ", "However, ", "an analyst, ", "wrote ", "Reed’s ", ", said", "Queen Victoria",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=40).map("".join)


@pytest.mark.slow
@settings(max_examples=500)
@given(TEXTS)
@example("# River\n\nHowever, wrote it.")
@example("# River\n\nReed’s said “it”. The of Reed said “it”.")
@example("# River\n\nMonday (2020) In told “it”.")
def test_a_speaker_is_in_the_words_of_any_text(text: str) -> None:
    try:
        article = read_article(text.encode("utf-8", "replace"), "a.txt")
    except SourceError:
        return
    for sentence in article.sentences:
        if sentence.speaker is not None:
            assert sentence.speaker
            assert sentence.speaker in collapse_whitespace(article.text)


WORDS = st.lists(
    st.sampled_from("Anna Brandt Reed the river otters was is came in of London clean".split()),
    min_size=1,
    max_size=20,
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8).map(". ".join))
def test_without_quotation_or_report_nobody_speaks(text: str) -> None:
    assert not any(speakers(f"{text}."))


def test_what_stands_behind_said_is_not_its_subject() -> None:
    text = (
        "The mine\n\nMichael Jordan, a lawyer for the villagers, said the ministry owes them 1500 "
        'euros each. "It is a disgrace," he said.\n'
    )
    article = read_article(text.encode(), "mine.txt")
    assert [sentence.speaker for sentence in article.sentences] == ["Michael Jordan"] * 2
