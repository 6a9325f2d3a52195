"""Which language an article is in, and what an article in another language is spared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot import Bot
from qa_bot.ingest import read_article
from qa_bot.language import correct_language, is_supported
from qa_bot.paths import bundled_index
from tests.conftest import OTTERS

GERMAN = """Die Fähre fährt mit Strom

Die Fähre zur Insel fährt seit Mai mit Strom. Der Landkreis zahlt sechzig Prozent der Kosten, und
das Land zahlt den Rest. „Die Überfahrt dauert nicht länger als vorher“, said Jonas Berg, der
Kapitän. Das Schiff wird in der Nacht geladen, und die Batterien halten acht Fahrten.
"""
ENGLISH_TEXT = (bundled_index() / "article.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("tag", "text", "corrected"),
    [
        (None, ENGLISH_TEXT, None),
        ("en-GB", ENGLISH_TEXT, "en-GB"),
        ("de", ENGLISH_TEXT, "en"),
        (None, GERMAN, "de"),
        ("en", GERMAN, "de"),
        ("de-AT", GERMAN, "de-AT"),
        ("fr", "Trop court.", "fr"),
        (None, "Lima 3,000\nQuito 2,000\n" * 40, None),
    ],
)
def test_words_correct_what_the_metadata_says(
    tag: str | None, text: str, corrected: str | None
) -> None:
    assert correct_language(tag, text) == corrected


def test_only_languages_with_pieces_are_found() -> None:
    for tag in (None, "en", "en_US", "EN-gb"):
        assert is_supported(tag)
    for tag in ("de", "und", "eng-x", ""):
        assert not is_supported(tag)


def test_an_article_in_another_language_has_no_speakers() -> None:
    article = read_article(GERMAN.encode(), "faehre.txt")
    assert article.facts.language == "de"
    assert not any(one.speaker for one in article.sentences)


def test_it_is_found_but_not_read(make_index: Callable[..., Path]) -> None:
    with Bot.open(make_index(german=GERMAN, english=OTTERS)) as bot:
        german = bot.rank("wer zahlt sechzig Prozent der Kosten?")
        assert "Landkreis" in german[0].text
        assert german[0].reader_score is None
        assert german[0].confidence > 0
        english = bot.rank("when were nine animals counted?")
        assert "May 2021" in english[0].text
        assert english[0].reader_score is not None
