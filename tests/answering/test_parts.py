import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa_bot import Bot
from qa_bot.answering.question import (
    holds,
    is_yet_to_come,
    lacks_type,
    parse_question,
    strip_courtesy,
)
from qa_bot.answering.short_answer import short_answer
from qa_bot.answering.spelling import nearest_word
from qa_bot.text import collapse_whitespace, normalize_word, sanitize, sanitize_line, stems, to_json


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who is Ashe?", "who"),
        ("when was it", "when"),
        ("In which year did it happen?", "when"),
        ("How many deals were signed?", "how many"),
        ("how old is he", "how many"),
        ("Where is Riga?", "where"),
        ("what does Putin want?", None),
        ("Why?", None),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, wanted: str | None) -> None:
    assert parse_question(question).answer_type == wanted


def test_names_and_numbers_of_a_question() -> None:
    assert parse_question("What did Jens Stoltenberg say in 2014?").names == (
        "jen", "stoltenberg", "2014",
    )  # fmt: skip


def test_what_a_sentence_holds() -> None:
    assert holds("He spoke at 3 p.m. on Monday.", "when")
    assert holds("The report was by Anna Brandt.", "who")
    assert holds("They met in Riga.", "where")
    assert holds("Two dozen deals were signed.", "how many")
    assert not holds("The water is clean.", "when")
    assert not holds("The water is clean.", "who")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("stoltenburg", "stoltenberg"),
        ("wnat", "want"),
        ("putn", "putin"),
        ("iran", None),
        ("slovakia", None),
        ("xyz", None),
    ],
)
def test_misspelled_words_and_words_that_only_look_alike(word: str, meant: str | None) -> None:
    vocabulary = ["stoltenberg", "want", "putin", "iraq", "slovenia", "abc"]
    assert nearest_word(word, vocabulary) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Where does Mr Ash work?", "Where does Mr Ashe work?"),
        ("What does Iran want?", "What does Iran want?"),
        ("Did Russia say so?", "Did Russia say so?"),
        ("Did an Asian say so?", "Did an Asian say so?"),
        ("Does the United States act?", "Does the US act?"),
        ("Where do they paint?", "Where do they paint?"),
    ],
)
def test_a_name_a_letter_off_is_the_articles_even_if_it_is_a_word(
    bot: Bot, question: str, meant: str
) -> None:
    assert bot.parse(question).text == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wat does putin want", "what does Putin want?"),
        ("in wich city did they meet", "in which city did they meet?"),
        ("whos ashe", "who's Ashe?"),
        ("what did trump say", "what did Trump say?"),
        ("What does xi jinping think", "What does Xi Jinping think?"),
        ("did boris johnson call", "did boris johnson call?"),
        ("who is sergei lavrov", "who is Sergei Lavrov?"),
        ("is finland in nato", "is Finland in NATO?"),
        ("what does ash think", "what does Ashe think?"),
        ("what did experts say", "what did experts say?"),
        ("what did farmers say", "what did farmers say?"),
        ("what did president say", "what did President say?"),
        ("did everybody leave", "did everybody leave?"),
        ("when does breakfast start", "when does breakfast start?"),
        ("who is most affected", "who is most affected?"),
        ("What did trump say to Putin", "What did trump say to Putin?"),  # has capitals
    ],
)
def test_questions_are_spelled_as_in_the_index(bot: Bot, typed: str, meant: str) -> None:
    assert bot.parse(typed).text == meant


def test_words_that_mean_the_same_have_one_stem() -> None:
    assert stems("the United States") == stems("the U.S.") == stems("America") == stems("US")
    assert stems("Russia’s wants") == stems("Russia want")
    assert normalize_word("us") == "us"


