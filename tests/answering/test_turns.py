from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.answering.reader import window_of
from qa_bot.answering.turns import asks, prompt_before, reply_to
from qa_bot.index import Passage

INTERVIEW = """\
Max Thiel: You did not start out as a baker.

Ines Cruz: No, I was an engineer. Nine years. Can you imagine?

Max Thiel: What made you leave?

Ines Cruz: My firm lost a contract. I got a letter.

Max Thiel: Then you closed the shop in the old town. There were queues. Why?

Ines Cruz: The neighbours could not get their rolls any more. We left six weeks later.
"""


@pytest.fixture(scope="module")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    path: Path = tmp_path_factory.mktemp("turns") / "interview.txt"
    path.write_text(INTERVIEW, "utf-8")
    return Bot.over(path)


def sentence(bot: Bot, part: str) -> Passage:
    sentences = bot.index.sentences(bot.index.articles[0].id)
    return next(one for one in sentences if part in bot.index.text(one))


def test_an_interviewer_is_known_by_the_questions(interview: Bot) -> None:
    assert asks(interview.index, sentence(interview, "You did not start out"))
    assert not asks(interview.index, sentence(interview, "Can you imagine?"))


@pytest.mark.parametrize(
    ("prompt", "reply"),
    [
        ("You did not start out", "No, I was an engineer"),
        ("closed the shop", "could not get their rolls"),
        ("Why?", "could not get their rolls"),
    ],
)
def test_all_of_an_interviewers_turn_gets_the_reply(
    interview: Bot, prompt: str, reply: str
) -> None:
    assert reply_to(interview.index, sentence(interview, prompt)) == sentence(interview, reply)


def test_a_guests_sentence_is_not_replaced(interview: Bot) -> None:
    assert reply_to(interview.index, sentence(interview, "Nine years")) is None


def test_a_reply_is_read_with_the_turn_before_it(interview: Bot) -> None:
    reply = sentence(interview, "could not get their rolls")
    assert len(prompt_before(interview.index, reply)) == 3
    window = window_of(interview.index, reply)
    assert "closed the shop in the old town" in window.text
    assert "rolls" in window.text[window.start : window.end]
    assert prompt_before(interview.index, sentence(interview, "six weeks")) == []


def test_an_interview_answers_what_its_interviewer_names(interview: Bot) -> None:
    answer = interview.ask("why did she close the shop in the old town?")
    assert "could not get their rolls" in answer.citations[0].quote
