"""A yes-no question gets "yes" or "no" only where a sentence decides it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.answering.yes_no import yes_or_no

LAMP = """# The lamp

## Is the lamp waterproof?

Yes, down to 30 metres.

## Does the lamp float?

No, it sinks slowly.

## The maker

The lamp is made in Riga.
"""


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        (
            "Did Russia annex Crimea?",
            "Russia annexed Crimea in 2014, a report says.",
            "yes",
        ),
        ("Is Riga the capital of Latvia?", "They met in Riga, the capital of Latvia.", "yes"),
        ("was the mill built in 1702?", "The mill was finally built in 1702.", "yes"),
        ("Has the bridge been closed?", "The bridge has not been closed.", "no"),
        ("Can members vote?", "Members cannot vote.", "no"),
        ("Does the hall have a lift?", "The hall doesn’t have a lift.", "no"),
        ("Will the museum reopen in May?", "The museum will reopen in May.", "yes"),
        ("Is Holm a poet?", "Holm is a Danish doctor, painter and poet.", "yes"),
        (
            "Is Riga the capital of Latvia?",
            "Riga is the capital and largest city of Latvia.",
            "yes",
        ),
        ("Is Brook part of NATO?", "Since Brook is not part of NATO, it left.", "no"),
        ("Is there a bridge in Brook?", "There is no bridge in Brook.", "no"),
        ("Does the kit have screws?", "The kit has no screws.", "no"),
        # the other way round, another one's, in another form
        ("Did Ukraine invade Russia?", "Russia invaded Ukraine in 2014.", None),
        ("Did Russia attack Ukraine?", "Russia was attacked by Ukraine.", None),
        ("Did Biden meet Putin?", "Biden’s aide met Putin in Geneva.", None),
        ("Does Ashe want a deal?", "Ashe said Putin wants a deal.", None),
        ("Was it developed before the 1960s?", "It was developed in the 1960s.", None),
        ("Did he vote against the law?", "He voted for the law.", None),
        ("Is Holm the mayor?", "Holm was the mayor of Brook.", None),
        ("Does Holm live in Brook?", "Holm lived in Brook.", None),
        ("Did the museum reopen in May?", "The museum will reopen in May.", None),
        ("Will the museum reopen in May?", "The museum reopened in May.", None),
        # somebody or something else
        ("Was Holm arrested?", "The brother of Holm was arrested.", None),
        ("Did the minister resign?", "The deputy minister resigned.", None),
        ("Is Ireland a kingdom?", "Northern Ireland is a kingdom.", None),
        ("Was the mill built by Holm?", "The mill was built by a pupil of Holm.", None),
        ("Did Holm support the law?", "Holm supported a ban on the law.", None),
        ("Was Holm a doctor?", "Holm was married to a doctor.", None),
        ("Was there a fire in Brook?", "There was a fire drill in Brook.", None),
        ("Did the talks end?", "The talks ended a feud.", None),
        ("Is Holm the largest city?", "Holm is the largest inland city.", None),
        ("Is Riga in Estonia?", "Riga is near Estonia.", None),
        ("Was the mill built in 1702?", "The mill was built by 1702.", None),
        ("Does it cost 500 dollars?", "It costs 1,500 dollars.", None),
        # less than that
        ("Did Biden meet Putin?", "Biden declined to meet Putin.", None),
        ("Did Anna buy the mill?", "Anna saw Ben buy the mill.", None),
        ("Is the lamp safe?", "The lamp is far from safe.", None),
        ("Is the lamp safe?", "The lamp is sold as safe.", None),
        ("Is Holm a doctor?", "Holm is a fake doctor.", None),
        ("Is the lamp waterproof?", "The lamp is _not_ waterproof.", "no"),
        ("Was the film banned?", "The film was banned, it was reported.", None),
        # not in all cases, or only then
        ("Is the bridge closed?", "The bridge is closed on Sundays.", None),
        ("Are pets allowed?", "In the garden, pets are allowed.", None),
        ("Are pets allowed?", "Pets are not allowed in the pool.", None),
        ("Do cats like water?", "Not all cats like water.", None),
        ("Does Holm have children?", "Holm does not have children with Berg.", None),
        ("Did Holm pay?", "Holm did not fully pay.", None),
        ("Does the hall have a lift?", "The hall does not have a second lift.", None),
        # open
        ("Did Russia attack Ukraine?", "Russia denied that Russia attacked Ukraine.", None),
        ("Did Russia attack Ukraine?", "Russia attacked Ukraine, officials claim.", None),
        ("Will Russia attack Ukraine?", "Russia will attack Ukraine if the talks fail.", None),
        ("Will Russia attack Ukraine?", "Russia may attack Ukraine.", None),
        ("Did Holm sell the mill?", "Holm refused to sell the mill.", None),
        ("Did Holm sell the mill?", "Did Holm sell the mill?", None),
        ("Did Holm sell the mill?", "Holm never did not sell the mill.", None),
        ("Did all members vote?", "Members voted on Monday.", None),
        ("Didn't Holm sell the mill?", "Holm sold the mill.", None),
        ("Is it the same bridge?", "It is a bridge.", None),
        ("who built the mill?", "Holm built the mill.", None),
        # a reply counts with a question before it that asks the same
        ("Is the lamp waterproof?", "Yes, down to 30 metres.", None),
        ("Is the lamp number 5?", "No. 5 is the lamp.", None),
    ],
)
def test_only_what_decides(question: str, sentence: str, short: str | None) -> None:
    assert yes_or_no(question, sentence) == short


@pytest.mark.parametrize(
    ("before", "reply", "short"),
    [
        ("**Q: Is the lamp waterproof?**\n\n", "Yes, it is.", "yes"),
        ("Is the lamp waterproof? Yes. Does the lamp float? ", "No.", None),
        ("Is the lamp waterproof down to 50 metres? ", "No.", None),
        ("Was the lamp waterproof? ", "No.", None),
        ("Isn’t the lamp waterproof? ", "No.", None),
        ("Is the lamp waterproof? ", "Yes, if it is closed.", None),
    ],
)
def test_a_reply_is_to_the_last_question(before: str, reply: str, short: str | None) -> None:
    assert yes_or_no("Is the lamp waterproof?", reply, before) == short


def test_a_long_sentence_is_left_in_time() -> None:
    assert yes_or_no("Did the mill burn?", "the mill " * 50_000 + "burned") is None


def test_it_comes_with_its_sentence(bot: Bot) -> None:
    annexed = bot.ask("did Russia annex Crimea?")
    assert (annexed.short, annexed.citations[0].quote[:24]) == ("yes", "Russia annexed Crimea fr")
    assert bot.ask("is Ukraine a member of NATO?").short == "no"
    assert bot.ask("did Ukraine annex Crimea?").short is None
    assert bot.ask("did Biden meet Zelensky?").short is None


def test_replies_to_the_same_question(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(lamp=LAMP)) as bot:
        assert bot.ask("is the lamp waterproof?").short == "yes"
        assert bot.ask("does the lamp float?").short == "no"
        assert bot.ask("is the lamp made in Riga?").short == "yes"
