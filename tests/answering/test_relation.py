import pytest

from qa_bot import Bot
from qa_bot.answering.relation import asked_relation, is_of_another


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("What does Putin want?", ("putin", "want")),
        ("Who did Edgar marry?", ("edgar", "marri")),
        ("When will the Indian leader visit?", ("indian", "leader")),
        ("What is the capital of Japan?", None),
        ("what does it cost?", None),
        ("Who signed the deals?", None),
    ],
)
def test_what_is_asked_of_whom(question: str, relation: tuple[str, str] | None) -> None:
    assert asked_relation(question) == relation


@pytest.mark.parametrize(
    ("text", "is_anothers"),
    [
        ("King Malcolm III of Scotland married Margaret.", True),
        ("In 1093 King Malcolm later married Margaret.", True),
        ("In 1093 Edgar married Margaret.", False),
        ("King Edgar of Scotland married Margaret.", False),
        ("There Malcolm and Edgar married two sisters.", False),
        ("There Edgar and Malcolm married two sisters.", False),
        ("Edgar came later, and he married Margaret.", False),
        ("King Malcolm said that he married Margaret.", True),
        ("Malcolm told Edgar that he married Margaret.", False),
        ("Later he married Margaret.", False),
        ("Both were married in May.", False),
        ("Malcolm, who married Margaret, was king.", False),
        ("Margaret sang.", False),
    ],
)
def test_a_sentence_that_tells_it_of_another(text: str, is_anothers: bool) -> None:
    assert is_of_another(text, "edgar", "marri") is is_anothers


def test_what_another_wants_is_no_answer(bot: Bot) -> None:
    def reader_scores(question: str) -> list[float]:
        return [
            one.reader_score
            for one in bot.rank(question)
            if one.reader_score is not None and "Putin wants" in one.text
        ]

    his, anothers = reader_scores("what does Putin want?"), reader_scores("what does Biden want?")
    assert his
    assert anothers  # it is read, and taken for another's
    assert max(anothers) < -2 < max(his)
    answer = bot.ask("what does Biden want?")
    assert not any("Putin wants" in citation.quote for citation in answer.citations)
