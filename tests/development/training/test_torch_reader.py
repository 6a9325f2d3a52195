from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from qa_bot import Bot
from qa_bot.answering.onnx_reader import (
    MAX_QUESTION,
    MAX_TOKENS,
    READER_WEIGHTS,
    open_packaged_reader,
)
from qa_bot.answering.reader import MAX_SPAN, Reading, Span, Window, window_of
from qa_bot.development.training.model import load_reader
from qa_bot.embedding.models import find_model
from qa_bot.embedding.onnx.word_pieces import open_tokenizer

pytestmark = pytest.mark.slow

QUESTIONS = ["what does Putin want?", "When was Crimea annexed?", "What is the capital of Japan?"]


class TorchReader:
    """The reader in torch, a window at a time: slow, but simple enough to trust."""

    def __init__(self, weights: Path) -> None:
        self._reader = load_reader(weights)
        self._tokenizer = open_tokenizer(find_model().folder, MAX_TOKENS, "only_second")

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        return [self._read(question[:MAX_QUESTION], window) for window in windows]

    @torch.inference_mode()
    def _read(self, question: str, window: Window) -> Reading:
        pieces = self._tokenizer.encode(question, window.text)
        ids, types = torch.tensor([pieces.ids]), torch.tensor([pieces.type_ids])
        logits = self._reader(ids, types, torch.ones_like(ids))
        logit, starts, ends = float(logits.answers[0]), logits.starts[0], logits.ends[0]
        scored = [
            (float(starts[first] + ends[last]), pieces.offsets[first][0], pieces.offsets[last][1])
            for first, part in enumerate(pieces.sequence_ids)
            for last in range(first, min(first + MAX_SPAN, len(pieces.ids)))
            if part == 1 and pieces.sequence_ids[last] == 1
        ]
        null = float(starts[0] + ends[0])

        def span(first: int, end: int) -> Span:
            inside = [one for one in scored if first <= one[1] < one[2] <= end]
            best = max(inside, default=(-torch.inf, first, first))
            odds = float(torch.tensor([one[0] for one in inside]).logsumexp(0)) - null
            return Span(best[1], best[2], best[0] - null, odds)

        return Reading(
            logit,
            span(window.start, window.end),
            span(0, window.start),
            span(window.end, len(window.text)),
        )


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