def test_short_answers_are_whole_words_of_the_quote() -> None:
    question = "Who leads the project?"
    assert short_answer(question, "Anna Bra", 5.0, "It is Anna\n Brandt who leads.") == (
        "Anna\n Brandt"
    )
    assert short_answer(question, "Anna", -1.0, "Anna") is None
    assert short_answer(question, "", 9.0, "Anna") is None
    assert short_answer("What are the red lines?", "We have", 5.0, "We have red lines.") is None
    assert short_answer("How many are left?", "one", 5.0, "Only one is left.") == "one"
    chief = "It is NATO Secretary General Jens Stoltenberg."
    whole = "NATO Secretary General Jens Stoltenberg"
    for asked, words in (("Stoltenberg", whole[:-12]), ("Jens Stoltenberg", whole[:-17])):
        assert short_answer(f"Who is {asked}?", words, 5.0, chief) == whole
    assert short_answer("Who replaced Munro?", "Craig", 5.0, "Craig Munro was hurt.") is None
    closes = "The bridge closes on January 11 for repairs."
    assert short_answer("When does the bridge close?", "January", 5.0, closes) == "January 11"
    assert short_answer("How long is a crossing?", "19 minutes", 5.0, "It is 19 minutes.")
    assert short_answer("How long is a crossing?", "the crossing", 5.0, "the crossing") is None
    assert short_answer("How much did it cost?", "48,000", 5.0, "It cost £48,000.") == "£48,000"
    assert short_answer("How much did it cost?", "2019", 5.0, "It cost £48,000 in 2019.") is None
    assert short_answer("When did it end?", "the strike", 5.0, "The strike ended in May.") is None
    assert short_answer("How old was she?", "57", 5.0, "She died at the age of 57.") == "57"
    assert short_answer("How old was she?", "seventy", 5.0, "She was seventy.") == "seventy"
    wrote = "She wrote Ice on Paper (1978) and The Fewest Errors, and nothing else."
    assert short_answer("What books did she write?", "The Fewest Errors", 5.0, wrote) is None
    meets = "US President Joe Biden meets Russian President Vladimir Putin."
    assert short_answer("Who is Putin?", "President", 5.0, meets) == "President Vladimir Putin"
    assert short_answer("Who is Holm?", "President", 5.0, meets) == "President"
    assert short_answer("Who is Holm?", "Ann", 5.0, "Its leader, Ann Holm, left.") is None
    clerk = "Ann Holm, a clerk at the Harbor Board, wrote it."
    assert short_answer("Who is Ann Holm?", "a clerk", 5.0, clerk) == "a clerk at the Harbor Board"
    mill = "He wrote “Give us the mill” twice."
    assert short_answer("What did he write?", "“Give us", 5.0, mill) == "Give us"
    mine = "He wrote “Ann’s mill is mine” twice."
    assert short_answer("What did he write?", "“Ann’s mill", 5.0, mine) == "Ann’s mill"
    assert short_answer("What did he write?", "“", 5.0, "He wrote “ twice.") is None
    both = "Ice on Paper (1978) and The Fewest Errors"
    assert short_answer("What books did she write?", both, 5.0, f"She wrote {both}.") == both
    assert short_answer("What guarantees does he want?", "a pact", 5.0, "He wants a pact.") is None
    assert short_answer("How much was the loan?", "73", 5.0, "A loan for 73 people.") is None
    assert short_answer("Why does Anna lead?", "Anna", 9.0, "Anna") is None
    step = "6. Open the lid and add 40 g of salt."
    assert short_answer("How many grams of salt?", "6", 5.0, step) is None
    assert short_answer("How many grams of salt?", "40", 5.0, step) == "40"


@given(st.text())
@example("\u2028\x1b[31m")
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    for safe in (sanitize(text), sanitize_line(text), to_json({"question": text})):
        assert not any(ord(char) < 32 and char not in "\n\t" for char in safe)
        assert not any(0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in safe)
        assert not set(safe) & set("\u202e\u202d\u2066\u200f\u2028")
    assert "\n" not in sanitize_line(text)
    assert collapse_whitespace(sanitize_line(text)) == sanitize_line(text)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("could you tell me how many deals were signed?", "how many deals were signed?"),
        ("Hi, do you know who Timothy Ashe is?", "who is Timothy Ashe?"),
        ("please tell me how old she was", "how old was she"),
        ("I'd like to know why it fell", "why it fell"),
        ("do you know if Putin called?", "do you know if Putin called?"),
        ("can you tell me how to reset it?", "can you tell me how to reset it?"),
        ("tell me about Putin", "tell me about Putin"),
        ("what is it", "what is it"),
    ],
)
def test_courtesies_are_not_part_of_a_question(typed: str, asked: str) -> None:
    assert strip_courtesy(typed) == asked


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("how many deals were signed?", "They agreed to cooperate.", True),
        ("how many deals were signed?", "More than two dozen deals were signed.", False),
        ("how many came?", "Nobody counted, but most of the village came.", False),
        ("how many came?", "They warn of a rise in the number of boats with guests.", True),
        ("how many came?", "He came fourth.", False),
        ("when will Russia attack?", "He may move troops around his territory.", True),
        ("when will Russia attack?", "It may attack in May.", False),
        ("when is it closed?", "It is closed during the war.", False),
        ("in which year did it open?", "The Queen opened it.", True),
        ("when he came, what did he say?", "He said nothing of it.", False),
        ("who came?", "Nothing is known.", False),
    ],
)
def test_a_number_or_a_time_must_be_there_if_it_is_asked_for(
    question: str, sentence: str, *, lacks: bool
) -> None:
    assert lacks_type(question, sentence) is lacks


@pytest.mark.parametrize(
    ("question", "sentence", "to_come"),
    [
        ("when did it open?", "It will open in May.", True),
        ("where did they meet?", "The talks are expected to take place in Riga.", True),
        ("when was it opened?", "It was opened in May and will close in June.", False),
        ("when did it open?", "It will open in May, curated by Bevan.", True),
        ("when did it open?", "It will open in May as planned, and will open in June.", True),
        ("when did it open?", "It opened in May and will open again in June.", False),
        ("when did it close?", "It will open in May, having closed.", False),
        ("when will it open?", "It will open in May.", False),
        ("what was announced?", "It will open in May.", False),
        ("when did it open?", "It is open in May.", False),
    ],
)
def test_what_happened_is_not_what_will(question: str, sentence: str, *, to_come: bool) -> None:
    assert is_yet_to_come(question, sentence) is to_come


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Is Finland planning to join NATO?", "not_found"),
        ("What does Macron want?", "not_found"),
        ("when will russia invade ukraine", "not_found"),
        ("Could you tell me how many deals India and Russia signed?", "answered"),
    ],
)
def test_what_the_article_does_not_name_is_not_answered(
    bot: Bot, question: str, status: str
) -> None:
    assert bot.ask(question).status == status
