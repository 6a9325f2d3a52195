from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qa_bot import Bot, Conversation
from qa_bot.answering.follow_up import find_unclear, join_questions, resolve
from qa_bot.types import Answer, Citation
from tests.conftest import OTTERS


def no_person(name: str) -> bool:
    return False


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
        ("How much is the Oak Room?", "who can book it?", "who can book the Oak Room?"),
        ("What did Stoltenberg say?", "to whom?", "to whom did Stoltenberg say that?"),
    ],
)
def test_a_follow_up_is_completed(before: str, question: str, resolved: str) -> None:
    assert resolve(question, answered(before), no_person) in (
        resolved,
        resolved.replace("Kiev's", "Kiev"),
    )


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
    assert resolve(question, answered("Who is Timothy Ashe?"), no_person) is None


def test_he_is_the_one_who_was_found() -> None:
    before = answered("who is the Indian prime minister?", short="Narendra Modi")
    assert resolve("what did he sign?", before, no_person) == "what did Narendra Modi sign?"


def test_a_person_takes_the_place_of_a_person() -> None:
    before = answered("What did Putin say about NATO?")
    is_person = ("Putin", "Biden").__contains__
    assert resolve("and Biden?", before, is_person) == "What did Biden say about NATO?"
    assert resolve("and the EU?", before, is_person) == "What did Putin say about the EU?"


