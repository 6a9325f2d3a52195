"""Reading takes time in proportion to a text's length, whatever the text."""

import pytest

from qa_bot.development.benchmark.reading import SHAPES, exponent, seconds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_reading_time_grows_with_length(shape: str, suffix: str) -> None:
    seconds(shape, 10, suffix)
    times = [min(seconds(shape, repeats, suffix) for _ in range(2)) for repeats in (200, 1600)]
    assert exponent(times, 8) < 1.6, times
