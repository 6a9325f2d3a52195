import pytest

from qa_bot import Bot
from qa_bot.answering.onnx_reader import READER_WEIGHTS, open_packaged_reader
from qa_bot.answering.reader import window_of
from qa_bot.development.training.torch_reader import TorchReader

pytestmark = pytest.mark.slow

QUESTIONS = ["what does Putin want?", "When was Crimea annexed?", "What is the capital of Japan?"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_readers_read_the_same(bot: Bot, question: str) -> None:
    windows = [window_of(bot.index, one.passage) for one in bot.rank(question)]
    together = open_packaged_reader().read(question, windows)
    for ours, theirs, window in zip(
        together, TorchReader(READER_WEIGHTS).read(question, windows), windows, strict=True
    ):
        assert ours.logit == pytest.approx(theirs.logit, abs=1e-3)
        for own, its in ((ours.own, theirs.own), (ours.before, theirs.before)):
            assert own.null_score_difference == pytest.approx(its.null_score_difference, abs=1e-3)
            assert own.log_odds == pytest.approx(its.log_odds, abs=1e-3)
            assert (own.start, own.end) == (its.start, its.end)
        assert window.start <= ours.own.start <= ours.own.end <= window.end


def test_a_reading_does_not_depend_on_the_batch(bot: Bot) -> None:
    windows = [window_of(bot.index, one.passage) for one in bot.rank(QUESTIONS[0])]
    reader = open_packaged_reader()
    for window, ours in zip(windows, reader.read(QUESTIONS[0], windows), strict=True):
        alone = reader.read(QUESTIONS[0], [window])[0]
        assert ours.logit == pytest.approx(alone.logit, abs=1e-4)
        assert (ours.own.start, ours.own.end) == (alone.own.start, alone.own.end)