def test_names_in_small_letters_are_names_too(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("what does putin want?")
    assert conversation.ask("and biden?").resolved_question == "what does Biden want?"


def test_a_follow_up_that_would_only_repeat_the_question_is_asked_about(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("what does Putin want?")
    assert conversation.clarifying_question("and him?") == "Who do you mean by “him”?"
    assert conversation.ask("Biden").resolved_question == "what does Biden want?"


def test_a_follow_up_may_begin_with_a_reply(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("what does Putin want?")
    assert conversation.clarifying_question("no, the other one") == (
        "What do you mean by “the other one”?"
    )
    assert conversation.ask("ok and Biden?").resolved_question == "what does Biden want?"
    assert conversation.ask("no, Putin").resolved_question == "what does Putin want?"
    assert conversation.ask("no, what does NATO want?").resolved_question is None


def test_what_is_added_is_asked_about_if_the_question_before_outweighs_it(
    make_index: Callable[..., Path],
) -> None:
    text = (
        "The Volt 7\n\nA full charge takes four hours and forty minutes. On our hills the range "
        "was 54 km, and 41 km in the week that it froze.\n"
    )
    with Bot.open(make_index(bicycle=text)) as bot:
        conversation = Conversation(bot)
        conversation.ask("how long does it take to charge?")
        answer = conversation.ask("and the range?")
        assert answer.resolved_question == "what is said about the range?"
        assert "54 km" in answer.answer


@pytest.mark.parametrize(
    "question", ["and the other one?", "no, the second one", "which ones?", "what did he say?"]
)
def test_what_nothing_before_explains_is_asked_about(bot: Bot, question: str) -> None:
    conversation = Conversation(bot)
    conversation.ask("What is the capital of Japan?")
    assert conversation.clarifying_question(question)


@pytest.mark.parametrize("question", ["who said that?", "at what time?", "and Biden?", "why?"])
def test_a_follow_up_of_nothing_is_asked_about(bot: Bot, question: str) -> None:
    assert Conversation(bot).clarifying_question(question)


def test_a_question_word_alone_is_not_something_that_was_meant(bot: Bot) -> None:
    asked = Conversation(bot).clarifying_question("why?")
    assert asked == "There is no question before “why”; ask a whole one."


def test_the_first_question_may_say_it_for_the_subject_of_the_article(bot: Bot) -> None:
    assert Conversation(bot).clarifying_question("where can I read it?") is None
    assert Conversation(bot).clarifying_question("how big is it?") is None


def test_it_may_be_any_of_several_articles(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(otters=OTTERS, clock="The clock\n\nThe clock is big.\n")) as bot:
        conversation = Conversation(bot)
        assert conversation.clarifying_question("how big is it?") == "What do you mean by “it”?"
        conversation.article = "clock.txt"
        assert conversation.clarifying_question("how big is it?") is None


def test_it_again_is_what_the_article_is_about() -> None:
    assert join_questions("how big is it?", answered("where does it live?")) is None


def test_it_is_not_a_person_who_was_asked_about() -> None:
    assert resolve("how much will it cost?", answered("Who is the mayor?"), no_person) is None


def test_a_question_of_the_article_is_not_asked_back(bot: Bot) -> None:
    assert Conversation(bot).clarifying_question("what is it about?") is None


def test_why_after_a_no_asks_why_not(bot: Bot) -> None:
    conversation = Conversation(bot)
    assert conversation.ask("is Ukraine a member of NATO?").short == "no"
    assert conversation.ask("why?").resolved_question == "why is Ukraine not a member of NATO?"


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


def test_a_long_sentence_is_asked_about_in_part(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("who is Timothy Ashe?")
    said = conversation.ask("who said that?")
    assert said.resolved_question is not None
    assert said.resolved_question.startswith("who said “Russia expert Timothy Ashe, ")
    assert said.resolved_question.endswith("…”?")
    assert said.resolved_question.count("“") == 1
    assert "Ashe" in said.answer


def test_a_pronoun_that_nothing_explains_is_asked_about_and_the_reply_explains_it(bot: Bot) -> None:
    conversation = Conversation(bot)
    assert conversation.clarifying_question("where does he work?") == "Who do you mean by “he”?"
    answer = conversation.ask("Maxim Samorukov")
    assert answer.resolved_question == "where does Maxim Samorukov work?"
    assert answer.short == "Carnegie Moscow Center"


def test_who_is_asked_another_question_instead_of_replying_is_answered(bot: Bot) -> None:
    conversation = Conversation(bot)
    assert conversation.clarifying_question("what was that?") == "What do you mean by “that”?"
    assert conversation.ask("who is Timothy Ashe?").resolved_question is None
    assert conversation.clarifying_question("where does he work?") is None


PERSONS = ("Putin", "Biden", "Ashe", "Timothy Ashe", "Modi", "Samorukov", "Stoltenberg")

# Every sentence has been read: it is English, and asks what was meant. None: no rule makes one.
TURNS = [
    ("what does Biden want?", "why?", "why does Biden want that?"),
    ("Who pays for it?", "how much?", None),
    ("Who pays for the ferry?", "how much?", None),
    ("what does Putin want?", "how?", None),
    ("what does Putin want?", "when?", "when does Putin want that?"),
    ("What did Putin say about NATO?", "why?", "why did Putin say that about NATO?"),
    ("What deals did Putin sign with Modi?", "where?", "where did Putin sign the deals with Modi?"),
    (
        "What deals did Putin sign with Modi?",
        "how many?",
        "how many deals did Putin sign with Modi?",
    ),
    ("What deals did Putin sign with Modi?", "why?", "why did Putin sign the deals with Modi?"),
    ("how long does a crossing take?", "why?", None),
    ("how long does a crossing take?", "how much?", None),
    ("When is the video call?", "where?", "where is the video call?"),
    ("When is the video call?", "why?", None),
    ("When is the video call?", "with whom?", "with whom is the video call?"),
    ("When was Crimea annexed?", "by whom?", "by whom was Crimea annexed?"),
    ("When was Crimea annexed?", "who?", None),
    ("When was Crimea annexed?", "why?", "why was Crimea annexed?"),
    ("Who is Timothy Ashe?", "where?", None),
    ("Who signed the deals?", "when?", None),
    (
        "Which leaders spoke on Monday evening?",
        "how many?",
        "how many leaders spoke on Monday evening?",
    ),
    ("Which leaders spoke on Monday evening?", "and Putin?", None),
    ("Which leaders spoke on Monday evening?", "where?", None),
    ("What are Putin's demands?", "why?", None),
    ("what does Putin want?", "and the Russians?", "what do the Russians want?"),
    ("what does Putin want?", "and the United States?", "what does the United States want?"),
    ("What do the Russians want?", "and Biden?", "What does Biden want?"),
    ("What time is the call?", "where?", "where is the call?"),
    ("Is Russia under sanctions?", "since when?", "since when is Russia under sanctions?"),
    ("Is Russia under sanctions?", "who?", None),
    ("Is Ukraine a member of NATO?", "does it have to defend the country?", None),
    ("Is Ukraine a member of NATO?", "why?", "why is Ukraine a member of NATO?"),
    ("Does Russia plan to invade Ukraine?", "who denies it?", None),
    ("What has caused the war?", "why?", None),
    ("What happened in 2014?", "and sanctions?", None),
    ("What happened in 2014?", "why?", None),
    ("When did the call take place?", "and the meeting?", None),
    ("When did the call take place?", "what was it about?", None),
    (
        "Does NATO have to defend the country?",
        "and the city?",
        "Does NATO have to defend the city?",
    ),
    ("Where did Stoltenberg talk to reporters?", "to whom?", None),
    (
        "Where did Stoltenberg talk to reporters?",
        "and to ministers?",
        "Where did Stoltenberg talk to ministers?",
    ),
    (
        "Where did Stoltenberg talk to reporters?",
        "when?",
        "when did Stoltenberg talk to reporters?",
    ),
    ("When was Crimea annexed?", "in 2015?", None),
    ("When was Crimea annexed?", "and Biden?", None),
    ("What did Putin say in 2005?", "and on November 30?", "What did Putin say on November 30?"),
    ("What does Putin talk about?", "why?", "why does Putin talk about that?"),
    ("What did Putin tell reporters?", "why?", "why did Putin tell reporters that?"),
    ("What does the law on weapons say?", "and troops?", None),
    ("Is the ferry late?", "how fast is it?", "how fast is the ferry?"),
    ("Is the ferry late?", "and the bus?", "Is the bus late?"),
    ("What did Putin say about NATO?", "what does it want?", "what does NATO want?"),
    ("What did Putin say about NATO?", "what does that mean?", None),
    (
        "What did Putin say about NATO?",
        "and about sanctions?",
        "What did Putin say about sanctions?",
    ),
    ("What does Russia want?", "what do they fear?", "what does Russia fear?"),
    ("What do experts say?", "what does he think?", None),
    ("What does Ashe think Biden will do?", "why?", "why does Ashe think Biden will do that?"),
    ("What does Ashe think Biden will do?", "and Putin?", "What does Ashe think Putin will do?"),
    ("How many troops are at the border?", "why?", None),
    ("How many people were killed?", "where?", "where were the people killed?"),
    ("How many deals were signed?", "by whom?", "by whom were the deals signed?"),
    ("What will happen next?", "why?", None),
    ("What will happen next?", "and Biden?", None),
    ("Can buses cross the bridge?", "and cars?", "Can cars cross the bridge?"),
    ("What does the ferry cost?", "and the bus?", "What does the bus cost?"),
    ("What did the Kremlin say before the call?", "when is it?", None),
    ("How did Putin react?", "why?", "why did Putin react?"),
    ("Did Biden talk?", "with whom?", "with whom did Biden talk?"),
    ("Who is Timothy Ashe?", "and Samorukov?", "Who is Samorukov?"),
    ("Who is the mayor?", "since when?", None),
    ("What did Biden promise to do?", "why?", None),
    ("Why does Ashe doubt it?", "and Samorukov?", "Why does Samorukov doubt it?"),
    ("What is the capital of Japan?", "and China?", "What is the capital of China?"),
    ("Does Biden support Ukraine?", "and Germany?", "Does Germany support Ukraine?"),
    ("What was Russia's answer?", "and NATO's?", "What was NATO's answer?"),
    ("Who leads the project?", "how old is she?", None),
]

# About a company's report and a travel page.
FURTHER_PERSONS = ("Solheim", "Ingrid Solheim", "Lars Hauge", "Lord Byron", "Beatriz Fonseca")
FURTHER_TURNS = [
    ("Why does Biden want that?", "since when?", None),
    ("When did Stoltenberg say it?", "about what?", None),
    ("When did the troops arrive at the border?", "and tanks?", None),
    (
        "When did the troops arrive at the border?",
        "and Kyiv?",
        "When did the troops arrive at Kyiv?",
    ),
    ("Who is Joan Whitaker?", "why did she?", None),
    ("Who is Joan Whitaker?", "where was she?", "where was Joan Whitaker?"),
    (
        "who is Ingrid Solheim?",
        "how long has she worked there?",
        "how long has Ingrid Solheim worked there?",
    ),
    (
        "what did Ingrid Solheim say about demand?",
        "and about Gdynia?",
        "what did Ingrid Solheim say about Gdynia?",
    ),
    ("why did operating profit fall?", "by how much?", None),
    ("why did operating profit fall?", "and revenue?", None),
    ("when was the plant in Gdynia opened?", "how many people work there?", None),
    ("when was the plant in Gdynia opened?", "where is it?", "where is the plant in Gdynia?"),
    (
        "when was the plant in Gdynia opened?",
        "why was it late?",
        "why was the plant in Gdynia late?",
    ),
    ("when did the company open the plant?", "how large is it?", None),
    ("when was the plant opened?", "and the laboratory?", "when was the laboratory opened?"),
    ("what caused the fire?", "when was it?", "when was the fire?"),
    (
        "how large is the order from Molslinjen?",
        "what is it for?",
        "what is the order from Molslinjen for?",
    ),
    ("will Nordvik pay a dividend?", "why not?", "why will Nordvik not pay a dividend?"),
    ("will Nordvik pay a dividend?", "how much is it?", None),
    ("will Nordvik pay a dividend?", "and next year?", "will Nordvik pay a dividend next year?"),
    ("why will Nordvik not pay a dividend?", "why not?", None),
    ("does the new plant make batteries?", "why not?", None),
    ("is the loaf vegan?", "why not?", "why is the loaf not vegan?"),
    ("can I drive there?", "why not?", "why can I not drive there?"),
    ("how do I get to Sintra?", "how long does it take?", None),
    ("how do I get to Sintra?", "how much is it?", None),
    ("where can I eat?", "when is it closed?", None),
    ("where can I eat?", "and for lunch?", "where can I eat for lunch?"),
    ("can I freeze the bread?", "for how long?", "for how long can I freeze the bread?"),
    ("can I freeze the bread?", "how long does it keep?", "how long does the bread keep?"),
    ("when was Pena Palace built?", "for whom?", "for whom was Pena Palace built?"),
    ("when does the entry open?", "and the castle?", "when does the castle open?"),
    ("when does the castle open?", "and in winter?", "when does the castle open in winter?"),
    ("how long does the dough rise?", "and then?", None),
    ("how much is a night in the tower?", "who owns it?", None),
    ("how much is a night in the tower?", "and before?", None),
    ("what are the best months?", "is it cold?", None),
    ("what are the best months?", "and in August?", None),
    ("where did Lord Byron stay?", "how much does it cost?", None),
    ("who was Nesta Rowlands?", "how often did they meet?", None),
    ("what happened?", "and in quiet sleep?", None),
    ("where does Lars Hauge work?", "why?", "why does Lars Hauge work there?"),
    ("who helped Moira's dad?", "when did he die?", "when did Moira's dad die?"),
    ("how old is Moira's dad?", "where does she live?", "where does Moira live?"),
    (
        "how long did Lee Pocock's wife get?",
        "and her brother?",
        "how long did Lee Pocock's wife's brother get?",
    ),
    (
        "how many units did they steal?",
        "how many of those were found?",
        "how many of the units were found?",
    ),
    ("how many octopuses were filmed?", "how long?", "how long were the octopuses filmed?"),
]


@pytest.mark.parametrize(("before", "question", "resolved"), [*TURNS, *FURTHER_TURNS])
def test_a_completed_question_is_english_or_is_not_made(
    before: str, question: str, resolved: str | None
) -> None:
    earlier = answered(before)
    assert resolve(question, earlier, {*PERSONS, *FURTHER_PERSONS}.__contains__) == resolved
    if resolved is None:
        both = join_questions(question, earlier)
        assert both is not None
        assert question.removeprefix("and ").rstrip("?") in both


def test_what_no_rule_completes_is_searched_with_the_question_before(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("Does Russia plan to invade Ukraine?")
    answer = conversation.ask("who denies it?")
    assert answer.question == "who denies it?"
    assert answer.resolved_question is None
    assert "invade Ukraine" in conversation.searched
    assert "den" in answer.answer
    after = conversation.ask("why?")  # follows the last question that could be asked alone
    assert after.resolved_question == "why does Russia plan to invade Ukraine?"


def test_a_chain_of_follow_ups_stays_english(bot: Bot) -> None:
    conversation = Conversation(bot)
    asked = [conversation.ask(line) for line in ("what does Putin want?", "and Biden?", "why?")]
    assert asked[-1].resolved_question == "why does Biden want that?"


def test_he_is_the_person_whom_the_answer_names_first() -> None:
    text = "Lars Hauge, chief financial officer since 2019, will leave the company."
    citation = Citation(
        n=1, article="", source="", url=None, quote=text, text=text, start=0, end=len(text), line=1,
        paragraph=1, page=None, section=None, speaker=None, score=0.7,
    )  # fmt: skip
    before = replace(answered("who is leaving the company?"), citations=(citation,))
    assert resolve("where is he going?", before, no_person) == "where is Lars Hauge going?"


def test_the_name_in_a_question_for_someone_is_not_the_one_who_was_found() -> None:
    before = answered("who designed Quinta da Regaleira?")
    assert find_unclear("who was he?", before, no_person) == "he"


def test_a_word_as_often_in_lower_case_is_no_name(tmp_path: Path) -> None:
    article = tmp_path / "study.md"
    article.write_text(
        "# Octopuses sleep\n\nBy Priya Raman, science correspondent\nPublished 28 June 2023\n\n"
        "Octopuses pass through two stages of sleep. The study was published in a journal.\n"
    )
    with Bot.over(str(article)) as bot:
        assert bot.parse("where was it published?").text == "where was it published?"


def test_a_last_name_is_completed_from_the_answer(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("who is Ashe?")
    answer = conversation.ask("where does he work?")
    assert answer.resolved_question == "where does Timothy Ashe work?"
    assert answer.status == "answered"
    assert "BlueBay" in answer.answer


def test_he_is_not_the_place_that_was_asked_about(bot: Bot) -> None:
    conversation = Conversation(bot)
    conversation.ask("what happened in Riga?")
    answer = conversation.ask("and what did he say?")
    assert answer.resolved_question is not None
    assert "Riga" not in answer.resolved_question
    assert "Stoltenberg" in answer.resolved_question
