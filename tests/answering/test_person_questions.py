import pytest

from qa_bot import Bot
from qa_bot.answering.person_questions import (
    asked_holder,
    asked_office,
    asked_person,
    asked_speaker,
    describes,
    is_another_office,
    named_persons,
    names_leader,
    names_office,
    names_somebody,
    says,
)


@pytest.mark.parametrize(
    ("question", "person", "office", "speaker"),
    [
        ("who is Timothy Ashe?", "Ashe", None, None),
        ("who's ashe", "ashe", None, None),
        ("who Timothy Ashe?", "Ashe", None, None),
        ("who runs nato", None, None, None),
        ("Who is the president of Ukraine?", None, ("president", "Ukraine"), None),
        ("Who is the Russian foreign minister?", None, ("minister", "Russian"), None),
        ("who is Britain's prime minister", None, ("minister", "Britain"), None),
        ("who is the president of france", None, ("president", "france"), None),
        ("who is the original singer of time after time", None, None, None),
        ("Who was the president?", None, None, None),
        ("what did Stoltenberg say about NATO?", None, None, "Stoltenberg"),
        ("what word did Putin use for the fears?", None, None, "Putin"),
        ("how did Biden describe it?", None, None, "Biden"),
        ("what does Putin want?", None, None, None),
        ("when was it said?", None, None, None),
    ],
)
def test_what_a_question_asks_of_persons(
    question: str, person: str | None, office: tuple[str, str] | None, speaker: str | None
) -> None:
    assert asked_person(question) == person
    assert asked_office(question) == office
    assert asked_speaker(question) == speaker


def test_a_role_or_an_apposition_describes() -> None:
    assert describes("Russia expert Timothy Ashe said so.", "ashe")
    assert describes("Ashe, a strategist at BlueBay, said so.", "Ashe")
    assert not describes("The call would be difficult, Ashe said.", "Ashe")


def test_a_name_beside_a_reporting_verb_says() -> None:
    assert says("Stoltenberg told reporters so.", "Stoltenberg")
    assert says("“It is late,” said Jens Stoltenberg.", "Stoltenberg")
    assert says("Maxim Samorukov, a fellow at the Center, wrote so.", "Samorukov")
    assert not says("He spoke after Stoltenberg’s talks with Putin.", "Stoltenberg")


def test_two_words_of_a_role_are_no_name() -> None:
    assert named_persons("NATO Secretary General Jens Stoltenberg spoke.") == ["Jens Stoltenberg"]


def test_an_office_may_be_anothers() -> None:
    assert is_another_office("US President Joe Biden spoke.", "president", "Ukraine")
    assert not is_another_office("French President Macron spoke.", "president", "France")
    assert not is_another_office("The president of France spoke.", "president", "France")
    assert not is_another_office("The president spoke.", "president", "France")
    for owner, text in (
        ("United States", "US President Joe Biden spoke."),
        ("American", "US President Joe Biden spoke."),
        ("US", "The president of the United States spoke."),
        ("Netherlands", "The Dutch president spoke."),
        ("Denmark", "The Danish president spoke."),
        ("UK", "The British president spoke."),
    ):
        assert not is_another_office(text, "president", owner)
    assert is_another_office("French President Macron spoke.", "president", "United States")
    assert is_another_office("The British president spoke.", "president", "Ukraine")
    assert not is_another_office("Labour leader Ed Miliband spoke.", "leader", "France")


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the director of the Carnegie Moscow Center?", "director"),
        ("who's nato's secretary general", "secretary"),
        ("Who was the first prime minister of France?", "prime minister"),
        ("who is the minister who resigned", "minister"),
        ("who is the editor-in-chief?", None),
        ("who is the judge's brother?", None),
        ("what is the mayor of Riga called?", None),
    ],
)
def test_an_office_may_be_asked_for(question: str, office: str | None) -> None:
    assert asked_holder(question) == office


def test_an_office_has_other_words() -> None:
    assert names_office("Ann Lee, who chaired the board, left.", "chairman")
    assert names_office("The company's CEO left.", "chief executive")
    assert not names_office("Maxim Samorukov, a fellow, left.", "director")


@pytest.mark.parametrize(
    ("question", "text", "names"),
    [
        ("who is the Russian leader?", "Russian President Vladimir Putin spoke.", True),
        ("who is the leader of Russia?", "He met Russian President Vladimir Putin.", True),
        ("who is Russia's leader?", "US President Joe Biden called.", False),
        ("who is Russia's leader?", "The leader of Russia called.", False),
        ("who is Russia's player?", "Russian President Vladimir Putin spoke.", False),
    ],
)
def test_a_leader_may_have_another_title(question: str, text: str, names: bool) -> None:
    assert names_leader(question, text) is names


def test_a_sentence_may_name_nobody() -> None:
    assert names_somebody("Jens Stoltenberg leads it.")
    assert names_somebody("He leads it.")
    assert names_somebody("It was led by Calvin.")
    assert names_somebody("Putin, the president, spoke.")
    assert names_somebody("Their captain is Messi.")
    assert names_somebody("The mayor, Élodie Žák, spoke.")
    assert names_somebody("总统是习近平。")
    assert not names_somebody("The NATO chief referred to Crimea.")
    assert not names_somebody("According to Downing Street, the leaders of France spoke.")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("who is Ashe?", "answered"),
        ("Who is the US president?", "answered"),
        ("what did Stoltenberg say?", "answered"),
        ("Who is the president of Ukraine?", "uncertain"),
        ("Who is the director of the Carnegie Moscow Center?", "not_found"),
        ("what did Macron say?", "not_found"),
        ("what did trump say about putin", "not_found"),
        ("who is sergei lavrov", "not_found"),
        ("who is the leader of france", "not_found"),
        ("Who is Sergei Lavrov?", "not_found"),
    ],
)
def test_questions_about_persons(bot: Bot, question: str, status: str) -> None:
    assert bot.ask(question).status == status


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("who is Putin?", "Russian President Vladimir Putin"),
        ("who is Stoltenberg?", "NATO Secretary General Jens Stoltenberg"),
        ("who is Modi?", "Indian Prime Minister Narendra Modi"),
        ("who is the leader of the us", "President Joe Biden"),
        ("who is head of nato", "NATO Secretary General Jens Stoltenberg"),
    ],
)
def test_a_person_is_told_by_their_role(bot: Bot, question: str, role: str) -> None:
    answer = bot.ask(question)
    assert answer.status == "answered"
    assert role in answer.citations[0].quote
