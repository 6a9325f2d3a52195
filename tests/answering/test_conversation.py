import pytest

from qa_bot import Bot, Conversation
from qa_bot.answering.follow_up import resolve
from qa_bot.types import Answer


def answered(question: str, short: str | None = None) -> Answer:
    return Answer("1", question, "not_found", "", short, 0.0, (), (), None, 0.0)


@pytest.mark.parametrize(
    ("before", "question", "resolved"),
    [
        ("what does Putin want?", "and Biden?", "what does Biden want?"),
        ("what does Putin want?", "What about Ukraine?", "what does Ukraine want?"),
        (
            "What did Putin say in 2005?",
            "and on November 30?",
            "What did Putin say on November 30?",
        ),
        ("Is Russia under sanctions?", "why?", "why is Russia under sanctions?"),
        ("When was Crimea annexed?", "by whom?", "by whom was Crimea annexed?"),
        ("What deals did he sign with Modi?", "how many?", "how many deals did he sign with Modi?"),
        ("Who is Timothy Ashe?", "where does he work?", "where does Timothy Ashe work?"),
        ("When is the video call?", "who takes part in it?", "who takes part in the video call?"),
        ("Which leaders spoke on Monday?", "what did they stress?", "what did the leaders stress?"),
        ("Where is Kiev?", "what is its history?", "what is Kiev's history?"),
        ("When is the video call?", "at what time?", "at what time is the video call?"),
        ("When is the video call?", "and the meeting?", "When is the meeting?"),
        ("What did Ashe say about Biden?", "and sanctions?", "What did Ashe say about sanctions?"),
        (
            "What did Putin say about military exercises?",
            "and about moving his own troops?",
            "What did Putin say about moving Putin's own troops?",
        ),
        (
            "What will Biden do?",
            "according to Samorukov?",
            "What will Biden do according to Samorukov?",
        ),
        (
            "What will Biden do, according to Ashe?",
            "and according to Samorukov?",
            "What will Biden do according to Samorukov?",
        ),
        ("Which leaders spoke on Monday?", "what about?", "about what leaders spoke on Monday?"),
        ("Did Russia annex Crimea?", "how come?", "why did Russia annex Crimea?"),
        ("What do experts say?", "do they expect a deal?", "do experts expect a deal?"),
        ("How many deals were signed?", "and treaties?", "How many treaties were signed?"),
        ("How many deals were signed?", "where?", "where were the deals signed?"),
        ("What warning will Biden give?", "why?", "why will Biden give the warning?"),
        ("What does the West want?", "and NATO?", "What does NATO want?"),
        ("Does Russia want to join NATO?", "and Ukraine?", "Does Ukraine want to join NATO?"),
        ("Can buses cross the bridge?", "and cars?", "Can cars cross the bridge?"),
        ("summarise", "and Biden?", "what is said about Biden?"),
        ("When is the call?", "what is it about?", "what is the call about?"),
    ],
)
def test_a_follow_up_is_completed(before: str, question: str, resolved: str) -> None:
    assert resolve(question, answered(before)) in (resolved, resolved.replace("Kiev's", "Kiev"))


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Japan?",
        "What did Putin say about his troops?",
        "when is the video call between Biden and Putin",
        "crimea annexed when",
        "what time is it?",
        "is it true that Ukraine is in NATO?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert resolve(question, answered("Who is Timothy Ashe?")) is None


def test_he_is_the_one_who_was_found() -> None:
    before = answered("who is the Indian prime minister?", short="Narendra Modi")
    assert resolve("what did he sign?", before) == "what did Narendra Modi sign?"


def test_a_person_takes_the_place_of_a_person() -> None:
    before = answered("What did Putin say about NATO?")
    is_person = ("Putin", "Biden").__contains__
    assert resolve("and Biden?", before, is_person) == "What did Biden say about NATO?"
    assert resolve("and the EU?", before, is_person) == "What did Putin say about the EU?"


def test_names_in_small_letters_are_names_too(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("what does putin want?")
    assert conversation.ask("and biden?").resolved_question == "what does Biden want?"


@pytest.mark.parametrize("question", ["and the other one?", "which ones?", "what did he say?"])
def test_what_nothing_before_explains_is_asked_about(bot: Bot, question: str) -> None:
    conversation = Conversation(bot)
    conversation.ask("What is the capital of Japan?")
    assert conversation.clarifying_question(question)


@pytest.mark.parametrize("question", ["who said that?", "at what time?", "and Biden?", "why?"])
def test_a_follow_up_of_nothing_is_asked_about(bot: Bot, question: str) -> None:
    assert Conversation(bot).clarifying_question(question)


def test_it_is_not_a_person_who_was_asked_about() -> None:
    assert resolve("how much will it cost?", answered("Who is the mayor?")) is None


def test_a_question_of_the_article_is_not_asked_back(bot: Bot) -> None:
    assert Conversation(bot).clarifying_question("what is it about?") is None


def test_a_conversation_keeps_what_was_asked_and_says_how_it_was_understood(bot: Bot) -> None:
    conversation = Conversation(bot)
    first = conversation.ask("Who is Maxim Samorukov?")
    second = conversation.ask("where does he work?")
    assert first.resolved_question is None
    assert second.question == "where does he work?"
    assert second.resolved_question == "where does Maxim Samorukov work?"
    assert second.short == "Carnegie Moscow Center"
    assert conversation.clarifying_question("where does he work?") is None
    third = conversation.ask("who said that?")
    assert third.resolved_question is not None
    assert "Samorukov" in third.answer


def test_a_pronoun_that_nothing_explains_is_asked_about_and_the_reply_explains_it(bot: Bot) -> None:
    conversation = Conversation(bot)
    assert conversation.clarifying_question("where does he work?") == "Who do you mean by “he”?"
    answer = conversation.ask("Maxim Samorukov")
    assert answer.resolved_question == "where does Maxim Samorukov work?"
    assert answer.short == "Carnegie Moscow Center"


def test_who_is_asked_another_question_instead_of_replying_is_answered(bot: Bot) -> None:
    conversation = Conversation(bot)
    assert conversation.clarifying_question("what does it cost?") == "What do you mean by “it”?"
    assert conversation.ask("who is Timothy Ashe?").resolved_question is None
    assert conversation.clarifying_question("where does he work?") is None
