"""Names, numbers, dates, quotations and links of a sentence must be in what it cites."""

from __future__ import annotations

import pytest

from qa_bot import Bot
from qa_bot.prose.check import find_fault
from qa_bot.prose.numbers import dates, quantities

EVIDENCE = (
    "Timothy Ashe: “Putin wants security guarantees on further expansion of NATO.” Russia annexed "
    "Crimea on 18 March 2014. Two dozen deals worth 14 million euros, 60 percent of them of the "
    "state, were signed at 3 p.m. in the 20th century hall of the U.S. embassy, in public. Biden "
    "cannot provide security, and Ukraine will never give it."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Putin wants security guarantees on the expansion of NATO.",
        "Security guarantees on NATO are what Putin wants.",
        "According to Ashe, Putin wants security guarantees.",
        "Ashe said that Putin wants “security guarantees”.",
        "Russia annexed Crimea in 2014.",
        "Russia annexed Crimea in March 2014.",
        "Russia annexed Crimea on March 18, 2014.",
        "Russia annexed Crimea on 2014-03-18.",
        "24 deals were signed at 15:00.",
        "Twenty-four deals worth €14m were signed.",
        "Deals worth 14,000,000 euros were signed.",
        "60% of the deals were signed at the embassy of the United States.",
    ],
)
def test_what_the_evidence_says_in_any_known_form_has_no_fault(sentence: str) -> None:
    assert find_fault(sentence, EVIDENCE) is None


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Macron wants security guarantees on NATO.", "the name Macron"),
        ("Putin and Xi want security guarantees on NATO.", "the name Xi"),
        ("Russia annexed Crimea in 2015.", "the number 2015"),
        ("Russia annexed Crimea on 19 March 2014.", "the date 19 March 2014"),
        ("Russia annexed Crimea in May 2014.", "the date May 2014"),
        ("25 deals were signed.", "the number 25"),
        ("Three dozen deals were signed.", "the number Three dozen"),
        ("Deals worth 14 billion euros were signed.", "the number 14 billion"),
        ("Deals worth $14 million were signed.", "the currency $"),
        ("60 deals of the state were signed.", "the number 60"),
        ("The deals were signed at 4 p.m. in the hall.", "the number 4 p.m."),
        ("The deals were signed in a 21st century hall.", "the number 21st"),
        ("Half of the deals were signed.", "the number Half"),
        ("Ashe said “Putin wants everything” of NATO.", "the quotation “Putin wants everything”"),
        ("Putin wants security guarantees, see www.example.org.", "the link www.example.org."),
        ("Putin does not want security guarantees.", "a negation"),
        ("Ukraine will give it security.", "an affirmation"),
        ("Two dozen deals were signed, most of them private.", "the word private"),
        ("putin veut des garanties pour la paix", "other words"),
        ("путин хочет гарантий", "other words"),
        ("", "other words"),
    ],
)
def test_what_the_evidence_does_not_say_is_a_fault(sentence: str, fault: str) -> None:
    assert find_fault(sentence, EVIDENCE) == fault


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("Russia opposes Ukraine’s aspirations.", None),
        ("Russia does not want Ukraine to join NATO.", None),
        ("Russia wants Ukraine to join NATO.", "an affirmation"),
        ("The European Union is planning to invade Ukraine.", "other words"),
    ],
)
def test_what_the_evidence_opposes_is_not_affirmed(sentence: str, fault: str | None) -> None:
    evidence = (
        "Russia opposes Ukraine’s aspirations to join NATO and its neighboring European Union."
    )
    assert find_fault(sentence, evidence) == fault


def test_every_sentence_of_an_article_stands_up_to_itself(bot: Bot) -> None:
    index = bot.index
    for passage in index.sentences(index.articles[0].id):
        sentence = index.embedding_text(passage)
        assert find_fault(sentence, sentence) in (None, "other words"), sentence


def test_numbers_and_dates_are_values() -> None:
    assert {(kind, int(value)) for kind, value in quantities(EVIDENCE)} == {
        ("", 18), ("", 2014), ("", 24), ("", 14_000_000), ("%", 60), ("time", 900),
    }  # fmt: skip
    assert (3, 18, 2014) in dates(EVIDENCE)
